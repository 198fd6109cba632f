"""What can be made to go wrong, on demand: one table, one entry a fault.

A fault stands between a request and its ordinary answer. ``arm`` names one, how many matching requests pass first
(``after``) and how many are hit (``times``, None for all); ``path`` (a regular expression) and ``method`` narrow it.
"""

from __future__ import annotations

import inspect
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from monitor.practice_platform import broken_answers, broken_listings, changes
from monitor.practice_platform.exchange import Request, Response
from monitor.practice_platform.fault_exchange import Act, Exchange
from monitor.practice_platform.state import State

LIST = r"/reviews$"
ONE = r"/reviews/[^/]+$"
REPLY = r"/reply$"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words; what does it; and which requests it meets unless told otherwise."""

    what: str
    act: Act
    path: str = ""
    method: str = ""


FAULTS: dict[str, Fault] = {
    "too many requests": Fault("429, with Retry-After as given", broken_answers.too_many_requests),
    "server error": Fault("a burst of 500, 502 or 503", broken_answers.server_error),
    "token expired": Fault("401 in Google's shape", broken_answers.token_expired),
    "service disabled": Fault("403: the API is switched off", broken_answers.service_disabled),
    "permission denied": Fault("403: no access to this profile", broken_answers.permission_denied),
    "gone": Fault("404, or the status given", broken_answers.gone),
    "slow drip": Fault("the body comes one byte at a time", broken_answers.slow_drip),
    "silence": Fault("nothing comes for a while", broken_answers.silence),
    "truncated body": Fault("fewer bytes than Content-Length says", broken_answers.truncated_body),
    "truncated stream": Fault("a chunked body without its end", broken_answers.truncated_stream),
    "cut without a trace": Fault("a body cut short under a matching Content-Length", broken_answers.cut_unnoticed),
    "gzip bomb": Fault("a small answer that unpacks a thousandfold", broken_answers.gzip_bomb),
    "huge body": Fault("an endless plain body", broken_answers.huge_body),
    "redirect": Fault("302 to the address given", broken_answers.redirect_to),
    "redirect loop": Fault("302 to itself", broken_answers.redirect_loop),
    "redirect to file": Fault("302 to a file of this machine", broken_answers.redirect_to_file),
    "redirect to private address": Fault("302 to a metadata service", broken_answers.redirect_to_private),
    "html instead of json": Fault("200 with a log-in page where data was due", broken_answers.log_in_page),
    "captcha page": Fault("200 with a page for humans only", broken_answers.captcha_page),
    "wrong type": Fault("200 with a PDF", broken_answers.wrong_type),
    "broken json": Fault("200 with half a JSON text", broken_answers.broken_json),
    "repeated page token": Fault("nextPageToken is the one just used", broken_listings.repeated_token, LIST),
    "same page for ever": Fault("a new token each time, the same reviews", broken_listings.same_page, LIST),
    "empty page with a token": Fault("no reviews, and yet a next page", broken_listings.empty_page, LIST),
    "list shift": Fault("a new review arrives after this page", broken_listings.list_shift, LIST),
    "wrong total": Fault("totalReviewCount is the number given", broken_listings.wrong_total, LIST),
    "lost answer": Fault("the request is done, the line dies before the answer", broken_answers.lost_answer, REPLY),
    "lost request": Fault("the line dies, nothing is done", broken_answers.lost_request),
    "delayed reply": Fault("a stored reply is seen some readings later", changes.delayed_reply, REPLY, "PUT"),
    "foreign reply": Fault("somebody replies by hand after this answer", changes.foreign_reply, ONE, "GET"),
    "vanished reply": Fault("the reply is gone before this answer", changes.vanished_reply, ONE, "GET"),
    "review edited": Fault("the reviewer has changed text or stars", changes.review_edited, "/v4/", "GET"),
    "review deleted": Fault("the review is gone before this answer", changes.review_deleted, "/v4/", "GET"),
    "review restored": Fault("a deleted review is back before this answer", changes.review_restored, "/v4/", "GET"),
}


@dataclass(slots=True)
class Armed:
    """A fault lying in wait."""

    name: str
    times: int | None
    after: int
    path: str
    method: str
    options: dict[str, Any]

    def meets(self, request: Request) -> bool:
        """True when this request is hit; counts the ones let through."""
        if not re.search(self.path, request.path) or self.method not in {"", request.method}:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The faults armed on one site; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[Armed] = []
        self._closing = threading.Event()

    @property
    def armed(self) -> list[str]:
        with self._lock:
            return [fault.name for fault in self._armed]

    def arm(
        self,
        name: str,
        *,
        times: int | None = 1,
        after: int = 0,
        path: str | None = None,
        method: str | None = None,
        **options: Any,
    ) -> None:
        """Let the fault meet coming requests. Raises ValueError for an unknown name, TypeError for a wrong option."""
        if name not in FAULTS:
            raise ValueError(f'there is no fault "{name}"; GET /_faults lists them')
        fault = FAULTS[name]
        inspect.signature(fault.act).bind(None, **options)
        where = fault.path if path is None else path
        how = fault.method if method is None else method
        with self._lock:
            self._armed.append(Armed(name, times, after, where, how, options))

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def close(self) -> None:
        """Wake every answer that is being dragged out, so that the site can stop."""
        self._closing.set()

    def answer(self, state: State, request: Request, proceed: Callable[[], Response]) -> Response:
        """The ordinary answer, or what the first fault that meets this request makes of it."""
        hit = self._hit(request)
        if hit is None:
            return proceed()
        exchange = Exchange(state=state, request=request, proceed=proceed, pause=self._closing.wait)
        return FAULTS[hit.name].act(exchange, **hit.options)

    def _hit(self, request: Request) -> Armed | None:
        with self._lock:
            hit = next((fault for fault in self._armed if fault.meets(request)), None)
            self._armed = [fault for fault in self._armed if fault.times is None or fault.times > 0]
            return hit
