"""A review as words with their places in the text, cut into sentences and, at words of contrast, into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


def words_of(text: str) -> frozenset[str]:
    """A set of words, written as one line of them."""
    return frozenset(text.split())


CONTRAST = words_of(
    "but however unfortunately although though yet sadly except nevertheless nonetheless regrettably alas whereas "
    "while pero desafortunadamente lamentablemente aunque"
)
"""A new clause starts at these: patients praise the hands and then name the trouble, or the other way round."""

_NOT = words_of("could would should did does do is was are were has have had might must need")
_ENDINGS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "had", "'s": "is"}
CONTRACTIONS: dict[str, tuple[str, ...]] = {
    **{f"{verb}n{mark}t": (verb, "not") for verb in _NOT for mark in ("'", "")},
    **{"can't": ("can", "not"), "cant": ("can", "not"), "cannot": ("can", "not")},
    **{"won't": ("will", "not"), "wont": ("will", "not"), "ain't": ("is", "not"), "aint": ("is", "not")},
    **{"im": ("i", "am"), "ive": ("i", "have"), "theyre": ("they", "are"), "youre": ("you", "are")},
    **{"wanna": ("want", "to"), "gonna": ("going", "to"), "gotta": ("got", "to")},
}
_ABBREVIATED = words_of("dr mr mrs ms st vs jr sr dept approx no")

_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:'[^\W_]+)*)"
    r"|(?P<end>[.!?…]+(?=[\s\"')\]]|$|[A-ZÁÉÍÓÚÑ¿¡])|[;\n¿¡]|\s[-–]\s|[—–])"
    r"|(?P<face>[:;=]['\-]?[)(DPp/\\|\]\[]|<3|[\u203c-\u3299\U0001f000-\U0001faff])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """``reading.words[first:last]``: a stretch between two sentence ends or words of contrast."""

    first: int
    last: int
    sentence: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Parallel tuples, one entry a word: lower-cased with contractions opened, place in the text, sentence number."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    @cached_property
    def by_sentence(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Each sentence's first place and its words."""
        cuts = [at for at in range(len(self.words)) if at == 0 or self.sentences[at] != self.sentences[at - 1]]
        return tuple((at, self.words[at:end]) for at, end in pairwise([*cuts, len(self.words)]))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(_clauses(self))

    @cached_property
    def clause_of(self) -> tuple[int, ...]:
        """For each word, the number of its clause."""
        return tuple(number for number, clause in enumerate(self.clauses) for _ in range(clause.first, clause.last))


def read(text: str) -> Reading:
    """Words, places and sentences of ``text``; empty for a text without a word. Places are offsets into ``text``."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    sentence = 0
    for match in _TOKEN.finditer(text.replace("’", "'")):
        if match.lastgroup == "end":
            if not (words and words[-1] in _ABBREVIATED and match.group() == "."):
                sentence += 1
            continue
        found = match.group().lower()
        for word in _opened(found) if "'" in found or found in CONTRACTIONS else (found,):
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
            sentences.append(sentence)
    return Reading(text=text, words=tuple(words), starts=tuple(starts), ends=tuple(ends), sentences=tuple(sentences))


def _opened(word: str) -> tuple[str, ...]:
    """ "couldn't" is "could not": a phrase is then written once, however people type it."""
    known = CONTRACTIONS.get(word)
    if known is not None:
        return known
    cut = word.rfind("'")
    if cut > 0 and word[cut:] in _ENDINGS:
        return word[:cut], _ENDINGS[word[cut:]]
    return (word,)


def _clauses(reading: Reading) -> Iterator[Clause]:
    first = 0
    for index in range(1, len(reading.words) + 1):
        at_end = index == len(reading.words)
        if at_end or reading.sentences[index] != reading.sentences[first] or reading.words[index] in CONTRAST:
            yield Clause(first=first, last=index, sentence=reading.sentences[first])
            first = index
