"""Building a ``When``: a calendar stretch as exact as was said, and its two ends in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.errors import ReadError
from monitor.types import Precision, When

A_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> tzinfo:
    """The time zone; raises ReadError for a name nobody knows."""
    try:
        return UTC if name in ("UTC", "") else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ReadError(
            f"“{name[:40]}” is not a time zone; write one like Europe/Madrid or America/New_York."
        ) from None


def stretch(moment: datetime, precision: Precision, *, raw: str) -> When:
    """The stretch of that precision (second, minute, day, week, month, year) that holds the moment, in its own zone.

    Raises OverflowError at the ends of the calendar.
    """
    start, end = _ends(moment.replace(microsecond=0), precision)
    return When(raw=raw, value=cut(start, precision), precision=precision, earliest=in_utc(start), latest=in_utc(end))


def cut(moment: datetime, precision: Precision) -> str:
    """ISO 8601 cut to the precision; seconds and minutes keep the offset they were given with, UTC as Z."""
    if precision == "week":
        year, week, _ = moment.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if precision in ("year", "month", "day"):
        return moment.date().isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    written = moment.isoformat(timespec="minutes" if precision == "minute" else "seconds")
    return written.removesuffix("+00:00") + "Z" if written.endswith("+00:00") else written


def in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or that month's last day. Raises OverflowError before year 1."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("outside the calendar")
    first = moment.replace(year=year, month=month + 1, day=1)
    return first.replace(day=min(moment.day, days_in_month(first)))


def days_in_month(first: datetime) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day


def _ends(moment: datetime, precision: Precision) -> tuple[datetime, datetime]:
    if precision == "second":
        return moment, moment
    if precision == "minute":
        start = moment.replace(second=0)
        return start, start + timedelta(seconds=59)
    start = moment.replace(hour=0, minute=0, second=0)
    if precision == "day":
        return start, start + timedelta(days=1) - A_SECOND
    if precision == "week":
        start -= timedelta(days=start.weekday())
        return start, start + timedelta(days=7) - A_SECOND
    if precision == "month":
        start = start.replace(day=1)
        return start, start + timedelta(days=days_in_month(start)) - A_SECOND
    return start.replace(month=1, day=1), start.replace(month=12, day=31) + timedelta(days=1) - A_SECOND
