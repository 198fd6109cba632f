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

A phrase never reaches over the end of a sentence. Matching looks phrases up by
their rarest word and walks both ways from it: linear in the text.
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
NEVER_RARE = 1e9
STEM = 3
"""Letters by which phrases that open with ``wor*`` are looked up; a stem is never shorter."""


_COMMON = [
    "the",
    "and",
    "i",
    "to",
    "a",
    "was",
    "my",
    "of",
    "is",
    "he",
    "she",
    "in",
    "for",
    "with",
    "it",
    "very",
    "me",
    "her",
    "have",
    "this",
    "that",
    "they",
    "not",
    "had",
    "you",
    "on",
    "at",
    "dr",
    "but",
    "are",
    "so",
    "am",
    "been",
    "has",
    "him",
    "his",
    "as",
    "be",
    "would",
    "we",
    "all",
    "doctor",
    "staff",
    "time",
    "great",
    "did",
    "from",
    "do",
    "will",
    "who",
    "an",
    "there",
    "what",
    "one",
    "more",
    "out",
    "years",
    "were",
    "when",
    "just",
    "care",
    "about",
    "after",
    "up",
    "no",
    "or",
    "if",
    "can",
    "office",
    "get",
    "back",
    "never",
    "their",
    "like",
    "good",
    "go",
    "them",
    "first",
    "by",
    "other",
    "see",
    "than",
    "before",
    "also",
    "even",
    "how",
    "only",
    "time",
    "made",
    "told",
    "over",
    "feel",
    "any",
    "could",
    "because",
    "our",
    "best",
    "now",
    "always",
    "much",
    "too",
]
_COMMONNESS = {word: 100 / (rank + 2) for rank, word in enumerate(_COMMON)}
"""Zipf's law is near enough to pick the rarest slot of a phrase by."""


def is_number(word: str) -> bool:
    return word[0].isdigit() or word in NUMBERS


