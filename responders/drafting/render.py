"""From a context to a draft: plan, render, and look again when it was said here lately."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from responders.drafting.library import NoWording, load_library
from responders.drafting.playbook import load_playbook, plan
from responders.types import ReplyContext

MECHANISM = "drafting-1"
MOST_TURNS = 200
TOO_ALIKE = 0.85
"""Readers see the answers of a practice one below the other; more of the same words than this reads as a machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A proposed reply, and which library sentences it is made of, in order."""

    text: str
    slugs: tuple[str, ...]
    mechanism: str = MECHANISM


def draft(context: ReplyContext, *, recent: Collection[str] = ()) -> Draft:
    """The first wording for this seed that is not among ``recent``, the texts this location has used lately.

    Wordings much like a recent one are passed over while there are others. Raises NoWording when the language, the
    practice's contact or any unused wording is missing.
    """
    fallback: Draft | None = None
    for candidate in _candidates(context):
        if candidate.text in recent:
            continue
        if not any(_alike(candidate.text, text) for text in recent):
            return candidate
        fallback = fallback or candidate
    if fallback is None:
        raise NoWording(
            f"Every reply the library can make for “{context.band}” was used lately or is of the wrong length; "
            f"add sentences to templates/replies/{context.language}."
        )
    return fallback


def fresh(context: ReplyContext, recent: Collection[str]) -> str:
    """The text of a draft that is not among ``recent``."""
    return draft(context, recent=recent).text


def alternatives(context: ReplyContext, *, count: int = 3, recent: Collection[str] = ()) -> tuple[Draft, ...]:
    """Up to ``count`` drafts that differ in wording, the suggested one first."""
    drafts = [draft(context, recent=recent)]
    while len(drafts) < count:
        try:
            drafts.append(draft(context, recent=[*recent, *(other.text for other in drafts)]))
        except NoWording:
            break
    return tuple(drafts)


def _candidates(context: ReplyContext) -> Iterator[Draft]:
    playbook, library = load_playbook(), load_library(context.language)
    fewest, most = playbook.words[context.band]
    for turn in range(MOST_TURNS):
        sentences = plan(context, playbook=playbook, library=library, turn=turn)
        text = " ".join(sentence.render(context.practice) for sentence in sentences)
        if fewest <= len(text.split()) <= most and not _repeats_itself(text):
            yield Draft(text=text, slugs=tuple(sentence.slug for sentence in sentences))


def _repeats_itself(text: str) -> bool:
    """True when the same four words stand in a reply twice, as two sentences of the same turn of phrase would."""
    words = re.findall(r"[^\W_]+", text.casefold())
    runs = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    return len(set(runs)) < len(runs)


def _alike(text: str, other: str) -> bool:
    matcher = SequenceMatcher(None, text.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() > TOO_ALIKE and matcher.quick_ratio() > TOO_ALIKE and matcher.ratio() > TOO_ALIKE
