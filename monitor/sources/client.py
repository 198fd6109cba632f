"""The one HTTP client, and the only user of requests: it asks politely, and takes in nothing it should not.

https to public addresses only, a total time limit, a limit on unpacked bytes, whole answers, no cookies, no
proxies, no credentials to other hosts. Errors name the host alone: a URL or a token may be a secret.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Callable, MutableMapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

import requests

from monitor.errors import Blocked, FetchError, LostAnswer, Unreachable, UnsafeAddress
from monitor.sources.addresses import Target, examine
from monitor.sources.answers import KINDS, Answer, Kind, KindName, accepted, answer_from
from monitor.sources.line import CONNECT_SECONDS, READ_SECONDS, Line, LineAdapter, Network
from monitor.sources.pace import CALL_SECONDS, PAGE_SECONDS, Pace
from monitor.sources.robots import Kept, Robots

# urllib3's debug lines hold paths and queries, and the path of an alert feed is a secret.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

USER_AGENT = "Aftercare/0.1 (reads reviews for the practice they are about)"
DEADLINE = 60.0
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIES = 2
RETRIED = frozenset({502, 503, 504})
SOON = 10.0
"""A Retry-After above this is for the next check, not for waiting here."""
MAX_REFUSAL = 64 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One request as it goes out; ``token`` and conditions are kept apart so that a redirect can drop them."""

    method: str
    target: Target
    kind: Kind
    token: str = field(default="", repr=False)
    conditions: tuple[tuple[str, str], ...] = ()
    body: bytes | None = field(default=None, repr=False)
    user_agent: str = USER_AGENT

    def headers(self) -> dict[str, str]:
        headers = {"User-Agent": self.user_agent, "Accept": self.kind.accept, "Accept-Encoding": "gzip, deflate"}
        headers |= dict(self.conditions) | {"Connection": "close"}
        if self.body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


