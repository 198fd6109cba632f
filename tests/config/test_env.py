"""What the machine decides: silent means safe, unreadable means stop, a key is made once and stays private."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import env


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AFTERCARE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_home_is_where_the_environment_says_or_beside_the_code(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.home() == home
    for empty in (lambda: monkeypatch.delenv("AFTERCARE_HOME"), lambda: monkeypatch.setenv("AFTERCARE_HOME", "")):
        empty()
        assert env.home() == env.BASE / "var", "an empty setting is none; the data must not land where one stands"


@pytest.mark.parametrize(("given", "read"), [("0", 0), ("60", 60), (" 60 ", 60), ("", 7), ("  ", 7), ("000012", 12)])
def test_a_whole_number_is_read(monkeypatch: pytest.MonkeyPatch, given: str, read: int) -> None:
    monkeypatch.setenv("AFTERCARE_HOLD_SECONDS", given)

    assert env.number("AFTERCARE_HOLD_SECONDS", 7) == read


@pytest.mark.parametrize("given", ["soon", "6o", "1.5", "-5", "--5", "²", "٣", "1e3", "0x10", "9" * 5000, "60s"])
def test_anything_else_stops_with_a_sentence(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("AFTERCARE_HOLD_SECONDS", given)

    with pytest.raises(SystemExit, match="AFTERCARE_HOLD_SECONDS must be a whole number, 0 or more"):
        env.number("AFTERCARE_HOLD_SECONDS", 60)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("1", True),
        ("TRUE", True),
        (" yes ", True),
        ("on", True),
        ("", False),
        ("0", False),
        ("no", False),
        ("si", False),
    ],
)
def test_only_a_clear_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch, given: str, read: bool) -> None:
    monkeypatch.setenv("AFTERCARE_BEHIND_TLS", given)

    assert env.switch("AFTERCARE_BEHIND_TLS") is read


def test_a_switch_that_is_not_there_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFTERCARE_BEHIND_TLS", raising=False)

    assert [env.switch("AFTERCARE_BEHIND_TLS"), env.switch("AFTERCARE_BEHIND_TLS", default=True)] == [False, True]


def test_a_list_is_read_without_its_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_HOSTS", " desk.example, ,10.0.0.5 ,")

    assert env.words("AFTERCARE_HOSTS", "localhost") == ["desk.example", "10.0.0.5"]


def test_a_key_is_made_once_and_stays(home: Path) -> None:
    first = env.key("session.key")

    assert env.key("session.key") == first
    assert len(first) >= 60
    assert env.key("audit.key") != first
    assert sorted(path.name for path in (home / "keys").iterdir()) == ["audit.key", "session.key"]


def test_only_its_owner_may_read_it(home: Path) -> None:
    old = os.umask(0)
    try:
        env.key("session.key")
    finally:
        os.umask(old)

    assert stat.S_IMODE((home / "keys" / "session.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700


def test_of_two_processes_that_start_at_once_both_read_the_first_key(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def slower(fresh: Path, path: Path) -> None:
        Path(path).write_text("the other one was faster")
        real(fresh, path)

    monkeypatch.setattr(os, "link", slower)

    assert env.key("audit.key") == "the other one was faster"
    assert [path.name for path in (home / "keys").iterdir()] == ["audit.key"]


def test_many_that_start_at_once_read_one_key(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: env.key("audit.key"), range(40)))

    assert len(keys) == 1
    assert "" not in keys


def test_an_empty_key_is_not_gone_on_with(home: Path) -> None:
    """Everybody knows the empty key: with it, a forged audit trail would fit."""
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "audit.key").write_text("\n")

    with pytest.raises(SystemExit, match="is empty; restore it from your backup"):
        env.key("audit.key")
