"""One request and its answer, as plain values; the only file that knows WSGI."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

MAX_BODY = 1_000_000
JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked. Header names are lower case; ``query`` keeps the last of repeated keys."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is answered. ``stream``, when given, is sent in place of ``body``; ``length`` is the declared one."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    stream: Iterable[bytes] | None = None
    length: int | None = None


def json_response(data: Any, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(status=status, body=json.dumps(data, ensure_ascii=False).encode(), headers=headers)


def google_error(code: int, status: str, message: str, *, reason: str = "", **extra: str) -> Response:
    """An error in the shape of Google's APIs: ``error.code``, ``error.status``, the reason under ``details``."""
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    if reason:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    headers = tuple((name.replace("_", "-"), value) for name, value in extra.items())
    return json_response({"error": error}, status=code, headers=headers)


def redirect(to: str, *, status: int = 302) -> Response:
    return Response(status=status, content_type="text/plain", headers=(("Location", to),))


Handler = Callable[[Request], Response]


def wsgi(handler: Handler) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """The handler as a WSGI application."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return _send(handler(_request(environ)), start_response)

    return application


def _request(environ: dict[str, Any]) -> Request:
    size = min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY)
    headers = {key[5:].replace("_", "-").lower(): str(value) for key, value in environ.items() if key[:5] == "HTTP_"}
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""))),
        headers=headers,
        body=environ["wsgi.input"].read(size),
    )


def _send(response: Response, start_response: Any) -> Iterator[bytes]:
    headers = [("Content-Type", response.content_type), *response.headers]
    length = response.length if response.stream is not None else len(response.body)
    if length is not None:
        headers.append(("Content-Length", str(length)))
    start_response(f"{response.status} {HTTPStatus(response.status).phrase}", headers)
    return iter([response.body] if response.stream is None else response.stream)
