"""One sentence of the reply library: what it may hold is checked when it is taken in, not when it is sent.

Replies are plain text, so nothing is escaped: "We're" stays "We're". A sentence is a Jinja2 template only in that it
may name the practice's own public facts; calls, filters, loops, operators and every other name are refused.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import get_args

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from responders.errors import TemplateRefused
from responders.types import Band, Particulars

BANDS: tuple[str, ...] = get_args(Band)
FACTS = frozenset(field.name for field in fields(Particulars))
LONGEST = 300
"""Characters; the longest sentence that a reader of a review site still takes in at once."""

ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
HINT = "use only " + ", ".join(f"{{{{ practice.{name} }}}}" for name in sorted(FACTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A vetted sentence. ``bands`` and ``topic`` say when it fits, ``needs`` which facts must not be empty."""

    slug: str
    part: str
    text: str
    bands: frozenset[str]
    topic: str = ""
    needs: frozenset[str] = frozenset()

    def suits(self, practice: Particulars) -> bool:
        """True when the practice has every fact that the sentence names."""
        return all(getattr(practice, need).strip() for need in self.needs)

    def render(self, practice: Particulars) -> str:
        """Plain text with the practice's facts, exactly as the practice spells them."""
        return _compiled(self.text).render(practice=practice)


def admit(*, slug: str, part: str, text: str, bands: frozenset[str], topic: str = "") -> Sentence:
    """Take a sentence into the library. Raises TemplateRefused, naming the sentence and the mend."""
    _check_bands(slug, bands)
    _check_characters(slug, text)
    return Sentence(slug=slug, part=part, text=text, bands=bands, topic=topic, needs=facts_named(slug, text))


def facts_named(slug: str, text: str) -> frozenset[str]:
    """The practice's facts that a sentence names. Raises TemplateRefused when it asks for anything else."""
    tree = _tree(slug, text)
    pieces = [piece for output in tree.body for piece in _pieces(slug, output)]
    return frozenset(fact for piece in pieces if (fact := _fact(slug, piece)))


def _tree(slug: str, text: str) -> nodes.Template:
    if "{%" in text or "{#" in text:
        raise TemplateRefused(f"The sentence {slug!r} holds a template command; {HINT}.")
    try:
        return ENVIRONMENT.parse(text)
    except TemplateSyntaxError:
        raise TemplateRefused(f"The sentence {slug!r} has braces that do not close or hold no name; {HINT}.") from None
    except RecursionError:
        raise TemplateRefused(f"The sentence {slug!r} nests brackets without end; {HINT}.") from None


def _pieces(slug: str, output: nodes.Node) -> list[nodes.Expr]:
    if not isinstance(output, nodes.Output):
        raise TemplateRefused(f"The sentence {slug!r} holds a template command; {HINT}.")
    return output.nodes


def _fact(slug: str, piece: nodes.Node) -> str:
    """The fact a piece names, or "" for plain words."""
    match piece:
        case nodes.TemplateData(data=str(words)) if not {"{", "}"} & set(words):
            return ""
        case nodes.Getattr(node=nodes.Name(name="practice"), attr=str(attr)) if attr in FACTS:
            return attr
    raise TemplateRefused(f"The sentence {slug!r} asks for something a reply may not hold; {HINT}.")


def _check_bands(slug: str, bands: frozenset[str]) -> None:
    if not bands or not bands <= frozenset(BANDS):
        raise TemplateRefused(
            f"The sentence {slug!r} does not say what it is for; use one or more of {', '.join(BANDS)}."
        )


def _check_characters(slug: str, text: str) -> None:
    if not text.strip() or text != text.strip() or len(text) > LONGEST:
        raise TemplateRefused(
            f"The sentence {slug!r} is empty, longer than {LONGEST} characters, or has spaces at an end; mend its text."
        )
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in text):
        raise TemplateRefused(f"The sentence {slug!r} holds an invisible or broken character; type it again.")


@lru_cache(maxsize=2048)
def _compiled(text: str) -> Template:
    return ENVIRONMENT.from_string(text)
