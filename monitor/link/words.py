"""Turns free text into what it speaks of: phrases in any word order, money, counts. Vocabulary is policy data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from monitor.link.names import fold
from monitor.policy import load_policy

SENTENCE_END = re.compile(r"[.!?;\n]+(?:\s|$)")
TOKEN = re.compile(r"[^\W_]+")
SENTENCE_GAP = 12
"""Positions skipped between sentences, so that no phrase matches across them."""
ASIDE_REACH = 6
Places: TypeAlias = Mapping[str, list[int]]

NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "a": 1, "an": 1, "couple": 2, "twice": 2, "thrice": 3, "once": 1, "ninety": 90,
}  # fmt: skip
NUMBER = r"(\d{1,3}|" + "|".join(NUMBER_WORDS) + r")"
MONEY = re.compile(
    r"(?<![\w.])(?:us)?\$\s?(\d[\d,]*(?:\.\d+)?)\s?(k|grand)?\b"
    r"|(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?(k|grand)?\s?(?:dollars|bucks|usd)\b"
    r"|(?<![\w.$])(\d{1,2}(?:\.\d+)?)\s?(k|grand)\b"
    r"|(?<![\w.$:/])(\d{1,2},\d{3}(?:\.\d\d)?|\d{2,5}\.\d\d)(?![\w%])()"
)
COUNTED = re.compile(
    r"\b"
    + NUMBER
    + r"\+?[ -]?(?:(?P<minutes>mins?|minutes?)|(?P<hours>hrs?|hours?)|(?P<months>mos?|months?)"
    + r"|(?P<times>times|x|calls?|visits?|messages?|voicemails?|emails?|texts?|f/u))\b"
    + r"|\b(?:x|×)\s?(?P<chart>\d{1,3})\b|\b(?P<word>twice|thrice)\b"
)


class Token(NamedTuple):
    """One word of a text: its place (sentences lie apart), its folded form, its stem, and where it stands."""

    place: int
    word: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in whole currency units and where it stands in the text."""

    amount: float
    start: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order. Apostrophes are dropped inside words; offsets are those of the folded text."""
    return tuple(_tokens(flat(text)))


def flat(text: str) -> str:
    """The text folded, with apostrophes gone: the form that tokens, money and counts are read from."""
    return fold(text).replace("'", "")


def _tokens(folded: str) -> Iterator[Token]:
    alike = _alike()
    place, ends = 0, [match.start() for match in SENTENCE_END.finditer(folded)]
    for match in TOKEN.finditer(folded):
        while ends and ends[0] < match.start():
            ends.pop(0)
            place += SENTENCE_GAP
        place += 1
        bare = stem(match.group())
        yield Token(place, match.group(), alike.get(bare, bare), match.start(), match.end())


@lru_cache(maxsize=1)
def _alike() -> dict[str, str]:
    """Stem to the stem it is written for: chart shorthand and spellings."""
    entries = load_policy("linking").data["same_words"]
    return {stem(written): stem(meant) for meant, forms in entries.items() for written in forms}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its English ending: droop, droopy, drooped and drooping share one stem."""
    if len(word) <= 3:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    for ending in ("iness", "ness", "ing", "ed", "ly", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word


def places_of(tokens: Iterable[Token]) -> Places:
    """Where each word of a text stands, slips of the pen mended: what a lexicon searches."""
    places: dict[str, list[int]] = {}
    for token in tokens:
        places.setdefault(mend(token.stem), []).append(token.place)
    return places


class Lexicon:
    """Finds which entries a text speaks of. A phrase holds when all its words stand close together, in any order."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._by_anchor: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self.vocabulary: set[str] = set()
        for entry, phrases in entries.items():
            for phrase in phrases:
                self._add(entry, tuple(token.stem for token in tokens_of(phrase)))

    def _add(self, entry: str, stems: tuple[str, ...]) -> None:
        anchor = max(stems, key=len)
        others = tuple(part for part in dict.fromkeys(stems) if part != anchor)
        self._by_anchor.setdefault(anchor, []).append((entry, others))
        self.vocabulary.update(stems)

    def find(self, places: Places) -> dict[str, int]:
        """Entry to the place of the word that gave it away first."""
        found: dict[str, int] = {}
        for anchor in places.keys() & self._by_anchor.keys():
            for entry, others in self._by_anchor[anchor]:
                for place in _close(anchor, others, places):
                    found[entry] = min(place, found.get(entry, place))
        return found


def _close(anchor: str, others: tuple[str, ...], places: Places) -> Iterator[int]:
    if not all(other in places for other in others):
        return
    reach = len(others) + 2
    for place in places[anchor]:
        if all(any(abs(near - place) <= reach for near in places[other]) for other in others):
            yield place


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The practice's words for linking, ready to search with."""

    treatments: Lexicon
    group_of: Mapping[str, str]
    events: Lexicon
    facts: Lexicon
    asides: Lexicon
    elsewhere: Lexicon
    kin: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary in ``config/policy/linking.toml``. Raises PolicyError when that file cannot be used."""
    data = load_policy("linking").data
    treatments = {name: words for group in data["treatments"].values() for name, words in group.items()}
    return Vocabulary(
        treatments=Lexicon(treatments),
        group_of={name: group for group, entries in data["treatments"].items() for name in entries},
        events=Lexicon(data["events"]),
        facts=Lexicon(data["facts"]),
        asides=Lexicon(data["asides"]),
        elsewhere=Lexicon(data["elsewhere"]),
        kin=frozenset(data["kin"]["words"]),
    )


@lru_cache(maxsize=1)
def _one_slip_away() -> dict[str, str]:
    words = vocabulary()
    known = words.treatments.vocabulary | words.events.vocabulary
    return {short: word for word in sorted(known) if len(word) >= 6 for short in one_letter_less(word)}


@lru_cache(maxsize=1)
def _known_stems() -> frozenset[str]:
    words = vocabulary()
    return frozenset().union(*(part.vocabulary for part in (words.treatments, words.events, words.facts, words.asides)))


def one_letter_less(word: str) -> set[str]:
    """Every form of ``word`` with one letter left out: words sharing one are a slip of the pen apart."""
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


@lru_cache(maxsize=200_000)
def mend(word_stem: str) -> str:
    """The known stem that ``word_stem`` misspells by one letter, or itself. Short words are left alone."""
    if len(word_stem) < 5 or word_stem in _known_stems():
        return word_stem
    near = _one_slip_away()
    return next((near[form] for form in (word_stem, *sorted(one_letter_less(word_stem))) if form in near), word_stem)


@lru_cache(maxsize=10_000)
def treatments_in(procedure: str) -> frozenset[str]:
    """The treatments a procedure field names: charts repeat few wordings."""
    return frozenset(vocabulary().treatments.find(places_of(tokens_of(procedure))))


def forget() -> None:
    """Read the vocabulary anew at the next use, after its policy file or folder has changed."""
    for cached in (vocabulary, mend, _known_stems, _one_slip_away, _alike, treatments_in):
        cached.cache_clear()


def money_in(folded: str) -> tuple[Money, ...]:
    """Sums of money in flattened text: "$1,085", "1290 bucks", "1.2k"."""
    return tuple(_money(folded))


def _money(folded: str) -> Iterator[Money]:
    for match in MONEY.finditer(folded):
        parts = [part for part in match.groups() if part is not None]
        amount = float(parts[0].replace(",", ""))
        yield Money(amount * 1000 if len(parts) > 1 and parts[1] else amount, match.start())


def counts_in(folded: str) -> frozenset[tuple[str, int]]:
    """Counted things, such as ("minutes", 40) or ("times", 6): chart "x6" and lay "six times" are the same."""
    return frozenset(_counts(folded))


def _counts(folded: str) -> Iterator[tuple[str, int]]:
    for match in COUNTED.finditer(folded):
        number = match.group(1) or match["chart"] or match["word"]
        if number not in ("a", "an", "zero", "0"):
            yield match.lastgroup if match.group(1) and match.lastgroup else "times", _number(number)


def _number(text: str) -> int:
    return NUMBER_WORDS[text] if text in NUMBER_WORDS else int(text)


def is_aside(place: int, asides: Iterable[int]) -> bool:
    """Whether a word at ``place`` stands within reach of a word that makes its sentence an aside."""
    return any(abs(place - aside) <= ASIDE_REACH for aside in asides)
