"""Faults that are somebody's doing: the site moves on between two of our calls."""

from __future__ import annotations

from monitor.practice_platform.exchange import Response
from monitor.practice_platform.fault_exchange import Exchange


def delayed_reply(exchange: Exchange, *, reads: int = 1) -> Response:
    name = exchange.review_name()
    before = exchange.state.review(name).reply
    answer = exchange.proceed()
    exchange.state.show_late(name, reads=reads, before=before)
    return answer


def foreign_reply(
    exchange: Exchange, *, comment: str = "Typed by the owner at the site.", review: str = ""
) -> Response:
    answer = exchange.proceed()
    exchange.state.reply_by_hand(exchange.review_name(review), comment)
    return answer


def vanished_reply(exchange: Exchange, *, review: str = "") -> Response:
    exchange.state.delete_reply(exchange.review_name(review))
    return exchange.proceed()


def review_edited(
    exchange: Exchange, *, review: str = "", text: str | None = None, stars: int | None = None
) -> Response:
    changes = {"text": text, "stars": stars}
    name = exchange.review_name(review)
    exchange.state.edit_review(name, **{key: value for key, value in changes.items() if value is not None})
    return exchange.proceed()


def review_deleted(exchange: Exchange, *, review: str = "") -> Response:
    exchange.state.delete_review(exchange.review_name(review))
    return exchange.proceed()


def review_restored(exchange: Exchange, *, review: str = "") -> Response:
    exchange.state.restore_review(exchange.review_name(review))
    return exchange.proceed()
