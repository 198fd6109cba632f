"""Notices that somebody wrote something somewhere: an Atom feed such as Google Alerts. Mentions, never reviews.

The feed's address lets anybody read it, so it is a secret like a token: errors name its host alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from monitor.errors import ReadError
from monitor.sources.client import Client
from monitor.sources.normalise import plain_text, read_when
from monitor.types import Mention

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCheck:
    """``mentions`` newest first as the feed lists them; empty and ``not_modified`` when nothing changed."""

    mentions: tuple[Mention, ...] = ()
    not_modified: bool = False
    etag: str = ""
    last_modified: str = ""


def fetch_mentions(client: Client, *, url: str, etag: str = "", last_modified: str = "") -> FeedCheck:
    """Read the feed when it has changed. Raises FetchError, or ReadError when it is no Atom."""
    answer = client.get(url, kind="feed", etag=etag, last_modified=last_modified)
    if answer.not_modified:
        return FeedCheck(
            not_modified=True, etag=answer.etag or etag, last_modified=answer.last_modified or last_modified
        )
    return FeedCheck(mentions=read_feed(answer.body), etag=answer.etag, last_modified=answer.last_modified)


def read_feed(body: bytes) -> tuple[Mention, ...]:
    """The entries of an Atom feed; an entry without a usable link keeps its title. Raises ReadError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError("The feed is not whole XML; it is read again at the next check.") from None
    if root.tag != f"{ATOM}feed":
        raise ReadError("The address is no Atom feed; copy the feed's address again.")
    return tuple(_mention(entry) for entry in root.findall(f"{ATOM}entry"))


def unwrapped(link: str) -> str:
    """The address behind a google.com/url redirect; "" for anything but http and https."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host == "google.com" and parts.path == "/url":
        query = parse_qs(parts.query)
        return unwrapped((query.get("url") or query.get("q") or [""])[0])
    return link if parts.scheme in {"http", "https"} and host else ""


def _mention(entry: etree._Element) -> Mention:
    links = [link.get("href", "") for link in entry.findall(f"{ATOM}link") if link.get("rel") in {None, "alternate"}]
    moment = entry.findtext(f"{ATOM}published") or entry.findtext(f"{ATOM}updated") or ""
    title = entry.find(f"{ATOM}title")
    return Mention(
        title=plain_text("".join(title.itertext())) if title is not None else "",
        url=unwrapped(links[0].strip()) if links else "",
        seen=read_when(moment.strip())[0],
    )
