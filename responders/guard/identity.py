"""Names, initials, handles, contacts and file numbers of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from responders.guard.lexicon import fold, lexicon
from responders.guard.normalise import read
from responders.guard.page import Page
from responders.guard.phrases import WORD
from responders.types import Finding

NAMES_A_PERSON = "names a person; even the name shown above the review stays out of a reply"
CONTACT = "holds a phone number, address or file number that is not the practice's own"
GREETING = re.compile(
    r"\b(?:hi|hello|hey|dear|hola|estimad[oa]|querid[oa]|thanks|thank you|gracias|sorry|bless you|congratulations"
    r"|so glad|merci|obrigad[oa]|cheers|hugs|love|regards|saludos|abrazo),? "
    r"(?:so much,? |again,? |to |for that,? |senora? |dr\.? |miss |little |big |old |grande |a |para |grande para )?$"
)
OPENING = re.compile(r"(?:^|[.!?:;] +)$")
ADDRESSED = re.compile(r"(?: [A-Z][\w']*\.?)?(?:,| ?-)")
TURNED_TO = re.compile(r", $")
CLOSING = re.compile(r"(?: [A-Z]\.)?(?: family)?(?:[.!?]|$)")
LONGEST_GREETING = 32
INITIALS = re.compile(
    r"(?<![\w.])[A-Z]\. ?[A-Z]\.?(?![\w@])|(?<=[a-z] )[A-Z]\.(?= [a-z])"
    r"|(?<![\w.])[A-Z][a-z]+ [A-Z]\.(?!\w)|\b[A-Z]\.? ?(?=family\b)|(?<![\w.])[A-Z]\. [A-Z][a-z]+"
)
NUMBER = re.compile(r"#\s?\w*\d\w*|(?<![\w.,:/])\d[\d\-. ()]{4,}\d(?!\w)|\b\d{4,}\b")
MAIL = re.compile(
    r"[\w.+\-]{1,64} ?@ ?[\w\-]{1,64}(?:\.[\w\-]+)*|\b\w{1,40} (?:at|arroba) \w{1,40} (?:dot|punto) \w+"
    r"|(?<!\w)@\w{2,}|\b\w{1,40}\.\w+(?= on \w+day)"
)
LOOKED_FOR = (
    (re.compile(r"\b[A-Z]\b"), INITIALS, NAMES_A_PERSON),
    (re.compile(r"\d"), NUMBER, CONTACT),
    (re.compile(r"@|\.\w| (?:dot|punto) "), MAIL, CONTACT),
)
"""The sign without which a pattern cannot match, the pattern, and the reason."""
ABBREVIATIONS = frozenset({"u.s", "p.s", "a.m", "p.m", "e.g", "i.e", "n.b", "d.c"})


def identity(page: Page) -> Iterator[Finding]:
    """What singles a person out, the reviewer's own display name included."""
    yield from page.phrases("identity")
    yield from _greeted(page)
    yield from _reviewer(page)
    for sign, pattern, why in LOOKED_FOR:
        for match in pattern.finditer(page.text) if sign.search(page.text) else ():
            if match[0].lower().rstrip(".") not in ABBREVIATIONS:
                yield page.finding(rule="identity", start=match.start(), end=match.end(), why=why)


def _greeted(page: Page) -> Iterator[Finding]:
    for word, start in page.words:
        if not page.text[start].isupper() or word.removesuffix("'s") in page.lexicon.vocabulary:
            continue
        before, after = (
            page.lower[max(0, start - LONGEST_GREETING) : start],
            page.text[start + len(word) : start + len(word) + 24],
        )
        opens = (start < LONGEST_GREETING and not before.strip()) or OPENING.search(before)
        is_called = (opens and ADDRESSED.match(after)) or (TURNED_TO.search(before) and CLOSING.match(after))
        if is_called or GREETING.search(before):
            yield page.finding(rule="identity", start=start, end=start + len(word), why=NAMES_A_PERSON)


def _reviewer(page: Page) -> Iterator[Finding]:
    telling = _names_shown(page.setting.reviewer)
    for word, start in page.words if telling else ():
        shown = word.removesuffix("'s")
        if shown not in telling:
            continue
        if not page.is_ordinary(shown, start):
            yield page.finding(rule="identity", start=start, end=start + len(word), why=NAMES_A_PERSON)


@lru_cache(maxsize=1024)
def _names_shown(reviewer: str) -> frozenset[str]:
    """The telling parts of a display name, read as a reply is read."""
    words = WORD.findall(read(reviewer, known=lexicon().knows).text)
    return frozenset(fold(word) for word in words if len(word) > 1)
