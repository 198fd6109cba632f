"""Reads the name a reviewer shows in public: what kind of name it is, and which names it may stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from monitor.link.tables import table

LETTERS_BESIDE_ACCENTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'", "‘": "'"}
)
JOINED = re.compile(r"\s*(?:&|\+|/|\band\b|\by\b)\s*")
INITIALS = re.compile(r"^[^\W\d_](?:\.\s?[^\W\d_]){1,2}\.?$|^[A-Z]{2}$")
QUOTED = re.compile(r"[\"“(]\s*([^\"”)]+?)\s*[\"”)]")


class NameKind(StrEnum):
    """What a display name shows of a person."""

    FULL = "full name"
    FIRST_INITIAL = "first name and initial"
    INITIAL_LAST = "initial and last name"
    FIRST = "first name"
    LAST = "last name"
    INITIALS = "initials"
    HANDLE = "handle"
    TWO = "two persons"
    GENERIC = "no name"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True, slots=True)
class Reading:
    """One person a display name may stand for. Folded; one letter is an initial, "" is not shown."""

    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayName:
    """A display name understood: its kind and every way to read it, the likeliest first."""

    kind: NameKind
    readings: tuple[Reading, ...] = ()
    handle: str = ""
    """The letters of a handle, digits and signs gone, to be looked into for names."""


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case without accents: the form in which names and words are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS_BESIDE_ACCENTS)
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded; apostrophes are dropped, hyphens and signs part words."""
    return tuple(re.findall(r"[^\W\d_]+", fold(text).replace("'", "")))


@lru_cache(maxsize=100_000)
def roots(first: str) -> frozenset[str]:
    """The formal names a first name may be short for, itself among them."""
    return frozenset((first, *_formal_names().get(first, ())))


@lru_cache(maxsize=1)
def _formal_names() -> dict[str, tuple[str, ...]]:
    formal: dict[str, tuple[str, ...]] = {}
    for name, shorts in table("names")["nicknames"].items():
        for short in shorts:
            formal[short] = (*formal.get(short, ()), name)
    return formal


def is_nickname(word: str) -> bool:
    """Whether the word is a short form of some first name."""
    return word in _formal_names()


@lru_cache(maxsize=10_000)
def pieces(handle: str) -> tuple[str, ...]:
    """Every run of three or more letters inside a handle, to be looked up among known names."""
    size = min(len(handle), 24)
    return tuple(dict.fromkeys(handle[i:j] for i in range(size) for j in range(i + 3, size + 1)))


@lru_cache(maxsize=10_000)
def short_names_in(handle: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The short forms of first names inside a handle, each with the formal names it may stand for."""
    return tuple((part, roots(part)) for part in pieces(handle) if is_nickname(part))


@lru_cache(maxsize=1)
def common_first_names() -> frozenset[str]:
    """First names known without any log: the nickname table's formal and short names."""
    return frozenset(table("names")["nicknames"]) | frozenset(_formal_names())


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {kind: frozenset(table("names")["words"][kind]) for kind in ("titles", "suffixes", "generic_words")}


def read_name(display: str, *, firsts: Container[str] = (), lasts: Container[str] = ()) -> DisplayName:
    """Classify ``display`` and list its readings. ``firsts`` and ``lasts`` are the log's own folded names."""
    cleaned = unicodedata.normalize("NFKC", display).strip()
    inside = QUOTED.search(cleaned)
    plain = QUOTED.sub(" ", cleaned).strip() or cleaned
    words = name_words(plain)
    if not words or set(words) <= _words()["generic_words"]:
        return DisplayName(kind=NameKind.GENERIC)
    known = _Known(firsts, lasts)
    if INITIALS.match(plain):
        return _initials(words)
    if JOINED.search(fold(plain)) and len(words) > 1:
        return _two_persons(plain)
    stripped = _without_titles(words)
    if len(stripped) == 1:
        return _one_word(plain, stripped[0], titled=words[0] in _words()["titles"], known=known)
    if re.search(r"[\d_@]", plain):
        return DisplayName(kind=NameKind.HANDLE, handle="".join(stripped))
    extra = tuple(Reading(word, stripped[-1]) for word in name_words(inside.group(1))[:1]) if inside else ()
    return _several_words(plain, stripped, extra=extra, known=known)


@dataclass(frozen=True, slots=True)
class _Known:
    firsts: Container[str]
    lasts: Container[str]

    def is_first(self, word: str) -> bool:
        return word in self.firsts or word in common_first_names()

    def is_last(self, word: str) -> bool:
        return word in self.lasts


def _without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    aside = _words()["titles"] | _words()["suffixes"]
    kept = tuple(word for word in words if word not in aside)
    return kept or words


def _initials(words: tuple[str, ...]) -> DisplayName:
    letters = "".join(words)
    reading = Reading(letters[0], letters[-1])
    return DisplayName(kind=NameKind.INITIALS, readings=(reading, Reading(letters[-1], letters[0])))


def _two_persons(plain: str) -> DisplayName:
    people = [name_words(part) for part in JOINED.split(fold(plain))]
    people = [_without_titles(words) for words in people if words]
    shared = next((words[-1] for words in reversed(people) if len(words) > 1), "")
    readings = tuple(Reading(words[0], words[-1] if len(words) > 1 else shared) for words in people)
    return DisplayName(kind=NameKind.TWO if len(people) > 1 else NameKind.PSEUDONYM, readings=readings)


def _one_word(plain: str, word: str, *, titled: bool, known: _Known) -> DisplayName:
    if titled and not known.is_first(word):
        return DisplayName(kind=NameKind.LAST, readings=(Reading("", word),))
    if re.search(r"[\d_@.]", plain.rstrip(".")):
        return DisplayName(kind=NameKind.HANDLE, handle=word)
    if known.is_first(word):
        return DisplayName(kind=NameKind.FIRST, readings=(Reading(word, ""),))
    if known.is_last(word):
        return DisplayName(kind=NameKind.LAST, readings=(Reading("", word),))
    return DisplayName(kind=NameKind.HANDLE, handle=word)


def _several_words(plain: str, words: tuple[str, ...], *, extra: tuple[Reading, ...], known: _Known) -> DisplayName:
    first, last = words[0], words[-1]
    forward = (Reading(first, last), *extra)
    if len(words) > 2 and len(words[1]) > 2:
        forward = (*forward, Reading(first, words[-2] + last), Reading(first, words[-2]))
    if "," in plain and known.is_first(last):
        forward = (Reading(last, first), *forward)
    elif known.is_first(last) or len(last) == 1 == len(first):
        forward = (*forward, Reading(last, first))
    if len(first) == 1 == len(last):
        return DisplayName(kind=NameKind.INITIALS, readings=forward)
    if len(last) == 1:
        return DisplayName(kind=NameKind.FIRST_INITIAL, readings=(*forward, Reading(last, first)))
    if len(first) == 1:
        return DisplayName(kind=NameKind.INITIAL_LAST, readings=(*forward, Reading(last, first)))
    if not any(known.is_first(word) or known.is_last(word) for word in words):
        return DisplayName(kind=NameKind.PSEUDONYM, readings=forward, handle="".join(words))
    return DisplayName(kind=NameKind.FULL, readings=forward, handle="".join(words))
