"""The command line: an exit code that says yes or no, and never a trace where a sentence is due."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from config import cli
from config.env import BASE
from monitor.models import AuditEvent, Location, Practice, User
from monitor.roles import ROLES

PASSWORD = "a-long-way-home-55"
Say = Callable[..., tuple[int, str, str]]


def command(home: Path, *words: str, typed: str = "", **given: str) -> subprocess.CompletedProcess[str]:
    """The command in a process and a home of its own."""
    environment = {"AFTERCARE_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "default"} | given
    return subprocess.run(
        [sys.executable, "-m", "config.cli", *words], cwd=BASE, env=environment, input=typed, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip


# --- the command itself


def test_every_command_is_explained(aftercare: Say) -> None:
    code, out, _ = aftercare("--help")

    assert code == 0
    assert all(name in out for name in cli.PLAIN | cli.DESK)


@pytest.mark.parametrize("name", cli.PLAIN | cli.DESK)
def test_every_command_has_its_help(aftercare: Say, name: str) -> None:
    code, out, _ = aftercare(name, "--help")

    assert (code, out.startswith(f"usage: aftercare {name}")) == (0, True)


@pytest.mark.parametrize(
    "words",
    [(), ("fly",), ("status", "--loud"), ("import",), ("import", "cats", "x.csv"), ("user",), ("user", "add", "x"),
     ("user", "add", "x", "--role", "king"), ("serve", "--port", "many")],
)  # fmt: skip
def test_wrong_use_ends_with_2(aftercare: Say, words: tuple[str, ...]) -> None:
    code, out, err = aftercare(*words)

    assert (code, out) == (2, "")
    assert err.startswith("usage: aftercare")


def test_a_no_ends_with_1_and_one_sentence_on_stderr(aftercare: Say, db: None) -> None:
    code, out, err = aftercare("check", "nothing")

    assert (code, out) == (1, "")
    assert err == "aftercare check: No source of that name can be fetched; aftercare status lists them.\n"


def test_a_desk_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    for words in (("status",), ("user", "list"), ("check",)):
        done = command(tmp_path / "new", *words)
        assert done.returncode == 1, words
        assert "Traceback" not in done.stderr, words
        assert done.stderr.count("\n") == 1, words
        assert "aftercare init" in done.stderr, words


def test_a_damaged_database_is_told_in_a_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "aftercare.sqlite3").write_bytes(b"this is no database at all, but something else\n" * 100)

    for words in (("doctor",), ("init",)):
        done = command(tmp_path, *words)
        assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False), words


def test_a_setting_that_cannot_be_read_stops_everything_with_a_sentence(tmp_path: Path) -> None:
    done = command(tmp_path, "status", AFTERCARE_HOLD_SECONDS="soon")

    assert done.returncode == 1
    assert done.stderr.startswith("AFTERCARE_HOLD_SECONDS must be a whole number")
    assert done.stderr.count("\n") == 1


def test_a_new_desk_from_nothing_to_its_owner(tmp_path: Path) -> None:
    made = command(
        tmp_path, "init", "--practice", "Larkspur Aesthetics", "--location", "Riverside", "--zone", "America/Chicago"
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert "is set up" in made.stdout
    added = command(tmp_path, "user", "add", "dana", "--role", "owner", typed=f"{PASSWORD}\n")
    assert (added.returncode, added.stderr, added.stdout) == (0, "", "dana may log in as owner.\n")

    stored = (tmp_path / "aftercare.sqlite3").read_bytes()
    assert b"argon2" in stored
    assert PASSWORD.encode() not in stored


# --- init


def test_a_practice_is_set_up_once(aftercare: Say, db: None) -> None:
    code, out, err = aftercare(
        "init", "--practice", "Larkspur", "--location", "A", "--location", "B", "--location", "A"
    )

    assert (code, err) == (0, "")
    assert "aftercare user add" in out
    assert set(Location.objects.values_list("name", "time_zone")) == {("A", "UTC"), ("B", "UTC")}
    assert aftercare("init", "--practice", "Second")[0] == 1
    assert Practice.objects.count() == 1
    assert aftercare("init")[:2] == (0, "The database is up to date.\n")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "America", "../../etc/passwd", "/etc/passwd", "\x00", "EST5EDT4"])
def test_a_time_zone_that_is_none_sets_up_nothing(aftercare: Say, db: None, zone: str) -> None:
    code, _, err = aftercare("init", "--practice", "Larkspur", "--zone", zone)

    assert code == 1
    assert "is no time zone" in err
    assert not Practice.objects.exists()


# --- user


def test_a_person_is_added_through_a_pipe_and_that_is_on_record(aftercare: Say, practice: Practice) -> None:
    code, out, err = aftercare(
        "user", "add", "dana", "--role", "office_manager", "--first", "Dana", "--last", "Hale", typed=f"{PASSWORD}\n"
    )

    assert (code, err, out) == (0, "", "Dana Hale may log in as office manager.\n")
    assert authenticate(username="dana", password=PASSWORD) == User.objects.get()
    event = AuditEvent.objects.get()
    assert (event.action, event.practice) == ("account:person:changed", practice)
    assert event.detail == {"step": "add", "role": "office_manager"}
    assert PASSWORD not in out


@pytest.mark.parametrize("password", ["", "short", "password1234", "dana-the-owner", "   ", "123456789012"])
def test_a_weak_password_is_refused_and_nobody_is_added(aftercare: Say, practice: Practice, password: str) -> None:
    code, _, err = aftercare("user", "add", "dana-the-owner", "--role", "owner", typed=f"{password}\n")

    assert code == 1
    assert "This password" in err or "The password" in err
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_nobody_is_added_before_the_practice_or_twice(aftercare: Say, db: None) -> None:
    assert "Name the practice first" in aftercare("user", "add", "dana", "--role", "owner", typed=PASSWORD)[2]
    Practice.objects.create(name="Larkspur")
    assert aftercare("user", "add", "dana", "--role", "owner", typed=PASSWORD)[0] == 0

    code, _, err = aftercare("user", "add", "dana", "--role", "staff", typed=PASSWORD)
    assert (code, "already" in err) == (1, True)
    assert User.objects.get().role == "owner"


def test_roles_passwords_and_leavings_are_changed_and_on_record(aftercare: Say, people: dict[str, User]) -> None:
    assert aftercare("user", "role", "staff", "office_manager")[0] == 0
    assert aftercare("user", "password", "owner", typed=PASSWORD)[0] == 0
    assert aftercare("user", "disable", "provider")[0] == 0

    assert User.objects.get(username="staff").role == "office_manager"
    assert authenticate(username="owner", password=PASSWORD)
    assert not User.objects.get(username="provider").is_active
    steps = AuditEvent.objects.order_by("sequence").values_list("detail", flat=True)
    assert [detail["step"] for detail in steps] == ["role", "password", "disable"]
    lines = aftercare("user", "list")[1].splitlines()
    assert "provider\tprovider\tdisabled" in lines
    assert len(lines) == len(ROLES) + 1


@pytest.mark.parametrize("words", [("role", "nobody", "owner"), ("password", "nobody"), ("disable", "nobody")])
def test_a_person_who_is_not_there_is_named(aftercare: Say, people: dict[str, User], words: tuple[str, ...]) -> None:
    code, _, err = aftercare("user", *words, typed=PASSWORD)

    assert (code, "nobody called “nobody”" in err) == (1, True)
