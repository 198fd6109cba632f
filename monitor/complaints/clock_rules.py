"""Reads ``config/policy/clocks.toml``: the terms, who hears of a late clock, and the calendar of each location."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.complaints.calendar import Calendar, Holiday
from monitor.complaints.concern import Priority
from monitor.complaints.errors import UnfitRecord
from monitor.complaints.fields import Fields
from monitor.policy import load_policy, policy_folder

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CALENDAR = ("weekdays", "closes", "observed", "closed_on", "holidays")
_LEAP_YEAR = 2024


class Owed(StrEnum):
    """What a practice owes to whoever raises a concern."""

    ACKNOWLEDGE = "acknowledge"
    CONTACT = "contact"
    UPDATE = "update"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """``hours`` of any day, ended by midnight when ``same_day``, or else ``working_days``."""

    hours: float | None = None
    working_days: int = 0
    same_day: bool = False

    def ends(self, since: datetime, calendar: Calendar) -> datetime:
        """When it is over; ``since`` is in UTC. Working days end at closing time, and its own day does not count."""
        day = calendar.day_of(since)
        if self.hours is None:
            return calendar.closing(calendar.working_day_after(day, self.working_days))
        end = since + timedelta(hours=self.hours)
        return min(end, calendar.midnight_after(day)) if self.same_day else end


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRules:
    """One clock: its term for each priority, and whether waiting for the patient stops it."""

    terms: Mapping[Priority, Term]
    may_pause: bool
    waits_for: str
    longest_extension: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPolicy:
    """``climb``: for each priority, who hears of an overdue clock, and after how long; the highest last."""

    version: str
    is_verified: bool
    clocks: Mapping[Owed, ClockRules]
    clinician_must_call: frozenset[Priority]
    climb: Mapping[Priority, tuple[tuple[str, Term], ...]]
    calendars: Mapping[str, Fields]

    def calendar(self, *, location: str, time_zone: str) -> Calendar:
        """The calendar of a location by its name, or else the default one. Raises UnfitRecord for a strange zone."""
        try:
            zone = ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise UnfitRecord(
                "The time zone of a location is not known; choose one such as America/Chicago in its settings."
            ) from None
        return _calendar(self.calendars.get(location, self.calendars["default"]), zone)


def clock_policy() -> ClockPolicy:
    """The clocks in force. Raises PolicyError naming the entry that cannot be used, and why."""
    return _built(policy_folder())


@lru_cache(maxsize=4)
def _built(_folder: Path) -> ClockPolicy:
    policy = load_policy("clocks")
    top = Fields(policy.data, policy.name).only(*Owed, "climb", "calendar")
    climb = top.inner("climb").only(*Priority)
    return ClockPolicy(
        version=policy.version,
        is_verified=policy.is_verified,
        clocks={owed: _clock(top.inner(owed), owed) for owed in Owed},
        clinician_must_call=_clinician_must_call(top.inner(Owed.CONTACT)),
        climb={priority: _climb(climb.inner(priority)) for priority in Priority},
        calendars=_calendars(top.inner("calendar")),
    )


def _clock(fields: Fields, owed: Owed) -> ClockRules:
    same = owed in (Owed.ACKNOWLEDGE, Owed.ANSWER)
    extends = ("longest_extension",) if owed == Owed.ANSWER else ()
    calls = ("clinician_must_call",) if owed == Owed.CONTACT else ()
    fields.only(*(("term",) if same else Priority), "may_pause", "waits_for", *extends, *calls)
    terms = {priority: _term(fields.inner("term" if same else priority)) for priority in Priority}
    return ClockRules(
        terms=terms,
        may_pause=fields.flag("may_pause"),
        waits_for=fields.words("waits_for"),
        longest_extension=fields.whole("longest_extension", least=1) if extends else 0,
    )


def _clinician_must_call(fields: Fields) -> frozenset[Priority]:
    names = fields.list_of_words("clinician_must_call")
    if not set(names) <= set(Priority):
        fields.refuse("clinician_must_call may name P1, P2 and P3 only")
    return frozenset(Priority(name) for name in names)


def _term(fields: Fields, *, least: int = 1) -> Term:
    fields.only("hours", "working_days", "same_day")
    if ("hours" in fields.table) == ("working_days" in fields.table):
        fields.refuse("say either hours or working_days")
    if "hours" not in fields.table:
        fields.only("working_days")
        return Term(working_days=fields.whole("working_days", least=1))
    same_day = fields.flag("same_day") if "same_day" in fields.table else False
    return Term(hours=fields.number("hours", least=0 if least == 0 else 0.01), same_day=same_day)


def _climb(fields: Fields) -> tuple[tuple[str, Term], ...]:
    people = ("manager", "owner")
    manager, owner = (_term(fields.only(*people).inner(who), least=0) for who in people)
    if _rough_hours(owner) < _rough_hours(manager):
        fields.refuse("the owner may not hear of it before the manager")
    return (("manager", manager), ("owner", owner))


def _rough_hours(term: Term) -> float:
    return term.hours if term.hours is not None else term.working_days * 24


def _calendars(fields: Fields) -> dict[str, Fields]:
    default = fields.inner("default").only(*_CALENDAR)
    calendars = {
        name: Fields({**default.table, **own.only(*_CALENDAR).table}, own.file, own.where)
        for name, own in fields.inners().items()
    }
    for calendar in calendars.values():
        _calendar(calendar, ZoneInfo("UTC"))
    return calendars


def _calendar(fields: Fields, zone: ZoneInfo) -> Calendar:
    weekdays = frozenset(_weekday(fields, name) for name in fields.list_of_words("weekdays"))
    if not weekdays:
        fields.refuse("weekdays must name one working day at least")
    return Calendar(
        zone=zone,
        weekdays=weekdays,
        closes=_time(fields, "closes"),
        observed=fields.flag("observed"),
        closed_on=frozenset(_date(fields, day) for day in fields.list_of_words("closed_on")),
        holidays=tuple(_holiday(row) for row in fields.rows("holidays")),
    )


def _holiday(fields: Fields) -> Holiday:
    name, month = fields.words("name"), fields.whole("month", least=1, most=12)
    if "day" in fields.table:
        day = fields.only("name", "month", "day").whole("day", least=1)
        if day > monthrange(_LEAP_YEAR, month)[1]:
            fields.refuse("there is no such day in that month")
        return Holiday(name=name, month=month, day=day)
    nth = fields.only("name", "month", "weekday", "nth").number("nth", least=-1, most=4)
    if nth not in (-1, 1, 2, 3, 4):
        fields.refuse("nth must be 1, 2, 3, 4, or -1 for the last")
    return Holiday(name=name, month=month, weekday=_weekday(fields, fields.words("weekday")), nth=int(nth))


def _weekday(fields: Fields, name: str) -> int:
    if name not in WEEKDAYS:
        fields.refuse(f"a weekday is one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(name)


def _time(fields: Fields, key: str) -> time:
    try:
        found = time.fromisoformat(fields.words(key))
    except ValueError:
        fields.refuse(f"{key} must be a time such as 17:00")
    if found.tzinfo:
        fields.refuse(f"{key} must be a time without a zone; the location has its own")
    return found


def _date(fields: Fields, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fields.refuse("closed_on must hold days such as 2026-12-24")
