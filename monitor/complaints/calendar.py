"""When a location works: its weekdays, its holidays as rules, its closing hour and its own time zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A holiday by rule: the ``day`` of a ``month``, or its ``nth`` weekday (0 Monday; -1 for the last)."""

    name: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0

    def falls_on(self, year: int) -> date | None:
        """Its day in a year; None for 29 February in most."""
        first, length = monthrange(year, self.month)
        if self.day:
            return date(year, self.month, self.day) if self.day <= length else None
        earliest = 1 + (self.weekday - first) % 7
        latest = earliest + (length - earliest) // 7 * 7
        return date(year, self.month, latest if self.nth < 0 else earliest + (self.nth - 1) * 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The working days of one location. Days are its own days; moments go in aware and come out in UTC."""

    zone: ZoneInfo
    weekdays: frozenset[int]
    closes: time
    observed: bool = False
    closed_on: frozenset[date] = frozenset()
    holidays: tuple[Holiday, ...] = ()

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.closes, tzinfo=self.zone).astimezone(UTC)

    def midnight_after(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed_on and day not in _holidays_of(self, day.year)

    def working_day_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself for 0, be it one or not."""
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days(self, *, after: date, until: date) -> int:
        """How many working days lie after one day, until another, that one included."""
        return sum(self.is_working_day(after + timedelta(days=number)) for number in range(1, (until - after).days + 1))


@lru_cache(maxsize=256)
def _holidays_of(calendar: Calendar, year: int) -> frozenset[date]:
    """The days kept in a year; New Year's Day of the next may be kept on its last day."""
    found = (holiday.falls_on(of) for holiday in calendar.holidays for of in (year - 1, year, year + 1))
    return frozenset(kept for day in found if day and (kept := _kept_on(calendar, day)).year == year)


def _kept_on(calendar: Calendar, day: date) -> date:
    if not calendar.observed or day.weekday() in calendar.weekdays:
        return day
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))
