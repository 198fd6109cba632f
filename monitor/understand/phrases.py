"""A small language for phrases, so that a cue is one readable line in a policy file, and its matcher.

============  =====================================================================
``word``      that word, lower case, contractions opened (write ``did not``)
``wor*``      any word that begins so; ``*est`` any word that ends so
``a|b``       either word
``(a b|c)``   either run of words; brackets may nest
``x?``        may be missing
``<set>``     a word from the file's ``[sets]``
``#``         a number, in digits or words
``~``         up to three words in between; ``~~`` up to seven
============  =====================================================================

A phrase never reaches over the end of a sentence. Matching is a look-up by first word, then a walk: linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from monitor.errors import PolicyError
from monitor.understand.clauses import Reading, words_of

T = TypeVar("T")

NUMBERS = words_of(
    "a an one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "couple few several many dozen hundred un una dos tres cuatro cinco seis siete ocho nueve diez varios "
    "varias"
)
GAPS = {"~": 3, "~~": 7}
STEM = 3
"""Letters by which phrases that open with ``wor*`` are looked up; a stem is never shorter."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What one place of a phrase accepts."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    number: bool = False
    gap: int = 0

    def accepts(self, word: str) -> bool:
        if word in self.words:
            return True
        if self.stems and word.startswith(self.stems):
            return True
        if self.endings and word.endswith(self.endings):
            return True
        return self.number and (word[0].isdigit() or word in NUMBERS)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """``reading.words[first:last]`` said the phrase that stands for ``entry``."""

    first: int
    last: int
    entry: T


Phrase = tuple[Slot, ...]


class Phrasebook(Generic[T]):
    """Phrases and what each stands for. ``where`` names the policy file in errors."""

    def __init__(self, entries: Iterable[tuple[str, T]], *, sets: Mapping[str, Iterable[str]], where: str) -> None:
        self._by_word: dict[str, list[tuple[Phrase, T]]] = {}
        self._by_stem: dict[str, list[tuple[Phrase, T]]] = {}
        self._by_number: list[tuple[Phrase, T]] = []
        for text, entry in entries:
            for phrase in parse(text, sets=sets, where=where):
                self._index(phrase, entry)

    def _index(self, phrase: Phrase, entry: T) -> None:
        opening = phrase[0]
        for word in opening.words:
            self._by_word.setdefault(word, []).append((phrase, entry))
        for stem in opening.stems:
            self._by_stem.setdefault(stem[:STEM], []).append((phrase, entry))
        if opening.number:
            self._by_number.append((phrase, entry))

    def find(self, reading: Reading) -> list[Hit[T]]:
        """Every phrase said, in the order of the text; of one entry at one place the longest."""
        hits: list[Hit[T]] = []
        words, limits = reading.words, reading.limits
        for index, word in enumerate(words):
            best: dict[int, Hit[T]] = {}
            for phrase, entry in self._candidates(word):
                last = _walk(phrase, 0, words, index, limits[index])
                known = best.get(id(entry))
                if last and (known is None or known.last < last):
                    best[id(entry)] = Hit(index, last, entry)
            if best:
                hits.extend(best.values())
        return hits

    def _candidates(self, word: str) -> list[tuple[Phrase, T]]:
        found = self._by_word.get(word, [])
        stemmed = self._by_stem.get(word[:STEM])
        if stemmed:
            found = found + [pair for pair in stemmed if word.startswith(pair[0][0].stems)]
        if self._by_number and (word[0].isdigit() or word in NUMBERS):
            found = found + self._by_number
        return found


def _walk(phrase: Phrase, at: int, words: tuple[str, ...], index: int, limit: int) -> int:
    """Where the phrase ends when read from ``index``, or 0. Gaps are bounded, so the walk is too."""
    for place in range(at, len(phrase)):
        slot = phrase[place]
        if slot.gap:
            for skip in range(min(slot.gap, limit - index) + 1):
                last = _walk(phrase, place + 1, words, index + skip, limit)
                if last:
                    return last
            return 0
        if index >= limit or not slot.accepts(words[index]):
            return 0
        index += 1
    return index


def parse(text: str, *, sets: Mapping[str, Iterable[str]], where: str) -> Iterator[Phrase]:
    """The phrase as slots, once for each reading of its optional parts. Raises PolicyError naming file and phrase."""
    if not text.strip() or text.count("(") != text.count(")"):
        raise PolicyError(f'{where}: the phrase "{text}" has a bracket without its partner, or no words; mend it.')
    for reading in _readings(text):
        phrase = [_slot(word, sets=sets, where=where, text=text) for word in reading]
        while phrase and phrase[-1].gap:
            phrase.pop()
        if not phrase or phrase[0].gap or phrase[0].endings:
            raise PolicyError(f'{where}: the phrase "{text}" must begin with a word; mend it.')
        yield tuple(phrase)


def _readings(text: str) -> Iterator[list[str]]:
    """Every run of words the phrase stands for; single words of one choice stay together as ``a|b``."""
    for choice in product(*(_choices(slot) for slot in _cut(text, " "))):
        yield [word for words in choice for word in words]


def _choices(slot: str) -> list[list[str]]:
    body, optional = (slot[:-1], True) if slot.endswith("?") else (slot, False)
    if not body.startswith("("):
        choices = [[body]]
    else:
        runs = [run for part in _cut(body[1:-1], "|") for run in _readings(part)]
        single = "|".join(run[0] for run in runs if len(run) == 1)
        choices = [[single]] * bool(single) + [run for run in runs if len(run) != 1]
    return [*choices, []] if optional else choices


def _cut(text: str, mark: str) -> Iterator[str]:
    """Cut at ``mark`` where no bracket is open."""
    depth, piece = 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == mark and not depth:
            yield piece
            piece = ""
        else:
            piece += letter
    yield piece


def _slot(word: str, *, sets: Mapping[str, Iterable[str]], where: str, text: str) -> Slot:
    if word in GAPS:
        return Slot(gap=GAPS[word])
    words: set[str] = set()
    stems: list[str] = []
    endings: list[str] = []
    parts = [part for piece in word.split("|") for part in _members(piece, sets=sets, where=where, text=text)]
    for part in parts:
        if part.endswith("*") and len(part) > STEM:
            stems.append(part[:-1])
        elif part.startswith("*") and len(part) > STEM:
            endings.append(part[1:])
        elif part != "#":
            words.add(_plain(part, where=where, text=text))
    return Slot(frozenset(words), tuple(stems), tuple(endings), "#" in parts)


def _members(piece: str, *, sets: Mapping[str, Iterable[str]], where: str, text: str) -> list[str]:
    if not piece.startswith("<"):
        return [piece]
    name = piece.strip("<>")
    if name not in sets:
        raise PolicyError(f'{where}: the phrase "{text}" uses <{name}>, which [sets] does not define; add it.')
    return list(sets[name])


def _plain(word: str, *, where: str, text: str) -> str:
    if not word or not word.replace("'", "").isalnum() or word != word.lower():
        raise PolicyError(f'{where}: "{word}" in the phrase "{text}" is not a plain lower-case word; mend it.')
    return word
