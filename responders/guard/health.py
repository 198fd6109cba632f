"""Conditions, treatments, body areas, results, medication and photos."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def health(page: Page) -> Iterator[Finding]:
    """A health fact under a review is about its writer, even when the writer said it first."""
    yield from page.phrases("health")
