"""Wording that confirms, implies or denies that the writer is a patient: the violation itself."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding, Verdict

TELLING = "speaks to the reader outside the usual frames; please check that it does not tell whether they were here"


def relation(page: Page) -> Iterator[Finding]:
    """True or not, a reply may not say whether the writer was ever here; denial tells as much as confirmation."""
    yield from page.phrases("relation")
    for start in page.tellings:
        end = start + len(page.lower[start:].split(maxsplit=1)[0])
        yield page.finding(rule="relation", start=start, end=end, why=TELLING, severity=Verdict.REVIEW)
