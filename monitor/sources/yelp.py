"""Yelp Fusion v3 (and the old v2): three to seven excerpts, never the whole review.

Source: the v3 reviews answer as api-evangelist/yelp describes it.
"""

from __future__ import annotations

from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import person_name, plain_text, read_stars, read_when, same_review_once
from monitor.sources.shapes import first, identifier, mapping, mappings, review_list, whole_number
from monitor.types import Listing, RawReview

SLUG = "yelp"
PACIFIC = "America/Los_Angeles"
"""Yelp's own clock: its times state no zone."""
EXCERPTS = "Yelp gives excerpts of a few chosen reviews: open each to read it whole; what is missing proves nothing"


class Yelp:
    """Excerpts only: each is a reason to open the review, and none is the review."""

    slug = SLUG
    label = "Yelp reviews answer (excerpts)"

    def recognises(self, document: Document) -> bool:
        page = mapping(document.json)
        return "possible_languages" in page or any("time_created" in item for item in mappings(page.get("reviews")))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        page = mapping(document.json)
        items, notes = review_list(page.get("reviews"), where="reviews")
        total = whole_number(first(page, "total", "review_count"))
        return Listing(
            reviews=same_review_once(_parse(item, options) for item in items),
            says_none=not items and not total,
            total_claimed=total,
            notes=(EXCERPTS, *notes),
        )


def _parse(item: dict[str, Any], options: ReadOptions) -> RawReview:
    stars, star_remarks = read_stars(item.get("rating"), usual_scale=5)
    published, date_remarks = read_when(item.get("time_created"), zone=options.zone or PACIFIC)
    return RawReview(
        source=SLUG,
        external_id=identifier(item.get("id")),
        author=person_name(item.get("user")),
        stars=stars,
        text=plain_text(first(item, "text", "excerpt")),
        published=published,
        is_excerpt=True,
        url=plain_text(item.get("url")),
        warnings=star_remarks + date_remarks,
    )
