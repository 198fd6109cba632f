"""Cutting a text at the marked places, so that a page can underline them without touching a character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a text and what to say about it; ``kind`` picks the style."""

    start: int
    end: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of the text under the same marks (none: plain text). The pieces joined give the text back."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def kind(self) -> str:
        return self.marks[0].kind if self.marks else ""

    @property
    def why(self) -> str:
        return "; ".join(dict.fromkeys(mark.why for mark in self.marks))


def cut(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The text in pieces. Marks may overlap; those that lie outside the text or are empty are left aside."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    pieces = (
        Piece(text=text[a:b], marks=tuple(m for m in inside if m.start <= a and b <= m.end)) for a, b in pairwise(edges)
    )
    return tuple(pieces)
