"""One connection: to an address that was checked after the name was resolved, and cut when its time is up."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter

from monitor.errors import UnsafeAddress
from monitor.sources.addresses import Target, is_local, is_public

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as text."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The two things asked of the system: what a name means, and a connection."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect


class Line:
    """A connection to one target with a total time limit, for one request.

    urllib3's own time limits start afresh with every byte, in the headers too: a server that drips one a second
    holds a reader for ever. So a timer shuts the socket down, whatever is being waited for.
    """

    def __init__(self, target: Target, *, network: Network, seconds: float) -> None:
        self.connected = False
        self.expired = False
        self._target = target
        self._network = network
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, seconds), self._cut)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds until the line is cut, never less than a moment."""
        return max(0.001, self._ends - time.monotonic())

    @property
    def patience(self) -> float:
        """The longest silence to bear, in seconds; past the end of the line, so that the timer is the one to speak."""
        return min(READ_SECONDS, self.left + 1.0)

    def open(self, host: str, port: int) -> socket.socket:
        """Connect to the first answering address of the host; refuses when any of them leads inside.

        The name is resolved once, here, and the peer is checked again on the open socket: what a name server
        answers to a later question changes nothing.
        """
        addresses = self._network.resolve(host, port)
        for address in addresses:
            self._check(address)
        trouble: OSError = OSError("the name has no address")
        for address in addresses:
            try:
                sock = self._network.connect(address, port, min(CONNECT_SECONDS, self.left))
            except OSError as error:
                trouble = error
                continue
            return self._guarded(sock)
        raise trouble

    def _guarded(self, sock: socket.socket) -> socket.socket:
        try:
            self._check(str(sock.getpeername()[0]))
            with self._lock:
                if self.expired:
                    raise TimeoutError
                self._handle = sock.dup()  # TLS takes the socket over; shutting down a copy still ends the connection
        except (OSError, UnsafeAddress):
            sock.close()
            raise
        sock.settimeout(self.patience)
        self.connected = True
        return sock

    def _check(self, address: str) -> None:
        allowed = is_local(address) if self._target.private else is_public(address)
        if not allowed:
            raise UnsafeAddress(f"{self._target.host} leads to an address that is never asked; check the address.")

    def _cut(self) -> None:
        with self._lock:
            self.expired = True
            if self._handle is not None:
                self._shut(self._handle)

    @staticmethod
    def _shut(sock: socket.socket) -> None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was faster

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None


class LineAdapter(HTTPAdapter):
    """requests' transport over one line. Used without a session: no cookies, no redirects, no proxies, no netrc."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = type("OverLine", (_OverLine, pool.ConnectionCls), {"line": self._line})
        return pool


class _OverLine:
    """Makes a urllib3 connection take its socket from the line; names in TLS and Host stay those of the URL."""

    line: Line
    host: str
    port: int

    def _new_conn(self) -> socket.socket:
        return self.line.open(self.host, self.port)
