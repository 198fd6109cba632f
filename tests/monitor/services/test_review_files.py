"""A file of reviews that somebody brings: it may add, it never proves that one is gone, and it is whole or nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from monitor.errors import ReadError
from monitor.models import AuditEvent, Location, Review, Source, User
from monitor.services.files import platform_of, take_in_file
from monitor.types import SourceState

COLUMNS = ("id", "author", "rating", "date", "text")
ROWS = [
    {"id": "a1", "author": "Nadia P.", "rating": 1, "date": "2026-05-01", "text": "They were rude and late."},
    {"id": "a2", "author": "Tom", "rating": 5, "date": "2026-05-02", "text": "Kind people."},
]
GOOGLE = {
    "reviews": [
        {
            "name": "accounts/1/locations/11/reviews/r1",
            "reviewId": "r1",
            "reviewer": {"displayName": "Nadia P."},
            "starRating": "ONE",
            "comment": "Rude.",
            "createTime": "2026-05-01T10:00:00Z",
        }
    ]
}


def table(*rows: dict[str, object]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(location: Location, data: bytes, *, by: User | None = None, name: str = "reviews.csv") -> str:
    return str(take_in_file(name, data, location=location, by=by))


def test_a_file_is_taken_in_once_however_often_it_is_brought(location: Location) -> None:
    assert [bring(location, table(*ROWS)) for _ in range(2)] == ["2 read, 2 new", "2 read, 0 new"]
    assert Review.objects.count() == 2


def test_a_shorter_file_never_makes_a_review_gone(location: Location) -> None:
    bring(location, table(*ROWS))
    for _ in range(3):
        bring(location, table(ROWS[0]))

    assert Review.objects.filter(gone_at=None).count() == 2


def test_the_source_of_files_says_what_came_and_waits_for_people(location: Location, people: dict[str, User]) -> None:
    bring(location, table(*ROWS), by=people["owner"])

    source = Source.objects.get()
    assert (source.route, source.state, source.state_detail) == ("file", SourceState.OK, "2 read, 2 new.")
    assert (source.due_at, source.new_last_time) == (None, 2)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.detail) == (
        "sources:file:taken-in",
        people["owner"],
        {"read": 2, "new": 2},
    )


def test_what_the_reader_had_to_remark_is_shown(location: Location) -> None:
    data = json.loads(json.dumps(GOOGLE))
    data["reviews"].append("not a review")
    bring(location, json.dumps(data).encode(), name="reviews.json")

    source = Source.objects.get()
    assert source.state_detail.startswith("1 read, 1 new. ")
    assert len(source.state_detail) > len("1 read, 1 new. ")


def test_googles_answer_by_file_and_by_call_are_one_platform(location: Location) -> None:
    bring(location, json.dumps(GOOGLE).encode(), name="reviews.json")

    assert Review.objects.get().platform == "google"
    assert Source.objects.get().platform == "google"


@pytest.mark.parametrize(
    ("source", "url", "platform"),
    [
        ("google_takeout", "", "google"),
        ("yelp", "https://www.elsewhere.example/x", "yelp"),
        ("page", "https://www.larkspur.example/reviews", "larkspur.example"),
        ("page", "", "page"),
    ],
)
def test_a_review_belongs_to_its_platform(source: str, url: str, platform: str) -> None:
    assert platform_of(source, url) == platform


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"<html><p>Nothing here</p></html>", b"a,b\n1,2\n", b"{"])
def test_a_file_that_cannot_be_read_stores_nothing(location: Location, data: bytes) -> None:
    with pytest.raises(ReadError) as refused:
        bring(location, data, name="mystery.bin")

    assert str(refused.value).endswith(".")
    assert not Review.objects.exists()
    assert not Source.objects.exists()
    assert not AuditEvent.objects.exists()
