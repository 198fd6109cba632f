"""Medical instruction, prognosis, reassurance, guarantees and safety claims."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding


def advice(page: Page) -> Iterator[Finding]:
    """Advice on a public page is advice to a patient nobody has examined."""
    yield from page.phrases("advice")
