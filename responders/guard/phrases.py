"""Reads phrases a manager can write, and finds them fast: each word of a reply looks up what may begin there.

The little language of ``config/policy/guard_*.toml``: words as they are; ``word*`` for any ending; ``a/b`` for one of
several (``take_down`` holds two words); ``<set>`` for a named set of words; ``?`` behind what may be missing; ``+``
behind a list ("refunds, prices or insurance"); ``…`` for up to five words in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.errors import PolicyError

WORD = re.compile(r"\w+(?:'\w+)*|[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff$€£]")
BETWEEN = r"[^\w.!?;\n]+"
GAP = r"(?:[^\w.!?;\n]+[\w']+){0,5}?"
END = r"(?![\w'])"
ALSO = r"(?:and|or|nor|y|o|ni|e)[ ]+(?:de[ ]+|about[ ]+)?"
LIST_JOIN = rf"(?:[ ]*[,/&][ ]*(?:{ALSO})?|[ ]+{ALSO})"

Sets = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One group of phrases with the reason shown to the office manager and how grave it is."""

    rule: str
    why: str
    severity: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    start: int
    end: int
    entry: Entry


@dataclass(slots=True)
class PhraseBook:
    """All phrases of one rule, by the word that begins them. Patterns are compiled when their first word is met."""

    sets: Sets
    entries: tuple[Entry, ...]
    _whole: dict[str, dict[int, list[str]]] = field(init=False)
    _begun: dict[str, dict[int, list[str]]] = field(init=False)
    _met: dict[str, tuple[tuple[Entry, re.Pattern[str]], ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._whole, self._begun, self._met = {}, {}, {}
        for number, entry in enumerate(self.entries):
            for phrase in entry.phrases:
                for variant in _variants(phrase):
                    self._shelve(variant, number)

    def _shelve(self, phrase: str, number: int) -> None:
        pattern = pattern_of(phrase, self.sets)
        for head in heads_of(phrase, self.sets):
            shelf = self._begun if head.endswith("*") else self._whole
            shelf.setdefault(head.rstrip("*"), {}).setdefault(number, []).append(pattern)

    def hits(self, text: str, words: Iterable[tuple[str, int]]) -> Iterator[Hit]:
        """Every place where a phrase stands, given the words of the text and where each begins."""
        for word, start in words:
            for entry, pattern in self._patterns(word):
                if match := pattern.match(text, start):
                    yield Hit(start=start, end=match.end(), entry=entry)

    def by_rule(self, text: str, words: Iterable[tuple[str, int]]) -> dict[str, tuple[Hit, ...]]:
        """All hits, gathered by the rule that they belong to."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits(text, words):
            found.setdefault(hit.entry.rule, []).append(hit)
        return {rule: tuple(hits) for rule, hits in found.items()}

    def begins(self, word: str) -> bool:
        """True when a phrase may begin with this word."""
        return bool(self._patterns(word))

    def _patterns(self, word: str) -> tuple[tuple[Entry, re.Pattern[str]], ...]:
        if (met := self._met.get(word)) is not None:
            return met
        found: dict[int, list[str]] = {}
        shelves = [self._whole.get(word, {})] + [self._begun.get(word[:size], {}) for size in range(1, len(word) + 1)]
        for shelf in shelves:
            for number, patterns in shelf.items():
                found.setdefault(number, []).extend(patterns)
        compiled = tuple((self.entries[n], re.compile("|".join(dict.fromkeys(p)))) for n, p in sorted(found.items()))
        if len(self._met) < 20_000:
            self._met[word] = compiled
        return compiled


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


def heads_of(phrase: str, sets: Sets) -> set[str]:
    """The words a phrase may begin with; ``swell*`` for a beginning."""
    return {_first_word(alternative) for alternative in _spelled(phrase.split()[0].rstrip("+"), sets)}


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
