"""Asking for details in public, and leaving an unhappy writer without a private way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding, Verdict

NO_ROUTE = "gives an unhappy person no private way to reach the practice; add its phone or e-mail"
QUESTION = "asks a question in public; please check that it asks for nothing personal"
UNHAPPY = 3
ASKS = re.compile(r"[^.!?;\n]{0,200}\?")


def contact(page: Page) -> Iterator[Finding]:
    """Details belong into a private talk, and three stars or fewer need the way to one."""
    yield from page.phrases("contact")
    rating = page.setting.rating
    if rating is not None and rating <= UNHAPPY and not page.has_route:
        yield page.finding(rule="contact", start=0, end=0, why=NO_ROUTE)
    for match in ASKS.finditer(page.lower) if "?" in page.lower else ():
        yield page.finding(rule="contact", start=match.start(), end=match.end(), why=QUESTION, severity=Verdict.REVIEW)
