"""Reading a public page that the practice may read, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.errors import Blocked, FetchError, NothingReadable, ReaderLost
from monitor.practice_platform import PracticePlatform
from monitor.sources.client import Client
from monitor.sources.routes.permitted_page import PageCheck, fetch_page

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def check(platform: PracticePlatform, path: str = "/places/11", **options) -> PageCheck:
    client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
    return fetch_page(client, url=platform.url + path, practice_names=("Larkspur Aesthetics",), now=NOW, **options)


def test_every_marked_up_review_is_read(platform) -> None:
    found = check(platform)
    reviews = {review.text: review for review in found.listing.reviews}
    assert len(reviews) == 5
    assert reviews["Three weeks of bruising and nobody called me back. I want my money back."].stars.value == 1
    assert reviews["They moved my slot twice in one week."].stars.value is None
    assert found.listing.complete
    assert found.etag
    assert not found.not_modified


def test_a_published_reply_is_read_with_its_review(platform) -> None:
    platform.state.put_reply(f"{platform.location}/reviews/r2", "Please ring us on 555-0142.")
    replies = {review.owner_reply.text for review in check(platform).listing.reviews if review.owner_reply}
    assert replies == {"Please ring us on 555-0142.", "Thank you for telling us about the wait."}


def test_an_unchanged_page_is_a_good_check_without_a_listing(platform) -> None:
    first = check(platform)
    again = check(platform, etag=first.etag, last_modified=first.last_modified, previously=5)
    assert (again.not_modified, again.listing, again.etag) == (True, None, first.etag)


def test_a_changed_page_is_read_in_spite_of_its_tag(platform) -> None:
    first = check(platform)
    platform.state.edit_review(f"{platform.location}/reviews/r1", text="Now I am angry.", stars=1)
    again = check(platform, etag=first.etag)
    assert "Now I am angry." in {review.text for review in again.listing.reviews}
    assert again.etag != first.etag


def test_a_page_that_never_had_mark_up_says_so(platform) -> None:
    with pytest.raises(NothingReadable):
        check(platform, "/places/11/plain")


def test_mark_up_that_has_vanished_is_a_lost_reader_with_the_count(platform) -> None:
    with pytest.raises(ReaderLost, match="held 5 reviews") as caught:
        check(platform, "/places/11/plain", previously=5)
    assert not caught.value.transient


def test_no_reviews_where_there_were_some_is_a_lost_reader_even_if_the_page_says_none(platform) -> None:
    for review in platform.state.reviews(platform.location):
        platform.state.delete_review(f"{platform.location}/reviews/{review.id}")
    with pytest.raises(ReaderLost):
        check(platform, previously=5)


@pytest.mark.parametrize("fault", ["captcha page", "html instead of json"])
@pytest.mark.parametrize("previously", [0, 5])
def test_a_wall_is_blocked_and_never_no_reviews(platform, fault, previously) -> None:
    platform.faults.arm(fault, path="/places")
    with pytest.raises(Blocked):
        check(platform, previously=previously)


def test_robots_txt_is_obeyed(platform) -> None:
    platform.state.robots = "User-agent: *\nDisallow: /places\n"
    with pytest.raises(Blocked, match=r"robots\.txt"):
        check(platform)


def test_a_page_whose_end_is_missing_is_no_proof_that_anything_is_gone(platform) -> None:
    platform.faults.arm("cut without a trace", path="/places", keep=0.85)
    listing = check(platform).listing
    assert len(listing.reviews) == 5
    assert not listing.complete
    assert "ends in the middle" in listing.notes[-1]


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_page_cut_anywhere_is_never_called_whole(platform, keep) -> None:
    platform.faults.arm("cut without a trace", path="/places", keep=keep)
    try:
        listing = check(platform, previously=5).listing
    except (ReaderLost, FetchError):
        return
    assert not listing.complete


@pytest.mark.parametrize("fault", ["truncated body", "truncated stream", "gzip bomb", "wrong type", "redirect to file"])
def test_a_broken_page_is_an_error(platform, fault) -> None:
    platform.faults.arm(fault, path="/places")
    with pytest.raises(FetchError):
        check(platform)
