"""One review that a page marks up in several syntaxes: seen once, its facts put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.types import RawReview, When

SLACK = timedelta(days=1)
"""One syntax says 23:30 with a zone, another only the day: the same moment may fall on two dates."""
SHORTEST_CUT = 20
"""Characters a cut text must share with the whole one to be taken for it."""


def join_syntaxes(groups: Iterable[list[RawReview]]) -> list[RawReview]:
    """Each group holds the reviews of one syntax. Within a group nothing is joined: alike is not the same."""
    kept: list[RawReview] = []
    for group in groups:
        unmatched: dict[str, list[int]] = {}
        for place, review in enumerate(kept):
            unmatched.setdefault(_folded(review.author), []).append(place)
        for review in group:
            candidates = _candidates(unmatched, _folded(review.author))
            known = next((place for place in candidates if is_same(kept[place], review)), None)
            if known is None:
                kept.append(review)
            else:
                unmatched[_folded(kept[known].author)].remove(known)
                kept[known] = filled(kept[known], review)
    return kept


def _candidates(unmatched: dict[str, list[int]], author: str) -> list[int]:
    """Places of reviews by the same author or by nobody named; all of them for a review by nobody named."""
    if not author:
        return [place for places in unmatched.values() for place in places]
    return [*unmatched.get(author, ()), *unmatched.get("", ())]


def is_same(one: RawReview, other: RawReview) -> bool:
    """Nothing known of both differs, and enough is known: the id, or the author with the words or the day."""
    if one.external_id and other.external_id:
        return one.external_id == other.external_id
    stars = (one.stars.of_five, other.stars.of_five)
    if None not in stars and stars[0] != stars[1]:
        return False
    if not _agree(one.author, other.author) or not _near(one.published, other.published):
        return False
    if one.text and other.text:
        return _same_words(one.text, other.text)
    day_known = bool(one.published.earliest and other.published.earliest)
    return bool(one.author and other.author) and (day_known or one.text == other.text)


def _agree(one: str, other: str) -> bool:
    return not one or not other or _folded(one) == _folded(other)


def _same_words(one: str, other: str) -> bool:
    short, long = sorted((_folded(one).rstrip(".… "), _folded(other).rstrip(".… ")), key=len)
    return short == long or (len(short) >= SHORTEST_CUT and long.startswith(short))


def _near(one: When, other: When) -> bool:
    if not one.earliest or not other.earliest:
        return True
    return _moment(one.earliest) - SLACK <= _moment(other.latest) and _moment(other.earliest) - SLACK <= _moment(
        one.latest
    )


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def filled(one: RawReview, other: RawReview) -> RawReview:
    """The first with what only the second knows; of a cut and a whole text the whole one."""
    missing: dict[str, Any] = {
        name: getattr(other, name)
        for name in ("external_id", "author", "title", "translation", "language", "owner_reply", "url", "place")
        if not getattr(one, name)
    }
    if one.stars.value is None:
        missing["stars"] = other.stars
    if len(other.text) > len(one.text):
        missing |= {"text": other.text, "is_excerpt": other.is_excerpt}
    if not one.published.value:
        missing["published"] = other.published
    if not one.edited.value:
        missing["edited"] = other.edited
    return replace(one, **missing)
