"""Repeats a fact of the linked complaint in any form; findings say which kind of fact, never the fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from responders.guard.figures import amounts, dates
from responders.guard.lexicon import Lexicon, fold, lexicon
from responders.guard.page import Page
from responders.guard.phrases import WORD, Entry, PhraseBook
from responders.types import Finding, LinkedRecord

TITLES = frozenset(
    {"dr", "dra", "mr", "mrs", "ms", "miss", "nurse", "np", "pa", "md", "rn", "the", "de", "la", "del", "van", "von"}
)
TELLING_DIGITS = 4
LOOSE = str.maketrans("-.", "  ")
""""four-fifty" and "M.D." are found as the words and letters they are."""


def echo(page: Page) -> Iterator[Finding]:
    """Looks at the whole text, vetted clauses included: no wording excuses a fact that only the log knows."""
    record = page.setting.record
    if record is None:
        return
    words = page.whole_words
    for hit in _book(record).hits(page.whole.translate(LOOSE), words):
        yield page.finding(rule="echo", start=hit.start, end=hit.end, why=hit.entry.why)
    yield from _names(page, record, words)
    yield from _numbers(page, record)


def _why(kind: str) -> str:
    return f"matches the linked complaint ({kind})"


@lru_cache(maxsize=512)
def _book(record: LinkedRecord) -> PhraseBook:
    known = lexicon()
    kinds = (
        ("amount", amounts(record.amount) if record.amount else ()),
        ("date", (spelled for day in record.dates for spelled in _days(day, known))),
        ("treatment", _meanings(record.procedure, known)),
        ("area", _meanings(record.body_area, known)),
        ("outcome", _meanings(record.outcome, known)),
        ("initials", _initials(record.patient_name)),
    )
    return PhraseBook(
        sets={},
        entries=tuple(
            Entry(rule="echo", why=_why(kind), severity="block", phrases=_phrases(spelled)) for kind, spelled in kinds
        ),
    )


def _phrases(spelled: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(re.findall(r"[\w']+\*?", one)) for one in spelled)
    return tuple(dict.fromkeys(one for one in cleaned if one and WORD.match(one)))


def _days(day: str, known: Lexicon) -> Iterator[str]:
    yield from dates(day)
    yield from (name[6:] for name in known.echo["holidays"] if day[5:] == name[:5])


def _meanings(fact: str, known: Lexicon) -> Iterator[str]:
    """The fact's own telling words, and every word of the groups it belongs to."""
    own = [word for word in WORD.findall(fold(fact)) if len(word) > 2]
    spoken = [word for word in own if word not in known.vocabulary and word not in TITLES]
    yield from (f"{word[:-1]}*" if word.endswith("s") else f"{word}*" for word in spoken)
    if len(own) > 1:
        yield " ".join(own)
    for group in known.echo["synonyms"]:
        if any(_is_like(member, fold(fact)) for member in group):
            yield from (member for member in group if member not in known.vocabulary)


def _is_like(member: str, fact: str) -> bool:
    ending = r"\w*" if member.endswith("*") else ""
    return re.search(rf"\b{re.escape(fold(member).rstrip('*'))}{ending}\b", fact) is not None


def _initials(name: str) -> Iterator[str]:
    letters = [word[0] for word in WORD.findall(fold(name)) if word not in TITLES]
    if len(letters) > 1:
        yield from (" ".join(letters), "".join(letters))


def _names(page: Page, record: LinkedRecord, words: Iterable[tuple[str, int]]) -> Iterator[Finding]:
    forms = _forms(record)
    for word, start in words if forms else ():
        spoken = word.removesuffix("'s").replace("'", "")
        near = forms.get(spoken[:1], ())
        if not near or page.is_ordinary(spoken, start):
            continue
        for kind in dict.fromkeys(kind for kind, form in near if _is_name(spoken, form)):
            yield page.finding(rule="echo", start=start, end=start + len(word), why=_why(kind))


@lru_cache(maxsize=512)
def _forms(record: LinkedRecord) -> dict[str, tuple[tuple[str, str], ...]]:
    """The names of the record and what else their bearers are called, by first letter, each with its kind."""
    named = (("name", record.patient_name), ("provider", record.provider), ("e-mail", _local(record.email)))
    forms: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, name in named:
        for part in WORD.findall(fold(name).replace("'", "")):
            if part not in TITLES and len(part) > 2:
                for form in dict.fromkeys((part, *_nicknames(part))):
                    forms[form[0]] = (*forms.get(form[0], ()), (kind, form))
    return forms


def _local(email: str) -> str:
    return " ".join(re.split(r"[._\-+\d]+", email.partition("@")[0]))


def _nicknames(name: str) -> Iterator[str]:
    for group in lexicon().echo["nicknames"]:
        if name in group:
            yield from group


def _is_name(word: str, name: str) -> bool:
    """The same name, its plural, or a slip of the pen: one letter from five on, two from eight on."""
    if word in (name, f"{name}s", f"{name}es"):
        return True
    slips = 2 if len(name) >= 8 else 1 if len(name) >= 5 else 0
    if not slips or word[:1] != name[:1] or abs(len(word) - len(name)) > slips:
        return False
    return bool(OSA.distance(word, name, score_cutoff=slips) <= slips)


def _numbers(page: Page, record: LinkedRecord) -> Iterator[Finding]:
    for kind, value in (("phone", record.phone), ("chart", record.chart)):
        digits = re.sub(r"\D", "", value)
        for match in re.finditer(r"\d[\d \-.()]*\d", page.whole) if len(digits) >= TELLING_DIGITS else ():
            found = re.sub(r"\D", "", match[0])
            if len(found) >= TELLING_DIGITS and found in digits:
                yield page.finding(rule="echo", start=match.start(), end=match.end(), why=_why(kind))
