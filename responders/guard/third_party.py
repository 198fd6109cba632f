"""Staff named or described against them, other patients and visitors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from responders.guard.page import Page
from responders.types import Finding

WHY = "names a clinician or another member of staff"
TITLED = re.compile(r"\b(?:(?i:dra?)\.? ?|(?i:doctora?|nurse|docteur|doutor) )[A-Z][\w'\-]+")
NAMED_STAFF = re.compile(
    r"\b([A-Z][\w'\-]+) (?:in|at|from|on|of) (?:our |the )?"
    r"(?:front desk|desk|reception|billing|scheduling|phones|office|team|staff)\b"
)
NAMED_AGAINST = re.compile(
    r"\b(?i:upset|unhappy|disappointed|angry|frustrated|issues?|problems?|trouble|complaints?|rude) "
    r"(?i:with|about|by|at|to) ([A-Z][\w'\-]+)"
)
SIGNS_OF_TITLE = ("dr", "doctor", "docteur", "doutor", "nurse")
SIGNS_OF_ANGER = (
    "upset", "unhappy", "disappointed", "angry", "frustrated", "issue", "problem", "trouble", "complaint", "rude",
)  # fmt: skip
"""Without one of these the pattern cannot match; looking for a plain string is many times faster."""


def third_party(page: Page) -> Iterator[Finding]:
    """Readers can tell whom a reply describes, and other patients have the same right to silence."""
    yield from page.phrases("third_party")
    named = NAMED_AGAINST.finditer(page.text) if _holds(page.lower, SIGNS_OF_ANGER) else ()
    for match in chain(named, NAMED_STAFF.finditer(page.text)):
        if match[1].lower() not in page.lexicon.vocabulary:
            yield page.finding(rule="third_party", start=match.start(), end=match.end(), why=WHY)
    for match in TITLED.finditer(page.text) if _holds(page.lower, SIGNS_OF_TITLE) else ():
        yield page.finding(rule="third_party", start=match.start(), end=match.end(), why=WHY)


def _holds(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)
