"""Any web page with review mark-up: the practice's own site, or a page it is allowed to read."""

from __future__ import annotations

import importlib

from monitor.sources.document import Document, ReadOptions
from monitor.types import Listing


class Page:
    """JSON-LD, microdata, RDFa Lite and microformats."""

    slug = "page"
    label = "Web page with review mark-up (HTML)"

    def recognises(self, document: Document) -> bool:
        return document.is_page

    def read(self, document: Document, options: ReadOptions) -> Listing:
        """Loads the page reader only now: its parsers take longer to start than every other format to read."""
        schema_org = importlib.import_module("monitor.sources.schema_org")
        listing: Listing = schema_org.read_page(
            document.data,
            url=options.url,
            practice_names=options.practice_names,
            base=options.read_at,
            zone=options.zone or "UTC",
        )
        return listing
