"""How a level moves from day to day: it rises at once, and falls slowly, one level at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.complaints.errors import UnfitRecord
from monitor.complaints.levels import Reading, Snapshot, level_of, read_concern, read_level
from monitor.complaints.lines import Line, day_in_words, days_in_words
from monitor.complaints.rules import ConductPolicy, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsDone:
    """Somebody with a name records that what ``level`` asks of the practice is done."""

    level: Level
    on: date
    by: str

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise UnfitRecord(f"Nobody stands behind the actions of {self.level.name}; say who did them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A level as it stands after a day. ``reached[n]`` is the day it last rose to Ln or above; ``peak`` is the highest
    since it was last below L3."""

    level: Level
    peak: Level
    reached: tuple[date, ...]
    why: tuple[Line, ...]

    def rise(self, reading: Reading, day: date) -> Held:
        level = reading.level
        reached = self.reached[: self.level + 1] + (day,) * (level - self.level)
        since = Line(text=f"{level.name} since {day_in_words(day)}:")
        return Held(level=level, peak=max(self.peak, level), reached=reached, why=(since, *reading.why))

    def fall(self, day: date) -> Held:
        level = Level(self.level - 1)
        why = (Line(text=f"Came down from {self.level.name} on {day_in_words(day)}, one level at a time."),)
        return Held(
            level=level, peak=self.peak if level >= Level.L3 else level, reached=self.reached[: level + 1], why=why
        )


def held_from(reading: Reading, day: date) -> Held:
    """The state before any behaviour scored: the level follows the facts."""
    return Held(level=reading.level, peak=reading.level, reached=(day,) * (reading.level + 1), why=reading.why)


def follow(held: Held, snapshot: Snapshot, *, actions: Sequence[ActionsDone], policy: ConductPolicy) -> Held:
    """The state after one more day. Above L2 nothing rises but by an event of that day."""
    level, day = level_of(snapshot, policy), snapshot.day
    if level > held.level:
        has_event = any(one.day == day for one in snapshot.live)
        rising = read_level(snapshot, policy) if has_event else read_concern(snapshot, policy)
        return held.rise(rising, day) if rising.level > held.level else held
    if level < held.level and not still_holds(held, snapshot, actions=actions, policy=policy):
        return held.fall(day)
    return held


def still_holds(
    held: Held, snapshot: Snapshot, *, actions: Sequence[ActionsDone], policy: ConductPolicy
) -> tuple[Line, ...]:
    """What keeps a level from falling although the facts would allow a lower one; empty when it may fall one step."""
    return () if held.level == Level.L5 else tuple(_holds(held, snapshot, actions, policy))


def _holds(held: Held, snapshot: Snapshot, actions: Sequence[ActionsDone], policy: ConductPolicy) -> Iterator[Line]:
    rules, level = policy.levels[held.level], held.level
    eased = level == Level.L3 and snapshot.escalations
    enough = (rules.points_when_escalating if eased else rules.points) - rules.fall_margin
    if rules.fall_margin and snapshot.score > enough:
        yield Line(text=f"The sum of {snapshot.score:.2f} has to come down to {enough:g}.")
    days = policy.hold_days if level == Level.L3 and held.peak >= Level.L4 else policy.quiet_days
    if snapshot.last_scored and not snapshot.quiet_for(days):
        falls = snapshot.last_scored + timedelta(days=days + 1)
        yield Line(text=f"It takes {days_in_words(days)} without a scored event: until {day_in_words(falls)}.")
    if not _actions_are_done(held, snapshot, actions, closing_is_enough=rules.closing_is_enough):
        yield Line(text=f"What {level.name} asks of us is not recorded as done.")


def _actions_are_done(
    held: Held, snapshot: Snapshot, actions: Sequence[ActionsDone], *, closing_is_enough: bool
) -> bool:
    if closing_is_enough and snapshot.open_since is None:
        return True
    reached = held.reached[held.level]
    return any(done.level >= held.level and reached <= done.on <= snapshot.day for done in actions)
