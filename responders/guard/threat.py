"""Lawyers, police, collections, exposure and menace."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def threat(page: Page) -> Iterator[Finding]:
    """A threat to have a review removed breaks the consumer-review rule (16 CFR 465.7)."""
    yield from page.phrases("threat")
