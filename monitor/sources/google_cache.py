"""Copies of Google reviews that a website or a tool keeps as JSON, in whatever spelling its maker chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import person_name, plain_text, read_when, same_review_once
from monitor.sources.record import Clock, day_first_in, is_review, review_from
from monitor.sources.shapes import first, mapping, mappings, unique, whole_number
from monitor.sources.spellings import columns_for
from monitor.types import Listing

NAMED_KEYS = ("reviews", "testimonials")
LIST_KEYS = ("reviews", "data", "items", "results", "testimonials", "comments", "entries", "rows", "response")
MADE_KEYS = (
    "generatedAt", "fetchedAt", "scrapedAt", "updatedAt", "lastUpdated", "last_updated", "fetched_at", "scraped_at",
    "generated_at", "updated_at", "retrievedAt", "exportedAt", "savedAt", "crawledAt", "lastFetched", "cachedAt",
    "created_at",
)  # fmt: skip
TOTAL_KEYS = (
    "totalReviewCount", "total", "totalReviews", "total_reviews", "reviewCount", "review_count", "reviewsCount",
    "user_ratings_total", "userRatingCount", "declaredReviewCount", "ratingCount", "count",
)  # fmt: skip
CURATED_KEYS = ("minRatingDisplayed", "minRating", "min_rating", "minStars", "minimumRating")
PLACE_KEYS = ("businessName", "placeName", "place_name", "locationName", "name", "title", "placeId", "place_id")
DEEPEST = 5
CURATED = "own selection: this copy shows only reviews with {} stars or more, so the low ones are missing"
Group = tuple[str, list[dict[str, Any]]]


class GoogleCache:
    """Somebody's copy of another day: worth reading, never proof that anything is gone.

    A bare list of rows is a table, unless its rows carry what only scrapers of Maps write.
    """

    slug = "google_cache"
    label = "Saved copy of Google reviews (JSON)"

    def recognises(self, document: Document) -> bool:
        page = document.json
        own_rows = [record for record in mappings(page) if is_review(record)]
        if own_rows and not any(map(_of_maps, own_rows)):
            return False
        return bool(list(_groups(page))) or _says_none(page)

    def read(self, document: Document, options: ReadOptions) -> Listing:
        page = document.json
        groups = list(_groups(page))
        clock = _clock(page, options, groups)
        found = [
            review_from(
                record, columns_for(record), source=self.slug, clock=clock, place=place, titled=not _of_maps(record)
            )
            for place, records in groups
            for record in records
        ]
        reviews = same_review_once(found)
        total = next((total for header in _headers(page) if (total := _total(header)) is not None), None)
        notes = [
            CURATED.format(plain_text(least)) for header in _headers(page) if (least := first(header, *CURATED_KEYS))
        ]
        if total is not None and total != len(reviews):
            notes.append(f"the copy speaks of {total} reviews and holds {len(reviews)}")
        return Listing(
            reviews=reviews,
            says_none=not reviews and not total,
            total_claimed=total,
            notes=unique([*notes, *_odd(page)]),
        )


def _groups(page: object, *, place: str = "", depth: int = 0, named: bool = False) -> Iterator[Group]:
    """The lists of reviews in a copy, each with the place it is about."""
    if depth > DEEPEST:
        return
    records = mappings(page)
    if reviews := [record for record in records if is_review(record, listed_as_reviews=named)]:
        yield place, reviews
        return
    for inner in page if isinstance(page, list) else ():
        yield from _groups(inner, place=place, depth=depth + 1, named=named)
    page = mapping(page)
    if depth == 0 and is_review(page) and "rating" in columns_for(page):
        yield place, [page]
    else:
        yield from _inner_groups(page, place=place, depth=depth, named=named)


def _inner_groups(page: dict[str, Any], *, place: str, depth: int, named: bool) -> Iterator[Group]:
    """Under the usual keys; where there is none, under any, which may be names of places."""
    listed = [key for key in LIST_KEYS if isinstance(page.get(key), dict | list)]
    keyed = not listed and _is_map_of_places(page)
    for key in listed or page:
        inner = place or _place(page) or (key if keyed else "")
        yield from _groups(page[key], place=inner, depth=depth + 1, named=named or key in NAMED_KEYS)


def _is_map_of_places(page: dict[str, Any]) -> bool:
    filled = [value for value in page.values() if value]
    return all(any(map(is_review, mappings(value))) or "reviews" in mapping(value) for value in filled)


def _place(page: dict[str, Any]) -> str:
    location = mapping(page.get("location"))
    return person_name(first(location, *PLACE_KEYS)) or person_name(first(page, *PLACE_KEYS))


def _headers(page: object) -> list[dict[str, Any]]:
    """The objects around the reviews that may say when, how many and which were kept."""
    page = mapping(page)
    inner = (
        "aggregateRating",
        "meta",
        "metadata",
        "summary",
        "status",
        "location",
        "place",
        "data",
        "result",
        "search_metadata",
    )
    return [page, *(mapping(page.get(key)) for key in inner)]


def _clock(page: object, options: ReadOptions, groups: list[Group]) -> Clock:
    """The base that the reader of the file knows, else the moment at which the copy says it was made."""
    zone = options.zone or "UTC"
    day_first = day_first_in(record for _, records in groups for record in records)
    if options.read_at is not None:
        return Clock(base=options.read_at, zone=zone, day_first=day_first)
    made = next((stamp for header in _headers(page) if (stamp := first(header, *MADE_KEYS))), None)
    when, _ = read_when(made, zone=zone)
    if not when.latest or when.relative or when.precision == "year":
        return Clock(zone=zone, day_first=day_first)
    base, rounded = datetime.fromisoformat(when.latest), when.precision in ("month", "week")
    return Clock(base=base, zone=zone, day_first=day_first, rounded=rounded)


def _total(header: dict[str, Any]) -> int | None:
    return next((total for key in TOTAL_KEYS if (total := whole_number(header.get(key))) is not None), None)


def _of_maps(record: dict[str, Any]) -> bool:
    """Scrapers of Maps put the place's own name into ``title``; reviews there have no titles."""
    return any(key in record for key in ("placeId", "place_id", "totalScore", "reviewsCount"))


def _says_none(page: object) -> bool:
    return any(mapping(page).get(key) == [] for key in LIST_KEYS)


def _odd(page: object) -> Iterator[str]:
    named = isinstance(page, dict)
    records = mapping(page).get("reviews") if named else page
    if not isinstance(records, list):
        return
    read = sum(is_review(record, listed_as_reviews=named) for record in mappings(records))
    if 0 < read < len(records):
        yield f"{len(records) - read} entries of {len(records)} hold nothing we can read as a review and were left out"