@dataclass(frozen=True, slots=True)
class Slot:
    """What one place of a phrase accepts."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    number: bool = False
    gap: int = 0
    is_plain: bool = True
    commonness: float = 0.0

    def accepts(self, word: str) -> bool:
        if word in self.words:
            return True
        if self.is_plain:
            return False
        if self.stems and word.startswith(self.stems):
            return True
        if self.endings and word.endswith(self.endings):
            return True
        return self.number and is_number(word)

    def may_stand(self, words: tuple[str, ...], index: int) -> bool:
        """A quick no: False only when a plain slot does not accept the word there."""
        return not self.is_plain or (0 <= index < len(words) and words[index] in self.words)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """``reading.words[first:last]`` said the phrase that stands for ``entry``."""

    first: int
    last: int
    entry: T


Phrase = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class _Anchored(Generic[T]):
    """A phrase hung on its rarest slot: the slots before it (nearest first) and after it, checked only from there."""

    before: Phrase
    after: Phrase
    entry: T


class Phrasebook(Generic[T]):
    """Phrases and what each stands for. ``where`` names the policy file in errors."""

    def __init__(self, entries: Iterable[tuple[str, T]], *, sets: Mapping[str, Iterable[str]], where: str) -> None:
        self._by_word: dict[str, list[_Anchored[T]]] = {}
        self._by_stem: dict[str, list[tuple[Slot, _Anchored[T]]]] = {}
        self._by_number: list[_Anchored[T]] = []
        known: dict[str, Slot] = {}
        for text, entry in entries:
            for phrase in parse(text, sets=sets, where=where, known=known):
                self._hang(phrase, entry)

    def _hang(self, phrase: Phrase, entry: T) -> None:
        place = min(range(len(phrase)), key=lambda index: phrase[index].commonness)
        anchor = phrase[place]
        hung = _Anchored(phrase[:place][::-1], phrase[place + 1 :], entry)
        for word in anchor.words:
            self._by_word.setdefault(word, []).append(hung)
        for stem in anchor.stems:
            self._by_stem.setdefault(stem[:STEM], []).append((anchor, hung))
        if anchor.number:
            self._by_number.append(hung)

    def find(self, reading: Reading) -> list[Hit[T]]:
        """Every phrase said, in the order of the text; of one entry from one word on the longest."""
        longest: dict[tuple[int, int], Hit[T]] = {}
        for start, sentence in reading.by_sentence:
            for hit in self._find(sentence, start):
                key = (hit.first, id(hit.entry))
                known = longest.get(key)
                if known is None or known.last < hit.last:
                    longest[key] = hit
        return sorted(longest.values(), key=lambda hit: hit.first)

    def _find(self, words: tuple[str, ...], start: int) -> Iterator[Hit[T]]:
        by_word, by_stem = self._by_word, self._by_stem
        for index, word in enumerate(words):
            hung = by_word.get(word, ())
            if word[:STEM] in by_stem or (self._by_number and is_number(word)):
                hung = [*hung, *self._by_shape(word)]
            for phrase in hung:
                before, after = phrase.before, phrase.after
                if (before and not before[0].may_stand(words, index - 1)) or (
                    after and not after[0].may_stand(words, index + 1)
                ):
                    continue
                first = _reach(before, words, index - 1, -1)
                if first is None:
                    continue
                last = _reach(after, words, index + 1, 1)
                if last is not None:
                    yield Hit(start + first + 1, start + last, phrase.entry)

    def _by_shape(self, word: str) -> Iterator[_Anchored[T]]:
        for anchor, hung in self._by_stem.get(word[:STEM], ()):
            if word.startswith(anchor.stems) and word not in anchor.words:
                yield hung
        if is_number(word):
            yield from self._by_number


def _reach(slots: Phrase, words: tuple[str, ...], index: int, step: int) -> int | None:
    """The place after the last slot when read from ``index`` in direction ``step``, or None. Gaps are bounded."""
    for place, slot in enumerate(slots):
        if slot.gap:
            rest = slots[place + 1 :]
            for skip in range(slot.gap + 1):
                end = _reach(rest, words, index + skip * step, step)
                if end is not None:
                    return end
            return None
        if not 0 <= index < len(words) or not slot.accepts(words[index]):
            return None
        index += step
    return index


def parse(
    text: str, *, sets: Mapping[str, Iterable[str]], where: str, known: dict[str, Slot] | None = None
) -> Iterator[Phrase]:
    """The phrase as slots, once for each reading of its optional parts; ``known`` slots are shared.

    Raises PolicyError naming file and phrase.
    """
    known = {} if known is None else known
    if not text.strip() or text.count("(") != text.count(")"):
        raise PolicyError(f'{where}: the phrase "{text}" has a bracket without its partner, or no words; mend it.')
    for reading in _readings(text):
        for word in reading:
            if word not in known:
                known[word] = _slot(word, sets=sets, where=where, text=text)
        phrase = [known[word] for word in reading]
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
        return Slot(gap=GAPS[word], is_plain=False, commonness=NEVER_RARE)
    parts = [part for piece in word.split("|") for part in _members(piece, sets=sets, where=where, text=text)]
    stems = tuple(part[:-1] for part in parts if part.endswith("*") and len(part) > STEM)
    endings = tuple(part[1:] for part in parts if part.startswith("*") and len(part) > STEM)
    shapes = {"#", *(stem + "*" for stem in stems), *("*" + ending for ending in endings)}
    words = frozenset(_plain(part, where=where, text=text) for part in parts if part not in shapes)
    return Slot(
        words=words,
        stems=stems,
        endings=endings,
        number="#" in parts,
        is_plain=not stems and not endings and "#" not in parts,
        commonness=NEVER_RARE if endings else sum(_COMMONNESS.get(part, 0.5) for part in words) + 40 * ("#" in parts),
    )


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
