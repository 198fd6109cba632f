"""What a reader of the page sees in an element: white space folded as a browser does, blocks on their own lines."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

HIDDEN = frozenset(("script", "style", "template", "noscript", "title"))
BREAKING = frozenset(
    (
        "address", "article", "blockquote", "br", "div", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "li", "ol", "p", "pre", "section", "table", "tr", "ul",
    )
)  # fmt: skip
SPACES = re.compile(r" {2,}")
AROUND_BREAK = re.compile(r" *\n[ \n]*")


def element_text(element: Any) -> str:
    """Its text. ``<br>`` and block elements break the line; scripts and styles are left out."""
    if not len(element):
        return " ".join((element.text or "").split())
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        _take(event, node, element, pieces)
        if event == "start" and node.tag in HIDDEN:
            walker.skip_subtree()
    return AROUND_BREAK.sub("\n", SPACES.sub(" ", "".join(pieces))).strip()


def _take(event: str, node: Any, element: Any, pieces: list[str]) -> None:
    if event != "start" and node is not element:
        pieces.append(_after(event, node))
    elif event == "start" and node.tag not in HIDDEN:
        pieces.append(("\n" if node.tag in BREAKING and node is not element else "") + _folded(node.text))


def _after(event: str, node: Any) -> str:
    ends_line = event == "end" and node.tag in BREAKING and node.tag != "br"
    return ("\n" if ends_line else "") + _folded(node.tail)


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
