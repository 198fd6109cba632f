"""A small language for phrases, so that a cue is one readable line in a policy file.

============  =====================================================================
``word``      that word, lower case, contractions opened (write ``did not``)
``wor*``      any word that begins so; ``*est`` any word that ends so
``a|b``       either word
``(a b|c)``   either run of words; brackets may nest
``x?``        may be missing
``<set>``     a word from the file's ``[sets]``
``#``         a number, in digits or words
``~``         up to three words in between; ``~~`` up to seven
============  =====================================================================

A phrase never reaches over the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from monitor.errors import PolicyError
from monitor.understand.clauses import words_of

NUMBERS = words_of(
    "a an one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "couple few several many dozen hundred un una dos tres cuatro cinco seis siete ocho nueve diez varios "
    "varias"
)
GAPS = {"~": 3, "~~": 7}
NEVER_RARE = 1e9
STEM = 3
"""Letters by which phrases that open with ``wor*`` are looked up; a stem is never shorter."""


def _by_rank(text: str) -> dict[str, float]:
    return {word: 100 / (rank + 2) for rank, word in enumerate(text.split())}


COMMONNESS = _by_rank("""
    the and i to a was my of is he she in for with it very me her have this that they not had you on at dr but are so
    am been has him his as be would we all doctor staff time great did from do will who an there what one more out
    years were when just care about after up no or if can office get back never their like good go them first by
    other see than before also even how only time made told over feel any could because our best now always much too
    going your patients work patient being pain does into name recommend thank happy felt being take know which two
    well every most some way lot make need want ever people new day since through experience helped
""")
"""Zipf's law is near enough to pick the rarest slot of a phrase by."""


def is_number(word: str) -> bool:
    return word[0].isdigit() or word in NUMBERS


@dataclass(frozen=True, slots=True)
class Slot:
    """What one place of a phrase accepts."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    number: bool = False
    gap: int = 0
    is_plain: bool = True
    commonness: float = 0.0

    def accepts(self, word: str) -> bool:
        if word in self.words:
            return True
        if self.is_plain:
            return False
        if self.stems and word.startswith(self.stems):
            return True
        if self.endings and word.endswith(self.endings):
            return True
        return self.number and is_number(word)


Phrase = tuple[Slot, ...]


def parse(
    text: str, *, sets: Mapping[str, Iterable[str]], where: str, known: dict[str, Slot] | None = None
) -> Iterator[Phrase]:
    """The phrase as slots, once for each reading of its optional parts; ``known`` slots are shared.

    Raises PolicyError naming file and phrase.
    """
    known = {} if known is None else known
    if not text.strip() or text.count("(") != text.count(")"):
        raise PolicyError(f'{where}: the phrase "{text}" has a bracket without its partner, or no words; mend it.')
    for reading in _readings(text):
        for word in reading:
            if word not in known:
                known[word] = _slot(word, sets=sets, where=where, text=text)
        phrase = [known[word] for word in reading]
        while phrase and phrase[-1].gap:
            phrase.pop()
        if not phrase or phrase[0].gap or phrase[0].endings:
            raise PolicyError(f'{where}: the phrase "{text}" must begin with a word; mend it.')
        yield tuple(phrase)


def _readings(text: str) -> Iterator[list[str]]:
    """Every run of words the phrase stands for; single words of one choice stay together as ``a|b``."""
    if "(" not in text and "?" not in text:
        yield text.split()
        return
    for choice in product(*(_choices(slot) for slot in _cut(text, " ") if slot)):
        yield [word for words in choice for word in words]


def _choices(slot: str) -> list[list[str]]:
    body, optional = (slot[:-1], True) if slot.endswith("?") else (slot, False)
    if not body.startswith("("):
        choices = [[body]]
    else:
        runs = [run for part in _cut(body[1:-1], "|") for run in _readings(part)]
        single = "|".join(run[0] for run in runs if len(run) == 1)
        choices = [[single]] * bool(single) + [run for run in runs if len(run) != 1]
    return [*choices, []] if optional else choices


def _cut(text: str, mark: str) -> Iterator[str]:
    """Cut at ``mark`` where no bracket is open."""
    if "(" not in text:
        yield from text.split(mark)
        return
    depth, piece = 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == mark and not depth:
            yield piece
            piece = ""
        else:
            piece += letter
    yield piece


def _slot(word: str, *, sets: Mapping[str, Iterable[str]], where: str, text: str) -> Slot:
    if word in GAPS:
        return Slot(gap=GAPS[word], is_plain=False, commonness=NEVER_RARE)
    parts = [part for piece in word.split("|") for part in _members(piece, sets=sets, where=where, text=text)]
    stems = tuple(part[:-1] for part in parts if part.endswith("*") and len(part) > STEM)
    endings = tuple(part[1:] for part in parts if part.startswith("*") and len(part) > STEM)
    shapes = {"#", *(stem + "*" for stem in stems), *("*" + ending for ending in endings)}
    words = frozenset(_plain(part, where=where, text=text) for part in parts if part not in shapes)
    return Slot(
        words=words,
        stems=stems,
        endings=endings,
        number="#" in parts,
        is_plain=not stems and not endings and "#" not in parts,
        commonness=NEVER_RARE if endings else sum(COMMONNESS.get(part, 0.5) for part in words) + 40 * ("#" in parts),
    )


def _members(piece: str, *, sets: Mapping[str, Iterable[str]], where: str, text: str) -> list[str]:
    if not piece.startswith("<"):
        return [piece]
    name = piece.strip("<>")
    if name not in sets:
        raise PolicyError(f'{where}: the phrase "{text}" uses <{name}>, which [sets] does not define; add it.')
    return list(sets[name])


def _plain(word: str, *, where: str, text: str) -> str:
    if not word or not word.replace("'", "").isalnum() or word != word.lower():
        raise PolicyError(f'{where}: "{word}" in the phrase "{text}" is not a plain lower-case word; mend it.')
    return word
