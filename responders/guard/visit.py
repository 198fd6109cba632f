"""Dates, times, appointments, lateness, no-shows, waits and cancellations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding

WHY = "holds a date or time that could be somebody's visit"
HAS_DIGIT = re.compile(r"\d")
CLOCK_OR_DATE = re.compile(
    r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:am|pm|a\.m|p\.m)\b|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b"
    r"|\b\d{1,2}-\d{1,2}-\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|\b\d{1,2} ?h ?\d\d\b"
)


def visit(page: Page) -> Iterator[Finding]:
    """When, how often or how late somebody was here; office hours beside the practice's own line are covered before."""
    yield from page.phrases("visit")
    for match in CLOCK_OR_DATE.finditer(page.lower) if HAS_DIGIT.search(page.lower) else ():
        yield page.finding(rule="visit", start=match.start(), end=match.end(), why=WHY)
