"""Facebook Page ratings and recommendations: the Graph API's shapes since 2014, and webhook deliveries.

Source: the response shapes documented by restfb/restfb (MIT).
"""

from __future__ import annotations

from typing import Any

from monitor.sources.document import Document, ReadOptions
from monitor.sources.facebook_events import is_delivery, read_delivery
from monitor.sources.normalise import person_name, plain_text, read_stars, read_verdict, read_when, same_review_once
from monitor.sources.shapes import first, identifier, mapping, mappings, review_list
from monitor.types import Listing, OwnerReply, RawReview

SLUG = "facebook"
OWN_KEYS = ("review_text", "recommendation_type", "has_rating", "has_review", "rating")


class Facebook:
    """Ratings as the Page's token shows them; a recommendation without stars stays without stars."""

    slug = SLUG
    label = "Facebook Page ratings or webhook delivery"

    def recognises(self, document: Document) -> bool:
        page = _unwrapped(document.json)
        if is_delivery(page):
            return True
        listed = mappings(mapping(page).get("data")) if isinstance(page, dict) else mappings(page)
        return _is_rating(mapping(page)) or any(map(_is_rating, listed))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        page = _unwrapped(document.json)
        if is_delivery(page):
            return read_delivery(page)
        if _is_rating(mapping(page)):
            return Listing(reviews=(_parse(page, options),))
        items, notes = review_list(page if isinstance(page, list) else mapping(page).get("data"), where="data")
        paging = mapping(mapping(page).get("paging"))
        after = plain_text(mapping(paging.get("cursors")).get("after")) if paging.get("next") else ""
        return Listing(
            reviews=same_review_once(_parse(item, options) for item in items),
            complete=not paging.get("next") and not notes,
            says_none=not items and not paging.get("next"),
            next_page=after,
            notes=notes,
        )


def _unwrapped(page: object) -> Any:
    """The ratings inside a Page object; several deliveries in one file as one, since their order matters."""
    deliveries = mappings(page)
    if deliveries and all(map(is_delivery, deliveries)):
        return {"object": "page", "entry": [entry for one in deliveries for entry in one["entry"]]}
    ratings = mapping(page).get("ratings")
    return ratings if isinstance(ratings, dict) else page


def _is_rating(item: dict[str, Any]) -> bool:
    if "open_graph_story" in item or plain_text(item.get("type")).endswith(".rates"):
        return True
    return "created_time" in item and any(key in item for key in OWN_KEYS)


def _parse(item: dict[str, Any], options: ReadOptions) -> RawReview:
    """Stars, words and place may lie in the rating itself, in its story, or in the story's data."""
    story = mapping(item.get("open_graph_story")) or (item if "data" in item else {})
    data = mapping(story.get("data"))
    own_rating = item.get("rating") if item.get("rating") is not None else data.get("rating")
    stars, star_remarks = read_stars(own_rating, usual_scale=5)
    published, date_remarks = read_when(first(item, "created_time", "start_time") or story.get("start_time"))
    place = mapping(first(data, "generic_place", "seller", "place"))
    return RawReview(
        source=SLUG,
        external_id=identifier(story.get("id")) or identifier(item.get("id")),
        author=person_name(first(item, "reviewer", "from")),
        stars=stars,
        verdict=read_verdict(plain_text(first(item, "recommendation_type") or data.get("recommendation_type"))),
        text=plain_text(first(item, "review_text") or first(data, "review_text") or story.get("message")),
        language=plain_text(data.get("language")),
        published=published,
        owner_reply=_owner_reply(story, place, options),
        place=person_name(place),
        warnings=star_remarks + date_remarks,
    )


def _owner_reply(story: dict[str, Any], place: dict[str, Any], options: ReadOptions) -> OwnerReply | None:
    """The first comment by the Page itself: anybody may comment on a rating."""
    names = {name.casefold() for name in options.practice_names}
    for comment in mappings(mapping(story.get("comments")).get("data")):
        author = mapping(comment.get("from"))
        by_page = place.get("id") is not None and identifier(author.get("id")) == identifier(place.get("id"))
        if by_page or person_name(author).casefold() in names:
            replied_at, _ = read_when(comment.get("created_time"))
            return OwnerReply(text=plain_text(comment.get("message")), replied_at=replied_at, state="approved")
    return None
