"""One reply as every rule sees it: without disguises, own particulars and vetted clauses covered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from responders.guard.lexicon import Lexicon
from responders.guard.normalise import Reading
from responders.guard.phrases import Hit
from responders.types import Finding, LinkedRecord, Particulars, Verdict

SENTENCE_END = re.compile(r"[.!?]+[\"')]*(?=\s|$)|\n")
NEAR = 400
ABOUT_REVIEWS = ("bribe", "threat", "blame")


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
    """The words of ``lower`` and where each begins; ``whole_words`` those of ``whole``."""
    whole_words: tuple[tuple[str, int], ...]
    hits: Mapping[str, tuple[Hit, ...]]
    """What the phrases of the policy files found, by rule."""
    tellings: tuple[int, ...]
    """Where "you" or "your" stands outside the ordinary frames of a reply."""
    has_route: bool
    setting: Setting
    lexicon: Lexicon

    def finding(self, *, rule: str, start: int, end: int, why: str, severity: Verdict = Verdict.BLOCK) -> Finding:
        """A finding on ``text[start:end]``, told in places of the raw reply."""
        first, last = self.reading.raw_span(start, end)
        return Finding(rule=rule, start=first, end=last, why=why, severity=severity)

    def is_ordinary(self, word: str, start: int) -> bool:
        """True for a vetted word not written as a name: "grace" and "joy", or "Kind" where a sentence begins."""
        before = self.text[max(0, start - 4) : start].rstrip(" \"'(")[-1:]
        is_small = self.text[start].islower() or before in ("", *".!?:;")
        return is_small and word in self.lexicon.vocabulary

    def phrases(self, rule: str) -> Iterator[Finding]:
        """What the rule's own policy file finds."""
        for hit in self.hits.get(rule, ()):
            severity = self._severity(hit)
            if severity is not Verdict.PASS:
                yield self.finding(rule=rule, start=hit.start, end=hit.end, why=hit.entry.why, severity=severity)

    def _severity(self, hit: Hit) -> Verdict:
        """Beside a person or an event all but a mere hint blocks; alone, a general word is looked at or passes."""
        if hit.entry.severity in ("block", "review"):
            return Verdict(hit.entry.severity)
        start, end = sentence_bounds(self.lower, hit.start)
        sentence, tone = self.lower[start:end], self.lexicon.tone
        if tone.is_personal(sentence) or any(start <= at < end for at in self.tellings):
            return Verdict.BLOCK
        if hit.entry.severity == "unless_denied":
            return Verdict.REVIEW if tone.is_negated(sentence) else Verdict.BLOCK
        if hit.entry.severity == "pointed":
            return self._pointed(hit.entry.rule, sentence)
        if tone.is_event(sentence):
            return Verdict.BLOCK
        return Verdict.PASS if hit.entry.severity == "personal" or tone.says_values(sentence) else Verdict.REVIEW

    def _pointed(self, rule: str, sentence: str) -> Verdict:
        """Of a review that was read much may be said, but not what rules about reviews look for."""
        tone = self.lexicon.tone
        if rule not in ABOUT_REVIEWS and tone.is_of_the_review(sentence):
            return Verdict.REVIEW
        return Verdict.REVIEW if tone.is_general(sentence) and not tone.is_event(sentence) else Verdict.BLOCK


def sentence_bounds(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends; a very long one is looked at near the place."""
    end = SENTENCE_END.search(text, at, at + NEAR)
    begins = [match.end() for match in SENTENCE_END.finditer(text, max(0, at - NEAR), at)]
    return (begins[-1] if begins else max(0, at - NEAR)), (end.start() if end else min(len(text), at + NEAR))
