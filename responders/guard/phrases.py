"""Reads phrases a manager can write, and finds them fast: each word of a reply looks up what may begin there.

The little language of ``config/policy/guard_*.toml``: words as they are; ``word*`` for any ending; ``a/b`` for one of
several (``take_down`` holds two words); ``<set>`` for a named set of words; ``?`` behind what may be missing; ``+``
behind a list ("refunds, prices or insurance"); ``…`` for up to five words in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from monitor.errors import PolicyError

WORD = re.compile(r"\w+(?:'\w+)*|[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff$€£]")
BETWEEN = r"[^\w.!?;\n]+"
GAP = r"(?:[^\w.!?;\n]+[\w']+){0,5}?"
END = r"(?![\w'])"
ALSO = r"(?:and|or|nor|y|o|ni|e)[ ]+(?:de[ ]+|about[ ]+)?"
LIST_JOIN = rf"(?:[ ]*[,/&][ ]*(?:{ALSO})?|[ ]+{ALSO})"
SIGN = re.compile(r"[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff$€£]")

MOST_PAIRS_REMEMBERED = 20_000

Sets = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One group of phrases with the reason shown to the office manager and how grave it is; known by itself alone, as
    comparing hundreds of phrases would cost more than looking for them."""

    rule: str
    why: str
    severity: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A pattern under one of its first words; ``seconds`` are the words that can follow, empty for any."""

    entry: Entry
    pattern: str
    seconds: frozenset[str]


@dataclass(slots=True, kw_only=True)
class PhraseBook:
    """All phrases, by the word that begins them. A pattern is compiled when its first word is first met."""

    sets: Sets
    entries: tuple[Entry, ...]
    _whole: dict[str, list[Shelved]] = field(init=False)
    _begun: dict[str, list[Shelved]] = field(init=False)
    _met: dict[tuple[str, str], tuple[tuple[Entry, re.Pattern[str]], ...]] = field(init=False)
    _dull: set[str] = field(init=False)
    """Words already met that begin no phrase."""

    def __post_init__(self) -> None:
        self._whole, self._begun, self._met, self._dull = {}, {}, {}, set()
        for entry in self.entries:
            for phrase in entry.phrases:
                for variant in _variants(phrase):
                    self._shelve(variant, entry)

    def _shelve(self, phrase: str, entry: Entry) -> None:
        pattern = pattern_of(phrase, self.sets)
        for head, seconds in openings_of(phrase, self.sets).items():
            shelf = self._begun if head.endswith("*") else self._whole
            shelf.setdefault(head.rstrip("*"), []).append(Shelved(entry=entry, pattern=pattern, seconds=seconds))

    def hits(self, text: str, words: Sequence[tuple[str, int]]) -> Iterator[Hit]:
        """Every place where a phrase stands, given the words of the text and where each begins."""
        for (word, start), second in zip(words, _following(words, text), strict=True):
            if word in self._dull:
                continue
            patterns = self._met.get((word, second))
            for entry, pattern in self._patterns(word, second) if patterns is None else patterns:
                if match := pattern.match(text, start):
                    yield Hit(start=start, end=match.end(), entry=entry)

    def by_rule(self, text: str, words: Sequence[tuple[str, int]]) -> dict[str, tuple[Hit, ...]]:
        """All hits, gathered by the rule that they belong to."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits(text, words):
            found.setdefault(hit.entry.rule, []).append(hit)
        return {rule: tuple(hits) for rule, hits in found.items()}

    def begins(self, word: str) -> bool:
        """True when a phrase may begin with this word."""
        return bool(self._shelved(word))

    def compile_all(self) -> None:
        """Compile every pattern now, so that the first replies are as fast as all others."""
        for shelf in (*self._whole.values(), *self._begun.values()):
            for shelved in shelf:
                _compiled(shelved.pattern)

    def _shelved(self, word: str) -> list[Shelved]:
        begun = (self._begun.get(word[:size], ()) for size in range(1, len(word) + 1))
        return [*self._whole.get(word, ()), *(found for shelf in begun for found in shelf)]

    def _patterns(self, word: str, second: str) -> tuple[tuple[Entry, re.Pattern[str]], ...]:
        begun = self._shelved(word)
        if not begun and len(self._dull) < MOST_PAIRS_REMEMBERED:
            self._dull.add(word)
        fitting = [shelved for shelved in begun if not shelved.seconds or second in shelved.seconds]
        compiled = tuple((entry, _compiled(pattern)) for entry, pattern in dict.fromkeys(map(_pair, fitting)))
        if len(self._met) < MOST_PAIRS_REMEMBERED:
            self._met[word, second] = compiled
        return compiled


