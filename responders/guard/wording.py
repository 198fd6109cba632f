"""Unknown is not safe: a word, number, name or kind of sentence outside the vetted ones needs a person's look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from responders.guard.page import Page
from responders.guard.phrases import WORD
from responders.guard.tone import Tone
from responders.types import Finding, Verdict

UNKNOWN = "a word we have not vetted for public replies; please check that it tells nothing about a person"
UNUSUAL = "a sentence that does not speak as replies usually do; please check that it tells nothing about a person"
OTHER_LANGUAGE = "written in a language whose rules are not held here; please let somebody who speaks it check"
DEED = "tells what the practice did; please check that it was not done with a person"
WE_DID = re.compile(
    r"\b(?:we|i|our (?:team|staff|office|manager|owner|people|desk))(?: (?:all|both|have|had|also|then|just|even|once"
    r"|already|\w+ly))? (\w{2,}(?<!e)ed|kept|made|held|led|found|left|gave|told|met|saw|sent|took|went|came|got|paid"
    r"|knew|said)\b"
)
KNOWN_LANGUAGES = ("en", "es")
RULE_OF_UNKNOWN = "wording"
SENTENCE = re.compile(r"[^.!?\n]+")
OWN_OR_VETTED = re.compile("[;\ue000-\ue00f]")
SHORTEST = 3


def wording(page: Page) -> Iterator[Finding]:
    """What the other rules do not know, they cannot clear."""
    if page.setting.language.lower().split("-")[0] not in KNOWN_LANGUAGES:
        yield page.finding(rule=RULE_OF_UNKNOWN, start=0, end=0, why=OTHER_LANGUAGE, severity=Verdict.REVIEW)
    known = page.lexicon.vocabulary
    for word, start in page.words:
        if word not in known and word.removesuffix("'s") not in known:
            end = start + len(word)
            yield page.finding(rule=RULE_OF_UNKNOWN, start=start, end=end, why=UNKNOWN, severity=Verdict.REVIEW)
    yield from _unusual(page)
    for match in WE_DID.finditer(page.lower):
        if match[1] not in page.lexicon.tone.frames["we_did"]:
            start, end = match.span()
            yield page.finding(rule=RULE_OF_UNKNOWN, start=start, end=end, why=DEED, severity=Verdict.REVIEW)


def _unusual(page: Page) -> Iterator[Finding]:
    """Every word of "the difference was returned in full" is harmless, and the sentence is not."""
    for match in SENTENCE.finditer(page.lower):
        words = WORD.findall(match[0])
        if len(words) >= SHORTEST and not _is_usual(page.lexicon.tone, match[0], words):
            start = match.end() - len(match[0].lstrip())
            yield page.finding(rule=RULE_OF_UNKNOWN, start=start, end=match.end(), why=UNUSUAL, severity=Verdict.REVIEW)


def _is_usual(tone: Tone, sentence: str, words: Sequence[str]) -> bool:
    """Replies speak of the review, of us, of how to reach us, or of everybody; and tell no other event."""
    if tone.is_event(sentence) and not tone.is_of_the_review(sentence):
        return False
    return OWN_OR_VETTED.search(sentence) is not None or tone.is_usual(words) or tone.says_values(sentence)
