"""The real samples beside the project: their index says how many reviews each file holds, and which trap it sets."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import NothingReadable
from monitor.sources.document import ReadOptions
from monitor.sources.read import read_document
from monitor.types import Listing, RawReview

pytestmark = pytest.mark.shared

LINE = re.compile(r"^\| `(?P<file>[^`]+\.(?:json|html))` \| (?P<count>\d+)(?: nodes = (?P<distinct>\d+) reviews)?")


@pytest.fixture(scope="module")
def samples(shared: Path) -> Path:
    return shared / "samples"


def read(path: Path, **options: object) -> Listing:
    return read_document(path.name, path.read_bytes(), options=ReadOptions(**options))  # type: ignore[arg-type]


def only(path: Path) -> RawReview:
    (review,) = read(path).reviews
    return review


def test_every_file_holds_as_many_reviews_as_the_index_says(samples: Path) -> None:
    lines = filter(None, map(LINE.match, (samples / "INDEX.md").read_text(encoding="utf-8").splitlines()))
    expected = {line["file"]: int(line["distinct"] or line["count"]) for line in lines}
    assert len(expected) == sum(path.suffix in (".json", ".html") for path in samples.rglob("*"))
    found = {}
    for file in expected:
        try:
            found[file] = len(read(samples / file).reviews)
        except NothingReadable:
            found[file] = 0
    assert found == expected


def test_facebook_words_and_stars_are_found_wherever_they_lie(samples: Path) -> None:
    oldest = only(samples / "facebook/page_rating_v1_0.json")
    assert (oldest.stars.value, oldest.external_id, oldest.published.earliest) == (4, None, "2014-09-04T10:43:20Z")
    in_story = only(samples / "facebook/page_rating_v2_2.json")
    assert (in_story.stars.value, in_story.language, in_story.text[:12]) == (3, "de", "Ja ziemlich ")
    without_author = only(samples / "facebook/rating_v2_11.json")
    assert (without_author.author, without_author.stars.value, without_author.stars.scale) == ("", 5, 5)
    wordless = only(samples / "facebook/recommendation_no_text_v3_1.json")
    assert (wordless.stars.value, wordless.text, wordless.verdict) == (None, "", "recommended")
    both = only(samples / "facebook/recommendation_v3_1.json")
    assert (both.stars.value, both.verdict) == (5, "recommended")


def test_facebook_events_keep_one_story_together(samples: Path) -> None:
    added = only(samples / "facebook/webhook_rating_add_v31.json")
    edited = only(samples / "facebook/webhook_rating_edit.json")
    removed = read(samples / "facebook/webhook_rating_remove.json")
    assert added.external_id == edited.external_id == removed.removed[0] == "904801129604590"
    assert added.verdict == "recommended"
    assert (added.edited.value, edited.edited.value) == ("", "2015-11-29T11:03:22Z")
    for verb in ("add", "edited", "remove"):
        listing = read(samples / f"facebook/webhook_comment_{verb}.json")
        assert (listing.removed, listing.says_none) == ((), False)
        assert "answers" in listing.notes[0]


def test_the_large_copy_keeps_answers_edits_and_silent_reviews(samples: Path) -> None:
    listing = read(samples / "google_maps_export/movers_276_reviews.json")
    stars = Counter(review.stars.value for review in listing.reviews)
    assert stars == {5: 259, 4: 9, 3: 2, 1: 6}
    assert sum(review.text == "" for review in listing.reviews) == 21
    assert sum(review.owner_reply is not None for review in listing.reviews) == 28
    assert sum(review.edited.value != "" for review in listing.reviews) == 22
    assert {review.published.precision for review in listing.reviews} == {"second"}
    assert len({review.external_id for review in listing.reviews}) == 276


def test_copies_of_maps_keep_dates_as_exact_as_they_are(samples: Path) -> None:
    exports = samples / "google_maps_export"
    furniture = read(exports / "furniture_ae_years_ago.json")
    assert {review.published.precision for review in furniture.reviews} == {"year"}
    assert any("own selection" in note for note in furniture.notes)
    assert not furniture.complete
    painter = read(exports / "painter_us_long_dates.json")
    assert {review.published.precision for review in painter.reviews} == {"day"}
    assert (painter.total_claimed, {review.stars.value for review in painter.reviews}) == (14, {5})
    russian = read(exports / "tool_rental_ru_relative_dates.json")
    assert {review.published.precision for review in russian.reviews} <= {"week", "month"}
    assert all(review.published.relative for review in russian.reviews)
    assert read(exports / "boat_rental_nl.json").total_claimed == 160


def test_spanish_relative_dates_need_the_day_of_reading(samples: Path) -> None:
    path = samples / "google_maps_export/two_centres_es_relative_dates.json"
    assert {review.published.value for review in read(path).reviews} == {""}
    dated = read(path, read_at=datetime(2026, 5, 1, tzinfo=UTC)).reviews
    assert {review.published.precision for review in dated} == {"month", "year"}
    assert len({review.place for review in dated}) == 2
    assert any(review.owner_reply for review in dated)


def test_places_are_a_glimpse(samples: Path) -> None:
    listing = read(samples / "google_places_legacy/place_details_photos_reviews.json")
    assert {review.stars.value for review in listing.reviews} == {1}
    assert (listing.total_claimed, listing.complete) == (458, False)
    assert only(samples / "google_places_legacy/place_details_sydney.json").published.precision == "second"


def test_yelp_is_an_excerpt_in_pacific_time(samples: Path) -> None:
    listing = read(samples / "yelp/v3_reviews_example.json")
    assert (listing.total_claimed, listing.complete) == (240, False)
    review = listing.reviews[0]
    assert (review.stars.value, review.is_excerpt, review.published.earliest) == (4.5, True, "2026-04-19T02:32:11Z")


def test_trustpilot_events_of_one_review_count_once(samples: Path) -> None:
    review = only(samples / "trustpilot/webhook_events.json")
    assert (review.title, review.is_excerpt, review.stars.value) == ("", False, 4)
    assert len(read(samples / "trustpilot/business_page_it.html").reviews) == 20
