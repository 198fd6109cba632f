"""Which parts make a reply, in what order: policy data of the practice, chosen by band, topic and seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, product
from typing import Any, TypeVar

from monitor.errors import PolicyError
from monitor.policy import load_policy
from responders.drafting.library import Library, NoWording
from responders.drafting.sentence import BANDS, Sentence
from responders.types import ReplyContext

T = TypeVar("T")
ROUTE = "route"
"""The part with a private way to reach a named role; only praise may go without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A row of parts. ``topics`` empty: for any topic; else only when one of them is spoken of."""

    band: str
    parts: tuple[str, ...]
    topics: frozenset[str] = frozenset()
    rating_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The recipes, the words a reply may have per band (fewest, most), and which sentences speak to a theme."""

    recipes: tuple[Recipe, ...]
    words: dict[str, tuple[int, int]]
    themes: dict[str, str]
    topical: frozenset[str]
    """The parts whose sentences are chosen by topic."""

    def recipes_for(self, context: ReplyContext) -> tuple[Recipe, ...]:
        """The most particular ones that fit: those of a spoken-of topic before the general ones."""
        fitting = [r for r in self.recipes if r.band == context.band and r.rating_only == context.rating_only]
        particular = [recipe for recipe in fitting if recipe.topics & set(context.topics)]
        return tuple(particular or [recipe for recipe in fitting if not recipe.topics])

    def topics_of(self, context: ReplyContext) -> tuple[str, ...]:
        """The library's topics for the themes that we have words for; the general one, "", when there is none."""
        known = dict.fromkeys(self.themes[topic] for topic in context.topics if topic in self.themes)
        return tuple(known) or ("",)


def load_playbook() -> Playbook:
    """``config/policy/playbook.toml`` as values. Raises PolicyError for one that could make an unsafe reply."""
    data = load_policy("playbook").data
    try:
        playbook = Playbook(
            recipes=tuple(_recipe(row) for row in data["recipe"]),
            words={band: (int(fewest), int(most)) for band, (fewest, most) in data["words"].items()},
            themes=dict(data["themes"]),
            topical=frozenset(data["topical"]["parts"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(f"playbook.toml lacks or misspells {error}; compare it with the shipped file.") from None
    _check(playbook)
    return playbook


def _check(playbook: Playbook) -> None:
    for band, rating_only in product(BANDS, (False, True)):
        if not any(r.band == band and r.rating_only == rating_only and not r.topics for r in playbook.recipes):
            kind = "a rating without words" if rating_only else "a review with words"
            raise PolicyError(f"playbook.toml has no general recipe for {kind} of the band {band}; add one.")
        if band not in playbook.words:
            raise PolicyError(f"playbook.toml does not say under [words] how long a reply to {band} may be; add it.")
    for recipe in playbook.recipes:
        if recipe.band != "praise" and ROUTE not in recipe.parts:
            raise PolicyError(f"A recipe for {recipe.band} in playbook.toml has no private way to talk; add {ROUTE!r}.")


def plan(context: ReplyContext, *, playbook: Playbook, library: Library, turn: int) -> tuple[Sentence, ...]:
    """The sentences of a reply. The same seed and ``turn`` give the same plan; another turn another one.

    Raises NoWording when the practice lacks a fact that every sentence of a needed part names.
    """
    key = f"{context.seed}:{turn}"
    recipe = _pick(playbook.recipes_for(context), f"{key}:recipe")
    topics = cycle(playbook.topics_of(context))
    chosen: list[Sentence] = []
    for part in recipe.parts:
        topic = next(topics) if part in playbook.topical else ""
        chosen.append(_choose(context, library, part, topic, key, chosen))
    return tuple(chosen)


def _choose(
    context: ReplyContext, library: Library, part: str, topic: str, key: str, chosen: Sequence[Sentence]
) -> Sentence:
    """A sentence of the topic, or a general one where the topic has none for this band; none of them twice."""
    band, practice = context.band, context.practice
    particular = library.fitting(part=part, band=band, topic=topic, practice=practice)
    general = library.fitting(part=part, band=band, topic="", practice=practice)
    fitting = tuple(sentence for sentence in particular or general if sentence not in chosen)
    if not fitting:
        raise NoWording(
            f"No sentence of “{part}” fits this reply; give the practice a phone number or an e-mail address in its "
            f"settings, or add such a sentence to the library."
        )
    return _pick(fitting, f"{key}:{part}:{len(chosen)}")


def _pick(options: Sequence[T], key: str) -> T:
    """The same option for the same key on every machine and Python, which ``random`` does not promise."""
    return options[int.from_bytes(sha256(key.encode()).digest()[:8]) % len(options)]


def _recipe(row: dict[str, Any]) -> Recipe:
    return Recipe(
        band=row["band"],
        parts=tuple(row["parts"]),
        topics=frozenset(row.get("topics", ())),
        rating_only=row.get("rating_only", False),
    )
