"""The dates of the world's review sites, each read as exactly as it was written and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from monitor.sources.date_words import EDITED, LINKING, MONTHS, POSTED
from monitor.sources.relative_dates import read_relative
from monitor.sources.spans import in_utc, stretch, zone_named
from monitor.types import UNKNOWN_TIME, Precision, When

FIRST_YEAR = 1995
"""No review site is older: an earlier date is a default or a slip."""

OFFSET = r"(?P<offset>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/+-]*\])?"
CLOCK = (
    r"(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    rf"\s*(?P<half>[ap]\.?\s?m\.?)?\s*{OFFSET}"
)
YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.]?)(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}})(?:[Tt\s,]\s*{CLOCK})?)?",
    re.IGNORECASE,
)
YEAR_ONLY = re.compile(r"(?P<year>\d{4})")
YEAR_LAST = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<mark>[-/.])\s?(?P<two>\d{{1,2}})(?P=mark)\s?(?P<year>\d{{4}}|\d{{2}})(?:[T\s,]\s*(?:{CLOCK}))?",
    re.IGNORECASE,
)
DIGITS_ONLY = re.compile(r"-?\d{1,20}(?:\.\d+)?")
COMPACT_CLOCK = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
)
IN_WORDS = re.compile(
    rf"(?:[^\W\d_]+\.?,?\s+)?(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|\.)?\s*[-/]?\s*(?:de\s+|of\s+)?)?"
    rf"(?P<month>[^\W\d_]{{3,12}})\.?\s*[-/]?\s*(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th|\.)?,?\s+)?,?\s*(?:de\s+|del\s+|of\s+)?"
    rf"(?P<year>\d{{4}})(?:\s?(?:г\.?|года))?(?:,?\s+(?:at\s+|à\s+|um\s+|a\s+las\s+|kl\.?\s+|om\s+|alle\s+|в\s+)?(?:{CLOCK}))?",
    re.IGNORECASE,
)
PREFIX = re.compile(
    rf"^(?P<word>{'|'.join(re.escape(word) for word in sorted(EDITED + POSTED, key=len, reverse=True))})\b"
    rf"(?:\s*(?:{'|'.join(re.escape(word) for word in LINKING)})(?=[\s\d]))*\s*",
    re.IGNORECASE,
)
INNER_KEYS = ("$date", "_seconds", "seconds", "@value", "value", "iso", "date")
"""Where databases and mark-up wrap a date in an object."""

EPOCHS = ((10**8, 1), (10**11, 10**3), (10**14, 10**6), (10**17, 10**9))
"""From this size on a bare number counts seconds, milliseconds, microseconds, nanoseconds since 1970."""


def read_when(
    value: object,
    *,
    base: datetime | None = None,
    zone: str = "UTC",
    today: datetime | None = None,
    day_first: bool | None = None,
) -> tuple[When, tuple[str, ...]]:
    """The moment and plain remarks about it.

    ``base`` is when the source was read: relative dates count from it, and without it they stay unknown. ``zone`` is
    used where a time states none. ``day_first`` says how to read 04/03/2024; None keeps only its year. Dates before
    1995 or after ``today`` (now, unless given) are kept with a remark. Raises ReadError for an unknown zone.
    """
    if isinstance(value, Mapping):
        value = next((value[key] for key in INNER_KEYS if value.get(key)), None)
    if isinstance(value, datetime):
        value = value.isoformat()
    raw = "" if value is None or isinstance(value, bool) else " ".join(str(value).split())[:120]
    if not raw:
        return UNKNOWN_TIME, ()
    home = zone_named(zone)
    words = PREFIX.sub("", raw).strip(" ,·•|–-") if raw[0].isalpha() else raw
    relative = read_relative(words, raw=raw, base=base if base is None or base.tzinfo else base.replace(tzinfo=home))
    if relative is not None:
        return relative, () if relative.value else ("the date is relative, and nothing says when it was read",)
    try:
        when, remark = _absolute(value if isinstance(value, int | float) else words, raw, home, day_first)
    except (ValueError, OverflowError):
        when, remark = None, ""
    if when is None:
        return When(raw=raw), ("the date is written in a way we cannot read",)
    return when, tuple(filter(None, (remark, _absurd(when, today or datetime.now(UTC)))))


def says_edited(value: object) -> bool:
    """True for "Edited 3 months ago": the date is that of the last edit, not of the review."""
    match = PREFIX.match(value.strip()) if isinstance(value, str) else None
    return match is not None and match["word"].casefold() in EDITED


def puts_day_first(values: Iterable[object]) -> bool | None:
    """Whether dates like 25/04/2024 among these put the day first; None when none, or both orders, are seen."""
    seen = set()
    for value in values:
        match = YEAR_LAST.fullmatch(value.strip()) if isinstance(value, str) else None
        if match and max(int(match["one"]), int(match["two"])) > 12:
            seen.add(int(match["one"]) > 12)
    return seen.pop() if len(seen) == 1 else None


def _absolute(value: object, raw: str, home: tzinfo, day_first: bool | None) -> tuple[When | None, str]:
    text = str(value)
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if DIGITS_ONLY.fullmatch(text):
        return _from_number(text, raw, home), ""
    if match := YEAR_FIRST.fullmatch(text):
        return _when(match, int(match["month"]), match["day"], raw, home), ""
    if match := YEAR_LAST.fullmatch(text):
        return _day_or_month_first(match, raw, home, day_first)
    if match := IN_WORDS.fullmatch(text):
        return _in_words(match, raw, home), ""
    return None, ""


def _from_number(text: str, raw: str, home: tzinfo) -> When | None:
    """A year, a month (200502), a day (20050418), a compact clock time or an epoch, told apart by length and size."""
    if len(text) == 4 and (match := YEAR_ONLY.fullmatch(text)):
        return stretch(datetime(int(match["year"]), 1, 1, tzinfo=home), "year", raw=raw)
    if len(text) in (6, 8) and (match := YEAR_FIRST.fullmatch(text)):
        return _when(match, int(match["month"]), match["day"], raw, home)
    if len(text) == 14 and text[:2] in ("19", "20") and (match := COMPACT_CLOCK.fullmatch(text)):
        return _when(match, int(match["month"]), match["day"], raw, home)
    number = float(text)
    divisor = next((divisor for size, divisor in reversed(EPOCHS) if abs(number) >= size), 1)
    if divisor == 1 and 0 < abs(number) < EPOCHS[0][0]:
        return None
    return stretch(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number // divisor), "second", raw=raw)


def _when(match: re.Match[str], month: int, day: str | None, raw: str, home: tzinfo) -> When:
    found = match.groupdict()
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    if not day:
        return stretch(datetime(year, month, 1, tzinfo=home), "month", raw=raw)
    if not found.get("hour"):
        return stretch(datetime(year, month, int(day), tzinfo=home), "day", raw=raw)
    seconds, precision = _seconds(found.get("second"))
    moment = datetime(year, month, int(day), _hour(found), int(found["minute"]), seconds, tzinfo=_zone(found, home))
    return stretch(moment, precision, raw=raw)


def _seconds(text: str | None) -> tuple[int, Precision]:
    """A leap second counts as the second before it; Python knows none."""
    return (0, "minute") if text is None else (min(int(text), 59), "second")


def _hour(found: dict[str, str | None]) -> int:
    hour, half = int(found["hour"] or 0), (found.get("half") or "").casefold()
    if half and not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half.startswith("p") else 0) if half else hour


def _zone(found: dict[str, str | None], home: tzinfo) -> tzinfo:
    offset = (found.get("offset") or "").upper()
    if not offset:
        return home
    if offset in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-delta if offset.startswith("-") else delta)


def _day_or_month_first(match: re.Match[str], raw: str, home: tzinfo, day_first: bool | None) -> tuple[When, str]:
    """04/03/2024 is two days: where nothing decides, only the year is certain. Dots always put the day first."""
    one, two = int(match["one"]), int(match["two"])
    if match["mark"] == "." or one > 12 or one == two or (day_first and two <= 12):
        return _when(match, two, match["one"], raw, home), ""
    if two > 12 or day_first is False:
        return _when(match, one, match["two"], raw, home), ""
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    when = stretch(datetime(year, 1, 1, tzinfo=home), "year", raw=raw)
    return when, "day and month cannot be told apart in this date; only the year is kept"


def _in_words(match: re.Match[str], raw: str, home: tzinfo) -> When | None:
    month = _months().get(match["month"].casefold())
    if month is None or (match["day1"] and match["day2"]):
        return None
    return _when(match, month, match["day1"] or match["day2"], raw, home)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}


def _absurd(when: When, today: datetime) -> str:
    if when.latest[:4] < str(FIRST_YEAR):
        return "the date is older than any review site"
    return "the date lies in the future" if when.earliest > in_utc(today + timedelta(days=1)) else ""
