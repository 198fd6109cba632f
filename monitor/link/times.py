"""Reads when a review says that something was done: "on October 11", "about 3 weeks ago", "this past fall"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from monitor.link.words import NUMBER_WORDS

Grain = Literal["day", "week", "month", "season"]
SLACK: dict[Grain, int] = {"day": 4, "week": 10, "month": 18, "season": 50}
"""How far, in days, people are off when they name a day, a week, a month or a season from memory."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH = r"(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\.?"
SEASONS = {"spring": (3, 1), "summer": (6, 1), "fall": (9, 1), "autumn": (9, 1), "winter": (12, 1)}
FEASTS = {
    "new years?": (1, 1), "valentines?(?: day)?": (2, 14), "st patricks day": (3, 17), "easter": (4, 8),
    "mothers day": (5, 11), "memorial day": (5, 27), "fathers day": (6, 16), "juneteenth": (6, 19),
    "(?:fourth|4th) of july": (7, 4), "july 4th": (7, 4), "independence day": (7, 4), "labor day": (9, 3),
    "back to school": (8, 25), "columbus day": (10, 12), "halloween": (10, 31), "veterans day": (11, 11),
    "thanksgiving": (11, 25), "black friday": (11, 27), "christmas": (12, 25), "the holidays": (12, 22),
    "presidents day": (2, 18), "spring break": (3, 20), "hanukkah": (12, 15), "super bowl": (2, 8),
    "cinco de mayo": (5, 5), "tax day": (4, 15), "mlk day": (1, 17),
}  # fmt: skip
NUMBER = r"(?P<count>\d{1,3}|" + "|".join(NUMBER_WORDS) + r"|few)"
DAY_FIRST = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


@dataclass(frozen=True, slots=True)
class TimeHint:
    """Days (proleptic ordinals) within which the review says it happened, how coarsely, and where it says so."""

    first: int
    last: int
    grain: Grain
    start: int

    def days_off(self, day: int) -> int:
        """How many days ``day`` lies outside the hint; 0 inside."""
        return max(self.first - day, day - self.last, 0)


def day_number(iso: str) -> int:
    """The ordinal of an ISO day, or 0 when there is none or it is unreadable."""
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return 0


def hints_in(folded: str, *, posted: int) -> tuple[TimeHint, ...]:
    """Time phrases in flattened text, read as the latest such time not after ``posted`` (an ordinal, 0 = unknown)."""
    if not posted:
        return ()
    today = date.fromordinal(posted)
    return tuple(hint for pattern, read in READERS for match in pattern.finditer(folded) for hint in read(match, today))


def chart_day(folded: str, *, received: int) -> int:
    """The treatment day noted inside a chart text ("DOS 10/24"), or 0."""
    match = re.search(r"\b(?:dos|dated|dot|date of service|svc date|tx date|seen)\s*:?\s*(\d{1,2})/(\d{1,2})\b", folded)
    if not match or not received:
        return 0
    day = _latest(int(match.group(1)), int(match.group(2)), date.fromordinal(received))
    return day.toordinal() if day else 0


def _latest(month: int, day: int, today: date, year: int | None = None) -> date | None:
    try:
        found = date(year or today.year, month, day)
        return found if year or found <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def _span(first: date | None, days: int, grain: Grain, match: re.Match[str]) -> Iterator[TimeHint]:
    if first is not None:
        yield TimeHint(first.toordinal(), first.toordinal() + days, grain, match.start())


def _month_number(match: re.Match[str]) -> int:
    return [name[:3] for name in MONTHS].index(match["month"][:3]) + 1


def _year(match: re.Match[str]) -> int | None:
    text = match["year"]
    if not text:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _named_day(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    yield from _span(_latest(_month_number(match), int(match["day"]), today, _year(match)), 0, "day", match)


def _numeric_day(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    yield from _span(_latest(int(match["month"]), int(match["day"]), today, _year(match)), 0, "day", match)


def _iso_day(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    yield from _span(_latest(int(match[2]), int(match[3]), today, int(match[1])), 0, "day", match)


def _whole_month(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    first = _latest(_month_number(match), 1, today, _year(match))
    part = match["part"] or ""
    shift, days = {"early": (0, 9), "mid": (10, 9), "late": (19, 11), "end": (19, 11)}.get(part[:5].strip(), (0, 30))
    yield from _span(first and first + timedelta(days=shift), days, "month", match)


def _ago(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    count = 3 if match["count"] == "few" else NUMBER_WORDS.get(match["count"]) or int(match["count"])
    days, grain = AGO[match["unit"][0]]
    middle = today - timedelta(days=days * count)
    slack = days // 2 if days > 1 else 1
    yield TimeHint(middle.toordinal() - slack, middle.toordinal() + slack, grain, match.start())


def _just_before(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    back, days, grain = RECENT[match.group(0)]
    yield from _span(today - timedelta(days=back), days, grain, match)


def _season(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    month, day = SEASONS[match["season"]]
    yield from _span(_latest(month, day, today), 91, "season", match)


AGO: dict[str, tuple[int, Grain]] = {"d": (1, "day"), "w": (7, "week"), "m": (30, "month"), "y": (365, "season")}
RECENT: dict[str, tuple[int, int, Grain]] = {
    "yesterday": (1, 0, "day"), "last week": (13, 12, "week"), "last month": (60, 50, "month"),
    "the other day": (6, 6, "week"), "earlier this week": (7, 7, "week"), "this morning": (0, 0, "day"),
    "over the weekend": (8, 8, "week"), "last weekend": (9, 9, "week"), "earlier this month": (31, 31, "month"),
    "a while back": (200, 170, "season"), "last year": (600, 400, "season"),
}  # fmt: skip
YEAR = r"(?:,? (?:of )?(?P<year>20\d\d))?"
Reader = Callable[[re.Match[str], date], Iterator[TimeHint]]
READERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b"), _iso_day),
    (re.compile(rf"\b{MONTH} {DAY_FIRST}\b(?!\d){YEAR}"), _named_day),
    (re.compile(rf"\b{DAY_FIRST} (?:of )?{MONTH}\b{YEAR}"), _named_day),
    (re.compile(r"(?<![\d/$])(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-3]?\d)(?:/(?P<year>20\d\d|\d\d))?(?![\d/])"),
     _numeric_day),
    (re.compile(rf"\b(?:in|during|since|last|this past|back in|of|from|around|for|month:?|when:?|date:?|until|by|"
                rf"(?P<part>early|mid|late|end of))[ -]{MONTH}\b(?! ?\d{{1,2}}\b(?!\d)){YEAR}"), _whole_month),
    (re.compile(rf"\b{NUMBER} (?:of )?(?P<unit>day|week|month|year)s? (?:ago|back|prior|earlier)\b"), _ago),
    (re.compile("|".join(RECENT)), _just_before),
    (re.compile(r"\b(?:this past|last|this|past|in the|over the|back in|during the|the)"
                r" (?P<season>spring|summer|fall|autumn|winter)\b"), _season),
]  # fmt: skip


def _feast(match: re.Match[str], today: date) -> Iterator[TimeHint]:
    when = next(when for name, when in FEASTS.items() if re.fullmatch(name, match.group()))
    found = _latest(*when, today)
    yield from _span(found and found - timedelta(days=10), 20, "week", match)


READERS.append((re.compile(rf"\b(?:{'|'.join(FEASTS)})\b"), _feast))
