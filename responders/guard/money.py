"""Prices paid, deposits, refunds, insurance, balances, cards and financing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding

WHY = "holds an amount of money"
HAS_DIGIT = re.compile(r"\d")
AMOUNT = re.compile(
    r"[$€£] ?\d[\d.,]*(?: ?k\b)?|\b\d{1,12}(?:[.,]\d+)? ?(?:[€£$%]|(?:usd|dollars?|dolares|euros?|bucks|k)\b)"
    r"|\b\d{1,3},\d{3}\b"
)


def money(page: Page) -> Iterator[Finding]:
    """What somebody paid, owes or got back; general price policy is covered as a vetted clause before."""
    yield from page.phrases("money")
    for match in AMOUNT.finditer(page.lower) if HAS_DIGIT.search(page.lower) else ():
        yield page.finding(rule="money", start=match.start(), end=match.end(), why=WHY)