def _following(words: Sequence[tuple[str, int]], text: str) -> list[str]:
    """For each word the next that is no sign: a smile between two words parts nothing."""
    if not SIGN.search(text):
        return [word for word, _ in words[1:]] + [""] * bool(words)
    following, later = [], ""
    for word, _ in reversed(words):
        following.append(later)
        later = word if word[0].isalnum() else later
    return following[::-1]


def _pair(shelved: Shelved) -> tuple[Entry, str]:
    return shelved.entry, shelved.pattern


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """One pattern for all the words that may begin it."""
    return re.compile(pattern)


def pattern_of(phrase: str, sets: Sets) -> str:
    """One phrase as a regular expression that starts at a word and ends at one."""
    built = ""
    for element in phrase.split():
        if element == "…":
            built += GAP
            continue
        optional, listed = element.endswith("?"), element.endswith("+")
        core = "(?:" + "|".join(_alternatives(element.rstrip("?+"), sets)) + ")"
        if listed:
            core = f"{core}(?:{LIST_JOIN}{core}){{0,12}}"
        lead = BETWEEN if built else ""
        built += f"(?:{lead}{core})?" if optional else f"{lead}{core}"
    return built + END


def openings_of(phrase: str, sets: Sets) -> dict[str, frozenset[str]]:
    """The words a phrase may begin with (``swell*`` for a beginning), each with the words that can come second."""
    first, *others = phrase.split()
    after = _seconds(first, others, sets)
    openings: dict[str, frozenset[str]] = {}
    for alternative in _spelled(first.rstrip("+"), sets):
        head, *rest = alternative.split()
        seconds = _only(rest[:1]) if rest else after
        known = openings.get(_first_word(head), seconds)
        openings[_first_word(head)] = known | seconds if known and seconds else frozenset()
    return openings


def _only(words: Iterable[str]) -> frozenset[str]:
    """These words, or none at all ("any") where one of them stands for many."""
    found = frozenset(words)
    return frozenset() if any(word.endswith("*") for word in found) else found


def _seconds(first: str, others: list[str], sets: Sets) -> frozenset[str]:
    """What must follow a first word that stands alone; empty where anything may."""
    if first.endswith("+") or not others or others[0] == "…" or others[0].endswith("?"):
        return frozenset()
    return _only(_first_word(alternative) for alternative in _spelled(others[0].rstrip("+"), sets))


def _variants(phrase: str) -> Iterator[str]:
    """The phrase, and without its first word where that may be missing."""
    first, _, rest = phrase.partition(" ")
    if (first.endswith("?") and not rest) or first == "…":
        raise PolicyError(f'The guard phrase "{phrase}" has no sure word to begin with; give it one.')
    if first.endswith("?"):
        yield from _variants(rest)
        first = first[:-1]
    yield f"{first} {rest}".strip()


def _first_word(alternative: str) -> str:
    first = alternative.split()[0]
    match = WORD.match(first)
    if match is None:
        raise PolicyError(f'The guard word "{alternative}" does not begin with a letter or digit; write it as words.')
    return match[0] + ("*" if first == match[0] + "*" else "")


def _spelled(element: str, sets: Sets) -> Iterator[str]:
    for alternative in element.split("/"):
        if alternative.startswith("<"):
            yield from _members(alternative[1:-1], sets)
        else:
            yield alternative.replace("_", " ")


def _members(name: str, sets: Sets) -> tuple[str, ...]:
    if name not in sets:
        raise PolicyError(f"A guard phrase names the word set <{name}>, which guard_words.toml does not hold; add it.")
    return tuple(word for member in sets[name] for word in _spelled_member(member, sets))


def _spelled_member(member: str, sets: Sets) -> tuple[str, ...]:
    return _members(member[1:-1], sets) if member.startswith("<") else (member,)


def _alternatives(element: str, sets: Sets) -> list[str]:
    spelled = sorted(set(_spelled(element, sets)), key=len, reverse=True)
    return [BETWEEN.join(_spell(word) for word in one.split()) for one in spelled]


def _spell(word: str) -> str:
    return re.escape(word[:-1]) + r"[\w']*" if word.endswith("*") else re.escape(word) + END
