"""TLS: a certificate that nobody vouches for, or for another name, ends the connection before anything is said."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import monitor
from monitor.errors import Unreachable
from monitor.sources.client import Client

SELF_MADE = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
]
FEED = b"<feed/>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 7\r\n\r\n" + FEED

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate for the name localhost, with its key."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        [*SELF_MADE, "-keyout", str(file), "-out", str(file) + ".crt"],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + Path(str(file) + ".crt").read_bytes())
    return file


@contextmanager
def served(certificate: Path) -> Iterator[tuple[int, list[bytes]]]:
    """The port, and what was said to us inside TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            connection, _ = server.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as inside:
                    heard.append(inside.recv(4096))
                    inside.sendall(ANSWER)
            except OSError:
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join(timeout=5)


def ask(url: str) -> bytes:
    return (
        Client(allowed_private=frozenset({url}), sleep=lambda _: None).get(url + "/feed", kind="feed", token="t").body
    )


def trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate) + ".crt")


def test_a_certificate_for_the_right_name_is_accepted(certificate, monkeypatch) -> None:
    trust(monkeypatch, certificate)
    with served(certificate) as (port, heard):
        assert ask(f"https://localhost:{port}") == FEED
    assert f"Host: localhost:{port}".encode() in heard[0]


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said(certificate) -> None:
    with served(certificate) as (port, heard), pytest.raises(Unreachable, match="no valid certificate") as caught:
        ask(f"https://localhost:{port}")
    assert (caught.value.transient, heard) == (False, [])


def test_a_certificate_for_another_name_is_refused_before_anything_is_said(certificate, monkeypatch) -> None:
    trust(monkeypatch, certificate)
    with served(certificate) as (port, heard), pytest.raises(Unreachable, match="no valid certificate"):
        ask(f"https://127.0.0.1:{port}")
    assert heard == []


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_environment_cannot_choose_whom_to_trust(certificate, monkeypatch, name) -> None:
    monkeypatch.setenv(name, str(certificate) + ".crt")
    with served(certificate) as (port, _), pytest.raises(Unreachable, match="no valid certificate"):
        ask(f"https://localhost:{port}")


def test_a_port_that_speaks_no_tls_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(ANSWER)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        with pytest.raises(Unreachable):
            ask(f"https://127.0.0.1:{server.getsockname()[1]}")
        thread.join(timeout=5)


def test_no_file_of_ours_switches_verification_off_or_uses_requests_beside_the_client() -> None:
    root = Path(monitor.__file__).parent.parent
    users = set()
    for package in ("monitor", "responders", "config"):
        for file in (root / package).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert "verify=False" not in text.replace(" ", ""), file.name
            assert "CERT_NONE" not in text, file.name
            if any(line.startswith(("import requests", "from requests")) for line in text.splitlines()):
                users.add(file.name)
    assert users == {"client.py", "line.py"}
