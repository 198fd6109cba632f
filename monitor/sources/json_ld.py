"""JSON-LD blocks as nodes: strict JSON first, one repair of what real sites write, else a problem that is told."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from monitor.errors import ReadError
from monitor.sources.nodes import Node, add, bare_type, property_name
from monitor.sources.normalise import plain_text

DEEPEST = 100
"""Levels of nesting. Mark-up of a clinic's page uses fewer than ten; a thousand is an attack, not a page."""

WRAPPING = re.compile(
    r"^\s*+(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:(?://\s*)?(?:-->|\]\]>)|/\*\s*\]\]>\s*\*/|;)\s*$"
)
COMMENT = r"//[^\n]*+|/\*.*?(?:\*/|\Z)"
CLOSES = r"\s*(?:[:}\]/]|,\s*(?:[\"{\[}\]/]|-?\d|-?Infinity|NaN|true|false|null)|\Z)"
"""What stands behind a quotation mark that ends a string; any other one was left unescaped by the site."""
STRING = rf'"((?:\\(?:.|\Z)|[^"\\]|"(?!{CLOSES}))*)(?:"|\Z)'
TOKEN = re.compile(rf"{STRING}|{COMMENT}|,(?=(?=((?:\s+|{COMMENT})*))\2[}}\]])", re.DOTALL)
"""The doubled look-ahead never gives back what it has taken. Python before 3.11.4 gets possessive groups wrong."""
ODD_SIGN = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.?)|(")', re.DOTALL)
BETWEEN_VALUES = re.compile(r"[\s,;}\]]*")
WHOLE_REVIEW = re.compile(r'\{\s*"@type"\s*:\s*"(?:https?://schema\.org/|schema:)?\w*Review"')
MOST_BROKEN_REVIEWS = 20

TOO_DEEP = "A JSON-LD block is nested too deep to be read; enter this page's reviews by hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The nodes of all blocks in page order, and a sentence for each block that could not be read."""

    nodes: tuple[Node, ...] = ()
    problems: tuple[str, ...] = ()


def read_blocks(blocks: Iterable[str]) -> Blocks:
    """Read the text of each ``application/ld+json`` script. Raises ReadError for absurd nesting."""
    nodes: list[Node] = []
    problems: list[str] = []
    for number, block in enumerate(blocks, start=1):
        try:
            found: Any = parse(block)
        except ValueError as error:
            found = list(whole_reviews(block))
            kept = f" Reviews inside it that are still whole were kept: {len(found)}." if found else ""
            problems.append(f"Block {number} of JSON-LD is broken and one repair did not mend it ({error}).{kept}")
        nodes.extend(top_nodes(found))
    return Blocks(nodes=tuple(nodes), problems=tuple(problems))


def parse(block: str) -> Any:
    """JSON as written, else after one repair. Raises ValueError (position, no content) or ReadError."""
    try:
        return DECODER.decode(block)
    except RecursionError:
        raise ReadError(TOO_DEEP) from None
    except ValueError as error:
        as_written = error
    try:
        return list(_values(repaired(block)))
    except ValueError:
        raise as_written from None


def _values(block: str) -> Iterator[Any]:
    """Every value of a block: sites put several objects into one, or close one brace too many."""
    end = _next_value(block, 0)
    while end < len(block):
        try:
            value, end = DECODER.raw_decode(block, end)
        except RecursionError:
            raise ReadError(TOO_DEEP) from None
        yield value
        end = _next_value(block, end)


def _next_value(block: str, start: int) -> int:
    gap = BETWEEN_VALUES.match(block, start)
    return gap.end() if gap else start


def _both_kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key given twice keeps both values: plain JSON would lose the first review of two written so."""
    if len(single := dict(pairs)) == len(pairs):
        return single
    kept: dict[str, Any] = {}
    for key, value in pairs:
        kept[key] = [kept[key], value] if key in kept else value
    return kept


DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_both_kept, parse_constant=lambda _: None)
"""Raw control characters inside strings are let through, NaN and Infinity are nothing."""


def repaired(block: str) -> str:
    """Without what JSON does not know: comments, trailing commas, bare quotation marks in text, foreign escapes."""
    bare = WRAPPING.sub("", WRAPPING.sub("", block.strip("\ufeff \t\r\n")))
    if bare.lstrip("[{ \t\r\n").startswith("&quot;"):
        bare = html.unescape(bare)
    return TOKEN.sub(_kept_token, bare)


def _kept_token(match: re.Match[str]) -> str:
    return " " if match[1] is None else f'"{ODD_SIGN.sub(_kept_sign, match[1])}"'


def _kept_sign(match: re.Match[str]) -> str:
    known, hexadecimal, unknown, bare_quote = match.groups()
    if hexadecimal:
        return f"\\u00{hexadecimal}"
    return match[0] if known else unknown or (bare_quote and '\\"') or ""


def whole_reviews(block: str) -> Iterator[Any]:
    """The reviews that are still whole in a block cut short: a saved page must not lose its first forty to the last."""
    start = broken = 0
    while broken < MOST_BROKEN_REVIEWS and (match := WHOLE_REVIEW.search(block, start)):
        try:
            review, start = DECODER.raw_decode(block, match.start())
        except (ValueError, RecursionError):
            start, broken = match.end(), broken + 1
            continue
        yield review


def top_nodes(value: Any, *, depth: int = 0) -> Iterator[Node]:
    """The nodes of a parsed block: lists and ``@graph`` are opened, what is no object is left out."""
    for item in _flat(value, depth=depth):
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        if graph is not None:
            yield from top_nodes(graph, depth=depth + 1)
        if graph is None or len(item.keys() - {"@graph", "@context", "@id"}):
            yield tidy({key: held for key, held in item.items() if key != "@graph"})


def tidy(node: dict[str, Any], *, depth: int = 0) -> Node:
    """One JSON object in the shape all four syntaxes share (see ``nodes``)."""
    if depth > DEEPEST:
        raise ReadError(TOO_DEEP)
    tidied: Node = {
        "@type": [bare_type(name) for name in _flat(node.get("@type", node.get("type"))) if isinstance(name, str)]
    }
    identity = node.get("@id", node.get("id"))
    if isinstance(identity, str):
        tidied["@id"] = identity
    for key, value in node.items():
        if key.startswith("@") or value is None:
            continue
        add(tidied, property_name(key), *[_tidy_value(held, depth=depth) for held in _flat(value, depth=depth)])
    return tidied


def _tidy_value(value: Any, *, depth: int) -> Any:
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        held = value["@value"]
        return {
            "@value": _text(held) if isinstance(held, str) else held,
            "@language": str(value.get("@language") or ""),
        }
    return tidy(value, depth=depth + 1)


def _text(value: str) -> str:
    """Sites escape text twice, for HTML inside JSON: it is decoded once here. Addresses are left as they are."""
    if value.startswith(("http://", "https://")) and not any(space in value for space in " \n\t"):
        return value.encode("utf-8", "replace").decode("utf-8")
    return plain_text(value)


def _flat(value: Any, *, depth: int = 0) -> Iterator[Any]:
    if depth > DEEPEST:
        raise ReadError(TOO_DEEP)
    if isinstance(value, dict) and (inner := value.get("@list", value.get("@set"))) is not None:
        value = inner
    if not isinstance(value, list):
        if value is not None:
            yield value
        return
    for item in value:
        yield from _flat(item, depth=depth + 1)
