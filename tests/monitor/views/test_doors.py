"""Every address of the desk × every role, a stranger and nobody × GET and POST, against one table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from monitor.models import AuditEvent, Source, User
from monitor.roles import TABLE, UnknownAction, reach
from tests.factories import make_complaint, make_review, make_source
from tests.monitor.views.conftest import World

PEOPLE = ("owner", "office_manager", "staff", "provider", "auditor", "outsider", "anonymous")
NOT_OFFERED = "405 405 405 405 405 405 405"
ALL_MINE = "in in in in in 404 log-in"
OFFICE = "in in in 403 403 404 log-in"
DECIDERS = "in in 403 403 403 404 log-in"

EXPECTED: dict[str, tuple[str, str]] = {
    # address: what GET gives to (owner, office manager, staff, provider, auditor, outsider, nobody); then POST
    "inbox": ("in in in in in in log-in", NOT_OFFERED),
    "log-in": ("in in in in in in in", "in in in in in in in"),
    "log-out": (NOT_OFFERED, "log-in log-in log-in log-in log-in log-in log-in"),
    "keys": ("in in in in in in in", NOT_OFFERED),
    "review": (ALL_MINE, NOT_OFFERED),
    "reply-suggest": (NOT_OFFERED, OFFICE),
    "reply-save": (NOT_OFFERED, OFFICE),
    "reply-approve": (NOT_OFFERED, DECIDERS),
    "reply-undo": (NOT_OFFERED, DECIDERS),
    "reply-return": (NOT_OFFERED, DECIDERS),
    "reply-close": (NOT_OFFERED, DECIDERS),
    "reply-reopen": (NOT_OFFERED, OFFICE),
    "reply-retry": (NOT_OFFERED, DECIDERS),
    "reply-by-hand": (NOT_OFFERED, DECIDERS),
    "reply-copy": (NOT_OFFERED, OFFICE),
    "reply-posted": (NOT_OFFERED, OFFICE),
    "reconcile-queue": ("in in in 403 403 in log-in", NOT_OFFERED),
    "reconcile": (OFFICE, NOT_OFFERED),
    "reconcile-answer": (NOT_OFFERED, OFFICE),
    "complaints": ("in in in in in in log-in", NOT_OFFERED),
    "complaint-new": ("in in in in 403 in log-in", "in in in in 403 in log-in"),
    "complaint-import": ("in in 403 403 403 in log-in", "in in 403 403 403 in log-in"),
    "complaint": (ALL_MINE, NOT_OFFERED),
    "complaint-entry": (NOT_OFFERED, "in in in in 403 404 log-in"),
    "sources": ("in in in 403 in in log-in", NOT_OFFERED),
    "source-file": (NOT_OFFERED, "in in 403 403 403 in log-in"),
    "source-check": (NOT_OFFERED, DECIDERS),
    "source-connect": (NOT_OFFERED, "in 403 403 403 403 in log-in"),
    "source-renew": (NOT_OFFERED, "in 403 403 403 403 404 log-in"),
    "audit": ("in in 403 403 in in log-in", NOT_OFFERED),
}
ROUTES: dict[str, str] = {p.name: str(p.pattern) for p in get_resolver().url_patterns if isinstance(p, URLPattern)}
WRITING = [name for name, (_, post) in EXPECTED.items() if post != NOT_OFFERED]
OPEN_TO_ALL = {"log-in", "log-out", "keys"}


def outcome(response: HttpResponse) -> str:
    """How the door answered. A form that was not filled in rightly (422, 409) is answered inside."""
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("log-in")):
        return "log-in"
    return "in" if response.status_code in (200, 302, 409, 422) else str(response.status_code)


def doors(answers: str) -> dict[str, str]:
    return dict(zip(PEOPLE, answers.split(), strict=True))


def state() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the audit trail, the sessions, and when somebody logged in."""
    models = [m for m in apps.get_models() if m._meta.app_label in ("monitor", "responders") and m is not AuditEvent]
    kept = {model: [f.attname for f in model._meta.concrete_fields if f.name != "last_login"] for model in models}
    return {model.__name__: list(model.objects.order_by("pk").values(*names)) for model, names in kept.items()}


def test_every_address_is_in_the_table() -> None:
    assert set(EXPECTED) == set(ROUTES)
    assert len(ROUTES) == len(get_resolver().url_patterns), "an include or a nameless address would escape this test"


@pytest.mark.parametrize("who", PEOPLE)
def test_reading_opens_to_whom_the_table_says_and_changes_nothing(
    world: World, enter: Callable[[str], Client], who: str
) -> None:
    before, acts, browser = state(), AuditEvent.objects.count(), enter(who)

    got = {name: outcome(browser.get(world.address(name, route))) for name, route in ROUTES.items()}

    assert got == {name: doors(get)[who] for name, (get, _) in EXPECTED.items()}
    assert state() == before
    assert all(event.action.endswith(":opened") for event in AuditEvent.objects.order_by("sequence")[acts:])


