"""What the client puts up with: so many bytes, so many seconds, and not one more."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from monitor.errors import FetchError, LostAnswer
from monitor.practice_platform import PracticePlatform, read_seed
from monitor.practice_platform.broken_answers import bomb
from monitor.sources.client import Client

MEGABYTE = 1_000_000


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def ask(platform: PracticePlatform, path: str = "/mentions.atom", kind: str = "feed", **options) -> bytes:
    client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
    return client.get(platform.url + path, kind=kind, **options).body


@contextmanager
def wire(serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A bare server that takes one connection: for what no web server would send."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            connection, _ = server.accept()
            with connection:
                serve(connection, over)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join(timeout=5)


def ask_wire(url: str, *, deadline: float = 5.0) -> bytes:
    client = Client(allowed_private=frozenset({url}), sleep=lambda _: None)
    return client.get(url + "/feed", kind="feed", deadline=deadline).body


def drip(connection: socket.socket, over: threading.Event, data: bytes, *, each: float) -> None:
    """One byte at a time until the other side has had enough."""
    connection.recv(4096)
    try:
        for byte in data:
            connection.sendall(bytes([byte]))
            over.wait(each)
    except OSError:
        return


@pytest.mark.parametrize("fault", ["slow drip", "silence"])
def test_a_slow_body_ends_at_the_deadline(platform, fault) -> None:
    platform.faults.arm(fault)
    before = time.monotonic()
    with pytest.raises(LostAnswer, match="within the time allowed"):
        ask(platform, deadline=0.4)
    assert 0.3 < time.monotonic() - before < 2


def test_headers_that_drip_end_at_the_deadline_too() -> None:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        drip(connection, over, b"HTTP/1.1 200 OK\r\n" + b"X-Filler: y\r\n" * 100, each=0.02)

    before = time.monotonic()
    with wire(serve) as url, pytest.raises(LostAnswer, match="within the time allowed"):
        ask_wire(url, deadline=0.4)
    assert time.monotonic() - before < 2


def test_a_slow_body_without_a_length_is_not_taken_as_whole_at_the_deadline() -> None:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n\r\n<feed>")
        drip(connection, over, b" " * 1000, each=0.02)

    with wire(serve) as url, pytest.raises(LostAnswer, match="within the time allowed"):
        ask_wire(url, deadline=0.4)


def test_the_deadline_holds_behind_a_redirect_too(platform) -> None:
    platform.faults.arm("redirect", to="/mentions.atom", path="/old")
    platform.faults.arm("silence", path="/mentions")
    before = time.monotonic()
    with pytest.raises(LostAnswer, match="within the time allowed"):
        ask(platform, "/old", deadline=0.4)
    assert time.monotonic() - before < 2
    assert [request.path for request in platform.seen] == ["/old", "/mentions.atom"]


def test_a_drip_that_is_over_in_time_is_read(platform) -> None:
    platform.faults.arm("slow drip", seconds=0.0001)
    assert ask(platform).startswith(b"<?xml")


LOCATED = {"feed": "/mentions.atom", "page": "/places/11", "json": "/v4/accounts/1/locations/11/reviews"}


@pytest.mark.parametrize(("kind", "cap"), [("feed", 5), ("page", 5), ("json", 20)])
@pytest.mark.parametrize("fault", ["gzip bomb", "huge body"])
def test_more_bytes_than_a_review_page_can_have_are_refused(platform, fault, kind, cap) -> None:
    platform.faults.arm(fault, path=LOCATED[kind])
    with pytest.raises(FetchError, match=f"{cap * MEGABYTE:,} bytes") as caught:
        ask(platform, LOCATED[kind], kind, token=platform.token if kind == "json" else "")
    assert not caught.value.transient


@pytest.mark.parametrize(("kind", "most"), [("page", 15), ("json", 45)])
def test_a_bomb_does_not_fill_the_memory(platform, kind, most) -> None:
    bomb(200)
    platform.faults.arm("gzip bomb", path=LOCATED[kind], megabytes=200)
    token = platform.token if kind == "json" else ""
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="bytes"):
            ask(platform, LOCATED[kind], kind, token=token)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most * MEGABYTE


def test_a_page_just_below_the_limit_is_read() -> None:
    entry = {"id": "a", "author": "A", "stars": 1, "text": "x" * 2_000_000, "created": "2026-01-01T00:00:00Z"}
    place = {"location": "accounts/1/locations/11", "name": "N", "reviews": [entry]}
    with PracticePlatform(read_seed({"places": [place]})) as platform:
        assert 4 * MEGABYTE < len(ask(platform, "/places/11", "page")) < 5 * MEGABYTE


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: text/xml\r\n\r\n<feed/>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n5\r\n<feed\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\nzz\r\n<feed\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\nContent-Type: text/xml\r\n\r\n<feed/>",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00\xff" * 50,
        b"",
    ],
)
def test_a_broken_answer_is_an_error_and_never_half_a_page(head) -> None:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(4096)
        connection.sendall(head)

    with wire(serve) as url, pytest.raises(FetchError):
        ask_wire(url)


def test_cookies_are_not_kept_and_a_missing_content_type_is_not_read(platform) -> None:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: track=1\r\nContent-Length: 7\r\n\r\n<feed/>")

    with wire(serve) as url:
        client = Client(allowed_private=frozenset({url, platform.url}), sleep=lambda _: None)
        with pytest.raises(FetchError, match="no content type"):
            client.get(url + "/feed", kind="feed")
        client.get(platform.url + "/mentions.atom", kind="feed")
    assert "cookie" not in platform.seen[-1].headers


def test_one_slow_site_does_not_hold_up_another(platform) -> None:
    platform.faults.arm("silence", path="/mentions")
    errors: list[FetchError] = []

    def ask_slowly() -> None:
        try:
            ask(platform, deadline=1.0)
        except FetchError as error:
            errors.append(error)

    slow = threading.Thread(target=ask_slowly)
    slow.start()
    before = time.monotonic()
    assert ask(platform, "/places/11", "page")
    assert time.monotonic() - before < 0.9
    slow.join(timeout=5)
    assert [type(error) for error in errors] == [LostAnswer]


def test_no_thread_and_no_socket_stays_behind(platform) -> None:
    before = threading.active_count()
    for _ in range(5):
        ask(platform)
    assert threading.active_count() <= before
