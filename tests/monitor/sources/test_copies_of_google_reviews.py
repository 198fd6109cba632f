"""The many shapes in which websites and tools keep copies of Google reviews."""

import json
from typing import Any

import pytest

from monitor.sources.document import ReadOptions
from monitor.sources.read import read_document
from monitor.types import Listing, RawReview


def read(page: object, **options: Any) -> Listing:
    return read_document("copy.json", json.dumps(page).encode(), options=ReadOptions(**options))


NESTED_TASKS = {
    "tasks": [
        {
            "result": [
                {
                    "title": "Clinic Aurora",
                    "rating": {"value": 4},
                    "items": [
                        {
                            "profile_name": "Ann",
                            "review_text": "No",
                            "rating": {"value": 1, "rating_max": 5},
                            "timestamp": "2024-01-02 12:00:00 +00:00",
                            "owner_answer": "Sorry",
                        }
                    ],
                }
            ]
        }
    ]
}
SHAPES: dict[str, object] = {
    "search tool": {
        "search_metadata": {"created_at": "2026-06-01 10:00:00 UTC"},
        "place_info": {"title": "Clinic Aurora", "rating": 4.4, "reviews": 19},
        "topics": [{"keyword": "lips", "mentions": 3}],
        "reviews": [
            {"user": {"name": "Ann"}, "snippet": "No", "rating": 1.0, "iso_date": "2024-01-02T00:00:00Z",
             "response": {"snippet": "Sorry"}}
        ],
    },
    "lists in a list": {"data": [[{"author_title": "Ann", "review_text": "No", "review_rating": 1,
                                   "review_datetime_utc": "01/02/2024 12:00:00", "owner_answer": "Sorry"},
                                  {"author_title": "Bo", "review_text": "Yes", "review_rating": 5,
                                   "review_datetime_utc": "01/25/2024 12:00:00"}]]},
    "reviews in places": [{"title": "Clinic Aurora", "totalScore": 4.4,
                           "reviews": [{"name": "Ann", "text": "No", "stars": 1, "responseFromOwnerText": "Sorry",
                                        "publishAt": "a year ago", "publishedAtDate": "2024-01-02T00:00:00.000Z"}]}],
    "nested tasks": NESTED_TASKS,
    "widget": {"data": {"reviews": [{"reviewer": {"displayName": "Ann"}, "starRating": "ONE", "comment": "No",
                                     "createTime": {"_seconds": 1704153600, "_nanoseconds": 0},
                                     "reviewReply": {"comment": "Sorry"}}]}},
    "wrapper that looks like a review": {"name": "Clinic Aurora", "rating": 4.4, "date": "2026-01-01",
                                         "text": "Our reviews",
                                         "reviews": [{"author": "Ann", "rating": 1, "text": "No", "date": "2024-01-02",
                                                      "reply": "Sorry"}]},
    "one alone": {"author": "Ann", "rating": 1, "text": "No", "date": "2024-01-02", "reply": "Sorry"},
}  # fmt: skip


