"""Arguing, contradicting, mocking, attacking, doubting honesty."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def blame(page: Page) -> Iterator[Finding]:
    """A rebuttal discloses as it denies, and a public false accusation is an offence of its own (16 CFR 465.7)."""
    yield from page.phrases("blame")
