"""Staff named or described against them, other patients and visitors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding

WHY = "names a clinician or another member of staff"
TITLED = re.compile(r"\b(?i:dr|dra|doctor|doctora|nurse|docteur|doutor)\.? ?[A-Z][\w'\-]+")
NAMED_AGAINST = re.compile(
    r"\b(?i:upset|unhappy|disappointed|angry|frustrated|issues?|problems?|trouble|complaints?|rude) "
    r"(?i:with|about|by|at|to) ([A-Z][\w'\-]+)"
)


def third_party(page: Page) -> Iterator[Finding]:
    """Readers can tell whom a reply describes, and other patients have the same right to silence."""
    yield from page.phrases("third_party")
    for match in NAMED_AGAINST.finditer(page.text):
        if match[1].lower() not in page.lexicon.vocabulary:
            yield page.finding(rule="third_party", start=match.start(), end=match.end(), why=WHY)
    for match in TITLED.finditer(page.text):
        yield page.finding(rule="third_party", start=match.start(), end=match.end(), why=WHY)