class Client:
    """Safe between threads; keeps nothing of a request. ``allowed_private`` names origins such as
    ``http://127.0.0.1:8077`` that may be asked although they are not public; ``sleep`` takes seconds."""

    def __init__(
        self,
        *,
        allowed_private: frozenset[str] = frozenset(),
        user_agent: str = USER_AGENT,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
        pace: Pace | None = None,
        robots_store: MutableMapping[str, Kept] | None = None,
        network: Network | None = None,
    ) -> None:
        self._allowed_private = frozenset(origin.rstrip("/").lower() for origin in allowed_private)
        self._user_agent = user_agent
        self._clock = clock
        self._sleep = sleep
        self._pace = pace or Pace(clock=clock)
        self._network = network or Network()
        self._robots = Robots(
            agent=user_agent.partition("/")[0],
            fetch=self._fetch_robots,
            store={} if robots_store is None else robots_store,
            clock=clock,
        )

    def get(
        self,
        url: str,
        *,
        kind: KindName,
        token: str = "",
        etag: str = "",
        last_modified: str = "",
        deadline: float = DEADLINE,
    ) -> Answer:
        """Ask for a page (robots.txt is obeyed), a feed or JSON; ``deadline`` is the total in seconds.

        Tries twice more when the site is out of reach or says 502, 503 or 504. Raises FetchError: Blocked, NotThere,
        UnsafeAddress, Unreachable, LostAnswer, or plain with ``retry_after``.
        """
        given = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
        question = _Question(
            method="GET",
            target=self._examine(url),
            kind=KINDS[kind],
            token=_checked(token),
            conditions=tuple((name, value) for name, value in given if value),
            user_agent=self._user_agent,
        )
        answer = self._with_retries(question, until=time.monotonic() + deadline)
        return accepted(answer, kind=KINDS[kind], conditional=bool(question.conditions))

    def put(self, url: str, *, token: str, data: Any, deadline: float = DEADLINE) -> Answer:
        """Send JSON once, never again. Any status is an Answer; Unreachable means not sent, LostAnswer maybe done."""
        return self._write("PUT", url, token=token, data=data, deadline=deadline)

    def post_json(self, url: str, *, token: str, data: Any, deadline: float = DEADLINE) -> Answer:
        """As ``put``, by POST."""
        return self._write("POST", url, token=token, data=data, deadline=deadline)

    def delete(self, url: str, *, token: str, deadline: float = DEADLINE) -> Answer:
        """As ``put``, by DELETE and without data."""
        return self._write("DELETE", url, token=token, data=None, deadline=deadline)

    def _write(self, method: str, url: str, *, token: str, data: Any, deadline: float) -> Answer:
        question = _Question(
            method=method,
            target=self._examine(url),
            kind=KINDS["json"],
            token=_checked(token),
            body=None if data is None else json.dumps(data, ensure_ascii=False).encode(),
            user_agent=self._user_agent,
        )
        self._wait_turn(question.target, interval=CALL_SECONDS)
        return self._ask(question, until=time.monotonic() + deadline)

    def _with_retries(self, question: _Question, *, until: float) -> Answer:
        """The first answer that need not be asked for again soon. Waits are part of the total time."""
        for attempt in range(RETRIES + 1):
            last = attempt == RETRIES
            pause = (2**attempt) + random.uniform(0, 0.5)  # noqa: S311 - spreads requests, guards nothing
            try:
                answer = self._follow(question, until=until)
            except Unreachable as error:
                if last or not error.transient or time.monotonic() + pause > until:
                    raise
            else:
                pause = max(pause, answer.retry_after or 0.0)
                if last or answer.status not in RETRIED or pause > SOON or time.monotonic() + pause > until:
                    return answer
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, question: _Question, *, until: float) -> Answer:
        """The answer after at most three redirects, each to an address that is examined like the first."""
        for _ in range(MAX_REDIRECTS + 1):
            self._take_manners(question)
            answer = self._ask(question, until=until)
            if answer.status not in REDIRECTS:
                return answer
            question = self._redirected(question, answer)
        raise FetchError(
            f"{question.target.host} redirects again and again; open the page and copy its real address.",
            transient=False,
        )

    def _redirected(self, question: _Question, answer: Answer) -> _Question:
        target = self._examine(urljoin(question.target.url, answer.url))
        if target.private and not question.target.private:
            raise UnsafeAddress(f"{question.target.host} redirects to this machine; it is not followed.")
        same = target.origin == question.target.origin
        return replace(question, target=target, token=question.token if same else "")

    def _take_manners(self, question: _Question) -> None:
        """Obey robots.txt for pages, and wait for the host's next free moment."""
        interval = CALL_SECONDS if question.kind is KINDS["json"] else PAGE_SECONDS
        if question.kind is KINDS["page"]:
            interval = max(interval, self._robots.check(question.target.origin, question.target.url))
        if question.kind is not KINDS["robots"]:
            self._wait_turn(question.target, interval=interval)

    def _wait_turn(self, target: Target, *, interval: float) -> None:
        if target.private and not self._pace.private_too:
            return
        wait = self._pace.reserve(target.host, interval=interval)
        if wait:
            self._sleep(wait)

    def _fetch_robots(self, origin: str) -> str | None:
        question = _Question(
            method="GET",
            target=self._examine(f"{origin}/robots.txt"),
            kind=KINDS["robots"],
            user_agent=self._user_agent,
        )
        try:
            answer = self._with_retries(question, until=time.monotonic() + READ_SECONDS)
        except UnsafeAddress:
            raise
        except FetchError:
            return None
        if 400 <= answer.status < 500 and answer.status != 429:
            return ""
        return answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else None

    def _examine(self, url: str) -> Target:
        return examine(url, allowed_private=self._allowed_private)

    def _ask(self, question: _Question, *, until: float) -> Answer:
        """One request, one answer. For a redirect ``url`` of the answer is where it points."""
        target, trouble = question.target, None
        with Line(target, network=self._network, seconds=until - time.monotonic()) as line:
            try:
                answer = self._exchange(question, line)
            except requests.exceptions.RequestException as error:
                trouble = _trouble(error, line, host=target.host)
        if line.expired:
            trouble = _too_slow(line, host=target.host)
        if trouble is not None:
            # Raised out here: an error of requests holds the request, and with it the token.
            raise trouble
        return answer

    def _exchange(self, question: _Question, line: Line) -> Answer:
        target = question.target
        request = requests.Request(question.method, target.url, headers=question.headers(), data=question.body)
        timeout = (min(CONNECT_SECONDS, line.left), line.patience)
        with (
            closing(LineAdapter(line)) as adapter,
            adapter.send(request.prepare(), stream=True, timeout=timeout) as response,
        ):
            refused = response.status_code >= 400
            skip = response.status_code in REDIRECTS or response.status_code == 304
            cap = MAX_REFUSAL if refused else question.kind.cap
            body = b"" if skip else _read(response, cap=cap, cut=refused or question.kind.cut, host=target.host)
            where = response.headers.get("Location", "") if response.status_code in REDIRECTS else target.url
            return answer_from(
                response.status_code, response.headers, body, url=where, host=target.host, now=self._clock()
            )


def _read(response: requests.Response, *, cap: int, cut: bool, host: str) -> bytes:
    """The body, unpacked; counted while it is unpacked, so that a bomb is stopped at the cap."""
    parts, size = [], 0
    for chunk in response.iter_content(CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > cap:
            if not cut:
                raise FetchError(f"{host} sends more than {cap:,} bytes; that is no review page.", transient=False)
            break
    return b"".join(parts)[:cap]


def _trouble(error: requests.exceptions.RequestException, line: Line, *, host: str) -> FetchError:
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(f"{host} shows no valid certificate; it is not trusted until it does.", transient=False)
    if not line.connected:
        return Unreachable(f"{host} cannot be reached; check the address and the network.")
    return LostAnswer(f"{host} broke off before its answer was whole; it is asked again at the next check.")


def _too_slow(line: Line, *, host: str) -> FetchError:
    kind = LostAnswer if line.connected else Unreachable
    return kind(f"{host} did not answer within the time allowed; it is asked again at the next check.")


def _checked(token: str) -> str:
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise Blocked("The access token holds characters that no token has; copy it again without spaces or breaks.")
    return token
