"""Google Business Profile v4 answers, as the fetching route and a saved file hand them over."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.sources.google_business import is_review, parse_page, parse_review

NAME = "accounts/104/locations/77001/reviews/R1"
ITEM: dict[str, Any] = {
    "name": NAME,
    "reviewId": "R1",
    "reviewer": {"displayName": "Ann"},
    "starRating": "TWO",
    "comment": "Rushed.",
    "createTime": "2026-01-01T00:00:00Z",
    "updateTime": "2026-01-01T00:00:00Z",
}


def test_a_review_is_addressed_by_place_and_id() -> None:
    review = parse_review(ITEM)
    assert f"{review.place}/reviews/{review.external_id}" == NAME
    assert (review.source, review.author, review.stars.value, review.text) == ("google_business", "Ann", 2, "Rushed.")


def test_the_id_is_found_in_the_name_alone_or_without_any_name() -> None:
    assert parse_review({key: value for key, value in ITEM.items() if key != "reviewId"}).external_id == "R1"
    alone = parse_review({key: value for key, value in ITEM.items() if key != "name"}, place="accounts/1/locations/2")
    assert (alone.external_id, alone.place) == ("R1", "accounts/1/locations/2")
    assert parse_review({"starRating": "ONE"}).external_id is None


def test_an_edit_has_a_date_and_an_unchanged_review_none() -> None:
    assert parse_review(ITEM).edited.value == ""
    assert parse_review(ITEM | {"updateTime": "2026-01-05T00:00:00Z"}).edited.value == "2026-01-05T00:00:00Z"
    assert parse_review(ITEM | {"updateTime": "2026-01-01T01:00:00+01:00"}).edited.value == ""


@pytest.mark.parametrize("stars", ["ONE", "TWO", "THREE", "FOUR", "FIVE"])
def test_star_names_are_of_five(stars: str) -> None:
    found = parse_review(ITEM | {"starRating": stars}).stars
    assert (found.value, found.scale, found.raw) == (["ONE", "TWO", "THREE", "FOUR", "FIVE"].index(stars) + 1, 5, stars)


STATES = [
    ("APPROVED", "approved"),
    ("PENDING", "pending"),
    ("REJECTED", "rejected"),
    ("NEW_STATE", "unknown"),
    (None, "unknown"),
]
STATES += [("REVIEW_REPLY_STATE_PENDING", "pending"), ("rejected", "rejected"), (7, "unknown"), ({}, "unknown")]


@pytest.mark.parametrize(("written", "state"), STATES)
def test_the_state_of_an_answer_is_found_under_any_of_its_keys(written: object, state: str) -> None:
    reply = {"comment": "Sorry.", "updateTime": "2026-01-02T00:00:00Z"}
    variants = [
        ITEM | {"reviewReply": reply | {"reviewReplyState": written}},
        ITEM | {"reviewReply": reply | {"state": written}},
        ITEM | {"reviewReply": reply, "reviewReplyState": written},
    ]
    assert {parse_review(item).owner_reply.state for item in variants} == {state}  # type: ignore[union-attr]


def test_the_sites_reason_for_a_rejection_is_kept() -> None:
    for violation, text in (("PROMOTIONAL", "PROMOTIONAL"), ({"policy": "X"}, '{"policy": "X"}'), (None, "")):
        reply = parse_review(ITEM | {"reviewReply": {"comment": "x", "policyViolation": violation}}).owner_reply
        assert reply is not None
        assert reply.violation == text


@pytest.mark.parametrize("reply", [None, {}, "Sorry", []])
def test_no_answer_is_none(reply: object) -> None:
    assert parse_review(ITEM | {"reviewReply": reply}).owner_reply is None


def test_a_page_says_where_it_goes_on() -> None:
    listing = parse_page({"reviews": [ITEM], "totalReviewCount": 1, "nextPageToken": "CAUQ"})
    assert (listing.next_page, listing.complete, listing.says_none) == ("CAUQ", False, False)


@pytest.mark.parametrize(
    ("page", "complete", "says_none"),
    [
        ({"reviews": [ITEM], "totalReviewCount": 1}, True, False),
        ({"reviews": [ITEM]}, True, False),
        ({"reviews": [ITEM, ITEM], "totalReviewCount": 2}, False, False),
        ({"reviews": [ITEM], "totalReviewCount": 40}, False, False),
        ({}, True, True),
        ({"reviews": [], "totalReviewCount": 0}, True, True),
        ({"totalReviewCount": 5}, False, False),
        ({"reviews": [], "nextPageToken": "CAUQ"}, False, False),
    ],
)
def test_a_listing_is_complete_only_when_everything_says_so(
    page: dict[str, Any], complete: bool, says_none: bool
) -> None:
    listing = parse_page(page)
    assert (listing.complete, listing.says_none) == (complete, says_none)


def test_one_review_alone_proves_nothing_about_others() -> None:
    listing = parse_page(ITEM)
    assert (len(listing.reviews), listing.complete) == (1, False)


def test_a_batch_keeps_its_places_apart() -> None:
    other = {"name": "accounts/104/locations/77002", "review": {"reviewId": "R2", "starRating": "ONE"}}
    listing = parse_page(
        {"locationReviews": [{"name": "accounts/104/locations/77001", "review": ITEM}, other, {"name": "x"}]}
    )
    assert [(review.external_id, review.place[-5:]) for review in listing.reviews] == [("R1", "77001"), ("R2", "77002")]
    assert not parse_page({"locationReviews": [other], "nextPageToken": "n"}).complete
    assert parse_page({"locationReviews": []}).says_none


@pytest.mark.parametrize("page", [{"reviews": {}}, {"reviews": "none"}, {"reviews": 3}, {"locationReviews": None}])
def test_a_list_of_another_kind_is_refused(page: dict[str, Any]) -> None:
    with pytest.raises(ReadError, match="should hold a list"):
        parse_page(page)


def test_unknown_keys_are_tolerated() -> None:
    later = ITEM | {"reviewMediaItems": [{"thumbnailUrl": "x"}], "sentiment": {"score": 1}}
    assert parse_review(later) == parse_review(ITEM)
    assert is_review(later)


def test_the_page_to_answer_by_hand_is_kept() -> None:
    assert (
        parse_review(ITEM | {"reviewReplyUrl": "https://business.example/r"}).reply_url == "https://business.example/r"
    )


@given(
    st.sampled_from(sorted(ITEM)), st.none() | st.integers() | st.text(max_size=9) | st.lists(st.integers(), max_size=2)
)
def test_a_value_of_another_type_costs_only_itself(key: str, value: object) -> None:
    review = parse_review(ITEM | {key: value})
    if key != "comment":
        assert review.text == "Rushed."
    if key != "starRating":
        assert review.stars.value == 2
