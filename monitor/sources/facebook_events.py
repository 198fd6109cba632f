"""Facebook webhook deliveries: they repeat, come out of order, and hold events that are no reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.sources.normalise import person_name, plain_text, read_stars, read_verdict, read_when
from monitor.sources.shapes import counted, identifier, mapping, mappings, unique
from monitor.types import UNKNOWN_TIME, Listing, RawReview

LATEST = 1e12
"""Entry times are seconds since 1970; anything larger is none."""

EDITS = ("edit", "edited", "update")
Event = tuple[float, dict[str, Any]]


def is_delivery(page: object) -> bool:
    """A webhook body: ``object`` is "page" and its entries carry changes."""
    entries = mappings(mapping(page).get("entry"))
    return mapping(page).get("object") == "page" and any("changes" in entry for entry in entries)


def read_delivery(page: dict[str, Any]) -> Listing:
    """The reviews a delivery adds or changes, and the ids it removes: the latest event on a story counts."""
    reviews: dict[str, RawReview] = {}
    removed: dict[str, None] = {}
    notes: list[str] = []
    replies = 0
    for at, value in sorted(_changes(page), key=lambda event: event[0]):
        item, story = value.get("item"), identifier(value.get("open_graph_story_id"))
        if item == "comment":
            replies += 1
        elif item != "rating" or story is None:
            notes.append(f"an event of the kind “{plain_text(item)[:30]}” is no review and was left out")
        elif value.get("verb") == "remove":
            reviews.pop(story, None)
            removed[story] = None
        else:
            removed.pop(story, None)
            reviews[story] = _review(value, story, at)
    if replies:
        notes.append(f"{counted(replies, 'event')} about answers, which are no reviews")
    return Listing(reviews=tuple(reviews.values()), removed=tuple(removed), notes=unique(notes))


def _changes(page: dict[str, Any]) -> Iterator[Event]:
    for entry in mappings(page.get("entry")):
        at = entry.get("time")
        for change in mappings(entry.get("changes")):
            if change.get("field") in (None, "ratings"):
                yield (
                    float(at) if isinstance(at, int | float) and 0 < at < LATEST else 0.0,
                    mapping(change.get("value")),
                )


def _review(value: dict[str, Any], story: str, at: float) -> RawReview:
    stars, star_remarks = read_stars(value.get("rating"), usual_scale=5)
    published, date_remarks = read_when(value.get("created_time"))
    edited = read_when(int(at))[0] if value.get("verb") in EDITS and at else UNKNOWN_TIME
    return RawReview(
        source="facebook",
        external_id=story,
        author=person_name(value.get("reviewer_name")),
        stars=stars,
        verdict=read_verdict(plain_text(value.get("recommendation_type"))),
        text=plain_text(value.get("review_text")),
        published=published,
        edited=edited,
        warnings=star_remarks + date_remarks,
    )
