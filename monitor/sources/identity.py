"""When two pieces are the same review: one key for the store, and no doubles inside one reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from monitor.types import Precision, RawReview, When

Key = tuple[object, ...]
Shelves = dict[Key, list[RawReview]]
PRECISIONS: tuple[Precision, ...] = ("unknown", "year", "month", "week", "day", "minute", "second")
ANY_DAY, NO_DAY = "any", "none"
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
    """Each review once, in the order of the kept copies: of two the later edited, then the fuller one stays.

    Two ids are two reviews, and so are two dates: what only looks alike is never merged. A copy without an id gives
    way to one with an id, and a vaguer copy to a more exact one.
    """
    kept: list[tuple[int, RawReview]] = []
    shelves: Shelves = {}
    exact_first = sorted(_one_for_each_id(enumerate(reviews)), key=lambda pair: _exactness(pair[1]), reverse=True)
    for number, review in exact_first:
        if review.external_id or not any(_could_be_one(other, review) for other in _rivals(review, shelves)):
            kept.append((number, review))
            for day in (*(_days(review.published) or (NO_DAY,)), ANY_DAY):
                shelves.setdefault((day, *_alike_key(review)), []).append(review)
    return tuple(review for _, review in sorted(kept, key=lambda pair: pair[0]))


def _rivals(review: RawReview, shelves: Shelves) -> Iterator[RawReview]:
    """The kept reviews that could be the same: shelves by day spare comparing each with each."""
    days = _days(review.published)
    for day in (*days, NO_DAY) if days else (ANY_DAY,):
        yield from shelves.get((day, *_alike_key(review)), ())


def _one_for_each_id(numbered: Iterable[tuple[int, RawReview]]) -> list[tuple[int, RawReview]]:
    best: dict[tuple[str, str | int], tuple[int, RawReview]] = {}
    for number, review in numbered:
        key = (review.place, review.external_id or number)
        first, known = best.get(key, (number, review))
        best[key] = first, max(known, review, key=lambda one: (one.edited.latest, *_exactness(one)))
    return list(best.values())


def _days(when: When) -> set[str]:
    """The one or two days in UTC that hold a date; none for a vaguer one."""
    is_exact = when.precision in ("second", "minute", "day") and not when.relative
    return {when.earliest[:10], when.latest[:10]} if is_exact else set()


def _alike_key(review: RawReview) -> Key:
    """Place, author and words; where there are no words, stars and date must agree as well."""
    who = (review.place, _folded(review.author), _folded(review.text))
    return (
        who if review.text else (*who, review.stars.value, review.verdict, review.published.value, review.published.raw)
    )


def _could_be_one(one: RawReview, other: RawReview) -> bool:
    """Same place, author and words are given; nothing else may speak against it."""
    if one.external_id and other.external_id:
        return False
    stars = (one.stars.value, other.stars.value)
    return (None in stars or stars[0] == stars[1]) and _could_be_when(one.published, other.published)


def _could_be_when(one: When, other: When) -> bool:
    if not one.earliest or not other.earliest:
        return one.raw == other.raw or not (one.raw and other.raw)
    return one.earliest <= other.latest and other.earliest <= one.latest


def _exactness(review: RawReview) -> tuple[int, int, int, int]:
    facts = (review.stars.value, review.owner_reply, review.url, review.title, review.language)
    said = sum(fact is not None and fact != "" for fact in facts)
    return bool(review.external_id), PRECISIONS.index(review.published.precision), said, len(review.text)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
