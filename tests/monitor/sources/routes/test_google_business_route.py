"""Walking all pages of a Google location, over real HTTP, with everything that can happen on the way."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import AccessRefused, Blocked, FetchError, NotThere, ReadError
from monitor.practice_platform import PracticePlatform, read_seed
from monitor.sources.client import Client
from monitor.sources.routes.google_business import fetch_reviews
from monitor.types import Listing

LOCATION = "accounts/1/locations/11"


def clinic(reviews: int) -> dict:
    entries = [
        {
            "id": f"n{i:03}",
            "author": f"P{i}",
            "stars": i % 5 + 1,
            "text": f"No. {i}",
            "created": f"2026-01-01T{i // 60:02}:{i % 60:02}:00Z",
        }
        for i in range(reviews)
    ]
    return {"places": [{"location": LOCATION, "name": "Heron Skin", "reviews": entries}]}


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def fetch(platform: PracticePlatform, **options) -> Listing:
    client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
    given_options = {
        "base_url": platform.api_url,
        "location_path": platform.location,
        "token": platform.token,
    } | options
    return fetch_reviews(client, **given_options)


def ids(listing: Listing) -> list[str | None]:
    return [review.external_id for review in listing.reviews]


def test_one_page_is_the_whole_list(platform) -> None:
    listing = fetch(platform)
    assert ids(listing) == ["r5", "r4", "r3", "r2", "r1"]
    assert (listing.complete, listing.total_claimed, listing.notes, listing.next_page) == (True, 5, (), "")


def test_reviews_come_with_stars_words_place_and_reply(platform) -> None:
    reviews = {review.external_id: review for review in fetch(platform).reviews}
    assert reviews["r2"].stars.value == 1
    assert reviews["r5"].stars.value is None
    assert reviews["r4"].text == ""
    assert reviews["r3"].owner_reply.text == "Thank you for telling us about the wait."
    assert reviews["r3"].owner_reply.state == "approved"
    assert {review.place for review in reviews.values()} == {platform.location}
    assert reviews["r1"].reply_url == platform.place_url() + "/reviews/r1"


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_the_size_of_a_page_changes_nothing(platform, size) -> None:
    assert fetch(platform, page_size=size) == fetch(platform)


def test_more_than_fifty_a_page_are_never_asked_for() -> None:
    with PracticePlatform(read_seed(clinic(120))) as platform:
        listing = fetch(platform, page_size=200)
        assert [request.query["pageSize"] for request in platform.seen] == ["50", "50", "50"]
    assert (len(listing.reviews), listing.complete) == (120, True)


def test_no_reviews_is_an_answer_and_complete() -> None:
    with PracticePlatform(read_seed(clinic(0))) as platform:
        listing = fetch(platform)
    assert (listing.reviews, listing.complete, listing.says_none) == ((), True, True)


def test_what_was_deleted_is_absent_from_a_complete_listing(platform) -> None:
    platform.state.delete_review(f"{LOCATION}/reviews/r2")
    listing = fetch(platform)
    assert listing.complete
    assert "r2" not in ids(listing)


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        ("token expired", AccessRefused, "sign in again under Sources"),
        ("service disabled", AccessRefused, "switch it on in the Google Cloud console"),
        ("permission denied", AccessRefused, "approved the project"),
        ("gone", NotThere, "does not exist"),
        ("too many requests", FetchError, "fewer requests"),
        ("html instead of json", Blocked, "sign in again"),
        ("broken json", FetchError, "broken JSON"),
    ],
)
def test_trouble_on_the_first_page_is_raised_with_what_to_do(platform, fault, error, says) -> None:
    platform.faults.arm(fault)
    with pytest.raises(error, match=says):
        fetch(platform)


LATER_TROUBLE = [
    "token expired",
    "permission denied",
    "too many requests",
    "html instead of json",
    "broken json",
    "truncated body",
    "lost request",
    "gone",
    "wrong type",
]


@pytest.mark.parametrize("fault", LATER_TROUBLE)
def test_trouble_on_a_later_page_keeps_what_was_read_and_says_so(platform, fault) -> None:
    platform.faults.arm(fault, after=1)
    listing = fetch(platform, page_size=2)
    assert ids(listing) == ["r5", "r4"]
    assert not listing.complete
    assert listing.notes[0].startswith("Reading stopped after page 1: ")


def test_an_outage_of_a_moment_in_the_middle_is_not_noticed(platform) -> None:
    platform.faults.arm("server error", after=1, times=2)
    assert fetch(platform, page_size=2).complete


def test_a_list_with_a_wrong_shape_on_a_later_page_ends_the_walk(platform) -> None:
    with pytest.raises((ReadError, FetchError)):
        fetch(platform, base_url=platform.url + "/places", location_path=LOCATION)


@pytest.mark.parametrize("fault", ["repeated page token", "same page for ever", "empty page with a token"])
def test_paging_that_runs_in_circles_ends_soon_and_incomplete(platform, fault) -> None:
    platform.faults.arm(fault, times=None)
    listing = fetch(platform, page_size=2)
    assert len(platform.seen) <= 4
    assert not listing.complete
    assert not listing.says_none
    assert "repeat" in " ".join(listing.notes)


def test_a_list_without_an_end_stops_at_the_cap() -> None:
    with PracticePlatform(read_seed(clinic(30))) as platform:
        listing = fetch(platform, page_size=2, page_cap=4)
        assert len(platform.seen) == 4
    assert (len(listing.reviews), listing.complete) == (8, False)
    assert "after 4 pages" in listing.notes[0]


def test_a_review_that_arrives_in_the_middle_costs_none_of_the_others(platform) -> None:
    platform.faults.arm("list shift")
    listing = fetch(platform, page_size=2)
    assert set(ids(listing)) >= {"r1", "r2", "r3", "r4", "r5"}
    assert len(ids(listing)) == len(set(ids(listing)))
    assert not listing.complete, "the new one was pushed onto a page already read"
    again = fetch(platform, page_size=2)
    assert again.complete
    assert len(again.reviews) == 6


def test_a_review_deleted_in_the_middle_makes_the_listing_no_proof(platform) -> None:
    platform.faults.arm("review deleted", after=1, review=f"{LOCATION}/reviews/r5")
    listing = fetch(platform, page_size=2)
    assert "r3" not in ids(listing), "it moved up to the page already read"
    assert not listing.complete
    assert "changed while it was being read" in " ".join(listing.notes)


def test_a_total_that_disagrees_is_kept_and_nothing_is_concluded_from_it(platform) -> None:
    platform.faults.arm("wrong total", times=None)
    listing = fetch(platform)
    assert (len(listing.reviews), listing.total_claimed, listing.complete) == (5, 999, False)


@pytest.mark.parametrize("path", ["", "11", "accounts/1/locations/11/reviews", "accounts/1/locations/../x", "/v4/x?y"])
def test_a_location_that_is_none_is_refused_before_anything_is_asked(platform, path) -> None:
    with pytest.raises(FetchError, match="accounts/…/locations/…"):
        fetch(platform, location_path=path)
    assert not platform.seen


@given(st.integers(0, 23), st.integers(1, 9), st.sets(st.integers(0, 22), max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_number_of_reviews_by_any_page_size_is_listed_once_each(count, size, deleted) -> None:
    with PracticePlatform(read_seed(clinic(count))) as platform:
        gone = {f"n{i:03}" for i in deleted if i < count}
        for identifier in gone:
            platform.state.delete_review(f"{LOCATION}/reviews/{identifier}")
        listing = fetch(platform, page_size=size)
    expected = {f"n{i:03}" for i in range(count)} - gone
    assert sorted(ids(listing)) == sorted(expected)
    assert listing.complete


@given(
    st.integers(1, 12),
    st.integers(1, 4),
    st.integers(0, 6),
    st.sampled_from(["token expired", "lost request", "list shift"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_breaks_wherever_nothing_is_doubled_and_no_half_is_called_whole(count, size, after, fault) -> None:
    with PracticePlatform(read_seed(clinic(count))) as platform:
        platform.faults.arm(fault, after=after)
        try:
            listing = fetch(platform, page_size=size)
        except FetchError:
            assert after == 0
            return
        present = {review.id for review in platform.state.reviews(LOCATION)}
    assert len(ids(listing)) == len(set(ids(listing)))
    assert set(ids(listing)) <= present
    if listing.complete and fault != "list shift":
        assert set(ids(listing)) == present