@pytest.mark.parametrize("name", WRITING)
def test_writing_opens_to_whom_the_table_says_and_who_is_turned_away_changes_nothing(
    world: World, enter: Callable[[str], Client], name: str
) -> None:
    expected = doors(EXPECTED[name][1])
    given = {"text": "Thank you.", "version": "1", "note": "x", "reason": "x", "kind": "note", "answer": "not"}
    before, got = state(), {}
    for who in sorted(PEOPLE, key=lambda who: expected[who] == "in"):
        assert expected[who] == "in" or state() == before
        got[who] = outcome(enter(who).post(world.address(name, ROUTES[name]), given))

    assert got == expected


def test_what_is_only_read_takes_no_form(world: World, enter: Callable[[str], Client]) -> None:
    for who in PEOPLE:
        browser = enter(who)
        for name in set(ROUTES) - set(WRITING):
            assert browser.post(world.address(name, ROUTES[name])).status_code == 405, (who, name)


def test_no_form_is_taken_without_its_token(world: World) -> None:
    """Another site's page cannot make a logged-in browser act."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.people["owner"])
    before = state()

    for name in WRITING:
        response = browser.post(world.address(name, ROUTES[name]), {"text": "x", "kind": "note"})
        assert (response.status_code, "opened too long ago" in response.content.decode()) == (403, True), name

    assert state() == before


def test_every_page_behind_the_log_in_names_the_action_it_needs() -> None:
    views = {p.name: p.callback for p in get_resolver().url_patterns if p.name not in OPEN_TO_ALL}

    assert {name for name, view in views.items() if view.needs not in TABLE} == set()


@pytest.mark.parametrize("changes", [{"is_active": False}, {"practice": None}, {"role": "intern"}])
def test_who_has_left_or_has_no_role_gets_in_nowhere(
    world: World, enter: Callable[[str], Client], changes: dict[str, object]
) -> None:
    browser = enter("owner")
    User.objects.filter(username="owner").update(**changes)

    for name, (get, _) in EXPECTED.items():
        if get != NOT_OFFERED and name not in OPEN_TO_ALL:
            assert outcome(browser.get(world.address(name, ROUTES[name]))) in ("403", "log-in"), name


def test_strangers_cannot_reach_ours_and_we_not_theirs_by_any_address(
    world: World, enter: Callable[[str], Client]
) -> None:
    """The table asks with our rows; here the same with theirs, which exist as well."""
    place = world.people["outsider"].practice.locations.get()
    make_complaint(place)
    source = make_source(place)
    review = make_review(source, id="theirs")
    theirs = World(source=source, review=review, complaint=world.complaint, people=world.people)

    for name, (get, post) in EXPECTED.items():
        if "<int:pk>" not in ROUTES[name]:
            continue
        address = theirs.address(name, ROUTES[name])
        response = enter("owner").get(address) if get != NOT_OFFERED else enter("owner").post(address)
        assert response.status_code == 404, (name, post)


def test_a_number_of_the_log_means_ones_own_log(world: World, enter: Callable[[str], Client]) -> None:
    make_complaint(world.people["outsider"].practice.locations.get(), words="Parking was dear.")

    seen = enter("outsider").get(reverse("complaint", args=(1,))).content.decode()

    assert "Parking was dear." in seen
    assert "Lips uneven" not in seen


def test_a_complaint_that_does_not_name_the_provider_is_not_there_for_them(
    world: World, enter: Callable[[str], Client]
) -> None:
    other = make_complaint(world.source.location, provider="Dr. Lind", last_name="Quillfeather")
    browser = enter("provider")

    assert browser.get(reverse("complaint", args=(other.number,))).status_code == 404
    assert (
        browser.post(reverse("complaint-entry", args=(other.number,)), {"kind": "note", "text": "x"}).status_code == 404
    )
    assert "Quillfeather" not in browser.get(reverse("complaints"), {"status": "all"}).content.decode()


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_what_does_not_exist_is_not_there(world: World, enter: Callable[[str], Client], number: int) -> None:
    browser = enter("owner")
    for address in (f"/reviews/{number}/", f"/reconcile/{number}/", f"/complaints/{number}/"):
        assert browser.get(address).status_code == 404, address
    assert browser.post(f"/sources/{number}/check/").status_code == 404


def test_asking_for_a_look_touches_only_the_own_source(world: World, enter: Callable[[str], Client]) -> None:
    enter("outsider").post(reverse("source-check", args=(world.source.pk,)))

    assert Source.objects.get(pk=world.source.pk).checked_at is None


def test_an_action_that_nobody_has_written_down_is_an_error_and_not_a_no() -> None:
    with pytest.raises(UnknownAction, match="no action called"):
        reach("owner", "fire_everybody")
