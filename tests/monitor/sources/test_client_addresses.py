"""Where the client must never reach, by whatever spelling, name, redirect or later answer of a name server."""

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import UnsafeAddress
from monitor.practice_platform import PracticePlatform
from monitor.sources.addresses import examine, is_local, is_public
from monitor.sources.answers import KINDS, Answer
from monitor.sources.client import Client, _Question
from monitor.sources.line import Network

PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.215.14",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "not an address",
    "",
]

REFUSED = [
    "http://reviews.example/",
    "ftp://reviews.example/",
    "file:///etc/passwd",
    "gopher://reviews.example/",
    "data:text/html,x",
    "javascript:alert(1)",
    "//reviews.example/",
    "reviews.example",
    "",
    "https://",
    "https:///path",
    "https://reviews.example:8443/",
    "https://reviews.example:80/",
    "https://reviews.example:0/",
    "https://reviews.example:99999/",
    "https://reviews.example:port/",
    "https://user@reviews.example/",
    "https://user:pass@reviews.example/",
    "https://reviews.example@127.0.0.1/",
    "https://reviews.example\\@127.0.0.1/",
    "https://reviews.example\\.evil.example/",
    "https://reviews.example/a b",
    "https://reviews.example/\r\nHost: evil.example",
    "https://reviews.example/\x00",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1%25eth0]/",
    "https://[::1",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://1.2.3.4.5/",
    "https://reviews.0x1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 130 + "example/",
    "https://reviews..example/",
    "https://.example/",
]

NAMES_THAT_LEAD_INSIDE = ["localhost", "localhost.", "LOCALHOST", "printer", "metadata.google.internal"]


def client_in(network: Network, **options) -> Client:
    return Client(network=network, sleep=lambda _: None, **options)


def never_connects(*_: object) -> socket.socket:
    raise AssertionError("a connection was tried")


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_address_is_not_public(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_V6, "8.8.8.8", "1.1.1.1", "2001:4860:4860::8888"])
def test_an_address_of_the_internet_is_public(address) -> None:
    assert is_public(address)
    assert not is_local(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "169.254.169.254", "fe80::1", "8.8.8.8", "224.0.0.1", "x"])
def test_an_origin_named_as_private_may_not_lie_just_anywhere(address) -> None:
    assert not is_local(address)


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_plain_public_https_is_refused_before_anything_is_resolved(url) -> None:
    network = Network(resolve=never_connects, connect=never_connects)
    with pytest.raises(UnsafeAddress):
        client_in(network).get(url, kind="json")


@pytest.mark.parametrize("method", ["put", "post_json"])
@pytest.mark.parametrize("url", ["http://reviews.example/", "https://127.0.0.1/", "file:///etc/passwd"])
def test_writing_calls_are_held_to_the_same_addresses(method, url) -> None:
    network = Network(resolve=never_connects, connect=never_connects)
    with pytest.raises(UnsafeAddress):
        getattr(client_in(network), method)(url, token="t", data={})
    with pytest.raises(UnsafeAddress):
        client_in(network).delete(url, token="t")


@pytest.mark.parametrize("address", [address for address in INSIDE if address and " " not in address])
def test_a_name_that_resolves_to_an_inner_address_is_refused_without_a_connection(address) -> None:
    network = Network(resolve=lambda host, port: [address], connect=never_connects)
    with pytest.raises(UnsafeAddress, match=r"reviews\.example"):
        client_in(network).get("https://reviews.example/", kind="json")


@pytest.mark.parametrize("addresses", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC_V6, "::1"]])
def test_one_inner_address_among_public_ones_is_enough_to_refuse(addresses) -> None:
    network = Network(resolve=lambda host, port: addresses, connect=never_connects)
    with pytest.raises(UnsafeAddress):
        client_in(network).get("https://reviews.example/", kind="json")


@pytest.mark.parametrize("name", NAMES_THAT_LEAD_INSIDE)
def test_names_of_the_own_network_are_refused_by_what_they_resolve_to(name) -> None:
    network = Network(resolve=lambda host, port: ["127.0.0.1"], connect=never_connects)
    with pytest.raises(UnsafeAddress):
        client_in(network).get(f"https://{name}/", kind="json")


