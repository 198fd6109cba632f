"""The audit trail: a change, a gap or a swap shows at its place, and nobody can seal it anew without the key."""

from __future__ import annotations

import hypothesis
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from monitor.models import AuditEvent, Practice, User
from monitor.services.audit import FIRST, Action, record, verify
from monitor.services.complaints import CannotWrite, Reported, log_complaint
from tests.factories import NOON, make_complaint
from tests.monitor.services.unprotected import without_triggers

EDITS = {
    "at": "'2020-01-01 00:00:00'",
    "actor_id": "NULL",
    "actor_name": "'Somebody Else'",
    "practice_id": "NULL",
    "action": "'replies:draft:edited'",
    "subject": "'review 99'",
    "detail": '\'{"answer": "not"}\'',
    "previous": f"'{FIRST}'",
    "digest": f"'{FIRST}'",
    "sequence": "77",
}


@pytest.fixture
def trail(practice: Practice, people: dict[str, User]) -> None:
    """Six acts of different people and kinds."""
    for number, role in enumerate(("owner", "staff", "auditor", "owner", "provider", "staff"), start=1):
        record(
            actor=people[role], action=Action.LINK_JUDGED, subject=f"review {number}", answer="same", judgement=number
        )


def test_an_untouched_trail_is_whole(trail: None) -> None:
    chain = verify()

    assert (chain.length, chain.broken_at) == (6, None)
    assert chain.head == AuditEvent.objects.get(sequence=6).digest


def test_an_empty_trail_is_whole(db: None) -> None:
    assert (verify().length, verify().broken_at, verify().head) == (0, None, FIRST)


@pytest.mark.parametrize(("column", "sequence"), [*((column, 4) for column in EDITS), ("action", 1), ("action", 6)])
def test_an_edited_cell_is_found_at_its_row(trail: None, column: str, sequence: int) -> None:
    with without_triggers() as sql:
        sql(f"UPDATE monitor_auditevent SET {column} = {EDITS[column]} WHERE sequence = {sequence}")

    chain = verify()

    assert (chain.broken_at, chain.length) == (sequence, sequence - 1)


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_row_removed_from_the_middle_is_found_at_the_gap(trail: None, sequence: int) -> None:
    with without_triggers() as sql:
        sql(f"DELETE FROM monitor_auditevent WHERE sequence = {sequence}")

    assert verify().broken_at == sequence


def test_a_gap_closed_by_renumbering_is_found_all_the_same(trail: None) -> None:
    with without_triggers() as sql:
        sql("DELETE FROM monitor_auditevent WHERE sequence = 3")
        sql("UPDATE monitor_auditevent SET sequence = sequence - 1 WHERE sequence > 3")

    assert verify().broken_at == 3


def test_two_swapped_rows_are_found_at_the_first(trail: None) -> None:
    with without_triggers() as sql:
        for old, new in ((2, 1000), (5, 2), (1000, 5)):
            sql(f"UPDATE monitor_auditevent SET sequence = {new} WHERE sequence = {old}")

    assert verify().broken_at == 2


def test_a_cut_at_the_end_shows_against_a_head_noted_elsewhere(trail: None) -> None:
    noted = verify().head
    with without_triggers() as sql:
        sql("DELETE FROM monitor_auditevent WHERE sequence = 6")

    chain = verify()

    assert chain.broken_at is None, "nothing inside the database can tell"
    assert chain.head != noted


def test_the_seal_depends_on_the_key_outside_the_database(trail: None, settings: Settings) -> None:
    settings.AUDIT_KEY = "another key"

    assert verify().broken_at == 1


def test_a_forger_without_the_key_cannot_add_a_row_that_fits(trail: None, settings: Settings) -> None:
    real = settings.AUDIT_KEY
    settings.AUDIT_KEY = ""
    record(actor=None, action=Action.REPLY_APPROVED, subject="review 1")
    settings.AUDIT_KEY = real

    assert verify().broken_at == 7


def test_the_database_refuses_to_change_or_drop_an_act(trail: None) -> None:
    for sql in ("UPDATE monitor_auditevent SET actor_name = 'x'", "DELETE FROM monitor_auditevent"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    assert verify().length == 6


def test_what_did_not_happen_is_not_on_record(practice: Practice, people: dict[str, User]) -> None:
    """The act and its row are one transaction: no row without the act, no act without the row."""
    location = practice.locations.get()
    with pytest.raises(CannotWrite):
        log_complaint(Reported(location=location, channel="phone", received_on=NOON.date(), words=" "), by=None)
    with transaction.atomic():
        make_complaint(location, by=people["staff"])
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 0


def test_the_row_names_the_person_as_they_were_called_then(practice: Practice, people: dict[str, User]) -> None:
    record(actor=people["staff"], action=Action.REVIEW_OPENED, subject="review 1")
    User.objects.filter(pk=people["staff"].pk).update(last_name="Married")

    event = AuditEvent.objects.get()
    assert (event.actor_name, event.practice) == ("staff", practice)
    assert verify().broken_at is None


def test_the_software_itself_is_named_too(practice: Practice) -> None:
    record(actor=None, action=Action.REPLY_PLACED, subject="review 1", practice=practice)

    assert AuditEvent.objects.get().actor_name == "Aftercare"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=5,
)


@hypothesis.settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(detail=st.dictionaries(TEXT, VALUES, max_size=4))
def test_whatever_detail_is_kept_the_row_still_fits_when_read_back(db: None, detail: dict[str, object]) -> None:
    with transaction.atomic():
        record(actor=None, action=Action.SOURCE_CHECKED, subject="source 1", kept=detail)
        chain = verify()
        transaction.set_rollback(True)

    assert (chain.length, chain.broken_at) == (1, None)


def test_every_act_has_a_name_of_three_parts() -> None:
    assert all(len(action.value.split(":")) == 3 for action in Action)
    assert len(settings.AUDIT_KEY) >= 32
