"""What a site answered, and what its refusals mean."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from monitor.errors import AccessRefused, Blocked, FetchError, NotThere

MAX_WAIT = 24 * 3600.0
CODE = re.compile(r"[A-Z][A-Z_]{2,60}")
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
JSON_TYPES = frozenset({"application/json", "text/json"})
XML_TYPES = frozenset({"application/xml", "text/xml"})

KindName = Literal["json", "page", "feed", "robots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What may come back: media types (none named: any), the most bytes after unpacking, and whether to cut there."""

    accept: str
    types: frozenset[str]
    cap: int
    cut: bool = False


KINDS: dict[str, Kind] = {
    "json": Kind(accept="application/json", types=JSON_TYPES, cap=20_000_000),
    "page": Kind(accept="text/html, application/xhtml+xml", types=HTML_TYPES | XML_TYPES, cap=5_000_000),
    "feed": Kind(
        accept="application/atom+xml, application/rss+xml, application/xml;q=0.9",
        types=XML_TYPES | {"application/atom+xml", "application/rss+xml"},
        cap=5_000_000,
    ),
    "robots": Kind(accept="text/plain", types=frozenset(), cap=500 * 1024, cut=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer. ``body`` is unpacked bytes; ``url`` is where it came from after redirects."""

    status: int
    body: bytes = field(repr=False, default=b"")
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    url: str = field(repr=False, default="")
    content_type: str = ""
    """The media type in lower case, without parameters; "" when the site names none."""
    charset: str = ""
    """What the header says, in lower case, or ""."""
    retry_after: float | None = None
    host: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> dict[str, Any]:
        """The JSON object in the body. Raises FetchError when it is broken or something else."""
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            raise FetchError(f"{self.host} answered with broken JSON; it is asked again at the next check.") from None
        if not isinstance(data, dict):
            raise FetchError(f"{self.host} answered with JSON that is no object; has its API changed?", transient=False)
        return data

    @property
    def code(self) -> str:
        """The site's own word for a refusal, in Google's form (SERVICE_DISABLED), or ""."""
        return _code(self.body)


def accepted(answer: Answer, *, kind: Kind, conditional: bool = False) -> Answer:
    """The answer, when it is what was asked for, and whole; else the error that says what to do."""
    if answer.not_modified and conditional:
        return answer
    if answer.status != 200:
        raise refusal(answer)
    if kind.types and answer.content_type not in kind.types:
        if answer.content_type in HTML_TYPES:
            raise Blocked(
                f"{answer.host} answered with a web page where data was due: usually a log-in or consent page; "
                "open it in a browser and sign in again."
            )
        raise FetchError(
            f"{answer.host} answered with {answer.content_type or 'no content type'}, which is not read.",
            transient=False,
        )
    return answer


def refusal(answer: Answer) -> FetchError:
    """The error for a status outside 200 to 299."""
    host, status = answer.host, answer.status
    if status in {401, 403, 451}:
        says = " ".join(filter(None, (str(status), answer.code)))
        return AccessRefused(
            f"{host} refuses access ({says}); sign in again or check the permissions.", status=status, code=answer.code
        )
    if status in {404, 410}:
        return NotThere(f"{host} says that this does not exist ({status}).")
    if status == 429:
        return FetchError(f"{host} asks for fewer requests (429); it is left in peace.", retry_after=answer.retry_after)
    transient = status >= 500 or status in {408, 425}
    return FetchError(f"{host} answered {status}.", transient=transient, retry_after=answer.retry_after)


def read_retry_after(value: str, *, now: float) -> float | None:
    """Seconds to wait by a Retry-After header: a number or an HTTP date, 0 to 24 hours; None for none or garbage."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,12}", value):
        return min(float(value), MAX_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds()), MAX_WAIT)


def answer_from(status: int, headers: Mapping[str, str], body: bytes, *, url: str, host: str, now: float) -> Answer:
    return Answer(
        status=status,
        body=body,
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
        not_modified=status == 304,
        url=url,
        content_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        charset=_charset(headers.get("Content-Type", "")),
        retry_after=read_retry_after(headers.get("Retry-After", ""), now=now),
        host=host,
    )


def _charset(content_type: str) -> str:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    return found[1].lower() if found else ""


def _code(body: bytes) -> str:
    """``error.details[].reason``, else ``error.status``; in capitals only: no stranger's words get into logs."""
    try:
        error = json.loads(body)["error"]
        words = [detail.get("reason", "") for detail in error.get("details", [])] + [error.get("status", "")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return next((word for word in words if isinstance(word, str) and CODE.fullmatch(word)), "")
