"""When two pieces are the same review: one key for the store, and no doubles inside one reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from monitor.types import RawReview, When

FAMILY = {"google_takeout": "google_business"}
"""Routes that hand out the same ids: an owner's export and the owner's API must land on one row."""


def review_key(review: RawReview, *, place: str = "") -> str:
    """The identity of a review in a store, the same on every refetch.

    With an id from the source it is "route family:id". Without one it is a hash of ``place`` (the caller's own name
    for the reviewed place, else the source's), author, date and words. Relative dates are left out: "2 weeks ago"
    becomes "3 weeks ago" without anybody writing anything. Stars are left out too, so that a corrected rating stays
    the same review, except where no words tell reviews apart.
    """
    family = FAMILY.get(review.source, review.source)
    if review.external_id:
        return f"{family}:{review.external_id}"
    date = "" if review.published.relative else review.published.value
    words = " ".join(review.text.split())
    told_apart_by = words or f"{review.stars.value} {review.verdict}"
    parts = (place or review.place, _folded(review.author), date, told_apart_by)
    return f"{family}:#{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"


def same_review_once(reviews: Iterable[RawReview]) -> tuple[RawReview, ...]:
    """Each review once, in the order of first sight; of two copies the later edited, then the fuller one stays.

    Two ids are two reviews, and so are two dates: what only looks alike is never merged.
    """
    kept: list[RawReview] = []
    by_id: dict[tuple[str, str], int] = {}
    alike: dict[tuple[str, ...], list[int]] = {}
    for review in reviews:
        group = alike.setdefault((review.place, _folded(review.author), _folded(review.text)), [])
        known = by_id.get((review.place, review.external_id)) if review.external_id else None
        if known is None:
            known = next((place for place in group if _could_be_one(kept[place], review)), None)
        if known is None:
            known = len(kept)
            kept.append(review)
            group.append(known)
        else:
            kept[known] = _better(kept[known], review)
        if kept[known].external_id:
            by_id[review.place, kept[known].external_id or ""] = known
    return tuple(kept)


def _could_be_one(one: RawReview, other: RawReview) -> bool:
    """Same place, author and words are given; nothing else may speak against it."""
    if one.external_id and other.external_id:
        return one.external_id == other.external_id
    stars = (one.stars.value, other.stars.value)
    if not one.text and (stars[0] != stars[1] or one.published != other.published):
        return False
    return (None in stars or stars[0] == stars[1]) and _could_be_when(one.published, other.published)


def _could_be_when(one: When, other: When) -> bool:
    if not one.earliest or not other.earliest:
        return one.raw == other.raw or not (one.raw and other.raw)
    return one.earliest <= other.latest and other.earliest <= one.latest


def _better(one: RawReview, other: RawReview) -> RawReview:
    if one.edited.latest != other.edited.latest:
        return max(one, other, key=lambda review: review.edited.latest)
    return max(one, other, key=_fullness)


def _fullness(review: RawReview) -> tuple[int, int]:
    facts = (
        review.external_id,
        review.stars.value,
        review.published.value,
        review.owner_reply,
        review.url,
        review.title,
    )
    return sum(fact is not None and fact != "" for fact in facts), len(review.text)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
