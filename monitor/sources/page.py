"""Any web page with review mark-up: the practice's own site, or a page it is allowed to read."""

from __future__ import annotations

import importlib
import json
from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.shapes import mappings
from monitor.types import Listing


class Page:
    """JSON-LD, microdata, RDFa Lite and microformats."""

    slug = "page"
    label = "Web page with review mark-up (HTML, or bare JSON-LD)"

    def recognises(self, document: Document) -> bool:
        return document.is_page or any("@type" in node or "@graph" in node for node in _nodes(document))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        """Loads the page reader only now: its parsers take longer to start than every other format to read."""
        schema_org = importlib.import_module("monitor.sources.schema_org")
        listing: Listing = schema_org.read_page(
            _as_page(document) if document.begins_as_json else document.data,
            url=options.url,
            practice_names=options.practice_names,
            base=options.read_at,
            zone=options.zone or "UTC",
        )
        return listing


def _nodes(document: Document) -> list[dict[str, Any]]:
    return mappings(document.json if isinstance(document.json, list) else [document.json])


def _as_page(document: Document) -> bytes:
    """Bare JSON-LD, as some sites serve it, in the block that a page would carry it in."""
    block = json.dumps(document.json).replace("</", "<\\/")
    return f'<script type="application/ld+json">{block}</script>'.encode()
