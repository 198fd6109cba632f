"""What cannot wait, whatever the stars: urgency tags with their level, their route and the words that said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import PolicyError
from monitor.policy import load_policy, policy_folder
from monitor.types import UrgencyHit, Words
from monitor.understand.clauses import Reading
from monitor.understand.cues import CueBook

LEVELS = (0, 1, 2, 3)
"""0 for information, 1 alert at once, 2 same day, 3 queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as the policy file describes it. ``label`` completes "may describe …"."""

    slug: str
    level: int
    label: str
    route: str


@dataclass(frozen=True, kw_only=True)
class UrgencyRules:
    """``titles`` maps a tag to words beside which a capitalised word is somebody's name."""

    tags: Mapping[str, Tag]
    cues: CueBook
    titles: Mapping[str, frozenset[str]]

    def find(self, reading: Reading, *, is_grateful: bool = False) -> tuple[UrgencyHit, ...]:
        """Tags said in the reading, the most urgent first. In a grateful review, tentative cues say nothing."""
        found = self.cues.find(reading, is_grateful=is_grateful)
        for slug, titles in self.titles.items():
            if names := tuple(_names_beside(titles, reading, meaning=slug)):
                found[slug] = names
        hits = [
            UrgencyHit(tag=slug, level=self.tags[slug].level, route=self.tags[slug].route, words=words)
            for slug, words in found.items()
        ]
        return tuple(sorted(hits, key=lambda hit: (hit.level or max(LEVELS) + 1, hit.words[0].start)))


def urgency_rules() -> UrgencyRules:
    """The rules in force. Raises PolicyError naming the tag that cannot be used."""
    return _built(policy_folder())


@lru_cache(maxsize=4)
def _built(_folder: Path) -> UrgencyRules:
    policy = load_policy("urgency")
    where = f"{policy.name}.toml"
    topics = policy.data.get("tag", {})
    return UrgencyRules(
        tags={slug: _tag(slug, topic, where=where) for slug, topic in topics.items()},
        cues=CueBook(
            {slug: topic for slug, topic in topics.items() if "titles" not in topic}, data=policy.data, where=where
        ),
        titles={slug: frozenset(topic["titles"]) for slug, topic in topics.items() if "titles" in topic},
    )


def _tag(slug: str, topic: Mapping[str, Any], *, where: str) -> Tag:
    missing = [key for key in ("level", "label", "route") if key not in topic]
    if missing:
        raise PolicyError(f"{where}: [tag.{slug}] does not say {', '.join(missing)}; add it.")
    if topic["level"] not in LEVELS:
        raise PolicyError(f"{where}: [tag.{slug}] has level {topic['level']}; levels are 0, 1, 2 and 3.")
    return Tag(slug=slug, level=topic["level"], label=topic["label"], route=topic["route"])


def _names_beside(titles: frozenset[str], reading: Reading, *, meaning: str) -> Iterator[Words]:
    """ "Dr. Moreau", "nurse named Kim": the reply must not repeat them, so the manager should know of them."""
    for index, word in enumerate(reading.words[:-1]):
        if word not in titles:
            continue
        at = index + 2 if reading.words[index + 1] in ("named", "called") else index + 1
        if at < len(reading.words) and reading.sentences[at] == reading.sentences[index] and _is_name(reading, at):
            start, end = reading.starts[index], reading.ends[at]
            yield Words(start=start, end=end, text=reading.text[start:end], meaning=meaning)


def _is_name(reading: Reading, index: int) -> bool:
    word = reading.text[reading.starts[index] : reading.ends[index]]
    return len(word) > 1 and word[0].isupper() and not word.isupper()
