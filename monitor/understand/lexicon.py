"""The clinic lexicon: what words weigh in this trade, from ``config/policy/lexicon.toml``, over VADER's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import PolicyError
from monitor.policy import load_policy, policy_folder
from monitor.understand import sentiment
from monitor.understand.phrasebook import Phrasebook

HEAVIEST = 4.0
_EMOJI = re.compile("[\u203c-\u3299\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True, eq=False)
class Idiom:
    """Words that together weigh ``weight`` (-4 to 4), whatever each would alone."""

    weight: float
    group: str


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Words that say the trouble told in their sentence is not this practice's: "before", "elsewhere", "supposed"."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Squash:
    """Logistic constants from the clinic score to a probability; how they were fitted stands in the policy file."""

    base: float
    whole: float
    worst: float
    last: float
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Everything the clinic score looks up. ``kept`` is the share of a complaint's weight inside a frame."""

    weights: Mapping[str, float]
    idioms: Phrasebook[Idiom]
    frames: Phrasebook[Frame]
    squash: Squash
    kept: float


def clinic_lexicon() -> Lexicon:
    """The lexicon in force. Raises PolicyError naming the entry that cannot be used."""
    return _built(policy_folder())


@lru_cache(maxsize=4)
def _built(_folder: Path) -> Lexicon:
    policy = load_policy("lexicon")
    data, where = policy.data, f"{policy.name}.toml"
    sets = data.get("sets", {})
    return Lexicon(
        weights=_weights(data, where),
        idioms=Phrasebook(_idioms(data, where), sets=sets, where=where),
        frames=Phrasebook(_frames(data), sets=sets, where=where),
        squash=_squash(data, where),
        kept=_number(data.get("frame_keeps", 0.2), where=where, what="frame_keeps"),
    )


def _weights(data: Mapping[str, Any], where: str) -> dict[str, float]:
    weights = dict(sentiment.lexicon())
    weights.update(_emoji_weights(weights))
    for word in data.get("zeroed", {}).get("words", ()):
        weights.pop(word, None)
    for word, weight in data.get("words", {}).items():
        weights[word] = _weight(weight, where=where, what=word)
    return weights


def _emoji_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """An emoji weighs what VADER's description of it does, capped like a word."""
    found = {}
    for sign, words in sentiment.emoji_names().items():
        total = sum(weights.get(word, 0.0) for word in words.split())
        if total and _EMOJI.match(sign):
            found[sign] = max(-HEAVIEST, min(HEAVIEST, total))
    return found


def _idioms(data: Mapping[str, Any], where: str) -> Iterator[tuple[str, Idiom]]:
    for group, phrases in data.get("idioms", {}).items():
        for phrase, weight in phrases.items():
            yield phrase, Idiom(_weight(weight, where=where, what=phrase), group)


def _frames(data: Mapping[str, Any]) -> Iterator[tuple[str, Frame]]:
    for kind, phrases in data.get("frames", {}).items():
        frame = Frame(kind)
        for phrase in phrases:
            yield phrase, frame


def _squash(data: Mapping[str, Any], where: str) -> Squash:
    given = data.get("squash", {})
    names = ("base", "whole", "worst", "last", "threshold")
    squash = Squash(**{name: _number(given.get(name), where=where, what=f"[squash] {name}") for name in names})
    if not 0 < squash.threshold < 1:
        raise PolicyError(f"{where}: [squash] threshold must lie between 0 and 1; mend it.")
    return squash


def _weight(value: Any, *, where: str, what: str) -> float:
    weight = _number(value, where=where, what=f'"{what}"')
    if abs(weight) > HEAVIEST:
        raise PolicyError(f'{where}: "{what}" weighs {weight}; weights run from -4 to 4.')
    return weight


def _number(value: Any, *, where: str, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PolicyError(f"{where}: {what} must be a number; mend it.")
    return float(value)
