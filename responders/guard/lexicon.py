"""The guard's words as the practice keeps them: ``config/policy/guard_*.toml``, read once and folded like a reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import PolicyError
from monitor.policy import load_policy, policy_folder
from responders.guard.lookalikes import plain
from responders.guard.phrases import Entry, PhraseBook, Sets
from responders.guard.tone import Tone

BOOKS = (
    "relation", "identity", "health", "visit", "money", "admission", "blame", "threat", "bribe", "advice",
    "contact", "third_party", "policy", "injection",
)  # fmt: skip
SEVERITIES = ("block", "unless_denied", "pointed", "review", "general", "personal", "vetted", "idiom")
"""How grave a phrase is. ``block`` and ``review`` always; ``unless_denied`` blocks but where the sentence says no;
``pointed`` blocks but in a general statement, where it needs a look; ``general`` blocks beside a person or an event,
passes in a general statement and else needs a look; ``personal`` blocks beside a person or an event and else passes.
``vetted`` clauses are covered when they stand whole, ``idiom`` wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every word list the rules look into."""

    sets: Sets
    rules: PhraseBook
    clauses: PhraseBook
    vocabulary: frozenset[str]
    """Words of ordinary courtesy; whatever else stands in a reply needs a person's look."""
    echo: Mapping[str, Any]
    tone: Tone

    def knows(self, word: str) -> bool:
        """True for a word any list holds; tells a disguised word from a strange one."""
        return word in self.vocabulary or self.rules.begins(word)


def lexicon() -> Lexicon:
    """The lexicon of the policy folder in force. Raises PolicyError, naming file and mend."""
    return _lexicon(policy_folder())


@lru_cache(maxsize=4)
def _lexicon(folder: Path) -> Lexicon:
    sets = {name: folded(words) for name, words in load_policy("guard_words").data["sets"].items()}
    return Lexicon(
        sets=sets,
        rules=PhraseBook(sets=sets, entries=tuple(entry for name in BOOKS for entry in _entries(name))),
        clauses=PhraseBook(sets=sets, entries=tuple(_entries("clauses"))),
        vocabulary=frozenset(_vocabulary(load_policy("guard_vocabulary").data)),
        echo=load_policy("guard_echo").data["facts"],
        tone=Tone(frames={name: _listed(words) for name, words in load_policy("guard_frames").data["frames"].items()}),
    )


def fold(text: str) -> str:
    """Lower case without accents, the way a normalised reply is compared."""
    return "".join(sign if sign == "…" else plain(sign) for sign in text).lower()


def folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)


def _listed(words: str | list[str]) -> frozenset[str]:
    return frozenset(folded(words.split() if isinstance(words, str) else words))


def _entries(name: str) -> Iterator[Entry]:
    for group in load_policy(f"guard_{name}").data["group"]:
        if group["severity"] not in SEVERITIES:
            raise PolicyError(f"guard_{name}.toml has a group whose severity is not one of {', '.join(SEVERITIES)}.")
        yield Entry(rule=name, why=group["why"], severity=group["severity"], phrases=folded(group["phrases"]))


def _vocabulary(data: Mapping[str, Any]) -> Iterator[str]:
    for kind, endings in data["endings"].items():
        for word in folded(data["words"][kind].replace("-", " ").split()):
            for ending in ("", *endings):
                yield _inflected(word, ending)
                if ending[:1] in ("i", "e"):
                    yield word + word[-1:] + ending


def _inflected(word: str, ending: str) -> str:
    if not ending:
        return word
    if word.endswith("e") and ending[0] in "ei":
        return word[:-1] + ending
    if word.endswith("y") and word[-2] not in "aeou" and ending[0] in "es":
        return word[:-1] + "i" + ("es" if ending == "s" else ending)
    if ending == "s" and word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if ending == "ly" and word.endswith("le"):
        return word[:-1] + "y"
    if ending == "ly" and word.endswith("y"):
        return word[:-1] + "ily"
    return word + ending
