"""Connecting a source: an owner's word, checked addresses, tokens out of sight, everything on record."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from monitor.errors import MonitorError
from monitor.models import AuditEvent, Location, Source, User
from monitor.practice_platform import PracticePlatform
from monitor.services.checks import check_now
from monitor.services.clients import client
from monitor.services.secrets import token_of
from monitor.services.sources import CannotConnect, Wish, connect, renew
from monitor.types import SourceState
from tests.factories import make_source

TOKEN = "canary-token-9f2"
PLACE = "accounts/1/locations/11"


@pytest.fixture(autouse=True)
def own_home(settings: object, tmp_path: Path) -> None:
    """Tokens lie in files by the number of their source, and numbers come again in the next test."""
    settings.AFTERCARE_HOME = tmp_path


def google(location: Location, **given: object) -> Wish:
    return Wish(location=location, route="google_business", **({"account": PLACE, "token": TOKEN} | given))


def test_a_google_source_is_due_at_once_and_its_token_lies_outside_the_database(
    location: Location, people: dict[str, User], capsys: pytest.CaptureFixture[str]
) -> None:
    source = connect(google(location), by=people["owner"])

    assert source.due_at
    assert (source.platform, source.account, token_of(source)) == ("google", PLACE, TOKEN)
    call_command("dumpdata", "monitor", "responders")
    assert TOKEN not in capsys.readouterr().out
    event = AuditEvent.objects.get(action="sources:source:changed")
    assert (event.actor, event.detail) == (people["owner"], {"change": "connected"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"route": "elsewhere"}, "Choose what kind"),
        ({"route": "google_business", "account": PLACE}, "Paste the access token"),
        ({"route": "google_business", "token": TOKEN, "account": "11"}, "accounts/…/locations/…"),
        ({"route": "permitted_page", "address": "https://larkspur.example/reviews"}, "Tick that you may read"),
        ({"route": "permitted_page", "may_read": True}, "Paste the address"),
        ({"route": "permitted_page", "may_read": True, "address": "http://larkspur.example/"}, "https"),
        ({"route": "permitted_page", "may_read": True, "address": "https://127.0.0.1/"}, ""),
        ({"route": "mention_feed", "address": "https://169.254.169.254/latest"}, ""),
        ({"route": "mention_feed", "address": "file:///etc/passwd"}, ""),
    ],
)
def test_what_cannot_be_a_source_is_refused_and_nothing_is_kept(
    location: Location, people: dict[str, User], given: dict[str, object], said: str
) -> None:
    with pytest.raises(MonitorError) as refused:
        connect(Wish(location=location, **given), by=people["owner"])

    assert said in str(refused.value)
    assert TOKEN not in str(refused.value)
    assert not Source.objects.exists()


def test_the_same_source_twice_is_one(location: Location, people: dict[str, User]) -> None:
    connect(google(location), by=people["owner"])

    with pytest.raises(CannotConnect, match="already"):
        connect(google(location), by=people["owner"])


def test_a_page_that_the_owner_may_read_is_read_over_http(
    location: Location, people: dict[str, User], settings: object
) -> None:
    with PracticePlatform() as site:
        settings.PRACTICE_PLATFORM = [site.url]
        client.cache_clear()
        wish = Wish(location=location, route="permitted_page", address=site.place_url(), may_read=True)
        source = connect(wish, by=people["owner"])
        check_now(source, by=people["owner"])
    client.cache_clear()
    source.refresh_from_db()

    assert source.state == SourceState.OK
    assert location.reviews.count() == len(site.state.reviews(site.location))


def test_a_fresh_token_wakes_a_blocked_source(location: Location, people: dict[str, User]) -> None:
    source = make_source(location, state=SourceState.BLOCKED, due_at=None, failures=4)

    renew(source, token=TOKEN, by=people["owner"])

    source.refresh_from_db()
    assert (token_of(source), source.failures, source.state) == (TOKEN, 0, SourceState.NEVER)
    assert source.due_at


def test_renewing_needs_something_new(location: Location, people: dict[str, User]) -> None:
    with pytest.raises(CannotConnect):
        renew(make_source(location), token="  ", by=people["owner"])
