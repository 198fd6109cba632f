"""Covers whole vetted clauses ("we never discuss refunds or visits in public"), never single words of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.guard.lexicon import Lexicon
from responders.guard.phrases import WORD

Words = tuple[tuple[str, int], ...]
COVER = ";"
BEFORE = re.compile(
    r"(?:[.!?;:,\-(\"]|\b(?:and|because|so|as|which is why|that|laws?|rules?|privacy|hipaa|regulations?|confidentiality"
    r"|policy|reasons?|y|porque|que|por eso))\s*$|^\s*$"
)
AFTER = re.compile(
    r"(?!\W*(?:except|unless|apart from|other than|save for|only|until|besides|if|beyond|salvo|excepto|menos)\b)"
    r"\s*(?:$|[.!?;:,)\"\-\ue000-\ue00f]|(?:and|but|so|nor|y|pero|ni|por eso)\b)"
)


def words_of(text: str) -> Words:
    """The words of a text and where each begins."""
    return tuple((match[0], match.start()) for match in WORD.finditer(text))


def without_vetted(lower: str, *, words: Words, lexicon: Lexicon) -> str:
    """The text, as long as before, with each clause that matches a vetted frame from end to end covered."""
    for start, end in _vetted(lower, words=words, lexicon=lexicon):
        lower = lower[:start] + COVER * (end - start) + lower[end:]
    return lower


def uncovered(words: Words, lower: str) -> Words:
    """The words that no vetted clause covers."""
    return tuple(word for word in words if lower[word[1]] != COVER)


def _vetted(lower: str, *, words: Words, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for hit in lexicon.clauses.hits(lower, words):
        if hit.entry.severity == "idiom" or _is_whole(lower, hit.start, hit.end):
            yield hit.start, hit.end


def _is_whole(lower: str, start: int, end: int) -> bool:
    return bool(AFTER.match(lower, end) and BEFORE.search(lower[max(0, start - 16) : start]))
