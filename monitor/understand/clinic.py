"""The clinic score: VADER's rules over the clinic lexicon, clause by clause: no complaint is praised away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from monitor.types import Words
from monitor.understand import sentiment
from monitor.understand.clauses import Reading
from monitor.understand.lexicon import Frame, Idiom, Lexicon, Squash
from monitor.understand.phrasebook import Hit

ALPHA = 15.0
"""VADER's own constant: a sum of about four strong words is near the end of the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicScore:
    """All from -1 to 1: the ``whole`` text, its ``worst`` and its ``last`` clause; ``words`` carried weight."""

    whole: float
    worst: float
    last: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or an idiom taken as one word."""

    word: str
    weight: float | None
    first: int
    last: int


def clinic_score(reading: Reading, lexicon: Lexicon) -> ClinicScore:
    """Score a reading; all zero when nothing in it weighs anything."""
    pieces = _pieces(reading, lexicon)
    weights = _weights_in_place(pieces, reading, lexicon)
    sums = _clause_sums(pieces, weights, reading)
    total = sum(sums)
    total += sentiment.emphasis(reading.text) * ((total > 0) - (total < 0))
    return ClinicScore(
        whole=_squeezed(total),
        worst=_squeezed(min(sums, default=0.0)),
        last=_squeezed(next((value for value in reversed(sums) if value), 0.0)),
        words=tuple(_words(reading, piece, weight) for piece, weight in zip(pieces, weights, strict=True) if weight),
    )


def negative_probability(score: ClinicScore, squash: Squash) -> float:
    """How likely a text with this score carries one or two stars, 0 to 1."""
    leaning = squash.base + squash.whole * score.whole + squash.worst * score.worst + squash.last * score.last
    return 1.0 / (1.0 + exp(-leaning))


def _squeezed(total: float) -> float:
    return total / sqrt(total * total + ALPHA)


def _pieces(reading: Reading, lexicon: Lexicon) -> list[_Piece]:
    idioms = {hit.first: hit for hit in _chosen(lexicon.idioms.find(reading))}
    pieces: list[_Piece] = []
    index = 0
    while index < len(reading.words):
        hit = idioms.get(index)
        if hit is not None:
            pieces.append(_Piece("", hit.entry.weight, index, hit.last))
            index = hit.last
        else:
            word = reading.words[index]
            pieces.append(_Piece(word, lexicon.weights.get(word), index, index + 1))
            index += 1
    return pieces


def _chosen(hits: Sequence[Hit[Idiom]]) -> list[Hit[Idiom]]:
    """Of overlapping idioms the longest, then the weightiest: "not worth it" before "worth it"."""
    ranked = sorted(hits, key=lambda hit: (hit.first - hit.last, -abs(hit.entry.weight), hit.first))
    taken: set[int] = set()
    chosen = []
    for hit in ranked:
        places = range(hit.first, hit.last)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(hit)
    return chosen


def _weights_in_place(pieces: Sequence[_Piece], reading: Reading, lexicon: Lexicon) -> list[float]:
    """Weights after negation and boosters, which never reach over a clause's end; framed complaints shrink."""
    weights: list[float] = []
    start = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or reading.clause_of[pieces[index].first] != reading.clause_of[pieces[start].first]:
            weights.extend(_clause_weights(pieces[start:index], reading))
            start = index
    frames = lexicon.frames.find(reading)
    if not frames:
        return weights
    return [
        weight * lexicon.kept if weight < 0 and _is_framed(piece, frames, reading) else weight
        for piece, weight in zip(pieces, weights, strict=True)
    ]


def _is_framed(piece: _Piece, frames: Sequence[Hit[Frame]], reading: Reading) -> bool:
    """In a frame's sentence, and not an idiom that holds the frame's own words: "no longer valid" stays a complaint."""
    sentence = reading.sentences[piece.first]
    inside = [frame for frame in frames if reading.sentences[frame.first] == sentence]
    is_idiom = not piece.word
    return bool(inside) and not (
        is_idiom and any(piece.first <= frame.first and frame.last <= piece.last for frame in inside)
    )


def _clause_weights(pieces: Sequence[_Piece], reading: Reading) -> list[float]:
    base = [piece.weight for piece in pieces]
    if not any(base):
        return [0.0] * len(pieces)
    shouted = [reading.text[reading.starts[piece.first] : reading.ends[piece.last - 1]].isupper() for piece in pieces]
    return sentiment.valences([piece.word for piece in pieces], base, shouted)


def _clause_sums(pieces: Sequence[_Piece], weights: Sequence[float], reading: Reading) -> list[float]:
    sums = [0.0] * len(reading.clauses)
    for piece, weight in zip(pieces, weights, strict=True):
        sums[reading.clause_of[piece.first]] += weight
    return sums


def _words(reading: Reading, piece: _Piece, weight: float) -> Words:
    start, end = reading.starts[piece.first], reading.ends[piece.last - 1]
    meaning = "complaint" if weight < 0 else "praise"
    return Words(start=start, end=end, text=reading.text[start:end], meaning=meaning, weight=round(weight, 2))
