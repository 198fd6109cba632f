"""The review calls of the Google Business Profile API, version 4, as its reference describes them."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

from monitor.practice_platform.exchange import Request, Response, google_error, json_response
from monitor.practice_platform.seed import PostedReply, PostedReview
from monitor.practice_platform.state import State

MAX_PAGE = 50
MAX_REPLY_BYTES = 4096
STARS = {1: "ONE", 2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE", None: "STAR_RATING_UNSPECIFIED"}
ORDERS: dict[str, Callable[[PostedReview], Any]] = {
    "updateTime desc": lambda review: review.updated,
    "rating": lambda review: review.stars or 0,
    "rating desc": lambda review: review.stars or 0,
}


def authorised(request: Request, token: str) -> bool:
    """True when the request carries the access token, compared in constant time."""
    return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())


def unauthenticated() -> Response:
    return google_error(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials.",
        reason="ACCESS_TOKEN_EXPIRED",
        WWW_Authenticate='Bearer realm="practice"',
    )


def not_found() -> Response:
    return google_error(404, "NOT_FOUND", "Requested entity was not found.")


def list_reviews(state: State, request: Request, location: str) -> Response:
    """A page of reviews, newest change first unless ``orderBy`` says otherwise; never more than 50."""
    order = request.query.get("orderBy", "updateTime desc")
    try:
        size = int(request.query.get("pageSize", MAX_PAGE))
        start = read_page_token(request.query.get("pageToken", ""))
    except ValueError:
        return google_error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    if order not in ORDERS or size < 0:
        return google_error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    reviews = sorted(state.reviews(location), key=ORDERS[order], reverse=order.endswith("desc"))
    end = start + min(size or MAX_PAGE, MAX_PAGE)
    names = [f"{location}/reviews/{review.id}" for review in reviews[start:end]]
    answer: dict[str, Any] = {"reviews": [review_json(state, request, name) for name in names]} if names else {}
    rated = [review.stars for review in reviews if review.stars]
    answer |= {"averageRating": sum(rated) / len(rated) if rated else 0.0, "totalReviewCount": len(reviews)}
    if end < len(reviews):
        answer["nextPageToken"] = page_token(end)
    return json_response(answer)


def get_review(state: State, request: Request, name: str) -> Response:
    return json_response(review_json(state, request, name))


def update_reply(state: State, request: Request, name: str) -> Response:
    """Create or replace the reply; the limit is counted in bytes of UTF-8."""
    try:
        comment = json.loads(request.body)["comment"]
    except (ValueError, KeyError, TypeError):
        comment = None
    if not isinstance(comment, str) or not comment.strip() or len(comment.encode()) > MAX_REPLY_BYTES:
        return google_error(400, "INVALID_ARGUMENT", "The reply must be a text of 1 to 4096 bytes.")
    return json_response(reply_json(state.put_reply(name, comment)))


def delete_reply(state: State, request: Request, name: str) -> Response:
    if state.review(name).reply is None:
        return not_found()
    state.delete_reply(name)
    return json_response({})


def page_token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"from {offset}".encode()).decode()


def read_page_token(token: str) -> int:
    """The offset a token stands for. ValueError when it is none of ours."""
    if not token:
        return 0
    return int(base64.urlsafe_b64decode(token).decode().removeprefix("from "))


def review_json(state: State, request: Request, name: str) -> dict[str, Any]:
    review = state.read(name)
    answer: dict[str, Any] = {
        "name": name,
        "reviewId": review.id,
        "reviewer": {"displayName": review.author} if review.author else {"isAnonymous": True},
        "starRating": STARS[review.stars],
        "createTime": review.created,
        "updateTime": review.updated,
        "reviewReplyUrl": f"http://{request.headers.get('host', '')}{review_path(name)}",
    }
    if review.text:
        answer["comment"] = review.text
    if review.reply is not None:
        answer["reviewReply"] = reply_json(review.reply)
    return answer


def reply_json(reply: PostedReply) -> dict[str, Any]:
    answer = {"comment": reply.comment, "updateTime": reply.updated, "reviewReplyState": reply.state}
    return answer | ({"policyViolation": reply.violation} if reply.violation else {})


def review_path(name: str) -> str:
    """Where a person reads, and answers, the review on the site."""
    location, _, identifier = name.partition("/reviews/")
    return f"/places/{location.rpartition('/')[2]}/reviews/{identifier}"
