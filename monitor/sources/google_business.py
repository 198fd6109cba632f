"""Google Business Profile, reviews API v4: list, get and batchGetReviews answers.

Source: developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
"""

from __future__ import annotations

import json
from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import (
    person_name,
    plain_text,
    read_stars,
    read_when,
    same_review_once,
    split_translation,
)
from monitor.sources.shapes import first, identifier, later, mapping, mappings, review_list, whole_number
from monitor.types import Listing, OwnerReply, RawReview

SLUG = "google_business"
STATE_KEYS = ("reviewReplyState", "state", "replyState")
STATES = {"APPROVED": "approved", "PENDING": "pending", "REJECTED": "rejected"}


class GoogleBusiness:
    """The owner's own view through the API: every review, whole."""

    slug = SLUG
    label = "Google Business Profile API answer"

    def recognises(self, document: Document) -> bool:
        page = mapping(document.json)
        return "locationReviews" in page or is_review(page) or any(map(is_review, mappings(page.get("reviews"))))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        return parse_page(mapping(document.json))


def is_review(item: dict[str, Any]) -> bool:
    """A v4 review, whole or cut down as in an export."""
    return "starRating" in item and ("createTime" in item or "reviewId" in item or "name" in item)


def parse_page(page: dict[str, Any], *, source: str = SLUG) -> Listing:
    """One list, get or batch answer. An answer without anything is how this API says "no reviews".

    Raises ReadError when ``reviews`` is no list.
    """
    if is_review(page):
        return Listing(reviews=(parse_review(page, source=source),))
    if "locationReviews" in page:
        return _batch(page, source=source)
    items, notes = review_list(page.get("reviews", []), where="reviews")
    reviews = same_review_once(parse_review(item, source=source) for item in items)
    total = whole_number(page.get("totalReviewCount"))
    token = plain_text(page.get("nextPageToken"))
    return Listing(
        reviews=reviews,
        complete=not token and (total is None or total == len(reviews)) and not notes,
        says_none=not items and not token and not total,
        total_claimed=total,
        next_page=token,
        notes=notes,
    )


def parse_review(item: dict[str, Any], *, place: str = "", source: str = SLUG) -> RawReview:
    """One v4 review. ``external_id`` is the review's own id, ``place`` the "accounts/…/locations/…" before it.

    The account part of a name changes when a profile moves; the id does not.
    """
    parent, _, name_id = plain_text(item.get("name")).partition("/reviews/")
    stars, star_remarks = read_stars(item.get("starRating"), usual_scale=5)
    published, date_remarks = read_when(item.get("createTime"))
    text, translation = split_translation(plain_text(item.get("comment")))
    return RawReview(
        source=source,
        external_id=identifier(item.get("reviewId")) or name_id or None,
        author=person_name(item.get("reviewer")),
        stars=stars,
        text=text,
        translation=translation,
        published=published,
        edited=later(read_when(item.get("updateTime"))[0], published),
        owner_reply=_owner_reply(item),
        reply_url=plain_text(item.get("reviewReplyUrl")),
        place=parent if name_id else place,
        warnings=star_remarks + date_remarks,
    )


def _owner_reply(item: dict[str, Any]) -> OwnerReply | None:
    reply = mapping(item.get("reviewReply"))
    if not reply:
        return None
    violation = reply.get("policyViolation")
    return OwnerReply(
        text=split_translation(plain_text(reply.get("comment")))[0],
        replied_at=read_when(reply.get("updateTime"))[0],
        state=_state(first(reply, *STATE_KEYS) or first(item, *STATE_KEYS[:1])),
        violation=plain_text(violation) or (json.dumps(violation, ensure_ascii=False) if violation else ""),
    )


def _state(value: object) -> str:
    """Public clients know the key by three names, and the values with and without a prefix."""
    return STATES.get(str(value).upper().rpartition("_")[2], "unknown")


def _batch(page: dict[str, Any], *, source: str) -> Listing:
    items, notes = review_list(page["locationReviews"], where="locationReviews")
    token = plain_text(page.get("nextPageToken"))
    return Listing(
        reviews=same_review_once(
            parse_review(mapping(item.get("review")), place=plain_text(item.get("name")), source=source)
            for item in items
            if mapping(item.get("review"))
        ),
        complete=not token and not notes,
        says_none=not items and not token,
        next_page=token,
        notes=notes,
    )
