"""The one shape that JSON-LD, microdata, RDFa Lite and microformats are read into, and how to walk it.

A node is a dict: ``@type`` a list of bare schema.org names ("Review"), ``@id`` a string where there is one, and every
property a list of values: text decoded once, numbers, nodes, or ``{"@value": …, "@language": …}``.
A property that the page gives as an empty list stays, as an empty list: it says "none".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

VOCABULARY = re.compile(
    r"^(?:https?://(?:www\.)?(?:schema\.org|data-vocabulary\.org|rdf\.data-vocabulary\.org)/#?|schema:|v:)"
)


def bare_type(name: str) -> str:
    """``https://schema.org/Review``, ``schema:Review`` and the slip ``review`` are ``Review``."""
    bare = VOCABULARY.sub("", name.strip().rstrip("/"))
    return bare[:1].upper() + bare[1:]


def property_name(name: str) -> str:
    """A bare property; schema.org's all begin in lower case, so ``ReviewRating`` is a slip for ``reviewRating``."""
    bare = VOCABULARY.sub("", name.strip())
    return bare[:1].lower() + bare[1:]


def add(node: Node, name: str, *values: Any) -> None:
    """Append values to a property; with none given the property is there and empty."""
    node.setdefault(name, []).extend(values)


def of_type(node: Any, *names: str) -> bool:
    """Whether the node has one of these types."""
    return isinstance(node, dict) and not set(names).isdisjoint(node.get("@type", ()))


def values(node: Node, *names: str) -> list[Any]:
    """The values of the first of these properties that has any."""
    return next((held for name in names if (held := node.get(name))), [])


def first(node: Node, *names: str) -> Any:
    """The first value of the first of these properties that has any, or None."""
    return next(iter(values(node, *names)), None)


def scalar(value: Any) -> Any:
    """The plain value inside ``{"@value": …}``, or the value; a node that is no plain value is None."""
    if isinstance(value, dict):
        return value.get("@value")
    return value


def text(node: Node, *names: str) -> str:
    """The first of these properties that holds words, as text."""
    for name in names:
        for value in node.get(name, ()):
            held = scalar(value)
            if held is not None and not isinstance(held, bool) and str(held).strip():
                return str(held).strip()
    return ""


def walk(nodes: Iterable[Node]) -> Iterator[tuple[Node, Node | None, str]]:
    """Every node once with the node that holds it and the property it is held in, in page order."""
    waiting: list[tuple[Node, Node | None, str]] = []
    waiting.extend((node, None, "") for node in reversed(list(nodes)))
    seen: set[int] = set()
    while waiting:
        node, holder, name = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node, holder, name
        inner = [
            (held, node, prop)
            for prop, held_values in node.items()
            if not prop.startswith("@") and isinstance(held_values, list)
            for held in held_values
            if isinstance(held, dict) and "@value" not in held
        ]
        waiting.extend(reversed(inner))
