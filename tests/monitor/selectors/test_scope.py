"""What a person reaches: the own practice's rows, of complaints what the role reaches, of names what it may read."""

from __future__ import annotations

import pytest

from monitor.models import Complaint, Location, User
from monitor.roles import ROLES, Reach
from monitor.selectors.scope import (
    audit_of,
    complaints_of,
    locations_of,
    reviews_of,
    shown_patient,
    sources_of,
)
from monitor.services.audit import Action, record
from tests.factories import make_complaint, make_review, make_source

EVERYBODY = (*ROLES, "outsider")


@pytest.fixture
def complaint(location: Location) -> Complaint:
    return make_complaint(location, provider="Dr. Voss", last_name="Quillfeather")


@pytest.fixture
def theirs(people: dict[str, User]) -> Location:
    """A stranger's location with a review, a source and a complaint on it."""
    place = people["outsider"].practice.locations.get()
    make_complaint(place, by=people["outsider"])
    make_review(make_source(place), understood=False)
    return place


@pytest.mark.parametrize("role", ROLES)
def test_another_practices_rows_do_not_exist_for_anybody(people: dict[str, User], theirs: Location, role: str) -> None:
    for reached in (locations_of, reviews_of, complaints_of, sources_of):
        assert not reached(people[role]).filter(**_of(theirs, reached)).exists(), reached.__name__


def _of(place: Location, reached: object) -> dict[str, object]:
    return {"pk": place.pk} if reached is locations_of else {"location": place}


def test_nor_do_ours_for_the_stranger(people: dict[str, User], complaint: Complaint, location: Location) -> None:
    make_review(make_source(location), understood=False)

    for reached in (reviews_of, complaints_of, sources_of):
        assert not reached(people["outsider"]).exists(), reached.__name__


@pytest.mark.parametrize("role", ROLES)
def test_the_own_practice_is_there(
    people: dict[str, User], complaint: Complaint, location: Location, role: str
) -> None:
    review = make_review(make_source(location), understood=False)

    assert list(reviews_of(people[role])) == [review]
    assert list(locations_of(people[role])) == [location]
    assert sources_of(people[role]).exists() is (role != "provider")
    assert complaints_of(people[role]).exists() is (role != "provider")


def test_a_provider_reaches_what_names_them_and_what_they_logged(people: dict[str, User], location: Location) -> None:
    provider = people["provider"]
    User.objects.filter(pk=provider.pk).update(last_name="Voss")
    provider.refresh_from_db()
    own = [
        make_complaint(location, provider=name)
        for name in ("Dr. Voss", "VOSS", "E. Voss, NP", "Voss/Lind", "dr.voss@larkspur.example")
    ]
    logged = make_complaint(location, by=provider, provider="Dr. Lind")
    for other in ("", "Dr. Lind", "Dr. Vossberg", "Nevoss", "V."):
        make_complaint(location, provider=other)

    assert set(complaints_of(provider)) == {*own, logged}


@pytest.mark.parametrize(
    ("last_name", "other"),
    [("Li", "Dr. Oliver"), ("An", "Joanna"), (".", "Dr. Lind"), (".*", "Dr. Lind"), ("(", "Dr. Lind"), (" ", "A B")],
)
def test_a_short_or_odd_last_name_opens_no_other_patients(
    people: dict[str, User], location: Location, last_name: str, other: str
) -> None:
    User.objects.filter(role="provider").update(last_name=last_name)
    make_complaint(location, provider=other)

    assert not complaints_of(User.objects.get(role="provider")).exists()


def test_a_provider_without_a_last_name_reaches_only_what_they_logged(
    people: dict[str, User], location: Location
) -> None:
    User.objects.filter(role="provider").update(last_name="")
    provider = User.objects.get(role="provider")
    make_complaint(location, provider="")
    mine = make_complaint(location, by=provider)

    assert list(complaints_of(provider)) == [mine]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "auditor"])
def test_who_works_with_complaints_reads_names(people: dict[str, User], complaint: Complaint, role: str) -> None:
    assert shown_patient(complaint, people[role]) == "Nadia Quillfeather"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("Nadia", "Petrov", "N. P."),
        ("Nadia", "", "N."),
        ("", "Petrov", "P."),
        ("", "", "name hidden"),
        ("Ñu", "", "Ñ."),
    ],
)
def test_an_auditor_reads_initials(
    people: dict[str, User], location: Location, first: str, last: str, shown: str
) -> None:
    complaint = make_complaint(location, first_name=first, last_name=last)

    assert shown_patient(complaint, people["auditor"]) == shown


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_trail_is_read_by_those_who_may_and_of_their_practice(people: dict[str, User], role: str) -> None:
    record(actor=people["owner"], action=Action.LOGGED_IN, subject="user 1")
    record(actor=people["outsider"], action=Action.LOGGED_IN, subject="user 2")
    record(actor=None, action=Action.LOG_IN_REFUSED, subject="log-in")

    seen = {event.subject for event in audit_of(people[role])}

    own = {"user 2"} if role == "outsider" else {"user 1"}
    assert seen == (own | {"log-in"} if role in ("owner", "office_manager", "auditor", "outsider") else set())


@pytest.mark.parametrize("changes", [{"is_active": False}, {"practice": None}, {"role": "intern"}])
def test_who_has_left_or_has_no_role_reaches_no_complaint(
    people: dict[str, User], complaint: Complaint, changes: dict[str, object]
) -> None:
    User.objects.filter(role="owner", practice=complaint.practice).update(**changes)
    person = User.objects.get(username="owner")

    assert not complaints_of(person).exists()
    assert not sources_of(person).exists()
    assert not audit_of(person).exists()
    assert person.reaches("see_complaints") == Reach.NO
