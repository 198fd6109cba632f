"""The data a Next.js page carries beside its mark-up, as Trustpilot writes it: replies, dates and edits of its reviews.

The same reviews stand in the page's JSON-LD without them; the two are joined by id.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.sources.nodes import Node
from monitor.sources.normalise import plain_text


def read_next_data(root: Any) -> tuple[Node, ...]:
    """The reviews in ``props.pageProps.reviews`` and the total the page claims; nothing when it is another shape."""
    page = _page_props(root)
    reviews = page.get("reviews")
    if not isinstance(reviews, list):
        return ()
    nodes = [_review(review) for review in reviews if isinstance(review, dict) and _is_review(review)]
    total = _inside(_inside(page, "filters"), "pagination").get("totalCount")
    if nodes and isinstance(total, int):
        nodes.append({"@type": ["AggregateRating"], "reviewCount": [total]})
    return tuple(nodes)


def _page_props(root: Any) -> dict[str, Any]:
    script = root.find(".//script[@id='__NEXT_DATA__']")
    try:
        data = json.loads(script.text or "null") if script is not None else None
    except (ValueError, RecursionError):
        # The page's own program data; whatever is reviewed in it stands in its mark-up too, which is read for itself.
        return {}
    return _inside(_inside(data, "props"), "pageProps")


def _inside(value: Any, key: str) -> dict[str, Any]:
    held = value.get(key) if isinstance(value, dict) else None
    return held if isinstance(held, dict) else {}


def _is_review(review: dict[str, Any]) -> bool:
    return isinstance(review.get("id"), str) and "text" in review and isinstance(review.get("consumer"), dict)


def _review(review: dict[str, Any]) -> Node:
    """Only what may be kept: a consumer's e-mail address or order number never passes."""
    dates, reply = _inside(review, "dates"), _inside(review, "reply")
    node: Node = {
        "@type": ["Review"],
        "@id": review["id"],
        "author": _some(_inside(review, "consumer").get("displayName")),
        "name": _some(review.get("title")),
        "reviewBody": _some(review.get("text")),
        "reviewRating": [{"@type": ["Rating"], "ratingValue": _some(review.get("rating")), "bestRating": [5]}],
        "datePublished": _some(dates.get("publishedDate")),
        "dateModified": _some(dates.get("updatedDate")),
        "inLanguage": _some(review.get("language")),
    }
    if reply.get("message"):
        edited = reply.get("updatedDate") or reply.get("publishedDate")
        node["ownerReply"] = [{"@type": ["Comment"], "text": _some(reply["message"]), "datePublished": _some(edited)}]
    return node


def _some(value: Any) -> list[Any]:
    if value is None:
        return []
    return [plain_text(value)] if isinstance(value, str) else [value]