def test_the_real_resolver_is_asked_and_localhost_is_refused() -> None:
    with pytest.raises(UnsafeAddress):
        Client(sleep=lambda _: None).get("https://localhost/", kind="json")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes], threading.Event]]:
    """A socket on loopback that notes every byte it is sent until the other side hangs up."""
    got: list[bytes] = []
    heard = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                got.append(connection.recv(1000))
            heard.set()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], got, heard
        thread.join(timeout=5)


def test_a_peer_other_than_the_checked_address_hears_not_one_byte(listener) -> None:
    port, got, heard = listener
    rebound = Network(
        resolve=lambda host, _: [PUBLIC],
        connect=lambda address, _, seconds: socket.create_connection(("127.0.0.1", port), timeout=seconds),
    )
    with pytest.raises(UnsafeAddress):
        client_in(rebound).get("https://reviews.example/", kind="json", token="secret")
    heard.wait(timeout=5)
    assert got == [b""]


def test_the_name_is_resolved_once_and_the_connection_goes_to_that_very_address() -> None:
    asked: list[str] = []
    tried: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        tried.append((address, port))
        raise ConnectionRefusedError

    with pytest.raises(Exception, match="cannot be reached"):
        client_in(Network(resolve=resolve, connect=connect)).put("https://reviews.example/", token="t", data={})
    assert (asked, tried) == (["reviews.example"], [(PUBLIC, 443)])


# --- what was named in the settings


def test_only_the_exact_origin_that_was_named_may_be_private() -> None:
    allowed = frozenset({"http://127.0.0.1:8077"})
    assert examine("http://127.0.0.1:8077/v4/x?y=1#z", allowed_private=allowed).url == "http://127.0.0.1:8077/v4/x?y=1"
    for other in (
        "http://127.0.0.1:8078/",
        "http://127.0.0.1/",
        "https://127.0.0.1:8077/",
        "http://localhost:8077/",
        "http://127.0.0.1:8077@evil.example/",
        "http://127.0.0.1:8077.evil.example/",
        "http://user@127.0.0.1:8077/",
    ):
        with pytest.raises(UnsafeAddress):
            examine(other, allowed_private=allowed)


def test_a_private_origin_that_leads_to_the_internet_is_refused() -> None:
    network = Network(resolve=lambda host, port: [PUBLIC], connect=never_connects)
    client = client_in(network, allowed_private=frozenset({"http://platform.lan:8077"}))
    with pytest.raises(UnsafeAddress):
        client.get("http://platform.lan:8077/", kind="json", token="secret")


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://2130706433/",
        "//127.0.0.1:1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:pass@reviews.example/",
        "http://reviews.example/",
    ],
)
def test_a_redirect_is_examined_like_any_address(to) -> None:
    with PracticePlatform() as platform:
        platform.faults.arm("redirect", to=to, path="/v4/", times=None)
        client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
        with pytest.raises(UnsafeAddress):
            client.get(f"{platform.api_url}/{platform.location}/reviews", kind="json", token=platform.token)


def test_a_public_site_cannot_redirect_to_an_origin_that_was_named_for_us() -> None:
    client = Client(allowed_private=frozenset({"http://127.0.0.1:8077"}))
    # The question is put by hand: a public site cannot be reached from a test, where the network is off.
    asked = _Question(method="GET", target=examine("https://reviews.example/"), kind=KINDS["json"])
    with pytest.raises(UnsafeAddress, match="redirects to this machine"):
        client._redirected(asked, Answer(status=302, url="http://127.0.0.1:8077/v4/"))


@given(st.text(max_size=60))
@settings(deadline=None)
def test_whatever_is_typed_only_a_public_https_target_or_a_refusal_comes_out(text) -> None:
    try:
        target = examine(text)
    except UnsafeAddress:
        return
    assert target.url.startswith("https://")
    assert not target.private


@given(st.integers(0, 2**32 - 1).map(lambda n: f"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"))
@settings(deadline=None)
def test_an_address_is_never_both_public_and_local(address) -> None:
    assert not (is_public(address) and is_local(address))
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")
