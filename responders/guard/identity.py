"""Names, initials, handles, contacts and file numbers of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.lexicon import fold
from responders.guard.normalise import read
from responders.guard.page import Page
from responders.guard.phrases import WORD
from responders.types import Finding

NAMES_A_PERSON = "names a person; even the name shown above the review stays out of a reply"
CONTACT = "holds a phone number, address or file number that is not the practice's own"
GREETING = re.compile(
    r"(?:\b(?i:hi|hello|hey|dear|hola|estimad[oa]|querid[oa]|thanks|thank you|gracias|sorry|bless you|congratulations|so glad|merci|obrigad[oa])"
    r",? (?i:so much,? |again,? |to |for that,? |señora |senora |dr\.? |miss |little )?)([A-Z][\w']+)"
)
VOCATIVE = re.compile(
    r"(?:^|[.!?:;] +)([A-Z][\w']+)(?: [A-Z][\w']*\.?)?(?=,| ?-)|, ([A-Z][\w']+)(?: [A-Z]\.)?(?: family)?(?=[.!?]|$)"
)
INITIALS = re.compile(
    r"(?<![\w.])[A-Z]\. ?[A-Z]\.?(?![\w@])|(?<=[a-z] )[A-Z]\.(?= [a-z])|(?<![\w.])[A-Z][a-z]+ [A-Z]\.(?!\w)|\b[A-Z]\.? ?(?=family\b)"
)
NUMBER = re.compile(r"#\s?\w*\d\w*|(?<![\w.,:/])\d[\d\-. ()]{4,}\d(?!\w)|\b\d{4,}\b")
MAIL = re.compile(
    r"[\w.+\-]+ ?@ ?[\w\-]+(?:\.[\w\-]+)*|\b\w+ (?:at|arroba) \w+ (?:dot|punto) \w+|(?<!\w)@\w{2,}|\b\w+\.\w+(?= on \w+day)"
)
ABBREVIATIONS = frozenset({"u.s", "p.s", "a.m", "p.m", "e.g", "i.e", "n.b", "d.c"})


def identity(page: Page) -> Iterator[Finding]:
    """What singles a person out, the reviewer's own display name included."""
    yield from page.phrases("identity")
    yield from _greeted(page)
    yield from _reviewer(page)
    for pattern, why in ((INITIALS, NAMES_A_PERSON), (NUMBER, CONTACT), (MAIL, CONTACT)):
        for match in pattern.finditer(page.text):
            if match[0].lower().rstrip(".") not in ABBREVIATIONS:
                yield page.finding(rule="identity", start=match.start(), end=match.end(), why=why)


def _greeted(page: Page) -> Iterator[Finding]:
    for pattern in (GREETING, VOCATIVE):
        for match in pattern.finditer(page.text):
            group = match.lastindex or 1
            if match[group].lower() not in page.lexicon.vocabulary:
                yield page.finding(rule="identity", start=match.start(group), end=match.end(group), why=NAMES_A_PERSON)


def _reviewer(page: Page) -> Iterator[Finding]:
    names = [word[0] for word in WORD.finditer(read(page.setting.reviewer, known=page.lexicon.knows).text)]
    telling = {fold(name) for name in names if len(name) >= 2}
    for match in WORD.finditer(page.text) if telling else ():
        word = match[0].lower().removesuffix("'s")
        ordinary = word in page.lexicon.vocabulary and (match[0].islower() or _begins_sentence(page, match.start()))
        if word in telling and not ordinary and len(word) > 1:
            yield page.finding(rule="identity", start=match.start(), end=match.end(), why=NAMES_A_PERSON)


def _begins_sentence(page: Page, start: int) -> bool:
    return page.text[:start].rstrip(" \"'(")[-1:] in ("", ".", "!", "?", ":", ";")
