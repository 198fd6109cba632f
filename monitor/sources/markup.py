"""All review mark-up of a page in one shape, whichever of the four syntaxes it is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from monitor.sources.html_page import HtmlPage, open_page
from monitor.sources.json_ld import read_blocks
from monitor.sources.microdata import MICRODATA, RDFA, read_items
from monitor.sources.microformats import read_microformats
from monitor.sources.next_data import read_next_data
from monitor.sources.nodes import Node, walk

TYPEOF_ATTRIBUTE = re.compile(rb"\btypeof\s*=")
"""An attribute of RDFa, not JavaScript's operator of the same name, which every second page holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What is marked up. ``nodes`` are top nodes in the shape of ``monitor.sources.nodes``, others nested inside.

    Each top node has ``@syntax``: json-ld, microdata, rdfa, microformats or page-data. ``problems`` are sentences about
    blocks that would not parse; ``notes`` about the page itself, such as its encoding.
    """

    nodes: tuple[Node, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """The node a bare ``{"@id": …}`` points to, or the value itself."""
        if isinstance(value, dict) and "@id" in value and not value.keys() - {"@id", "@type", "@syntax"}:
            return self.by_id.get(value["@id"], value)
        return value


def extract(html: bytes, *, url: str = "") -> Markup:
    """Read all mark-up of a page. Raises ReadError for what cannot be read whole, NothingReadable for no page."""
    return marked_up(open_page(html, url=url))


def marked_up(page: HtmlPage) -> Markup:
    """Read all mark-up of an opened page; trees are walked only where the bytes show that there is something."""
    blocks = read_blocks(_scripts(page, "ld+json"))
    by_syntax: dict[str, tuple[Node, ...]] = {"json-ld": blocks.nodes}
    if b"itemscope" in page.source:
        by_syntax["microdata"] = read_items(page.root, dialect=MICRODATA)
    if TYPEOF_ATTRIBUTE.search(page.source):
        by_syntax["rdfa"] = read_items(page.root, dialect=RDFA)
    if b"hreview" in page.source or b"h-review" in page.source:
        by_syntax["microformats"] = read_microformats(page.root)
    if b"__NEXT_DATA__" in page.source:
        by_syntax["page-data"] = read_next_data(page.root)
    nodes = tuple(node | {"@syntax": syntax} for syntax, found in by_syntax.items() for node in found)
    return Markup(nodes=nodes, problems=blocks.problems, notes=page.notes, by_id=_index(nodes))


def _scripts(page: HtmlPage, kind: str) -> list[str]:
    scripts = page.root.iter("script")
    return [script.text or "" for script in scripts if kind in (script.get("type") or "").lower()]


def _index(nodes: tuple[Node, ...]) -> dict[str, Node]:
    """The fullest node of each ``@id``: pages repeat an id where they only refer to it."""
    fullest: dict[str, Node] = {}
    for node, _, _ in walk(nodes):
        identity = node.get("@id")
        if identity and len(node) > len(fullest.get(identity, ())):
            fullest[identity] = node
    return fullest
