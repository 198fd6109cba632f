"""The values of a chart: the sum B(t) day by day, the events that moved it, and the concern on a strip of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from monitor.complaints.concern import Priority
from monitor.complaints.errors import UnfitRecord
from monitor.complaints.rules import ConductPolicy, Level
from monitor.complaints.scale import Matter, priority_on, snapshots


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The sum at the end of a day."""

    day: date
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event that scored: where the line steps up."""

    day: date
    event: str
    code: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days, first and last included, on which the concern had one priority; None: nothing was open."""

    first: date
    last: date
    priority: Priority | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """``thresholds``: the points of L1 to L4, for lines across the chart. Line and strip share only their days."""

    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    strip: tuple[Span, ...]
    thresholds: tuple[tuple[Level, float], ...]


def trace(*, matter: Matter, first: date, last: date, policy: ConductPolicy) -> Trajectory:
    """The chart's values from ``first`` to ``last``. Raises UnfitRecord when they are the wrong way round."""
    if last < first:
        raise UnfitRecord("A chart ends before it begins; give its first day first.")
    days = tuple(snapshots(matter=matter, first=first, last=last, policy=policy))
    lately = (one for one in days[-1].weighed if one.scores and one.day >= first)
    return Trajectory(
        points=tuple(Point(day=one.day, score=one.score) for one in days),
        marks=tuple(Mark(day=one.day, event=one.event.id, code=one.code.code, points=one.points) for one in lately),
        strip=tuple(_strip(matter, first, last, policy)),
        thresholds=tuple((level, rules.points) for level, rules in policy.levels.items() if rules.points),
    )


def _strip(matter: Matter, first: date, last: date, policy: ConductPolicy) -> Iterator[Span]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for priority, same in groupby(days, key=lambda day: priority_on(matter=matter, day=day, policy=policy)):
        start, *rest = same
        yield Span(first=start, last=rest[-1] if rest else start, priority=priority)