@pytest.mark.parametrize("page", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_review(page: object) -> None:
    review = read(page).reviews[0]
    assert (review.author, review.text, review.stars.value, review.stars.scale) == ("Ann", "No", 1, 5)
    assert review.published.value.startswith("2024-01-02")
    assert review.owner_reply is not None
    assert review.owner_reply.text == "Sorry"
    assert review.source in ("google_cache", "table")


def test_the_place_comes_from_the_wrapper_or_from_the_key() -> None:
    def places(page: object) -> set[str]:
        return {review.place for review in read(page).reviews}

    one = {"author": "Ann", "rating": 1, "text": "No"}
    assert places({"businessName": "Clinic Aurora", "reviews": [one]}) == {"Clinic Aurora"}
    assert places({"location": {"name": "Aurora North"}, "reviews": [one]}) == {"Aurora North"}
    assert places({"0x1:0x2": [one], "0x3:0x4": [one], "0x5:0x6": []}) == {"0x1:0x2", "0x3:0x4"}
    assert places({"Aurora": {"rating": 4, "reviews": [one]}, "Borealis": {"reviews": []}}) == {"Aurora"}
    assert places(NESTED_TASKS) == {"Clinic Aurora"}


def test_the_copy_itself_says_when_it_was_made() -> None:
    copy = {
        "scrapedAt": "2026-06-15",
        "reviews": [{"author": "Ann", "rating": 1, "text": "No", "date": "3 months ago"}],
    }
    assert read(copy).reviews[0].published.value == "2026-03"
    rounded = read(copy | {"scrapedAt": "2026-06"}).reviews[0]
    assert (rounded.published.value, rounded.published.relative) == ("", True)
    assert "only the month" in rounded.warnings[-1]
    assert read(copy | {"scrapedAt": "2 days ago"}).reviews[0].published.value == ""


def test_an_edit_and_an_answer_have_their_own_dates() -> None:
    review = read(
        {
            "fetchedAt": "2026-06-15T00:00:00Z",
            "reviews": [
                {"author": "Ann", "rating": 1, "text": "No", "date": "Edited 3 months ago",
                 "iso_date": "2025-01-01T00:00:00Z",
                 "iso_date_of_last_edit": "2026-03-10T00:00:00Z",
                 "response": {"snippet": "Sorry", "iso_date": "2026-03-11T00:00:00Z"}}
            ],
        }
    ).reviews[0]  # fmt: skip
    assert (review.published.value, review.edited.value) == ("2025-01-01T00:00:00Z", "2026-03-10T00:00:00Z")
    assert review.owner_reply is not None
    assert review.owner_reply.replied_at.value == "2026-03-11T00:00:00Z"


def test_translations_in_fields_of_their_own_are_put_aside() -> None:
    def words(**facts: object) -> tuple[str, str]:
        review: RawReview = read({"reviews": [{"author": "Ann", "rating": 1, **facts}]}).reviews[0]
        return review.text, review.translation

    assert words(text="It hurt", originalText="Me dolió") == ("Me dolió", "It hurt")
    assert words(text="Me dolió", textTranslated="It hurt") == ("Me dolió", "It hurt")
    assert words(snippet="It hurt", extracted_snippet={"original": "Me dolió", "translated": "It hurt"}) == (
        "Me dolió",
        "It hurt",
    )
    assert words(text={"text": "Me dolió", "languageCode": "es"}) == ("Me dolió", "")
    assert words(text="Me dolió", textTranslated="Me dolió") == ("Me dolió", "")


def test_entries_that_are_no_reviews_are_counted() -> None:
    listing = read({"reviews": [{"author": "Ann", "rating": 1, "text": "No"}, {"ad": True}, None]})
    assert len(listing.reviews) == 1
    assert "2 entries of 3" in listing.notes[0]


def test_several_answers_in_one_file_are_read_together() -> None:
    def answer(number: str) -> dict[str, object]:
        item = {"reviewId": number, "starRating": "ONE", "createTime": "2026-01-01T00:00:00Z"}
        return {"reviews": [item], "totalReviewCount": 2}

    for data in (
        json.dumps([answer("a"), answer("b"), answer("a")]),
        "\n".join(map(json.dumps, (answer("a"), answer("b")))),
    ):
        listing = read_document("answers.json", data.encode())
        assert [(one.source, one.external_id) for one in listing.reviews] == [
            ("google_business", "a"),
            ("google_business", "b"),
        ]
        assert not listing.complete


def test_several_deliveries_in_one_file_keep_their_order_in_time() -> None:
    def delivery(at: int, **value: object) -> dict[str, object]:
        return {"object": "page", "entry": [{"time": at, "changes": [{"field": "ratings", "value": value}]}]}

    removal = delivery(20, item="rating", verb="remove", open_graph_story_id=1)
    addition = delivery(10, item="rating", verb="add", open_graph_story_id=1, rating=1)
    listing = read([removal, addition])
    assert (listing.reviews, listing.removed) == ((), ("1",))


def test_ratings_inside_a_page_object_are_found() -> None:
    rating = {"created_time": "2026-01-01T00:00:00+0000", "recommendation_type": "negative", "review_text": "No"}
    assert read({"id": "1", "ratings": {"data": [rating]}}).reviews[0].verdict == "not recommended"


@pytest.mark.parametrize(
    ("heading", "written", "scale"),
    [("Rating (1-10)", "8", 10), ("Rating out of 10", "4", 10), ("Nota sobre 10", "8,5", 10), ("Rating", "4", 5)],
)  # fmt: skip
def test_a_scale_in_the_heading_is_used(heading: str, written: str, scale: int) -> None:
    review = read_document("a.csv", f'Comment;{heading}\nFine;"{written}"\n'.encode()).reviews[0]
    assert review.stars.scale == scale


def test_headings_without_a_name_do_no_harm() -> None:
    assert read_document("a.csv", b"Comment,Rating,,\nFine,4,,\n").reviews[0].text == "Fine"
