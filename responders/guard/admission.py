"""Fault, liability, an apology for an act, remedial measures."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def admission(page: Page) -> Iterator[Finding]:
    """An open admission binds the practice and its insurer before anybody has heard the matter."""
    yield from page.phrases("admission")
