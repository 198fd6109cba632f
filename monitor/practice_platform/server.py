"""Serving the site on this machine: ``with PracticePlatform() as platform: platform.url …``."""

from __future__ import annotations

import secrets
import socket
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from waitress import wasyncore
from waitress.server import create_server

from monitor.practice_platform.app import Site, build_app
from monitor.practice_platform.exchange import Request, Response, wsgi
from monitor.practice_platform.faults import Faults
from monitor.practice_platform.seed import Seed, default_seed, load_seed
from monitor.practice_platform.state import State

THREADS = 8


class PracticePlatform:
    """A site on loopback with its ``state``, ``faults``, access ``token`` and ``url`` (no slash at the end).

    As a context manager it serves from a thread and stops completely at the end; ``serve`` blocks instead.
    Port 0 takes a free one. With ``file`` the state is kept there, and taken up from there when it exists.
    """

    def __init__(
        self,
        seed: Seed | None = None,
        *,
        port: int = 0,
        token: str = "",
        file: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        kept = load_seed(file) if file is not None and file.exists() else None
        self.state = State(kept or seed or default_seed(), file=file, now=now)
        self.faults = Faults()
        self.token = token or secrets.token_urlsafe(24)
        self.seen: deque[Request] = deque(maxlen=1000)
        """The latest requests, as they arrived."""
        self._site = Site(state=self.state, faults=self.faults, token=self.token)
        self._port = port
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The origin, such as ``http://127.0.0.1:8077``: what a client is allowed to reach on this machine."""
        return f"http://127.0.0.1:{self._server.effective_port}"

    @property
    def api_url(self) -> str:
        """The base of the review calls."""
        return f"{self.url}/v4"

    @property
    def location(self) -> str:
        """The resource name of the first place."""
        return self.state.places[0].location

    def place_url(self, location: str = "") -> str:
        """The public page of a place, the first one when none is given."""
        return f"{self.url}/places/{(location or self.location).rpartition('/')[2]}"

    def open(self) -> None:
        """Take the port. Raises OSError when it is in use."""
        answer = build_app(self._site)

        def remembered(request: Request) -> Response:
            self.seen.append(request)
            return answer(request)

        # Bound here, since waitress leaves its own socket open when the port is in use.
        listener = socket.create_server(("127.0.0.1", self._port))
        self._server = create_server(wsgi(remembered), sockets=[listener], threads=THREADS, ident="practice")

    def serve(self) -> None:
        """Answer requests until interrupted."""
        self._server.run()

    def close(self) -> None:
        """Let running answers end, then close every connection and the port."""
        self.faults.close()
        self._server.task_dispatcher.shutdown()
        if self._thread is None:
            wasyncore.close_all(self._server._map)
        else:
            self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map))
            self._thread.join()

    def __enter__(self) -> Self:
        self.open()
        self._thread = threading.Thread(target=self.serve, name="practice-platform", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
