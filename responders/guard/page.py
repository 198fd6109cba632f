"""One reply as every rule sees it: read without disguises, the practice's own particulars and vetted clauses covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from responders.guard.lexicon import Lexicon
from responders.guard.normalise import Reading
from responders.guard.phrases import Hit
from responders.types import Finding, LinkedRecord, Particulars, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the reply answers, and where."""

    practice: Particulars
    rating: float | None
    reviewer: str
    review: str
    record: LinkedRecord | None
    platform: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``text`` and ``lower`` are as long as the reading; covered places hold signs that are no letters.

    ``whole`` is ``lower`` before vetted clauses were covered: only the echo rule looks there, as no wording
    excuses a fact of the record.
    """

    reading: Reading
    text: str
    lower: str
    whole: str
    words: tuple[tuple[str, int], ...]
    has_route: bool
    setting: Setting
    lexicon: Lexicon

    def finding(self, *, rule: str, start: int, end: int, why: str, severity: Verdict = Verdict.BLOCK) -> Finding:
        """A finding on ``text[start:end]``, told in places of the raw reply."""
        first, last = self.reading.raw_span(start, end)
        return Finding(rule=rule, start=first, end=last, why=why, severity=severity)

    def hits(self, book: str) -> Iterator[Hit]:
        return self.lexicon.books[book].hits(self.lower, self.words)

    def phrases(self, rule: str) -> Iterator[Finding]:
        """What the rule's own policy file finds."""
        for hit in self.hits(rule):
            severity = Verdict(hit.entry.severity)
            yield self.finding(rule=rule, start=hit.start, end=hit.end, why=hit.entry.why, severity=severity)
