"""Dates that count back from the day they were read ("Hace un año"): an interval, and never a day nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from monitor.sources.date_words import ABOUT, AGO, PHRASES, Ago, Unit
from monitor.sources.spans import cut, in_utc, months_before
from monitor.types import Precision, When

SECONDS: dict[Unit, int] = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
MONTHS: dict[Unit, int] = {"month": 1, "year": 12}
PRECISION: dict[Unit, Precision] = {"second": "minute", "minute": "minute", "hour": "day", "day": "day"}
PRECISION |= {"week": "week", "month": "month", "year": "year"}
"""Hours give a day: a page that says "5 hours ago" has been rounded, and a reader cannot know the minute."""

Count = tuple[int, Unit]


def read_relative(words: str, *, raw: str, base: datetime | None) -> When | None:
    """The interval behind "2 weeks ago" counted from ``base``; without a base only that it is relative; else None.

    Sites round in both directions, so "2 weeks ago" reaches from three weeks to one and a half before the base.
    """
    counted = count_back(words)
    if counted is None:
        return None
    if base is None:
        return When(raw=raw, relative=True)
    count, unit = counted
    try:
        return _interval(count, unit, raw=raw, base=base)
    except (OverflowError, ValueError):
        return None


def count_back(words: str) -> Count | None:
    """How many units back a phrase counts: ``(2, "week")``; None when it is no such phrase."""
    if words[:4].isdigit():
        return None
    plain = " ".join(words.casefold().replace("\u00a0", " ").split()).rstrip(".")
    if plain in _phrases():
        return _phrases()[plain]
    for pattern, ones, units in _patterns():
        if match := pattern.fullmatch(plain):
            number, word = match["count"], match["unit"]
            count = 1 if not number or number in ones else int(number)
            return (count, units[word]) if word in units else None
    return None


def _interval(count: int, unit: Unit, *, raw: str, base: datetime) -> When:
    earliest = _back(base, count + 1, unit)
    latest = (
        base if count == 0 else _back(base, count, unit) + (_back(base, count - 1, unit) - _back(base, count, unit)) / 2
    )
    return When(
        raw=raw,
        value=cut(_back(base, count, unit), PRECISION[unit]),
        precision=PRECISION[unit],
        earliest=in_utc(earliest),
        latest=in_utc(latest),
        relative=True,
    )


def _back(base: datetime, count: int, unit: Unit) -> datetime:
    if unit in SECONDS:
        return base - timedelta(seconds=count * SECONDS[unit])
    return months_before(base, count * MONTHS[unit])


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Count]:
    return {phrase: (count, unit) for (unit, count), phrases in PHRASES.items() for phrase in phrases}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], frozenset[str], dict[str, Unit]], ...]:
    return tuple(pattern for ago in AGO.values() for pattern in _patterns_of(ago))


def _patterns_of(ago: Ago) -> Iterator[tuple[re.Pattern[str], frozenset[str], dict[str, Unit]]]:
    units: dict[str, Unit] = {word: unit for unit, words in ago.units.items() for word in words.split()}
    ones = frozenset(ago.ones.split())
    about = "|".join(map(re.escape, ABOUT))
    count = "|".join(map(re.escape, sorted(ones, key=len, reverse=True)))
    unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    for before in ago.before:
        for after in ago.after:
            if before or after:
                start, end = (before and re.escape(before) + r"\s+"), (after and r"\s+" + re.escape(after))
                body = rf"(?:(?:{about})\s+)?(?:(?P<count>\d{{1,4}}|{count})\s*)?(?P<unit>{unit})"
                yield re.compile(f"{start}{body}{end}"), ones, units
