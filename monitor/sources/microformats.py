"""Microformats as schema.org nodes: hreview (version 1) and h-review (version 2), and their aggregates.

Sources: microformats.org, hReview 0.4, hReview-aggregate 0.3, h-review, value-class pattern.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from monitor.errors import ReadError
from monitor.sources.element_text import element_text
from monitor.sources.nodes import Node, add

Names = tuple[str, ...]

ROOTS: dict[str, Names] = {
    "Review": ("hreview", "h-review"),
    "AggregateRating": ("hreview-aggregate", "h-review-aggregate"),
}
ALL_ROOTS = frozenset(root for roots in ROOTS.values() for root in roots)
CARDS = frozenset(("vcard", "h-card", "h-item", "hproduct", "h-product", "item", "p-item"))

TEXTS: dict[str, dict[str, Names]] = {
    "Review": {
        "name": ("summary", "p-name", "p-summary"),
        "reviewBody": ("e-description", "p-description", "e-content", "p-content", "description"),
        "datePublished": ("dtreviewed", "dt-reviewed", "dt-published", "reviewed"),
        "dateModified": ("dt-updated",),
    },
    "AggregateRating": {
        "ratingValue": ("average", "p-average", "rating", "p-rating"),
        "bestRating": ("best", "p-best"),
        "worstRating": ("worst", "p-worst"),
        "reviewCount": ("count", "p-count"),
        "ratingCount": ("votes", "p-votes"),
    },
}
"""schema.org property: class names, the best first."""

AUTHOR: Names = ("reviewer", "p-reviewer", "p-author")
ITEM: Names = ("item", "p-item")
RATING: Names = ("rating", "p-rating")
ENDS: dict[str, Names] = {"bestRating": ("best", "p-best"), "worstRating": ("worst", "p-worst")}
READ_WHOLE = frozenset(("name", "reviewBody"))
OWN_NAME: Names = ("fn", "p-name")
MACHINE_ATTRIBUTES = {
    "abbr": "title",
    "data": "value",
    "meter": "value",
    "input": "value",
    "time": "datetime",
    "img": "alt",
}


DEEPEST = 10
"""Reviews inside reviews; real pages have none, and each level reads the page once more."""

Inside = dict[str, list[Any]]
"""The elements of one review by class name (and ``rel=…``), in page order."""


def read_microformats(root: Any) -> tuple[Node, ...]:
    """Reviews and aggregates of both versions, in page order. Raises ReadError for absurd nesting."""
    found = []
    for element in root.xpath("//*[contains(@class, 'review')]"):
        for kind, roots in ROOTS.items():
            if not _classes(element).isdisjoint(roots):
                found.append(_node(element, kind))
    return tuple(found)


def _node(element: Any, kind: str) -> Node:
    holders = sum(not _classes(holder).isdisjoint(ALL_ROOTS) for holder in element.iterancestors())
    if holders > DEEPEST:
        raise ReadError("The reviews of the page are nested too deep to be read; enter them by hand.")
    node: Node = {"@type": [kind]}
    inside = _inside(element)
    for prop, names in TEXTS[kind].items():
        if (holder := _having(inside, names, outside_cards=prop == "name")) is not None:
            add(node, prop, element_text(holder) if prop in READ_WHOLE else _value(holder))
    if (item := _having(inside, ITEM)) is not None:
        add(node, "itemReviewed", {"@type": [], "name": [_card_name(item)]})
    if kind == "Review":
        _add_author_rating_link(node, inside)
    if len(node) == 1:
        add(node, "name", _value(element))
    return node


def _add_author_rating_link(node: Node, inside: Inside) -> None:
    if (author := _having(inside, AUTHOR)) is not None:
        add(node, "author", _card_name(author))
    if (rating := _having(inside, RATING)) is not None:
        ends = {prop: [_value(end)] for prop, names in ENDS.items() if (end := _having(inside, names)) is not None}
        add(node, "reviewRating", {"@type": ["Rating"], "ratingValue": [_value(rating)], **ends})
    link = _having(inside, ("rel=bookmark", "u-url"), outside_cards=True)
    if link is not None and link.get("href"):
        add(node, "url", link.get("href").strip())


def _inside(element: Any) -> Inside:
    """What is inside, without what belongs to a review nested in it."""
    inside: Inside = {}
    walker = etree.iterwalk(element, events=("start",))
    for _, inner in walker:
        classes = _classes(inner)
        if inner is not element and not classes.isdisjoint(ALL_ROOTS):
            walker.skip_subtree()
            continue
        for name in classes | {f"rel={rel}" for rel in (inner.get("rel") or "").split()}:
            inside.setdefault(name, []).append(inner)
    return inside


def _having(inside: Inside, names: Names, *, outside_cards: bool = False) -> Any:
    """The first element with the best of these class names. A card's own name is not the review's title."""
    for name in names:
        for element in inside.get(name, ()):
            if not (outside_cards and _in_card(element)):
                return element
    return None


def _in_card(element: Any) -> bool:
    for holder in (element, *element.iterancestors()):
        if not _classes(holder).isdisjoint(ALL_ROOTS):
            return False
        if not _classes(holder).isdisjoint(CARDS):
            return True
    return False


def _card_name(element: Any) -> str:
    named = _having(_inside(element), OWN_NAME)
    return _value(named if named is not None else element)


def _value(element: Any) -> str:
    """The machine's value where the page gives one, else what a person reads."""
    for inner in (element, *element.iterdescendants("*")):
        attribute = "title" if "value-title" in _classes(inner) else MACHINE_ATTRIBUTES.get(inner.tag)
        is_value = inner is element or not _classes(inner).isdisjoint(("value", "value-title"))
        if is_value and attribute and inner.get(attribute):
            return str(inner.get(attribute)).strip()
        if inner is not element and is_value:
            return element_text(inner)
    return element_text(element)


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())
