"""Places, Yelp and Trustpilot answers: what each can and cannot prove."""

import json
from typing import Any

import pytest

from monitor.errors import ReadError
from monitor.sources.document import ReadOptions
from monitor.sources.normalise import review_key
from monitor.sources.read import read_document
from monitor.types import Listing

LEGACY = {"author_name": "A Google user", "profile_photo_url": "x", "rating": 1, "text": "No", "time": 1775044800}
TRUST = {"id": "a", "stars": 1, "text": "No.", "consumer": {"displayName": "Ann"}, "createdAt": "2026-01-01T00:00:00Z"}


def read(page: object, *, kind: str | None = None, **options: Any) -> Listing:
    return read_document("answer.json", json.dumps(page).encode(), kind=kind, options=ReadOptions(**options))


def test_places_without_an_id_are_told_apart_by_author_and_second() -> None:
    items = [
        LEGACY | {"author_url": "https://maps.example/1"},
        LEGACY | {"author_url": "https://maps.example/2"},
        LEGACY | {"author_url": "https://maps.example/1", "time": 1775044801},
    ]
    reviews = read({"result": {"reviews": items}, "html_attributions": [], "status": "OK"}).reviews
    assert len({review_key(review) for review in reviews}) == len(reviews) == 3


@pytest.mark.parametrize("status", ["REQUEST_DENIED", "OVER_QUERY_LIMIT", "NOT_FOUND", "INVALID_REQUEST"])
def test_a_refusal_by_places_is_an_error_and_not_silence(status: str) -> None:
    with pytest.raises(ReadError, match=status):
        read({"html_attributions": [], "status": status})


def test_places_without_reviews_say_none_only_when_they_do() -> None:
    answer = {"html_attributions": [], "status": "OK"}
    assert read(answer | {"result": {"name": "x", "user_ratings_total": 0}}).says_none
    assert read(answer | {"result": {"name": "x", "reviews": []}}).says_none
    assert not read(answer | {"result": {"name": "x", "user_ratings_total": 45}}).says_none


def test_places_relative_date_is_used_only_without_a_time() -> None:
    item = {key: value for key, value in LEGACY.items() if key != "time"} | {"relative_time_description": "a month ago"}
    page = {"result": {"reviews": [item]}, "html_attributions": [], "status": "OK"}
    assert read(page).reviews[0].published.value == ""
    assert read(page | {"x": 1}).reviews[0].external_id is None
    assert read({"result": {"reviews": [LEGACY]}, "html_attributions": []}).reviews[0].published.precision == "second"


def test_several_new_places_keep_their_names() -> None:
    def place(number: int) -> dict[str, Any]:
        item = {"name": f"places/{number}/reviews/R", "rating": 1, "authorAttribution": {"displayName": "Ann"}}
        return {"id": str(number), "displayName": {"text": f"Aurora {number}"}, "userRatingCount": 9, "reviews": [item]}

    listing = read({"places": [place(1), place(2)]})
    assert [review.place for review in listing.reviews] == ["Aurora 1", "Aurora 2"]
    assert (listing.total_claimed, listing.complete) == (18, False)


def test_yelp_old_and_new_are_excerpts() -> None:
    old = {
        "id": "b",
        "review_count": 80,
        "reviews": [{"id": "a", "rating": 5, "excerpt": "He did his very...", "time_created": 1458252608}],
    }
    listing = read(old)
    assert listing.reviews[0].is_excerpt
    assert (listing.reviews[0].text, listing.total_claimed) == ("He did his very...", 80)
    assert listing.reviews[0].published.earliest == "2016-03-17T22:10:08Z"
    assert "excerpts" in listing.notes[0]


def test_trustpilot_title_reply_and_edit() -> None:
    item = TRUST | {
        "title": "Avoid",
        "updatedAt": "2026-01-03T00:00:00Z",
        "companyReply": {"text": "Sorry.", "createdAt": "2026-01-02"},
    }
    review = read({"reviews": [item]}).reviews[0]
    assert (review.title, review.edited.value, review.stars.scale) == ("Avoid", "2026-01-03T00:00:00Z", 5)
    assert review.owner_reply is not None
    assert (review.owner_reply.text, review.owner_reply.replied_at.value) == ("Sorry.", "2026-01-02")
    assert read({"reviews": [TRUST | {"companyReply": {"text": ""}}]}).reviews[0].owner_reply is None


def test_trustpilot_api_links_are_not_shown_to_people() -> None:
    assert read({"reviews": [TRUST | {"link": "https://api.trustpilot.example/v1/reviews/a"}]}).reviews[0].url == ""
    assert read({"reviews": [TRUST | {"link": "https://www.trustpilot.example/r/a"}]}).reviews[0].url.endswith("/r/a")


def test_a_trustpilot_page_past_the_end_is_empty() -> None:
    listing = read({"links": [], "reviews": []}, kind="trustpilot")
    assert (listing.says_none, listing.complete) == (True, False)


def test_a_single_trustpilot_event_and_a_single_review_are_read() -> None:
    event = {"eventName": "service-review-created", "eventData": TRUST}
    assert read(event).reviews == read([event]).reviews == read(TRUST).reviews
    assert read({"eventName": "service-review-deleted", "eventData": {"id": "a"}}).removed == ("a",)
