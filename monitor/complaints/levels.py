"""Levels L0 to L5: what the facts of a day say, and how a level rises at once but falls step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.complaints.concern import Concern, opened_lately
from monitor.complaints.conduct import WeighedEvent
from monitor.complaints.lines import Line, day_in_words
from monitor.complaints.rules import ConductPolicy, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The facts of one day, that a level is read from."""

    day: date
    score: float
    weighed: tuple[WeighedEvent, ...]
    live: tuple[WeighedEvent, ...]
    """What scores and has not been cleared."""
    escalations: tuple[str, ...]
    concerns: tuple[Concern, ...]

    @property
    def last_scored(self) -> date | None:
        return max((one.day for one in self.weighed if one.scores), default=None)

    @property
    def open_since(self) -> date | None:
        """The day since which the longest open concern is open."""
        return min((since for one in self.concerns if (since := one.open_since(self.day))), default=None)

    def quiet_for(self, days: int) -> bool:
        """True without a scored event in the last ``days`` days."""
        return self.last_scored is None or (self.day - self.last_scored).days > days


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A level, and the lines it comes from."""

    level: Level
    why: tuple[Line, ...]


def level_of(snapshot: Snapshot, policy: ConductPolicy) -> Level:
    """The level that the facts of a day alone give: the first that matches, from the top."""
    return next(level for level, rule in _RULES if next(rule(snapshot, policy), None))


def read_level(snapshot: Snapshot, policy: ConductPolicy) -> Reading:
    """The same, with its lines."""
    level = level_of(snapshot, policy)
    return Reading(level=level, why=tuple(dict(_RULES)[level](snapshot, policy)))


def _dangerous(snapshot: Snapshot, _: ConductPolicy) -> Iterator[Line]:
    for one in snapshot.live:
        if one.event.band == 4 and one.event.is_confirmed:
            yield _line(one, snapshot, "A danger that a person has confirmed stands until it is cleared")


def _aggressive(snapshot: Snapshot, policy: ConductPolicy) -> Iterator[Line]:
    rules = policy.levels[Level.L4]
    for one in _band_three_lately(snapshot, rules.recent_days):
        if one.weight == 1:
            yield _line(one, snapshot, f"A band 3 event in the last {rules.recent_days} days, with full evidence")
    if snapshot.score >= rules.points and any(one.event.band >= 3 for one in snapshot.live):
        yield from _sum_reaches(snapshot, rules.points, "with a band 3 or 4 event among its lines")


def _escalating(snapshot: Snapshot, policy: ConductPolicy) -> Iterator[Line]:
    rules = policy.levels[Level.L3]
    for one in _band_three_lately(snapshot, rules.recent_days):
        if one.weight < 1:
            yield _line(one, snapshot, "A band 3 event that still has to be verified, within one working day")
    if not any(one.event.band >= 2 for one in snapshot.live):
        return
    if snapshot.score >= rules.points:
        yield from _sum_reaches(snapshot, rules.points, "with a band 2 event or graver among its lines")
    elif snapshot.score >= rules.points_when_escalating and snapshot.escalations:
        yield from _sum_reaches(snapshot, rules.points_when_escalating, "and it is escalating")
        yield from (Line(text=why) for why in snapshot.escalations)


def _persistent(snapshot: Snapshot, policy: ConductPolicy) -> Iterator[Line]:
    rules = policy.levels[Level.L2]
    if snapshot.score >= rules.points:
        yield from _sum_reaches(snapshot, rules.points)
    yield from _needs_closure(snapshot, policy)


def read_concern(snapshot: Snapshot, policy: ConductPolicy) -> Reading:
    """The level that openness alone gives, whatever anybody did: L2 at most."""
    if why := tuple(_needs_closure(snapshot, policy)):
        return Reading(level=Level.L2, why=why)
    level = Level.L1 if snapshot.open_since else Level.L0
    return Reading(level=level, why=tuple(_occasional(snapshot, policy)))


def _needs_closure(snapshot: Snapshot, policy: ConductPolicy) -> Iterator[Line]:
    """What no behaviour has to do with: the practice has not brought the matter to an end."""
    rules, since = policy.levels[Level.L2], snapshot.open_since
    if since and (snapshot.day - since).days > rules.open_days:
        yield Line(
            text=f"A concern is open since {day_in_words(since)}: more than {rules.open_days} days, ours to close."
        )
    if (
        concerns := opened_lately(snapshot.concerns, day=snapshot.day, within_days=rules.within_days)
    ) >= rules.concerns:
        yield Line(text=f"{concerns} concerns in {rules.within_days} days: something on our side may repeat itself.")
    reopened = sum(one.reopenings(day=snapshot.day, within_days=rules.within_days) for one in snapshot.concerns)
    if reopened >= rules.reopenings:
        yield Line(text=f"Reopened {reopened} times in {rules.within_days} days: it was not settled yet.")


def _occasional(snapshot: Snapshot, policy: ConductPolicy) -> Iterator[Line]:
    if since := snapshot.open_since:
        yield Line(text=f"A concern is open since {day_in_words(since)}.")
    elif snapshot.score >= policy.levels[Level.L1].points:
        yield from _sum_reaches(snapshot, policy.levels[Level.L1].points)


def _calm(snapshot: Snapshot, _: ConductPolicy) -> Iterator[Line]:
    yield Line(text=f"Nothing is open, and the sum is {snapshot.score:.2f}.")


_RULES: tuple[tuple[Level, Callable[[Snapshot, ConductPolicy], Iterator[Line]]], ...] = (
    (Level.L5, _dangerous),
    (Level.L4, _aggressive),
    (Level.L3, _escalating),
    (Level.L2, _persistent),
    (Level.L1, _occasional),
    (Level.L0, _calm),
)


def _band_three_lately(snapshot: Snapshot, days: int) -> Iterator[WeighedEvent]:
    return (one for one in snapshot.live if one.event.band == 3 and (snapshot.day - one.day).days <= days)


def _line(one: WeighedEvent, snapshot: Snapshot, text: str) -> Line:
    return Line(text=f"{text}: {one.code.what}.", event=one.event.id, points=one.points_on(snapshot.day))


def _sum_reaches(snapshot: Snapshot, points: float, so: str = "") -> Iterator[Line]:
    yield Line(text=f"The sum of {snapshot.score:.2f} reaches {points:g}{', ' + so if so else ''}.")
    yield from (one.line(snapshot.day) for one in snapshot.live)
