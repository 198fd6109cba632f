"""Looking at sources over real HTTP: every ending has its own state, and none of them looks like quiet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from monitor.errors import Blocked
from monitor.models import AuditEvent, Location, Mention, Review, Source, User
from monitor.practice_platform import PracticePlatform, read_seed
from monitor.practice_platform.seed import PostedMention
from monitor.services import clients
from monitor.services.checks import LONGEST_PAUSE, check_due_sources, check_now
from monitor.services.leases import LEASE
from monitor.services.secrets import keep_token
from monitor.services.understanding import understand_waiting
from monitor.types import SourceState
from tests.factories import make_source

MINUTE = timedelta(minutes=1)
PLACE = "accounts/1/locations/11"


@pytest.fixture
def platform(settings: Settings, tmp_path: Path) -> Iterator[PracticePlatform]:
    """A site of our own on loopback, which this installation may reach, and an empty folder for its token."""
    with PracticePlatform() as running:
        settings.PRACTICE_PLATFORM, settings.AFTERCARE_HOME = [running.url], tmp_path
        clients.client.cache_clear()
        yield running
    clients.client.cache_clear()


@pytest.fixture
def google(platform: PracticePlatform, location: Location) -> Source:
    source = make_source(location, address=platform.api_url, account=PLACE, due_at=timezone.now())
    keep_token(source, platform.token)
    return source


@pytest.fixture
def page(platform: PracticePlatform, location: Location) -> Source:
    return make_source(
        location, route="permitted_page", label="Own page", platform="own page", address=platform.place_url(),
        may_read=True, due_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def feed(platform: PracticePlatform, location: Location) -> Source:
    return make_source(
        location, route="mention_feed", label="Alerts", platform="mentions", address=f"{platform.url}/mentions.atom",
        due_at=timezone.now(),
    )  # fmt: skip


def look(source: Source) -> Source:
    assert check_now(source, by=None) is True
    source.refresh_from_db()
    return source


def make_due(*sources: Source) -> None:
    Source.objects.filter(pk__in=[s.pk for s in sources]).update(due_at=timezone.now() - MINUTE)


def facts(source: Source) -> dict[str, Any]:
    return Source.objects.filter(pk=source.pk).values().get()


def test_a_whole_list_is_checked_and_on_record(google: Source, people: dict[str, User]) -> None:
    check_now(google, by=people["owner"])

    google.refresh_from_db()
    assert (google.state, google.failures, google.new_last_time, google.total_claimed) == (SourceState.OK, 0, 5, 5)
    assert google.state_detail == "5 read, 5 new."
    assert google.good_at == google.checked_at
    assert Review.objects.count() == 5
    event = AuditEvent.objects.get(action="sources:source:checked")
    assert (event.actor, event.detail) == (people["owner"], {"state": "checked", "read": 5, "new": 5})


def test_the_next_look_is_due_after_the_interval_and_the_lease_is_gone(google: Source) -> None:
    look(google)

    assert google.leased_until is None
    assert google.due_at == google.checked_at + timedelta(seconds=google.every_seconds)
    assert check_due_sources() == 0


def test_a_second_look_finds_nothing_new_and_says_so(google: Source) -> None:
    look(google)
    look(google)

    assert (google.state, google.state_detail, google.new_last_time) == (SourceState.OK, "5 read, 0 new.", 0)


def test_an_unchanged_page_is_not_modified_and_that_is_good(page: Source) -> None:
    look(page)
    first = page.good_at
    look(page)

    assert (page.state, page.failures) == (SourceState.NOT_MODIFIED, 0)
    assert page.good_at > first
    assert Review.objects.filter(source=page, gone_at=None).count() == 5


def test_a_page_cut_short_is_incomplete_and_is_asked_for_again_whole(platform: PracticePlatform, page: Source) -> None:
    """Were its tag kept, the site would say "not modified" from now on, and the rest would never be read."""
    platform.faults.arm("cut without a trace", path=r"/places/11$", keep=0.98)
    look(page)
    assert (page.state, page.good_at) == (SourceState.INCOMPLETE, None)

    look(page)

    assert page.state == SourceState.OK


def test_access_lost_in_mid_list_is_incomplete_and_nothing_is_called_gone(
    settings: Settings, tmp_path: Path, location: Location
) -> None:
    entries = [
        {"id": f"n{i}", "author": f"P{i}", "stars": 5, "text": f"Good, no. {i}.", "created": "2026-01-01T10:00:00Z"}
        for i in range(60)
    ]
    seed = read_seed({"places": [{"location": PLACE, "name": "Larkspur Aesthetics", "reviews": entries}]})
    with PracticePlatform(seed) as platform:
        settings.PRACTICE_PLATFORM, settings.AFTERCARE_HOME = [platform.url], tmp_path
        clients.client.cache_clear()
        source = make_source(location, address=platform.api_url, account=PLACE)
        keep_token(source, platform.token)
        good = look(source).good_at

        for _ in range(3):
            platform.faults.arm("token expired", after=1, path=r"/reviews$")
            look(source)
            platform.faults.clear()

    assert (source.state, source.good_at) == (SourceState.INCOMPLETE, good)
    assert "sign in again" in source.state_detail
    assert Review.objects.filter(gone_at=None).count() == 60


@pytest.mark.parametrize("fault", ["token expired", "permission denied", "service disabled", "captcha page", "gone"])
def test_a_refusal_waits_for_a_person(platform: PracticePlatform, google: Source, fault: str) -> None:
    platform.faults.arm(fault)
    look(google)

    assert (google.state, google.due_at, google.good_at) == (SourceState.BLOCKED, None, None)
    assert google.state_detail.endswith(".")
    assert platform.token not in str(facts(google))
    assert check_due_sources() == 0

    look(google)
    assert google.state == SourceState.OK, "a person asking again gets its one new try"
    assert google.due_at is not None


def test_without_a_token_nothing_is_asked(platform: PracticePlatform, location: Location) -> None:
    source = look(make_source(location, address=platform.api_url, account=PLACE))

    assert source.state == SourceState.BLOCKED
    assert "No access token" in source.state_detail
    assert not platform.seen


def test_a_wrong_token_is_refused_by_the_site(google: Source) -> None:
    keep_token(google, "wrong")

    assert look(google).state == SourceState.BLOCKED
    assert "wrong" not in google.state_detail


def test_a_page_that_nobody_confirmed_is_never_fetched(platform: PracticePlatform, page: Source) -> None:
    Source.objects.update(may_read=False)

    assert look(page).state == SourceState.BLOCKED
    assert not platform.seen


def test_retry_after_is_kept_in_the_due_time(platform: PracticePlatform, google: Source) -> None:
    platform.faults.arm("too many requests", retry_after=7200)
    look(google)

    assert (google.state, google.failures) == (SourceState.FAILING, 1)
    assert google.due_at == google.checked_at + timedelta(hours=2)


def test_without_retry_after_the_pauses_grow_up_to_a_day(platform: PracticePlatform, google: Source) -> None:
    platform.faults.arm("too many requests", times=None)
    pauses = []
    for _ in range(7):
        look(google)
        pauses.append(google.due_at - google.checked_at)

    assert pauses == [timedelta(hours=h) for h in (2, 4, 8, 16, 24, 24, 24)]
    assert google.failures == 7


def test_a_dead_source_that_is_looked_at_often_is_left_in_peace_too(platform: PracticePlatform, google: Source) -> None:
    Source.objects.update(every_seconds=60, failures=4)
    platform.faults.arm("too many requests")

    assert look(google).due_at == google.checked_at + LONGEST_PAUSE


def test_what_was_known_stays_known_through_failures(platform: PracticePlatform, google: Source) -> None:
    good = look(google).good_at
    platform.faults.arm("server error", status=500, times=None)
    for _ in range(4):
        look(google)

    assert (google.state, google.good_at, google.failures) == (SourceState.FAILING, good, 4)
    assert Review.objects.filter(gone_at=None).count() == 5
    platform.faults.clear()
    assert (look(google).state, google.failures) == (SourceState.OK, 0)


@pytest.mark.parametrize("fault", ["broken json", "truncated body", "wrong type", "html instead of json"])
def test_a_broken_answer_is_never_an_empty_list(platform: PracticePlatform, google: Source, fault: str) -> None:
    look(google)
    platform.faults.arm(fault, times=None)
    for _ in range(3):
        look(google)

    assert google.state in (SourceState.FAILING, SourceState.BLOCKED)
    assert Review.objects.filter(gone_at=None).count() == 5


@pytest.mark.parametrize("total", [10**30, -5, 999, "many"])
def test_a_senseless_total_is_stored_nowhere_and_breaks_nothing(
    platform: PracticePlatform, google: Source, total: int | str
) -> None:
    platform.faults.arm("wrong total", total=total)
    look(google)

    assert Review.objects.count() == 5
    assert google.total_claimed in (None, 999)


def test_a_page_whose_reviews_can_no_longer_be_read_is_a_lost_reader(page: Source) -> None:
    look(page)
    Source.objects.filter(pk=page.pk).update(address=f"{page.address}/plain", etag="")

    look(page)

    assert page.state == SourceState.READER_LOST
    assert "5 reviews" in page.state_detail
    assert page.due_at is not None
    assert Review.objects.filter(gone_at=None).count() == 5


def test_a_failing_source_never_stops_the_next_one(
    platform: PracticePlatform, google: Source, page: Source, feed: Source
) -> None:
    make_due(google, page, feed)
    Source.objects.filter(pk=google.pk).update(address="https://127.0.0.1:1/v4", due_at=timezone.now() - 9 * MINUTE)
    unknown = make_source(page.location, route="telegraph", label="Odd", due_at=timezone.now() - 5 * MINUTE)

    assert check_due_sources() == 4

    states = dict(Source.objects.values_list("pk", "state"))
    assert states[google.pk] != SourceState.OK
    assert (states[unknown.pk], states[page.pk], states[feed.pk]) == (
        SourceState.BLOCKED, SourceState.OK, SourceState.OK,
    )  # fmt: skip


def test_a_second_look_while_one_is_going_on_is_refused(platform: PracticePlatform, google: Source) -> None:
    Source.objects.update(leased_until=timezone.now() + LEASE)
    before = facts(google)

    assert check_now(google, by=None) is None
    assert check_due_sources() == 0
    assert facts(google) == before
    assert not platform.seen


def test_a_look_that_died_is_taken_up_when_its_lease_is_over(google: Source) -> None:
    Source.objects.update(leased_until=timezone.now() - MINUTE)

    assert check_due_sources() == 1


def test_a_source_fed_by_files_is_not_made_ill_by_asking(location: Location, people: dict[str, User]) -> None:
    source = make_source(location, route="file", label="Files: google", state=SourceState.OK)
    before = facts(source)

    with pytest.raises(Blocked, match="files that people bring"):
        check_now(source, by=people["owner"])

    assert facts(source) == before


def test_an_edit_on_the_site_becomes_a_version_that_is_understood_anew(
    platform: PracticePlatform, google: Source
) -> None:
    look(google)
    understand_waiting()
    platform.state.edit_review(f"{PLACE}/reviews/r1", text="They ruined my lips and laughed.", stars=1)

    look(google)

    review = Review.objects.get(key="r1")
    assert google.state_detail == "5 read, 0 new, 1 changed."
    assert [version.stars for version in review.versions.all()] == [5, 1]
    assert review.current.text == "They ruined my lips and laughed."
    assert review.assessment is None
    assert Review.objects.filter(assessment=None).count() == 1


def test_a_deletion_is_believed_after_two_whole_lists_and_not_before(
    platform: PracticePlatform, google: Source
) -> None:
    look(google)
    platform.state.delete_review(f"{PLACE}/reviews/r2")

    look(google)
    assert Review.objects.filter(gone_at=None).count() == 5
    platform.faults.arm("token expired")
    look(google)
    assert Review.objects.filter(gone_at=None).count() == 5, "a refusal proves nothing"

    look(google)
    assert list(Review.objects.exclude(gone_at=None).values_list("key", flat=True)) == ["r2"]
    assert Review.objects.get(key="r2").current.text, "the words stay"

    platform.state.restore_review(f"{PLACE}/reviews/r2")
    look(google)
    assert Review.objects.get(key="r2").gone_at is None


def test_a_reply_typed_at_the_site_is_seen(platform: PracticePlatform, google: Source) -> None:
    look(google)
    platform.state.reply_by_hand(f"{PLACE}/reviews/r2", "Please ring us.")

    look(google)

    assert Review.objects.get(key="r2").site_reply == "Please ring us."
    assert google.state_detail == "5 read, 0 new."


def test_a_mention_is_kept_once_and_is_no_review(platform: PracticePlatform, feed: Source) -> None:
    look(feed)
    assert (feed.state, feed.state_detail) == (SourceState.OK, "2 new mentions.")
    look(feed)
    assert feed.state == SourceState.NOT_MODIFIED

    platform.state.add_mention(
        PostedMention(title="News", url="https://paper.example/n", updated="2026-04-01T07:00:00Z")
    )
    look(feed)

    assert feed.state_detail == "1 new mentions."
    assert Mention.objects.filter(source=feed).count() == 3
    assert not Review.objects.exists()


def test_a_mention_with_an_endless_address_is_kept_once_too(platform: PracticePlatform, feed: Source) -> None:
    url = "https://paper.example/" + "a" * 1500
    for day in (1, 2):
        title = "News" if day == 1 else "News, again"
        platform.state.add_mention(PostedMention(title=title * 200, url=url, updated=f"2026-04-0{day}T07:00:00Z"))
        assert look(feed).state == SourceState.OK

    assert Mention.objects.count() == 3
    assert max(len(mention.url) for mention in Mention.objects.all()) == 1000


def test_a_feed_without_entries_is_checked_and_not_lost(platform: PracticePlatform, feed: Source) -> None:
    platform.state.mentions = ()

    assert look(feed).state == SourceState.OK


def test_every_look_ends_in_one_audit_row_of_the_practice(
    platform: PracticePlatform, google: Source, page: Source, feed: Source
) -> None:
    platform.faults.arm("token expired", path=r"/reviews$")
    make_due(google, page, feed)
    check_due_sources()

    events = AuditEvent.objects.filter(action="sources:source:checked").order_by("sequence")
    assert sorted(event.detail["state"] for event in events) == ["blocked", "checked", "checked"]
    assert {event.practice for event in events} == {google.location.practice}
    assert all(event.actor is None for event in events)
