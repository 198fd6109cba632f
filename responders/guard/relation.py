"""Wording that confirms, implies or denies that the writer is a patient: the violation itself."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def relation(page: Page) -> Iterator[Finding]:
    """True or not, a reply may not say whether the writer was ever here; denial tells as much as confirmation."""
    yield from page.phrases("relation")
