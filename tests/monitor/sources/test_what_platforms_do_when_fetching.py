"""What review platforms really do while they are read: each row of the domain table, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.errors import AccessRefused, Blocked, FetchError, NothingReadable, ReaderLost
from monitor.practice_platform import PracticePlatform
from monitor.sources.client import Client
from monitor.sources.routes.google_business import fetch_reviews
from monitor.sources.routes.permitted_page import fetch_page
from monitor.types import Listing

NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
ALL = {"r1", "r2", "r3", "r4", "r5"}


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


@pytest.fixture
def client(platform: PracticePlatform) -> Client:
    return Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None, clock=NOW.timestamp)


def listed(platform: PracticePlatform, client: Client, **options) -> Listing:
    where = {"base_url": platform.api_url, "location_path": platform.location, "token": platform.token}
    return fetch_reviews(client, **(where | {"page_size": 2} | options))


def ids(listing: Listing) -> set[str | None]:
    return {review.external_id for review in listing.reviews}


# --- row 29: paging loops


def test_row_29_a_token_that_repeats_ends_the_walk_as_incomplete(platform, client) -> None:
    platform.faults.arm("repeated page token", times=None)
    listing = listed(platform, client)
    assert not listing.complete
    assert len(platform.seen) <= 3


def test_row_29_the_same_page_for_any_page_ends_the_walk_as_incomplete(platform, client) -> None:
    platform.faults.arm("same page for ever", times=None)
    listing = listed(platform, client)
    assert (ids(listing), listing.complete) == ({"r5", "r4"}, False)
    assert len(platform.seen) == 2


def test_row_29_an_empty_page_with_a_token_is_not_no_reviews(platform, client) -> None:
    platform.faults.arm("empty page with a token", times=None)
    listing = listed(platform, client)
    assert (listing.reviews, listing.says_none, listing.complete) == ((), False, False)


def test_row_29_a_list_without_end_stops_at_the_cap_and_says_so(platform, client) -> None:
    listing = listed(platform, client, page_size=1, page_cap=3)
    assert (len(listing.reviews), listing.complete) == (3, False)
    assert "3 pages" in listing.notes[-1]


# --- row 30: the list shifts while it is paged


def test_row_30_overlap_is_accepted_and_nothing_that_was_there_is_lost(platform, client) -> None:
    platform.faults.arm("list shift", times=2)
    listing = listed(platform, client)
    assert ids(listing) >= ALL
    assert len(listing.reviews) == len(ids(listing))


def test_row_30_a_shifted_listing_is_no_proof_of_absence(platform, client) -> None:
    platform.faults.arm("list shift")
    assert not listed(platform, client).complete


# --- row 36: soft blocks


@pytest.mark.parametrize("fault", ["html instead of json", "captcha page"])
def test_row_36_a_web_page_on_the_data_route_is_blocked(platform, client, fault) -> None:
    platform.faults.arm(fault)
    with pytest.raises(Blocked):
        listed(platform, client)


@pytest.mark.parametrize("fault", ["html instead of json", "captcha page"])
def test_row_36_a_wall_with_status_200_is_blocked_and_not_no_reviews(platform, client, fault) -> None:
    platform.faults.arm(fault, path="/places")
    with pytest.raises(Blocked):
        fetch_page(client, url=platform.place_url(), previously=40, now=NOW)


def test_row_36_no_reviews_where_there_were_forty_is_a_lost_reader(platform, client) -> None:
    with pytest.raises(ReaderLost, match="held 40 reviews"):
        fetch_page(client, url=platform.place_url() + "/plain", previously=40, now=NOW)


def test_row_36_a_page_that_never_held_any_is_told_apart_from_a_lost_one(platform, client) -> None:
    with pytest.raises(NothingReadable):
        fetch_page(client, url=platform.place_url() + "/plain", previously=0, now=NOW)


# --- row 38: trouble with the token


def test_row_38_a_revoked_token_says_which_step_to_repeat(platform, client) -> None:
    with pytest.raises(AccessRefused, match="sign in again under Sources") as caught:
        listed(platform, client, token="revoked")
    assert (caught.value.status, caught.value.transient) == (401, False)


@pytest.mark.parametrize(
    ("fault", "code", "step"),
    [
        ("service disabled", "SERVICE_DISABLED", "Google Cloud console"),
        ("permission denied", "PERMISSION_DENIED", "approved the project"),
    ],
)
def test_row_38_a_403_says_whether_the_api_is_off_or_access_is_missing(platform, client, fault, code, step) -> None:
    platform.faults.arm(fault)
    with pytest.raises(AccessRefused, match=step) as caught:
        listed(platform, client)
    assert (caught.value.status, caught.value.code) == (403, code)


def test_row_38_a_token_that_expires_in_mid_list_keeps_the_part_that_was_read(platform, client) -> None:
    platform.faults.arm("token expired", after=2, times=None)
    listing = listed(platform, client)
    assert (ids(listing), listing.complete, listing.says_none) == ({"r5", "r4", "r3", "r2"}, False, False)
    assert "after page 2" in listing.notes[-1]
    assert "sign in again under Sources" in listing.notes[-1]


# --- row 39: a long Retry-After


@pytest.mark.parametrize("said", ["3600", format_datetime(NOW + timedelta(hours=1), usegmt=True)])
def test_row_39_a_429_is_carried_as_seconds_and_not_slept_on(platform, said) -> None:
    slept: list[float] = []
    client = Client(allowed_private=frozenset({platform.url}), sleep=slept.append, clock=NOW.timestamp)
    platform.faults.arm("too many requests", retry_after=said)
    with pytest.raises(FetchError) as caught:
        listed(platform, client)
    assert (caught.value.retry_after, caught.value.transient, slept) == (3600.0, True, [])
    assert len(platform.seen) == 1


@pytest.mark.parametrize(("said", "seconds"), [("315360000", 86400.0), ("yesterday", None), ("", None)])
def test_row_39_ten_years_and_garbage_are_clamped_or_left_out(platform, client, said, seconds) -> None:
    platform.faults.arm("too many requests", retry_after=said)
    with pytest.raises(FetchError) as caught:
        listed(platform, client)
    assert caught.value.retry_after == seconds


def test_row_39_other_sources_go_on(platform, client) -> None:
    platform.faults.arm("too many requests", times=None, retry_after=3600)
    with PracticePlatform() as other:
        both = Client(allowed_private=frozenset({platform.url, other.url}), sleep=lambda _: None)
        with pytest.raises(FetchError):
            listed(platform, both)
        assert ids(listed(other, both)) == ALL
