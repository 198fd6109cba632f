"""``aftercare platform`` as a person starts it: a process of its own, stopped by Ctrl-C."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from config.cli import main

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen, str, str]]:
    """The process, the address and the token it has printed."""
    command = [sys.executable, "-m", "config.cli", "platform", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(3)]
            url = re.search(r"http://127\.0\.0\.1:\d+", lines[0])[0]
            yield process, url, lines[2].rpartition(" ")[2].strip()
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=10)
            finally:
                process.kill()


def test_it_serves_until_interrupted_and_says_where_and_with_which_token() -> None:
    with served() as (process, url, token):
        headers = {"Authorization": f"Bearer {token}"}
        assert requests.get(f"{url}/v4/accounts/1/locations/11/reviews", headers=headers, timeout=5).status_code == 200
        assert requests.get(url + "/", timeout=5).status_code == 200
    assert process.returncode == 0


def test_it_takes_a_seed_and_a_token_and_keeps_its_state(tmp_path) -> None:
    (tmp_path / "seed.toml").write_text(
        '[[places]]\nlocation = "accounts/5/locations/50"\nname = "Heron Skin"\n'
        '[[places.reviews]]\nid = "a"\nstars = 2\ntext = "Rushed."\ncreated = 2026-01-01T00:00:00Z\n'
    )
    options = ("--seed", str(tmp_path / "seed.toml"), "--state", str(tmp_path / "s.json"), "--token", "t-555-0100")
    headers = {"Authorization": "Bearer t-555-0100"}
    name = "accounts/5/locations/50/reviews/a"
    with served(*options) as (_, url, token):
        assert token == "t-555-0100"
        reply = {"comment": "Kept."}
        assert requests.put(f"{url}/v4/{name}/reply", json=reply, headers=headers, timeout=5).status_code == 200
    with served(*options) as (_, url, _):
        review = requests.get(f"{url}/v4/{name}", headers=headers, timeout=5).json()
        assert review["reviewReply"]["comment"] == "Kept."


def test_a_port_in_use_is_one_plain_sentence(capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["platform", "--port", str(taken.getsockname()[1])]) == 1
    assert "cannot be taken" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_seed_that_cannot_be_used_is_one_plain_sentence(tmp_path, capsys, text) -> None:
    (tmp_path / "seed.json").write_text(text)
    assert main(["platform", "--seed", str(tmp_path / "seed.json")]) == 1
    assert capsys.readouterr().err.startswith("aftercare platform: ")
