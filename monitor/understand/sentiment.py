"""VADER (Hutto & Gilbert, ICWSM 2014) with the scores of vaderSentiment 3.3.2, bit for bit, in linear time.

The published analyzer lower-cases the whole text up to three times for every word it scores. Here words are lower-cased
once, negations are a set, and the rule for "but" keeps places in heaps instead of searching; nothing else differs.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush

from vaderSentiment.vaderSentiment import (
    B_DECR,
    B_INCR,
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    normalize,
)

__all__ = ["B_DECR", "B_INCR", "compound", "emoji_names", "emphasis", "lexicon", "normalize", "valences"]

_NEGATIONS = frozenset(NEGATE)
_BOOSTERS: dict[str, float] = dict(BOOSTER_DICT)
_SPECIAL: dict[str, float] = dict(SPECIAL_CASES)
_TURNED: float = N_SCALAR
_TELLING = frozenset(max(words.split(), key=len) for words in (*_SPECIAL, *_BOOSTERS) if " " in words)
"""One word of each phrase VADER knows: where none stands near, no phrase can."""
_FADING = (1.0, 0.95, 0.9)
"""How much a booster one, two or three words back still counts."""


@lru_cache(maxsize=1)
def lexicon() -> dict[str, float]:
    """VADER's own words and weights, -4 to 4. Shared: copy before changing."""
    return _published()[0]


def emoji_names() -> dict[str, str]:
    """What VADER reads in place of each emoji."""
    return _published()[1]


@lru_cache(maxsize=1)
def _published() -> tuple[dict[str, float], dict[str, str], re.Pattern[str]]:
    analyzer = SentimentIntensityAnalyzer()
    emojis = {sign: words for sign, words in analyzer.emojis.items() if len(sign) == 1}
    return analyzer.lexicon, emojis, re.compile("[" + re.escape("".join(emojis)) + "]")


def compound(text: str) -> float:
    """The plain VADER score of ``text``, -1 to 1; 0.0 without a scored word."""
    text = _without_emojis(text).strip()
    words = [bare if len(bare := word.strip(string.punctuation)) > 2 else word for word in text.split()]
    if not words:
        return 0.0
    lower = [word.lower() for word in words]
    scores = valences(lower, list(map(lexicon().get, lower)), [word.isupper() for word in words])
    if "but" in lower:
        _weigh_but(scores, lower.index("but"))
    total = float(sum(scores))
    if total > 0:
        total += emphasis(text)
    elif total < 0:
        total -= emphasis(text)
    return float(round(normalize(total), 4))


def emphasis(text: str) -> float:
    """What exclamation and question marks add to the size of a sum."""
    questions = text.count("?")
    asking = 0.0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96
    return float(min(text.count("!"), 4) * 0.292 + asking)


def valences(lower: Sequence[str], base: Sequence[float | None], shouted: Sequence[bool]) -> list[float]:
    """The weight of each word in its place: ``base`` (None = not in the lexicon) after boosters, negation, capitals."""
    loud = 0 < sum(shouted) < len(shouted)
    scores = [0.0] * len(lower)
    for index in [place for place, weight in enumerate(base) if weight is not None]:
        if lower[index] in _BOOSTERS or lower[index : index + 2] == ["kind", "of"]:
            continue
        scores[index] = _valence(index, lower, base, shouted, loud)
    return scores


def _valence(
    index: int, lower: Sequence[str], base: Sequence[float | None], shouted: Sequence[bool], loud: bool
) -> float:
    value = base[index] or 0.0
    if "no" in lower[max(0, index - 3) : index + 1]:
        value = _after_no(index, value, lower, base)
    if loud and shouted[index]:
        value += C_INCR if value > 0 else -C_INCR
    for back in range(min(3, index)):
        before = index - back - 1
        if base[before] is not None:
            continue
        word = lower[before]
        if word in _BOOSTERS:
            value += _boost(word, value, loud and shouted[before]) * _FADING[back]
        value = _negated(value, lower, index, back)
        if back == 2 and not _TELLING.isdisjoint(lower[index - 3 : index + 3]):
            value = _special(value, lower, index)
    return _after_least(value, lower, base, index) if index and lower[index - 1] == "least" else value


def _after_no(index: int, weight: float, lower: Sequence[str], base: Sequence[float | None]) -> float:
    value = weight
    if lower[index] == "no" and index + 1 < len(lower) and base[index + 1] is not None:
        value = 0.0
    if "no" in lower[max(0, index - 2) : index] or (
        index > 2 and lower[index - 3] == "no" and lower[index - 1] in ("or", "nor")
    ):
        value = weight * _TURNED
    return value


def _boost(word: str, value: float, shouted: bool) -> float:
    scalar = _BOOSTERS[word] if value >= 0 else -_BOOSTERS[word]
    if shouted:
        scalar += C_INCR if value > 0 else -C_INCR
    return scalar


def _negated(value: float, lower: Sequence[str], index: int, back: int) -> float:
    word = lower[index - back - 1]
    if back == 1:
        if word == "never" and lower[index - 1] in ("so", "this"):
            return value * 1.25
        if word == "without" and lower[index - 1] == "doubt":
            return value
    if back == 2:
        near, next_to = lower[index - 2], lower[index - 1]
        if (word == "never" and near in ("so", "this")) or next_to in ("so", "this"):
            return value * 1.25
        if word == "without" and "doubt" in (near, next_to):
            return value
    return value * _TURNED if word in _NEGATIONS or "n't" in word else value


def _special(value: float, lower: Sequence[str], index: int) -> float:
    three, two, one, here = lower[index - 3 : index + 1]
    back = (f"{one} {here}", f"{two} {one} {here}", f"{two} {one}", f"{three} {two} {one}", f"{three} {two}")
    value = next((_SPECIAL[words] for words in back if words in _SPECIAL), value)
    ahead = lower[index + 1 : index + 3]
    for length in range(1, len(ahead) + 1):
        value = _SPECIAL.get(" ".join((here, *ahead[:length])), value)
    return value + sum(_BOOSTERS.get(words, 0.0) for words in (back[3], back[4], back[2]))


def _after_least(value: float, lower: Sequence[str], base: Sequence[float | None], index: int) -> float:
    """ "least kind" turns round; "at least kind" and "very least" do not."""
    if base[index - 1] is not None or (index > 1 and lower[index - 2] in ("at", "very")):
        return value
    return value * _TURNED


def _weigh_but(scores: list[float], but: int) -> None:
    """Halve what stands before the first "but", strengthen what follows; equal values share the first one's fate.

    The published loop looks each value up by ``list.index``, so of two equal values the first is changed twice. That
    shows in its scores, and so it is kept here.
    """
    places: dict[float, list[int]] = {}
    for index, score in enumerate(scores):
        if score:
            places.setdefault(score, []).append(index)
    for heap in places.values():
        heapify(heap)
    for index in range(len(scores)):
        score = scores[index]
        if not score or (first := places[score][0]) == but:
            continue
        heappop(places[score])
        scores[first] = score * (0.5 if first < but else 1.5)
        heappush(places.setdefault(scores[first], []), first)


def _without_emojis(text: str) -> str:
    if text.isascii():
        return text
    _, emojis, signs = _published()

    def named(match: re.Match[str]) -> str:
        at = match.start()
        return emojis[match.group()] if at == 0 or text[at - 1] == " " else " " + emojis[match.group()]

    return signs.sub(named, text)
