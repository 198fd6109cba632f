"""Microdata and RDFa Lite: items written into element attributes. The two differ in the names of the attributes.

Sources: the HTML standard, section Microdata; W3C RDFa Lite 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from monitor.errors import ReadError
from monitor.sources.element_text import element_text
from monitor.sources.nodes import Node, add, bare_type, property_name

MOST_OPEN_PROPERTIES = 40
"""Properties inside one another; real pages have three or four."""

MOST_LENT_ELEMENTS = 200_000
"""Elements read again for an ``itemref``, which lets every item take in the whole page once more."""

ADDRESSES = {"a": "href", "area": "href", "link": "href", "object": "data"} | dict.fromkeys(
    ("audio", "embed", "iframe", "img", "source", "track", "video"), "src"
)
"""Elements whose value is an address, and the attribute it stands in."""

WORDED = frozenset(
    (
        "author", "creator", "reviewer", "name", "headline", "summary", "reviewBody", "description", "text",
        "articleBody", "reviewRating", "ratingValue", "rating", "bestRating", "worstRating", "reviewCount",
        "ratingCount", "datePublished", "dateCreated", "dateModified", "dtreviewed",
    )
)  # fmt: skip
"""Properties a person reads: a link around an author's name is still the name, not the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The attributes that open an item, name its types, its properties and its identity."""

    name: str
    scope: str
    types: str
    properties: str
    identities: tuple[str, ...]


MICRODATA = Dialect(
    name="microdata", scope="itemscope", types="itemtype", properties="itemprop", identities=("itemid",)
)
RDFA = Dialect(name="rdfa", scope="typeof", types="typeof", properties="property", identities=("resource", "about"))


@dataclass(slots=True, kw_only=True)
class _Reading:
    dialect: Dialect
    items: dict[Any, Node] = field(default_factory=dict)
    tops: list[Node] = field(default_factory=list)
    open_items: list[Node] = field(default_factory=list)
    open_properties: int = 0
    lent_elements: int = 0


def read_items(root: Any, *, dialect: Dialect) -> tuple[Node, ...]:
    """The items of the tree that belong to no other item, in page order, the others nested inside them."""
    reading = _Reading(dialect=dialect)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            _open(reading, element)
        else:
            _close(reading, element)
    if dialect is MICRODATA:
        _join_references(reading, root)
    return tuple(reading.tops)


def _open(reading: _Reading, element: Any) -> None:
    scoped = element.get(reading.dialect.scope) is not None
    names = element.get(reading.dialect.properties)
    if not scoped and names is None:
        return
    item = _new_item(reading, element) if scoped else None
    owner = reading.open_items[-1] if reading.open_items else None
    if names and owner is not None:
        for name in names.split():
            prop = property_name(name)
            add(owner, prop, item if item is not None else property_value(element, prop))
    elif item is not None:
        reading.tops.append(item)
    if item is not None:
        reading.open_items.append(item)
    reading.open_properties += names is not None
    if reading.open_properties > MOST_OPEN_PROPERTIES:
        raise ReadError("The mark-up of the page is nested too deep to be read; enter its reviews by hand.")


def _close(reading: _Reading, element: Any) -> None:
    if element in reading.items:
        reading.open_items.pop()
    reading.open_properties -= element.get(reading.dialect.properties) is not None


def _new_item(reading: _Reading, element: Any) -> Node:
    dialect = reading.dialect
    item: Node = {"@type": [bare_type(name) for name in (element.get(dialect.types) or "").split()]}
    identity = next((held for name in dialect.identities if (held := element.get(name))), "")
    if identity:
        item["@id"] = identity
    reading.items[element] = item
    return item


def property_value(element: Any, prop: str) -> str:
    """``content`` first, as sites use it on any element; then by element, as the HTML standard says."""
    content = element.get("content")
    if content is not None and (content.strip() or element.tag == "meta"):
        return str(content).strip()
    if (machine := _machine_value(element)) is not None:
        return machine
    address = element.get(ADDRESSES.get(element.tag, "")) if element.tag in ADDRESSES else None
    if address is not None and prop not in WORDED:
        return str(address).strip()
    return element_text(element) or _described(element) or str(address or "").strip()


def _machine_value(element: Any) -> str | None:
    if element.tag in ("data", "meter"):
        return element.get("value") or None
    return (element.get("datetime") or None) if element.tag == "time" else None


def _described(element: Any) -> str:
    """Drawn stars have no text; their words are where a screen reader looks."""
    return next((held.strip() for name in ("alt", "aria-label", "title") if (held := element.get(name))), "")


def _join_references(reading: _Reading, root: Any) -> None:
    referring = [(element, item) for element, item in reading.items.items() if element.get("itemref")]
    named = {element.get("id"): element for element in reversed(root.xpath("//*[@id]"))} if referring else {}
    for element, item in referring:
        for identity in element.get("itemref").split():
            referred = named.get(identity)
            if referred is not None and referred is not element and referred not in element.iterancestors():
                _lend(reading, referred, item)


def _lend(reading: _Reading, referred: Any, item: Node) -> None:
    for element in _outside_items(reading, referred):
        held = reading.items.get(element)
        reading.lent_elements += 1
        if reading.lent_elements > MOST_LENT_ELEMENTS:
            raise ReadError("The mark-up of the page refers to itself too often to be read; enter its reviews by hand.")
        for name in (element.get("itemprop") or "").split():
            prop = property_name(name)
            add(item, prop, held if held is not None else property_value(element, prop))
            reading.tops = [top for top in reading.tops if top is not held]


def _outside_items(reading: _Reading, referred: Any) -> Iterator[Any]:
    walker = etree.iterwalk(referred, events=("start",))
    for _, element in walker:
        yield element
        if element in reading.items:
            walker.skip_subtree()
