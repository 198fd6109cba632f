"""Facebook ratings and recommendations over the years, and webhook deliveries."""

import json
from typing import Any

import pytest

from monitor.sources.document import ReadOptions
from monitor.sources.read import read_document
from monitor.types import Listing, RawReview

RATING: dict[str, Any] = {"created_time": "2026-01-01T10:00:00+0000", "has_rating": False, "has_review": True}


def read(page: object, **options: Any) -> Listing:
    return read_document("ratings.json", json.dumps(page).encode(), options=ReadOptions(**options))


def only(**facts: Any) -> RawReview:
    return read(RATING | facts).reviews[0]


def change(at: int = 10, verb: str = "add", **value: Any) -> dict[str, Any]:
    facts = {"item": "rating", "verb": verb, "open_graph_story_id": 1} | value
    return {"id": "700", "time": 1_750_000_000 + at, "changes": [{"field": "ratings", "value": facts}]}


def delivered(*entries: dict[str, Any]) -> Listing:
    return read({"object": "page", "entry": list(entries)})


@pytest.mark.parametrize(
    "where",
    [
        {"review_text": "No"},
        {"open_graph_story": {"id": "9", "message": "No"}},
        {"open_graph_story": {"id": "9", "data": {"review_text": "No"}}},
        {"review_text": "No", "open_graph_story": {"id": "9", "message": "Something else"}},
    ],
)
def test_words_are_found_in_rating_story_or_data(where: dict[str, Any]) -> None:
    assert only(**where).text == "No"


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ({"rating": 4}, 4),
        ({"open_graph_story": {"data": {"rating": {"value": 3, "scale": 5}}}}, 3),
        ({"rating": 4, "open_graph_story": {"data": {"rating": {"value": 4, "scale": 5}}}}, 4),
        ({"recommendation_type": "positive"}, None),
        ({"rating": 0, "recommendation_type": "negative"}, None),
    ],
)
def test_stars_are_read_where_they_lie_and_never_made_from_a_recommendation(
    where: dict[str, Any], value: float | None
) -> None:
    assert only(**where).stars.value == value


@pytest.mark.parametrize(
    ("written", "verdict"),
    [("positive", "recommended"), ("NEGATIVE", "not recommended"), ("NO_RECOMMENDATION", ""), (None, "")],
)
def test_recommendations_in_any_case_are_verdicts(written: str | None, verdict: str) -> None:
    assert only(recommendation_type=written).verdict == verdict


def test_only_the_pages_own_comment_is_its_answer() -> None:
    comments = [
        {"from": {"id": "52", "name": "Passer By"}, "message": "Same here", "created_time": "2026-01-02T10:00:00+0000"},
        {
            "from": {"id": "700", "name": "Clinic Aurora"},
            "message": "Sorry.",
            "created_time": "2026-01-03T10:00:00+0000",
        },
    ]
    place = {"seller": {"id": "700", "title": "Clinic Aurora"}}
    answered = only(open_graph_story={"id": "9", "data": place, "comments": {"data": comments}}).owner_reply
    assert answered is not None
    assert (answered.text, answered.replied_at.value) == ("Sorry.", "2026-01-03T10:00:00Z")
    assert only(open_graph_story={"id": "9", "data": place, "comments": {"data": comments[:1]}}).owner_reply is None
    story = RATING | {"open_graph_story": {"id": "9", "comments": {"data": comments}}}
    assert read(story).reviews[0].owner_reply is None
    by_name = read(story, practice_names=("clinic aurora",)).reviews[0].owner_reply
    assert by_name is not None
    assert by_name.text == "Sorry."


def test_a_page_of_ratings_is_complete_only_at_its_end() -> None:
    last = read({"data": [RATING | {"rating": 1}], "paging": {"cursors": {"after": "x"}}})
    more = read(
        {"data": [RATING | {"rating": 1}], "paging": {"cursors": {"after": "x"}, "next": "https://graph.example/"}}
    )
    assert (last.complete, last.next_page) == (True, "")
    assert (more.complete, more.next_page) == (False, "x")


def test_reviews_that_are_switched_off_are_no_error() -> None:
    listing = read({"data": []}, zone="UTC")
    assert listing.says_none
    assert read_document("ratings.json", b'{"data": []}', kind="facebook").says_none


def test_the_latest_event_of_a_story_counts_whatever_order_they_come_in() -> None:
    events = [change(10, rating=5, review_text="Good"), change(20, "edited", rating=1, review_text="Bad")]
    for order in (events, events[::-1], [*events, *events]):
        listing = delivered(*order)
        assert [(review.stars.value, review.text) for review in listing.reviews] == [(1, "Bad")]
        assert listing.reviews[0].edited.value == "2025-06-15T15:07:00Z"


def test_a_story_that_comes_back_is_there_again() -> None:
    listing = delivered(change(10), change(20, "remove"), change(30, rating=2))
    assert (len(listing.reviews), listing.removed) == (1, ())


def test_ids_are_the_same_as_number_and_as_text() -> None:
    listing = delivered(
        change(10, open_graph_story_id=904801129604590), change(20, "remove", open_graph_story_id="904801129604590")
    )
    assert (listing.reviews, listing.removed) == ((), ("904801129604590",))


def test_comments_and_strange_events_are_told_and_not_counted() -> None:
    listing = delivered(change(1, item="comment"), change(2, item="comment", verb="remove"), change(3, item="like"))
    assert (listing.reviews, listing.removed, listing.says_none) == ((), (), False)
    assert listing.notes == (
        "an event of the kind “like” is no review and was left out",
        "2 events about answers, which are no reviews",
    )


@pytest.mark.parametrize("at", [None, "soon", 10**400, -5, 1e300])
def test_an_entry_without_a_sound_time_is_still_read(at: object) -> None:
    entry = change(rating=1) | {"time": at}
    assert delivered(entry).reviews[0].stars.value == 1
