"""Google Takeout: the owner's own export of the Business Profile, as the ZIP or as a file out of it.

Its reviews carry the same names as the API's, so that both routes land on one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from monitor.errors import NothingReadable, ReadError
from monitor.sources.archive import members
from monitor.sources.document import Document, ReadOptions
from monitor.sources.google_business import is_review, parse_page
from monitor.sources.normalise import person_name, same_review_once
from monitor.sources.shapes import mapping, mappings, unique
from monitor.types import Listing

REVIEWS_FILE = re.compile(r"reviews[^/]*\.json", re.IGNORECASE)
PLACE_FILE = "additionalData.json"
PLACE_KEY = "LISTING_NAME"
NOT_PROOF = "an export is the picture of one day: what is missing in it may be newer"


class GoogleTakeout:
    """Every review, whole; never proof that something is gone, since the export has an age."""

    slug = "google_takeout"
    label = "Google Takeout export (ZIP or reviews.json)"

    def recognises(self, document: Document) -> bool:
        if document.is_zip:
            return True
        page = mapping(document.json)
        return set(page) == {"reviews"} and any(map(is_review, mappings(page["reviews"])))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        """Raises NothingReadable for a ZIP without review files, ReadError for one that is broken or unsafe."""
        if not document.is_zip:
            return _joined([_listing(document, place="")])
        found = list(members(document, _wanted))
        places = {_folder(file): _place(file.json) for file in found if file.name.endswith(PLACE_FILE)}
        listings = [_listing(file, place=places.get(_folder(file), "")) for file in found if _holds_reviews(file)]
        if not listings and b"xl/workbook.xml" in document.data:
            raise NothingReadable(f"{document.name} is an Excel workbook; save it as CSV and read that.")
        if not listings:
            raise NothingReadable(
                f"{document.name} is a ZIP without reviews.json; choose “Google Business Profile” there and export."
            )
        return _joined(listings)


def _wanted(path: str) -> bool:
    name = PurePosixPath(path).name
    return name == PLACE_FILE or REVIEWS_FILE.fullmatch(name) is not None


def _holds_reviews(file: Document) -> bool:
    """Maps exports the account's own reviews of other places under a like name, as a list of "features": not ours."""
    return not file.name.endswith(PLACE_FILE) and "features" not in mapping(file.json)


def _listing(file: Document, *, place: str) -> Listing:
    page = file.json
    if not isinstance(page, dict):
        raise ReadError(f"{file.name} is not a list of reviews; export it again.")
    try:
        listing = parse_page(page, source=GoogleTakeout.slug)
    except ReadError as error:
        raise ReadError(f"{file.name}: {error}") from None
    return replace(listing, reviews=tuple(replace(review, place=place or review.place) for review in listing.reviews))


def _joined(listings: list[Listing]) -> Listing:
    reviews = same_review_once(review for listing in listings for review in listing.reviews)
    notes = unique(note for listing in listings for note in listing.notes)
    return Listing(reviews=reviews, says_none=not reviews and not notes, notes=(*notes, NOT_PROOF))


def _folder(file: Document) -> str:
    return str(PurePosixPath(file.name).parent)


def _place(data: object) -> str:
    return next((name for value in _values_of(data) if (name := person_name(value))), "")


def _values_of(data: object, depth: int = 0) -> Iterator[Any]:
    """Whatever stands under the listing's name, however deep: no schema of this file is published."""
    if depth > 6:
        return
    if isinstance(data, dict):
        yield data.get(PLACE_KEY)
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _values_of(value, depth + 1)
