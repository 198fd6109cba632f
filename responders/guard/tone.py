"""Tells a general statement from one that speaks of a person or an event, and ordinary "you"s from telling ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from responders.guard.phrases import WORD

Words = Sequence[tuple[str, int]]
YOU = frozenset({"you", "u", "ya", "y'all"})
YOUR = frozenset({"your", "ur"})
SU = frozenset({"su", "sus"})
HAS_DIGIT = re.compile(r"\d")
VETTED_FOLLOWS = re.compile(r" ;;")
ENDS = re.compile(r"\s*(?:[.!?;:)\"\n]|$)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """Words, and turns of several words, that mark a sentence."""

    words: frozenset[str]
    turns: Mapping[str, tuple[str, ...]]
    """By the word that begins them."""

    @classmethod
    def of(cls, marks: frozenset[str]) -> Marks:
        turns: dict[str, tuple[str, ...]] = {}
        for mark in sorted(mark for mark in marks if " " in mark):
            turns[mark.split()[0]] = (*turns.get(mark.split()[0], ()), f" {mark} ")
        return cls(words=frozenset(mark for mark in marks if " " not in mark), turns=turns)

    def stand_in(self, sentence: str) -> bool:
        return _stand_in(self, sentence)


@lru_cache(maxsize=1024)
def _stand_in(marks: Marks, sentence: str) -> bool:
    """Sets and plain strings: several times faster than one great pattern; a sentence is asked about once a phrase."""
    words = WORD.findall(sentence)
    if not marks.words.isdisjoint(words):
        return True
    begun = [turn for word in set(words) for turn in marks.turns.get(word, ())]
    spaced = f" {' '.join(words)} " if begun else ""
    return any(turn in spaced for turn in begun)


@dataclass(frozen=True, kw_only=True)
class Tone:
    """The practice's frames: which words may stand beside "you", and which mark a general or a particular sentence."""

    frames: Mapping[str, frozenset[str]]

    @cached_property
    def _general(self) -> Marks:
        return Marks.of(self.frames["general"])

    @cached_property
    def _values(self) -> Marks:
        return Marks.of(self.frames["values"])

    @cached_property
    def _particular(self) -> Marks:
        return Marks.of(self.frames["particular"])

    @cached_property
    def _events(self) -> Marks:
        return Marks.of(self.frames["events"])

    @cached_property
    def _of_the_review(self) -> Marks:
        return Marks.of(self.frames["of_the_review"])

    @cached_property
    def _negations(self) -> Marks:
        return Marks.of(self.frames["negations"])

    def is_negated(self, sentence: str) -> bool:
        """True where the sentence denies something."""
        return self._negations.stand_in(sentence)

    def is_general(self, sentence: str) -> bool:
        """True for what is said of everybody: values, policies, thanks."""
        return self._general.stand_in(sentence)

    def says_values(self, sentence: str) -> bool:
        """True for a general statement, also where only weaker marks tell it."""
        return self.is_general(sentence) or self._values.stand_in(sentence)

    def is_personal(self, sentence: str) -> bool:
        """True for what is said of somebody; a number counts as one."""
        return self._particular.stand_in(sentence) or HAS_DIGIT.search(sentence) is not None

    def is_event(self, sentence: str) -> bool:
        """True for what is told as something that happened."""
        return self._events.stand_in(sentence)

    def is_of_the_review(self, sentence: str) -> bool:
        """True for what is said of the review itself."""
        return self._of_the_review.stand_in(sentence)

    def is_usual(self, words: Iterable[str]) -> bool:
        """True where a word tells that the sentence speaks as replies do; Spanish says "we" in the verb's ending."""
        return any(word in self.frames["usual"] or (len(word) > 4 and word.endswith("mos")) for word in words)

    def telling(self, lower: str, words: Words) -> Iterator[int]:
        """The places in ``words`` where "you" or "your" stands outside every ordinary frame."""
        for index, (word, start) in enumerate(words):
            if (
                (word in YOU and not self._is_ordinary_you(lower, words, index, start + len(word)))
                or (word in YOUR and not self._has_ordinary_thing(words, index + 1, "of_yours"))
                or (word in SU and not self._has_ordinary_thing(words, index + 1, "de_usted"))
            ):
                yield index

    def _is_ordinary_you(self, lower: str, words: Words, index: int, end: int) -> bool:
        before = _word(words, index - 1)
        if before in ("to", "with", "of", "for"):
            return _word(words, index - 2) in self.frames["before_to_you"]
        if before in self.frames["before_you"]:
            return True
        after = _word(words, index + 1)
        if VETTED_FOLLOWS.match(lower, end):
            return True
        if ENDS.match(lower, end):
            return False
        return after in self.frames["after_you"] or f"{after} {_word(words, index + 2)}" in self.frames["you_phrases"]

    def _has_ordinary_thing(self, words: Words, index: int, things: str) -> bool:
        while _word(words, index) in self.frames["qualities"]:
            if _word(words, index) in self.frames[things]:
                return True
            index += 1
        return _word(words, index) in self.frames[things]


def _word(words: Words, index: int) -> str:
    return words[index][0] if 0 <= index < len(words) else ""
