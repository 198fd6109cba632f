"""Faults of one answer: refusals, broken lines, wrong content, traps."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import repeat

from waitress.channel import ClientDisconnected

from monitor.practice_platform.exchange import HTML, Response, google_error, redirect
from monitor.practice_platform.fault_exchange import Exchange

MEGABYTE = 1_000_000
METADATA_SERVICE = "http://169.254.169.254/latest/meta-data/"
LOG_IN = b"<!doctype html><title>Sign in</title><form><input type=email><input type=password></form>"
CAPTCHA = b"""<!doctype html><title>Before you continue</title><p>
Our systems have seen unusual traffic from your network.
Please show that you are not a robot.</p><div class="g-recaptcha"></div>"""


def too_many_requests(exchange: Exchange, *, retry_after: str | int = "") -> Response:
    headers = {"Retry_After": str(retry_after)} if retry_after != "" else {}
    return google_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", reason="RATE_LIMIT_EXCEEDED", **headers)


def server_error(exchange: Exchange, *, status: int = 503, retry_after: str | int = "") -> Response:
    headers = {"Retry_After": str(retry_after)} if retry_after != "" else {}
    return google_error(status, "UNAVAILABLE", "The service is currently unavailable.", **headers)


def token_expired(exchange: Exchange) -> Response:
    return google_error(401, "UNAUTHENTICATED", "Invalid authentication credentials.", reason="ACCESS_TOKEN_EXPIRED")


def service_disabled(exchange: Exchange) -> Response:
    return google_error(403, "PERMISSION_DENIED", "The API has not been used before.", reason="SERVICE_DISABLED")


def permission_denied(exchange: Exchange) -> Response:
    return google_error(403, "PERMISSION_DENIED", "The caller does not have permission.")


def gone(exchange: Exchange, *, status: int = 404) -> Response:
    return google_error(status, "NOT_FOUND", "Requested entity was not found.")


def slow_drip(exchange: Exchange, *, seconds: float = 0.05) -> Response:
    answer = exchange.proceed()

    def drip() -> Iterator[bytes]:
        for byte in answer.body:
            exchange.pause(seconds)
            yield bytes([byte])

    return replace(answer, stream=drip(), length=len(answer.body))


def silence(exchange: Exchange, *, seconds: float = 30.0) -> Response:
    exchange.pause(seconds)
    return exchange.proceed()


def truncated_body(exchange: Exchange, *, keep: float = 0.5) -> Response:
    answer = exchange.proceed()
    return replace(answer, stream=_cut(answer.body[: int(len(answer.body) * keep)]), length=len(answer.body))


def truncated_stream(exchange: Exchange, *, keep: float = 0.5) -> Response:
    answer = exchange.proceed()
    return replace(answer, stream=_cut(answer.body[: int(len(answer.body) * keep)]))


def cut_unnoticed(exchange: Exchange, *, keep: float = 0.5) -> Response:
    answer = exchange.proceed()
    return replace(answer, body=answer.body[: int(len(answer.body) * keep)])


def gzip_bomb(exchange: Exchange, *, megabytes: int = 200) -> Response:
    answer = exchange.proceed()
    return replace(answer, body=bomb(megabytes), headers=(*answer.headers, ("Content-Encoding", "gzip")))


def huge_body(exchange: Exchange, *, megabytes: int = 100) -> Response:
    return replace(exchange.proceed(), stream=repeat(b" " * MEGABYTE, megabytes), length=megabytes * MEGABYTE)


def redirect_to(exchange: Exchange, *, to: str) -> Response:
    return redirect(to)


def redirect_loop(exchange: Exchange) -> Response:
    return redirect(exchange.request.path)


def redirect_to_file(exchange: Exchange) -> Response:
    return redirect("file:///etc/hostname")


def redirect_to_private(exchange: Exchange) -> Response:
    return redirect(METADATA_SERVICE)


def log_in_page(exchange: Exchange) -> Response:
    return Response(body=LOG_IN, content_type=HTML)


def captcha_page(exchange: Exchange) -> Response:
    return Response(body=CAPTCHA, content_type=HTML)


def wrong_type(exchange: Exchange) -> Response:
    return Response(body=b"%PDF-1.7", content_type="application/pdf")


def broken_json(exchange: Exchange) -> Response:
    return Response(body=b'{"reviews": [{"name": "acc')


def lost_answer(exchange: Exchange) -> Response:
    """The request has its effect; the caller never hears of it."""
    exchange.proceed()
    raise ClientDisconnected


def lost_request(exchange: Exchange) -> Response:
    raise ClientDisconnected


@lru_cache(maxsize=2)
def bomb(megabytes: int) -> bytes:
    """A gzip body that unpacks to so many megabytes of spaces, about a thousandth of it packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * MEGABYTE) for _ in range(megabytes)) + packer.flush()


def _cut(start: bytes) -> Iterator[bytes]:
    yield start
    raise ClientDisconnected
