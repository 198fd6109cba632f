"""Faults of the list call: paging that loops, repeats or shifts."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

from monitor.practice_platform.api import page_token
from monitor.practice_platform.exchange import Request, Response, json_response
from monitor.practice_platform.fault_exchange import Exchange
from monitor.practice_platform.seed import PostedReview


def repeated_token(exchange: Exchange) -> Response:
    return _changed(exchange, nextPageToken=exchange.request.query.get("pageToken") or page_token(0))


def same_page(exchange: Exchange) -> Response:
    """Whatever page is asked for, the token given back is a new one and stands for the first page again."""
    return _changed(exchange, nextPageToken=_longer(exchange.request.query.get("pageToken", "")))


def empty_page(exchange: Exchange) -> Response:
    """No reviews here, and a token for the very same reviews as the next page."""
    answer = json.loads(exchange.proceed().body)
    answer.pop("reviews", None)
    return json_response(answer | {"nextPageToken": exchange.request.query.get("pageToken") or page_token(0)})


def list_shift(exchange: Exchange, *, text: str = "A new one.") -> Response:
    answer = exchange.proceed()
    now = exchange.state.now()
    review = PostedReview(
        id=f"shift-{uuid.uuid4().hex[:8]}", author="Late", stars=2, text=text, created=now, updated=now
    )
    exchange.state.add_review(_location(exchange.request), review)
    return answer


def wrong_total(exchange: Exchange, *, total: int = 999) -> Response:
    return _changed(exchange, totalReviewCount=total)


def _changed(exchange: Exchange, **fields: Any) -> Response:
    return json_response(json.loads(exchange.proceed().body) | fields)


def _location(request: Request) -> str:
    return request.path.removeprefix("/v4/").removesuffix("/reviews")


def _longer(token: str) -> str:
    """One more zero: another token, the same offset."""
    zeros = base64.urlsafe_b64decode(token).count(b"0")
    return base64.urlsafe_b64encode(b"from " + b"0" * (zeros + 1)).decode()
