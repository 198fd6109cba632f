"""The clocks of a concern: what we owe and by when, what stands still and why, and who hears of what is overdue.

Pure: a concern that is opened again gets clocks of its own, from the moment it was reopened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from monitor.complaints.calendar import Calendar
from monitor.complaints.clock_rules import ClockPolicy, ClockRules, Owed, Term, clock_policy
from monitor.complaints.concern import LateDays, Priority
from monitor.complaints.errors import UnfitRecord
from monitor.complaints.lines import day_in_words
from monitor.complaints.progress import Extension, Pause, Progress, Stretch

__all__ = [
    "Calendar", "Clock", "ClockPolicy", "Extension", "LateDays", "Owed", "Pause", "Priority", "Progress", "UnfitRecord",
    "acknowledged_late", "clock_policy", "late_days", "read_clocks",
]  # fmt: skip

State = Literal["running", "paused", "kept", "late", "overdue"]
"""kept and late are done, in time or not; overdue is not done although its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One thing owed. ``due_at`` is in UTC, None while the clock stands still; ``climbs_to`` is who has to hear of it
    ("" for nobody, "manager", "owner"); ``why`` is shown word for word."""

    owed: Owed
    state: State
    due_at: datetime | None
    done_at: datetime | None
    climbs_to: str
    why: str


def read_clocks(
    *, progress: Progress, priority: Priority, calendar: Calendar, policy: ClockPolicy, now: datetime
) -> tuple[Clock, ...]:
    """All that was and is owed at ``now``; what happened later is not looked at. Raises UnfitRecord.

    Updates are owed one after another, from our first word until the full answer; past ones are judged by the present
    priority: in doubt, for the patient.
    """
    if now.utcoffset() is None or progress.received_at > now.astimezone(UTC):
        raise UnfitRecord("The clocks of a concern are read before it was received, or at a time without a zone.")
    longest = policy.clocks[Owed.ANSWER].longest_extension
    if any(letter.working_days > longest for letter in progress.extensions):
        raise UnfitRecord(f"One letter may extend an answer by {longest} working days at most; send another when due.")
    now = now.astimezone(UTC)
    stretches = progress.stretches(by=now, clinician_must_call=priority in policy.clinician_must_call)
    return tuple(_read(stretch, progress, priority, calendar, policy, now) for stretch in stretches)


def acknowledged_late(clocks: Sequence[Clock]) -> bool:
    """True when the acknowledgement came late, or is overdue."""
    return any(clock.owed == Owed.ACKNOWLEDGE and clock.state in ("late", "overdue") for clock in clocks)


def late_days(clocks: Sequence[Clock], *, calendar: Calendar) -> tuple[LateDays, ...]:
    """The location's days on which anything we owed was overdue: the fair measure asks before it counts a B1 code."""
    return tuple(
        LateDays(first=calendar.day_of(clock.due_at), last=calendar.day_of(clock.done_at) if clock.done_at else None)
        for clock in clocks
        if clock.due_at and clock.state in ("late", "overdue")
    )


def _read(
    stretch: Stretch, progress: Progress, priority: Priority, calendar: Calendar, policy: ClockPolicy, now: datetime
) -> Clock:
    rules = policy.clocks[stretch.owed]
    due, pause = _due(stretch, rules, rules.terms[priority], progress, calendar, now)
    state, climbs_to = _state(stretch, due, now), ""
    if state == "overdue" and due:
        heard = [who for who, term in policy.climb[priority] if term.ends(due, calendar) <= now]
        climbs_to = heard[-1] if heard else ""
    return Clock(
        owed=stretch.owed,
        state=state,
        due_at=due,
        done_at=stretch.done_at,
        climbs_to=climbs_to,
        why=_why(rules.waits_for, state, due, pause, climbs_to, calendar),
    )


def _state(stretch: Stretch, due: datetime | None, now: datetime) -> State:
    if due is None:
        return "paused"
    if stretch.done_at:
        return "kept" if stretch.done_at <= due else "late"
    return "running" if now <= due else "overdue"


def _due(
    stretch: Stretch, rules: ClockRules, term: Term, progress: Progress, calendar: Calendar, now: datetime
) -> tuple[datetime | None, Pause | None]:
    """When it is due, or None and the pause in which it stands. What comes after it was due moves nothing."""
    end, due = stretch.done_at or now, term.ends(stretch.since, calendar)
    for begins, change in _changes(stretch, rules, progress):
        if begins > min(due, end):
            break
        if isinstance(change, Extension):
            due = _working_days_later(due, change.working_days, calendar)
            continue
        if not stretch.done_at and (change.until is None or change.until > now):
            return None, change
        due = _moved(due, term, begins, min(change.until or end, end), calendar)
    return due, None


def _changes(stretch: Stretch, rules: ClockRules, progress: Progress) -> list[tuple[datetime, Pause | Extension]]:
    """What may move a clock, in order of time."""
    changes: list[tuple[datetime, Pause | Extension]] = []
    if rules.may_pause:
        ends_later = (pause for pause in progress.pauses if pause.until is None or pause.until > stretch.since)
        changes += [(max(pause.since, stretch.since), pause) for pause in ends_later]
    if rules.longest_extension:
        changes += [
            (letter.letter_sent_at, letter) for letter in progress.extensions if letter.letter_sent_at >= stretch.since
        ]
    return sorted(changes, key=lambda change: change[0])


def _moved(due: datetime, term: Term, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """Later by what stood still: to the minute for hours, else by each working day the wait reached into."""
    if term.hours is not None:
        return due + (until - since)
    days = calendar.working_days(after=calendar.day_of(since), until=calendar.day_of(until))
    return _working_days_later(due, days, calendar)


def _working_days_later(due: datetime, days: int, calendar: Calendar) -> datetime:
    return calendar.closing(calendar.working_day_after(calendar.day_of(due), days))


def _why(
    waits_for: str, state: State, due: datetime | None, pause: Pause | None, climbs_to: str, calendar: Calendar
) -> str:
    if due is None:
        since = f" since {_in_words(pause.since, calendar)}: {pause.reason}" if pause else ""
        return f"The clock for {waits_for} stands still{since}"
    by = _in_words(due, calendar)
    heard = f", and the {climbs_to} has to hear of it" if climbs_to else ""
    return {
        "running": f"We owe {waits_for} by {by}.",
        "overdue": f"We owe {waits_for} since {by}{heard}.",
        "kept": f"We gave {waits_for} before {by}, in time.",
        "late": f"We gave {waits_for} later than {by}.",
    }[state]


def _in_words(moment: datetime, calendar: Calendar) -> str:
    local = moment.astimezone(calendar.zone)
    return f"{local:%H:%M} on {local:%A} {day_in_words(local.date())}"
