"""Topics found by cue phrases: which words said so, and when look-alikes, negation or another clinic say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from monitor.errors import PolicyError
from monitor.types import Words
from monitor.understand.clauses import Reading, words_of
from monitor.understand.phrasebook import Hit, Phrasebook

NEGATORS = words_of(
    "no not never nobody without zero nor neither avoid avoided avoids prevent prevented sin ningún ninguna"
)
LIGHT = words_of(
    "a an any have had has having get got getting be been being feel felt see seen leave left cause caused develop "
    "developed experience experienced look looked the even one single so too at all really ever in of sign signs "
    "risk trace hint kind sort or and nor more bad major serious once was is were are am"
)
"""Words a "not" or "never" reaches over: "did not get an infection", but not "did not treat my infection"."""
STOPPERS = words_of(
    "one body call calls answer answers about for my after from when help response who that because until but idea "
    "matter wonder longer apology explanation reason warning follow and"
)
"""Words a "no" does not reach over: "no call about my infection"."""
REACH = 4
"""Words between a negation and what it negates."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """``kind``: the topic is "said"; or a "look-alike" that covers it; or a remark that "clears" its sentence."""

    topic: str
    kind: Literal["said", "look-alike", "clears"]
    negatable: bool = True
    tentative: bool = False
    """Means something only outside a grateful review: "hospital" in a story of a life saved is no alarm."""


class CueBook:
    """All topics of one policy file, matched in one pass."""

    def __init__(self, topics: Mapping[str, Any], *, data: Mapping[str, Any], where: str) -> None:
        entries = [pair for slug, topic in topics.items() for pair in _entries(slug, topic, data=data, where=where)]
        self._phrases = Phrasebook(entries, sets=data.get("sets", {}), where=where)

    def find(self, reading: Reading, *, is_grateful: bool = False) -> dict[str, tuple[Words, ...]]:
        """Topic → the words that say it, in the order of the text; only topics that were said."""
        by_topic: dict[str, list[Hit[Cue]]] = {}
        for hit in self._phrases.find(reading):
            if not (is_grateful and hit.entry.tentative):
                by_topic.setdefault(hit.entry.topic, []).append(hit)
        found = {topic: _standing(hits, reading) for topic, hits in by_topic.items()}
        return {topic: words for topic, words in found.items() if words}


def _entries(slug: str, topic: Any, *, data: Mapping[str, Any], where: str) -> Iterator[tuple[str, Cue]]:
    said = Cue(slug, "said", negatable=topic.get("negatable", True))
    plain = Cue(slug, "said", negatable=False)
    tentative = Cue(slug, "said", tentative=True)
    covers, clears = Cue(slug, "look-alike"), Cue(slug, "clears")
    if not topic.get("cues") and not topic.get("plain_cues"):
        raise PolicyError(f"{where}: [{slug}] has no cues; add some or remove it.")
    remarks = list(topic.get("clears", ()))
    for name in topic.get("unless", ()):
        if name not in data.get("remarks", {}):
            raise PolicyError(f"{where}: [{slug}] names remarks.{name}, which is not there; add it.")
        remarks += data["remarks"][name]
    groups: Iterable[tuple[Iterable[str], Cue]] = (
        ((*topic.get("cues", ()), *topic.get("spanish", ())), said),
        (topic.get("plain_cues", ()), plain),
        (topic.get("tentative_cues", ()), tentative),
        (topic.get("look_alikes", ()), covers),
        (remarks, clears),
    )
    return ((phrase, cue) for phrases, cue in groups for phrase in phrases)


def _standing(hits: list[Hit[Cue]], reading: Reading) -> tuple[Words, ...]:
    """The words left after look-alikes, clearing remarks and negation; of overlapping ones the longest."""
    covers = [hit for hit in hits if hit.entry.kind == "look-alike"]
    cleared = {reading.sentences[hit.first] for hit in hits if hit.entry.kind == "clears"}
    said = [
        hit
        for hit in hits
        if hit.entry.kind == "said"
        and reading.sentences[hit.first] not in cleared
        and not any(_covers(cover, hit) for cover in covers)
        and not (hit.entry.negatable and is_negated(reading, hit.first))
    ]
    taken: set[int] = set()
    kept = []
    for hit in sorted(said, key=lambda hit: (hit.first - hit.last, hit.first)):
        if taken.isdisjoint(range(hit.first, hit.last)):
            taken.update(range(hit.first, hit.last))
            kept.append(hit)
    return tuple(_words(reading, hit) for hit in sorted(kept, key=lambda hit: hit.first))


def _covers(cover: Hit[Cue], hit: Hit[Cue]) -> bool:
    """They overlap and the look-alike is no shorter: "find you in" does not excuse "find you in the parking lot"."""
    return cover.first < hit.last and hit.first < cover.last and cover.last - cover.first >= hit.last - hit.first


def is_negated(reading: Reading, first: int) -> bool:
    """True when a negation before word ``first`` in its clause means that it did not happen."""
    start = reading.clauses[reading.clause_of[first]].first
    reach = REACH
    between: list[str] = []
    for index in range(first - 1, start - 1, -1):
        word = reading.words[index]
        if word in NEGATORS:
            strict = word in ("not", "never", "nobody")
            return LIGHT.issuperset(between) if strict else STOPPERS.isdisjoint(between)
        between.append(word)
        reach = REACH if word in ("or", "nor") else reach - 1
        if reach < 0:
            return False
    return False


def _words(reading: Reading, hit: Hit[Cue]) -> Words:
    start, end = reading.starts[hit.first], reading.ends[hit.last - 1]
    return Words(start=start, end=end, text=reading.text[start:end], meaning=hit.entry.topic)
