"""The phrase library: ``templates/replies/<language>/*.toml``, one file a part, one entry a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from responders.drafting.sentence import Sentence, admit
from responders.errors import ResponderError, TemplateRefused
from responders.types import Particulars

SHIPPED = Path(__file__).resolve().parents[2] / "templates" / "replies"
KEYS = frozenset({"slug", "text", "for", "topic", "needs"})


class NoWording(ResponderError):
    """The library, or the practice's own particulars, hold nothing that could make this reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All sentences of one language, in the order of their files."""

    language: str
    sentences: tuple[Sentence, ...]

    def fitting(self, *, part: str, band: str, topic: str, practice: Particulars) -> tuple[Sentence, ...]:
        """The sentences of a part that suit the band, the topic and what the practice has told of itself."""
        return tuple(
            sentence
            for sentence in self.sentences
            if sentence.part == part and sentence.topic == topic and band in sentence.bands and sentence.suits(practice)
        )


def languages(folder: Path = SHIPPED) -> tuple[str, ...]:
    """The languages that there are sentences in."""
    return tuple(sorted(path.name for path in folder.iterdir() if any(path.glob("*.toml"))))


@lru_cache(maxsize=8)
def load_library(language: str, folder: Path = SHIPPED) -> Library:
    """Read and check every sentence. Raises NoWording without such a language, TemplateRefused for a bad sentence."""
    if language not in languages(folder):
        raise NoWording(
            f"There are no reply sentences in the language {language!r}; a person who speaks it has to write this."
        )
    sentences = tuple(sentence for path in sorted((folder / language).glob("*.toml")) for sentence in _sentences(path))
    _refuse_doubles(sentences)
    return Library(language=language, sentences=sentences)


def _sentences(path: Path) -> Iterator[Sentence]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise TemplateRefused(f"The reply file {path.name} cannot be read as [[sentence]] entries ({error}).") from None
    for number, row in enumerate(rows, start=1):
        yield _sentence(path, number, row)


def _sentence(path: Path, number: int, row: dict[str, Any]) -> Sentence:
    if not _is_whole(row):
        raise TemplateRefused(
            f"Sentence {number} of {path.name} needs slug, text and for (a list); topic and needs (a list) may be."
        )
    sentence = admit(
        slug=row["slug"], part=path.stem, text=row["text"], bands=frozenset(row["for"]), topic=row.get("topic", "")
    )
    if frozenset(row.get("needs", ())) != sentence.needs:
        raise TemplateRefused(
            f"The sentence {sentence.slug!r} names {sorted(sentence.needs)}; its needs must say the same."
        )
    return sentence


def _is_whole(row: dict[str, Any]) -> bool:
    if not {"slug", "text", "for"} <= row.keys() <= KEYS:
        return False
    words = [row["slug"], row["text"], row.get("topic", "")]
    lists = [row["for"], row.get("needs", [])]
    return all(isinstance(value, list) for value in lists) and all(
        isinstance(word, str) for word in [*words, *lists[0], *lists[1]]
    )


def _refuse_doubles(sentences: tuple[Sentence, ...]) -> None:
    seen: set[str] = set()
    for sentence in sentences:
        if sentence.slug in seen or sentence.text in seen:
            raise TemplateRefused(f"The sentence {sentence.slug!r} is in the library twice; remove or reword one.")
        seen |= {sentence.slug, sentence.text}
