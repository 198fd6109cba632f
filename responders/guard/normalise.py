"""Undoes disguises ("B o t o x", "l14r", full width, hidden characters) and remembers where each letter came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from responders.guard.lookalikes import plain

SPACED = re.compile(r"(?<![\w'.])(?:\w([ .\-_*·|/]{1,2}))(?:\w\1)+\w(?![\w'])")
LEET_WORD = re.compile(r"(?<![\w@.])(?![@$])(?=[\w@$]*[a-zA-Z])[a-zA-Z]*[0134578@$][\w@$]*(?![\w@.]*@)(?!\w)")
MEASURE = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|a|p|h|hr|hrs|m|min|d|x|k|s|g|mg|ml|cc|mm|cm|lb|lbs|kg|oz|u|iu|er|o|ra|usd)", re.IGNORECASE
)
ADDRESS_GOES_ON = re.compile(r"[.\-]\w")
LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"}
ORDINARY_ASCII = re.compile(r"[\x20-\x5f\x61-\x7e]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as it reads. ``at[i]`` is the raw index of ``text[i]``; ``at[len(text)]`` is the raw length."""

    raw: str
    text: str
    at: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the raw text."""
        return self.at[start], self.at[end]


def read(raw: str, *, known: Callable[[str], bool]) -> Reading:
    """The text without its disguises; ``known`` tells a word of ours, to choose between "fi11er" as i or as l."""
    if ORDINARY_ASCII.fullmatch(raw) and not SPACED.search(raw) and not LEET_WORD.search(raw):
        return Reading(raw=raw, text=raw, at=range(len(raw) + 1))
    cells = _joined(list(_characters(raw)))
    cells = _unleeted(cells, known=known)
    text = "".join(character for character, _ in cells)
    return Reading(raw=raw, text=text, at=(*(at for _, at in cells), len(raw)))


Cell = tuple[str, int]


def _characters(raw: str) -> Iterator[Cell]:
    for at, character in enumerate(raw):
        for part in character if " " <= character < "`" or "`" < character <= "~" else plain(character):
            yield part, at


def _joined(cells: list[Cell]) -> list[Cell]:
    """Single letters set apart with the same sign ("P.R.P", "d-o-b") become one word; "U.S." and initials stay."""
    text = "".join(character for character, _ in cells)
    matches = [match for match in SPACED.finditer(text) if not match[0].replace(match[1], "").isdigit()]
    for match in reversed(matches):
        cells[match.start() : match.end()] = cells[match.start() : match.end() : len(match[1]) + 1]
    return cells


def _unleeted(cells: list[Cell], *, known: Callable[[str], bool]) -> list[Cell]:
    text = "".join(character for character, _ in cells)
    for match in LEET_WORD.finditer(text):
        word = match[0]
        if MEASURE.fullmatch(word) or ("@" in word and ADDRESS_GOES_ON.match(text, match.end())):
            continue
        for offset, character in enumerate(letters_for(word, known=known)):
            cells[match.start() + offset] = (character, cells[match.start() + offset][1])
    return cells


def letters_for(word: str, *, known: Callable[[str], bool]) -> str:
    """The letters that digits and signs inside a word stand for."""
    with_i = "".join(LEET.get(character, character) for character in word)
    with_l = "".join("l" if character == "1" else LEET.get(character, character) for character in word)
    return with_l if known(with_l.lower()) and not known(with_i.lower()) else with_i
