"""Anything of value tied to removing, editing or posting a review."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def bribe(page: Page) -> Iterator[Finding]:
    """Value for a changed review breaks the platforms' rules and 16 CFR 465.4, however kindly it is meant."""
    yield from page.phrases("bribe")
