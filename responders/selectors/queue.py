"""Where a review stands among those that need a reply, so that one answer leads to the next."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from monitor.models import Review, User
from responders.selectors.inbox import TABS, inbox

NOT_URGENT = 99
"""After every urgency level, as in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``number`` counts from 1; it is 0 when the review does not need a reply, or no longer. The others are ids."""

    number: int
    total: int
    previous: int | None
    following: int | None


def place_in_queue(review: Review, person: User) -> Place:
    """The place in the order of the inbox. A review that has just left the queue leads to the one that came after it,
    and from the end back to the first that was passed over."""
    rows = inbox(person, TABS[0]).values_list("assessment__urgent_level", "sort_at", "pk")
    keys = [_key(level, moment, pk) for level, moment, pk in rows]
    ids = [-key[2] for key in keys]
    own = _key(review.assessment.urgent_level if review.assessment else None, review.sort_at, review.pk)
    at = bisect_left(keys, own)
    waits = at < len(keys) and keys[at] == own
    later, first = ids[at + waits :], ids[:1]
    return Place(
        number=at + 1 if waits else 0,
        total=len(ids),
        previous=ids[at - 1] if at else None,
        following=next(iter(later or (() if waits else first)), None),
    )


def _key(level: int | None, moment: datetime, pk: int) -> tuple[int, float, int]:
    """Gravest first, then newest, then the one read last: what sorts the inbox, for looking a place up."""
    return (NOT_URGENT if level is None else level, -moment.timestamp(), -pk)
