"""The guard on a public reply: every rule looks at the final text, and whatever goes wrong is a block."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from responders.guard.clauses import uncovered, without_vetted, words_of
from responders.guard.lexicon import lexicon
from responders.guard.mask import mask
from responders.guard.normalise import read
from responders.guard.page import Page, Setting
from responders.guard.registry import RULES
from responders.types import Finding, Judgement, LinkedRecord, Particulars, Verdict

MECHANISM = "guard-2"  # raise it whenever a rule or a policy file changes what it finds
FAILED = (
    "The privacy check could not be completed, so this reply stays here; please tell whoever looks after Aftercare."
)
TOO_MUCH = "There is more to object to here than can be listed; please write this reply anew."
MOST_OF_A_RULE = 60
WEIGHT = {Verdict.BLOCK: 0, Verdict.REVIEW: 1, Verdict.PASS: 2}


def judge(
    text: str,
    *,
    practice: Particulars,
    rating: float | None,
    reviewer: str = "",
    review: str = "",
    record: LinkedRecord | None = None,
    platform: str = "",
    language: str = "en",
) -> Judgement:
    """Whether these exact words may stand under a review in public.

    ``rating`` is on five stars, None when not rated; ``record`` serves the echo rule alone and is never quoted.
    ``review`` needs a named person's look; ``block`` stands. Any error inside is a block, without its details.
    """
    setting = Setting(
        practice=practice,
        rating=rating,
        reviewer=reviewer,
        review=review,
        record=record,
        platform=platform,
        language=language,
    )
    try:
        found = tuple(_findings(page_of(text, setting=setting)))
    except Exception:  # the one place: a guard that fails must fail closed, and must not say what it held
        found = (Finding(rule="guard", start=0, end=0, why=FAILED, severity=Verdict.BLOCK),)
    findings = tuple(sorted(dict.fromkeys(found), key=lambda finding: WEIGHT[finding.severity]))
    verdict = findings[0].severity if findings else Verdict.PASS
    return Judgement(verdict=verdict, findings=findings, mechanism=MECHANISM)


def warm_up() -> None:
    """Read the policy and compile every pattern now (seconds), so that the first reply is judged as fast as all."""
    words = lexicon()
    words.rules.compile_all()
    words.clauses.compile_all()


def page_of(text: str, *, setting: Setting) -> Page:
    """The reply made ready for the rules."""
    words = lexicon()
    reading = read(text, known=words.knows)
    masked = mask(reading.text, practice=setting.practice)
    whole = lowered(masked.text)
    written = words_of(whole)
    lower = without_vetted(whole, words=written, lexicon=words)
    spoken = uncovered(written, lower)
    return Page(
        reading=reading,
        text=masked.text,
        lower=lower,
        whole=whole,
        words=spoken,
        whole_words=written,
        hits=words.rules.by_rule(lower, spoken),
        tellings=tuple(spoken[index][1] for index in words.tone.telling(lower, spoken)),
        has_route=masked.has_route,
        setting=setting,
        lexicon=words,
    )


def lowered(text: str) -> str:
    """Lower case of the same length, so that places stay where they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter if len(letter) == 1 else "?" for letter in map(str.lower, text))


def _findings(page: Page) -> Iterator[Finding]:
    for rule in RULES:
        found = list(islice(rule(page), MOST_OF_A_RULE))
        yield from found
        if len(found) == MOST_OF_A_RULE:
            yield page.finding(rule="guard", start=0, end=0, why=TOO_MUCH)
