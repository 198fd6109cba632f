"""All the ways a review can be read from a file or an answer. Adding one is one line here."""

from __future__ import annotations

from typing import Protocol

from monitor.sources.document import Document, ReadOptions
from monitor.sources.facebook import Facebook
from monitor.sources.google_business import GoogleBusiness
from monitor.sources.google_cache import GoogleCache
from monitor.sources.google_places import GooglePlaces
from monitor.sources.google_takeout import GoogleTakeout
from monitor.sources.page import Page
from monitor.sources.table import Table
from monitor.sources.trustpilot import Trustpilot
from monitor.sources.yelp import Yelp
from monitor.types import Listing


class Source(Protocol):
    """One format: ``recognises`` looks and is not troubled by other formats; ``read`` gives all that is in it.

    Both raise ReadError when the content is in no known encoding or is broken JSON.
    """

    slug: str
    label: str

    def recognises(self, document: Document) -> bool: ...

    def read(self, document: Document, options: ReadOptions) -> Listing: ...


ALL: tuple[Source, ...] = (
    GoogleTakeout(),
    GooglePlaces(),
    GoogleBusiness(),
    Facebook(),
    Trustpilot(),
    Yelp(),
    Page(),
    GoogleCache(),
    Table(),
)
"""In the order they are asked: the surest signs first, the widest nets last."""

SOURCES: dict[str, Source] = {source.slug: source for source in ALL}
