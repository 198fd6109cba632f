"""A public page that the practice may read: its own, or one whose owner allows it. robots.txt is obeyed even so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.errors import NothingReadable, ReaderLost
from monitor.sources.answers import Answer
from monitor.sources.client import Client
from monitor.sources.schema_org import read_page
from monitor.types import Listing

TAIL = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCheck:
    """``listing`` is None when the page has not changed; keep ``etag`` and ``last_modified`` for the next check."""

    listing: Listing | None
    not_modified: bool = False
    etag: str = ""
    last_modified: str = ""


def fetch_page(
    client: Client,
    *,
    url: str,
    etag: str = "",
    last_modified: str = "",
    practice_names: tuple[str, ...] = (),
    previously: int = 0,
    zone: str = "UTC",
    now: datetime | None = None,
) -> PageCheck:
    """Read the page when it has changed. ``previously`` is how many reviews the last good check found there.

    Raises ReaderLost when there were reviews and now there are none to be read, Blocked for a captcha, consent or
    log-in page and where robots.txt forbids, NothingReadable where there never were any, else FetchError.
    """
    answer = client.get(url, kind="page", etag=etag, last_modified=last_modified)
    if answer.not_modified:
        return PageCheck(
            listing=None,
            not_modified=True,
            etag=answer.etag or etag,
            last_modified=answer.last_modified or last_modified,
        )
    listing = _read(answer, practice_names=practice_names, previously=previously, zone=zone, base=now)
    return PageCheck(listing=listing, etag=answer.etag, last_modified=answer.last_modified)


def _read(
    answer: Answer, *, practice_names: tuple[str, ...], previously: int, zone: str, base: datetime | None
) -> Listing:
    lost = ReaderLost(
        f"{answer.host}: the page held {previously} reviews and now shows none that can be read; "
        "it has changed, or it is a wall. Open it in a browser."
    )
    try:
        listing = read_page(
            answer.body,
            url=answer.url,
            practice_names=practice_names,
            base=base or datetime.now(UTC),
            zone=zone,
            charset=answer.charset,
        )
    except NothingReadable:
        if previously:
            raise lost from None
        raise
    if previously and not listing.reviews:
        raise lost
    return listing if _is_whole(answer.body) else _cut_short(listing)


def _is_whole(body: bytes) -> bool:
    """False when the end of the page is missing: a line that dies without a declared length leaves no other trace."""
    tail = body[-TAIL:].lower()
    return b"</html" in tail or b"</body" in tail


def _cut_short(listing: Listing) -> Listing:
    note = "The page ends in the middle; it may hold more reviews."
    return replace(listing, complete=False, says_none=False, notes=(*listing.notes, note))
