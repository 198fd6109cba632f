"""Unknown is not safe: a word, number or name outside the vetted vocabulary needs a person's look."""

from __future__ import annotations

from collections.abc import Iterator

from responders.guard.page import Page
from responders.types import Finding, Verdict

UNKNOWN = "a word we have not vetted for public replies; please check that it tells nothing about a person"
OTHER_LANGUAGE = "written in a language whose rules are not held here; please let somebody who speaks it check"
KNOWN_LANGUAGES = ("en", "es")
RULE_OF_UNKNOWN = "wording"


def wording(page: Page) -> Iterator[Finding]:
    """What the other rules do not know, they cannot clear."""
    if page.setting.language.lower().split("-")[0] not in KNOWN_LANGUAGES:
        yield page.finding(rule=RULE_OF_UNKNOWN, start=0, end=0, why=OTHER_LANGUAGE, severity=Verdict.REVIEW)
    known = page.lexicon.vocabulary
    for word, start in page.words:
        if word not in known and word.removesuffix("'s") not in known:
            end = start + len(word)
            yield page.finding(rule=RULE_OF_UNKNOWN, start=start, end=end, why=UNKNOWN, severity=Verdict.REVIEW)
