"""Trustpilot: business API lists and webhook events. Its saved pages are read as pages.

The private list carries the consumer's e-mail address and order number: neither is ever read here.
"""

from __future__ import annotations

from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import own_title, person_name, plain_text, read_stars, read_when, same_review_once
from monitor.sources.shapes import first, identifier, later, mapping, mappings, review_list, unique
from monitor.types import Listing, OwnerReply, RawReview

SLUG = "trustpilot"
KNOWN_EVENTS = ("service-review-created", "service-review-updated")
DELETED = "service-review-deleted"


class Trustpilot:
    """Whole texts with stable ids; a title that only repeats the text is no title."""

    slug = SLUG
    label = "Trustpilot API answer or webhook events"

    def recognises(self, document: Document) -> bool:
        page = mapping(document.json)
        return bool(_events(document.json)) or _is_review(page) or any(map(_is_review, mappings(page.get("reviews"))))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        page = mapping(document.json)
        if events := _events(document.json):
            return _read_events(events)
        if _is_review(page):
            return Listing(reviews=(_parse(page),))
        items, notes = review_list(page.get("reviews"), where="reviews")
        next_page = next((plain_text(link.get("href")) for link in _links(page) if link.get("rel") == "next-page"), "")
        return Listing(
            reviews=same_review_once(map(_parse, items)),
            says_none=not items,
            next_page=next_page,
            notes=notes,
        )


def _links(page: dict[str, Any]) -> list[dict[str, Any]]:
    return mappings(page.get("links"))


def _events(page: object) -> list[dict[str, Any]]:
    """The events of one delivery or of several in one file; none when this is no delivery."""
    deliveries = mappings(page) if isinstance(page, list) else [mapping(page)]
    listed = [event for one in deliveries for event in mappings(one.get("events")) or [one]]
    return [event for event in listed if "eventName" in event and "eventData" in event]


def _is_review(item: dict[str, Any]) -> bool:
    return "stars" in item and "consumer" in item and "id" in item


def _read_events(events: list[dict[str, Any]]) -> Listing:
    """Deliveries repeat and arrive in any order; a deleted review never comes back under its id."""
    data = [(plain_text(event["eventName"]), mapping(event["eventData"])) for event in events]
    gone = dict.fromkeys(found for name, item in data if name == DELETED and (found := identifier(item.get("id"))))
    kept = [item for name, item in data if name != DELETED and _is_review(item) and identifier(item["id"]) not in gone]
    odd = [name for name, _ in data if name not in (*KNOWN_EVENTS, DELETED)]
    notes = unique(f"the event “{name[:40]}” is not one we know; its review was read" for name in odd)
    return Listing(reviews=same_review_once(map(_parse, kept)), removed=tuple(gone), notes=notes)


def _parse(item: dict[str, Any]) -> RawReview:
    stars, star_remarks = read_stars(item.get("stars"), usual_scale=5)
    published, date_remarks = read_when(item.get("createdAt"))
    text = plain_text(item.get("text"))
    url = plain_text(item.get("link"))
    return RawReview(
        source=SLUG,
        external_id=identifier(item.get("id")),
        author=person_name(item.get("consumer")),
        stars=stars,
        title=own_title(plain_text(item.get("title")), text),
        text=text,
        language=plain_text(item.get("language")),
        published=published,
        edited=later(read_when(item.get("updatedAt"))[0], published),
        owner_reply=_owner_reply(item),
        url="" if "//api." in url else url,
        place=person_name(first(item, "businessUnit", "location")),
        warnings=star_remarks + date_remarks,
    )


def _owner_reply(item: dict[str, Any]) -> OwnerReply | None:
    reply = mapping(first(item, "companyReply", "reply"))
    text = plain_text(first(reply, "text", "message"))
    if not text:
        return None
    replied_at, _ = read_when(first(reply, "updatedAt", "createdAt", "updatedDate", "publishedDate"))
    return OwnerReply(text=text, replied_at=replied_at, state="approved")
