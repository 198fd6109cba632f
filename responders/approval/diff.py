"""What an edit changed, word by word: suggestion, edit and approved text side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]

WORD = re.compile(r"\s+|[^\W_]+(?:['’\-][^\W_]+)*|[\W_]")
MOST_WORDS = 4_000
"""Above this the comparison would take seconds; a reply has a hundred words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of text that both versions share, or that only the new (``added``) or the old one (``removed``) has."""

    kind: Kind
    text: str


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """The way from ``old`` to ``new``. Nothing is lost: ``before`` and ``after`` give both texts back."""
    return tuple(_segments(old, new))


def before(segments: Iterable[Segment]) -> str:
    """The old text."""
    return "".join(segment.text for segment in segments if segment.kind != "added")


def after(segments: Iterable[Segment]) -> str:
    """The new text."""
    return "".join(segment.text for segment in segments if segment.kind != "removed")


def share_kept(old: str, new: str) -> float:
    """How much of both texts is the same, 0 to 1, in characters: how good the suggestion was."""
    total = len(old) + len(new)
    same = sum(len(segment.text) for segment in compare(old, new) if segment.kind == "same")
    return 2 * same / total if total else 1.0


def _segments(old: str, new: str) -> Iterator[Segment]:
    olds, news = WORD.findall(old), WORD.findall(new)
    if max(len(olds), len(news)) > MOST_WORDS:
        olds, news = [old], [new]
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Segment(kind="same", text="".join(olds[i:j]))
            continue
        if i < j:
            yield Segment(kind="removed", text="".join(olds[i:j]))
        if k < m:
            yield Segment(kind="added", text="".join(news[k:m]))
