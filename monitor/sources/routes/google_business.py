"""All reviews of a location through the owner's access to the Google Business Profile API, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from monitor.errors import AccessRefused, FetchError, ReadError
from monitor.sources.client import Client
from monitor.sources.google_business import parse_page
from monitor.types import Listing, RawReview

BASE_URL = "https://mybusiness.googleapis.com/v4"
LOCATION = re.compile(r"accounts/[\w-]+/locations/[\w-]+")
MAX_PAGE = 50
WAYS_OUT = {
    "SERVICE_DISABLED": "The Business Profile API is switched off; switch it on in the Google Cloud console.",
    "PERMISSION_DENIED": "Google gives no access to this profile; check that the signed-in account manages it, "
    "and that Google has approved the project for the Business Profile API.",
    "401": "The sign-in with Google has run out or was taken back; sign in again under Sources.",
    "403": "Google refuses access to this profile; check the account's permissions.",
}


@dataclass(slots=True)
class _Walk:
    """What paging has found so far, and whether anything speaks against its being everything."""

    reviews: dict[object, RawReview] = field(default_factory=dict)
    totals: list[int | None] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def take(self, page: Listing) -> bool:
        """Add a page, a later copy of a review over an earlier one; True when it held anything new."""
        before = len(self.reviews)
        for review in page.reviews:
            self.reviews[review.external_id or (review, len(self.reviews))] = review
        self.totals.append(page.total_claimed)
        self.notes.extend(page.notes)
        return len(self.reviews) > before

    def listing(self, *, says_none: bool) -> Listing:
        """Complete only when every page told one total, all of it was seen, and nothing was remarked.

        A review deleted while paging pulls another over the edge of a page already read: the total gives it away.
        """
        total = self.totals[-1]
        notes = self.notes or self._doubts(total)
        return Listing(
            reviews=tuple(self.reviews.values()),
            complete=not notes,
            says_none=says_none and not notes,
            total_claimed=total,
            notes=tuple(notes),
        )

    def _doubts(self, total: int | None) -> list[str]:
        if len(set(self.totals)) > 1:
            return ["The list changed while it was being read."]
        if total is not None and total != len(self.reviews):
            return [f"Google counts {total} reviews and lists {len(self.reviews)}."]
        return []


def fetch_reviews(
    client: Client,
    *,
    base_url: str = BASE_URL,
    location_path: str,
    token: str,
    page_size: int = MAX_PAGE,
    page_cap: int = 200,
) -> Listing:
    """Every review of ``location_path`` (accounts/…/locations/…).

    Trouble on the first page is raised (FetchError, ReadError). Later it ends the walk: what was read is kept, and
    the listing is incomplete with a note saying what to do. Overlap is accepted; a token or a page that repeats
    itself ends the walk as incomplete too.
    """
    address = f"{base_url.rstrip('/')}/{checked_location(location_path)}/reviews"
    walk, wanted, says_none = _Walk(), "", False
    for number in range(page_cap):
        try:
            page = _fetch_page(client, address=address, token=token, page_size=page_size, page_token=wanted)
        except (FetchError, ReadError) as error:
            if number == 0:
                raise
            walk.notes.append(f"Reading stopped after page {number}: {error}")
            break
        new, wanted = walk.take(page), page.next_page
        says_none = number == 0 and page.says_none
        if not wanted:
            break
        if not new or wanted in walk.tokens:
            walk.notes.append(f"Google's pages repeat themselves after page {number + 1}; the rest was not read.")
            break
        walk.tokens.add(wanted)
    else:
        walk.notes.append(f"The list goes on after {page_cap} pages; the rest was not read.")
    return walk.listing(says_none=says_none)


def checked_location(path: str) -> str:
    """The path itself. Raises FetchError when it is not of the form accounts/…/locations/…"""
    if not LOCATION.fullmatch(path):
        raise FetchError("A Google location is written accounts/…/locations/…; copy it again.", transient=False)
    return path


def explained(error: AccessRefused) -> AccessRefused:
    """The refusal in words that say which step to repeat."""
    words = WAYS_OUT.get(error.code) or WAYS_OUT.get(str(error.status)) or str(error)
    return AccessRefused(words, status=error.status, code=error.code)


def _fetch_page(client: Client, *, address: str, token: str, page_size: int, page_token: str) -> Listing:
    query = {"pageSize": min(page_size, MAX_PAGE), "orderBy": "updateTime desc"}
    wanted = urlencode(query | ({"pageToken": page_token} if page_token else {}))
    try:
        answer = client.get(f"{address}?{wanted}", kind="json", token=token)
    except AccessRefused as error:
        raise explained(error) from None
    return parse_page(answer.json())
