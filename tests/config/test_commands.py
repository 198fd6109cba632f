"""The command line: an answer in words, an exit code that says yes or no, and never a trace where a sentence is due."""

from __future__ import annotations

import io
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django.fixtures import Settings

from config import cli
from config.commands import serve
from config.env import BASE
from monitor import policy
from monitor.errors import MonitorError
from monitor.models import AuditEvent, Complaint, JobRun, Location, Practice, Review, User
from monitor.roles import ROLES
from monitor.services.audit import Action, record
from monitor.services.jobs import Duty
from monitor.services.leases import LEASE
from monitor.types import SourceState
from tests.factories import make_complaint, make_review, make_source
from tests.monitor.services.unprotected import without_triggers

LOG = "complaint_id,received_date,narrative\n00123,2026-04-30,Rude.\n00124,2026-05-01,Late.\n"
PASSWORD = "a-long-way-home-55"
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def aftercare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """``aftercare("status")``: exit code, stdout, stderr; ``typed`` comes through a pipe."""

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = cli.main(words)
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


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


# --- import


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_a_dry_run_says_what_would_happen_and_changes_nothing(aftercare: Say, location: Location, log: Path) -> None:
    code, out, _ = aftercare("import", "complaints", str(log), "--dry-run")

    assert (code, out) == (0, "log.csv: 2 new, 0 already there, 0 with problems. Nothing was changed.\n")
    assert not Complaint.objects.exists()


def test_a_dry_run_with_problems_lists_them_and_says_no(aftercare: Say, location: Location, log: Path) -> None:
    log.write_text(LOG + "00125,yesterday,Cold.\n")
    code, out, _ = aftercare("import", "complaints", str(log), "--dry-run")

    assert code == 1
    assert "row 3: “yesterday” is not a date" in out


def test_a_dry_run_of_reviews_is_refused_rather_than_carried_out(aftercare: Say, location: Location, log: Path) -> None:
    log.write_text("id,author,rating,date,text\na1,Nadia P.,1,2026-05-01,Rude and late.\n")
    code, _, err = aftercare("import", "reviews", str(log), "--dry-run")

    assert (code, "aftercare read" in err) == (1, True)
    assert not Review.objects.exists()
    assert aftercare("import", "reviews", str(log))[:2] == (0, "log.csv: 1 read, 1 new.\n")


def test_an_import_twice_is_once(aftercare: Say, location: Location, log: Path) -> None:
    assert aftercare("import", "complaints", str(log))[1] == "log.csv: 2 taken in, 0 were there already.\n"
    assert aftercare("import", "complaints", str(log))[1] == "log.csv: 0 taken in, 2 were there already.\n"


def test_an_import_with_problems_takes_in_nothing_and_lists_them(aftercare: Say, location: Location, log: Path) -> None:
    log.write_text(LOG + "00125,yesterday,Cold.\n")
    code, out, err = aftercare("import", "complaints", str(log))

    assert (code, out) == (1, "row 3: “yesterday” is not a date; write 2026-05-31 or 5/31/2026\n")
    assert err.startswith("aftercare import: log.csv was not taken in")
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("kind", ["complaints", "reviews"])
def test_a_file_that_is_not_there_or_no_file_is_named(
    aftercare: Say, location: Location, tmp_path: Path, kind: str
) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        code, _, err = aftercare("import", kind, str(path))
        assert (code, "cannot be opened" in err) == (1, True)


def test_with_several_locations_one_has_to_be_named(aftercare: Say, location: Location, log: Path) -> None:
    Location.objects.create(practice=location.practice, name="Hill")
    assert "is not one of yours" in aftercare("import", "complaints", str(log))[1]
    assert "yours are: Hill, Riverside" in aftercare("import", "complaints", str(log), "--location", "Moon")[2]
    assert aftercare("import", "complaints", str(log), "--location", "hill")[0] == 0

    assert set(Complaint.objects.values_list("location__name", flat=True)) == {"Hill"}


# --- check, work, status


def test_a_check_says_how_each_source_fared(
    aftercare: Say, location: Location, settings: Settings, tmp_path: Path
) -> None:
    settings.AFTERCARE_HOME = tmp_path
    make_source(location)
    make_source(location, route="file", label="Files")

    code, out, _ = aftercare("check")

    assert (code, out) == (
        1,
        "Google: blocked. No access token is stored for this source; connect it again under Sources.\n",
    )
    assert aftercare("check", "files")[0] == 1, "nothing can be fetched from files"


def test_a_source_that_is_being_looked_at_is_not_reported_with_its_old_state(
    aftercare: Say, location: Location
) -> None:
    make_source(location, leased_until=timezone.now() + LEASE, state=SourceState.OK)

    code, out, _ = aftercare("check")

    assert (code, "at this moment" in out) == (1, True)


def test_one_round_of_work_says_what_each_duty_did(
    aftercare: Say, location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_review(make_source(location), understood=False)
    code, out, _ = aftercare("work", "--once")

    assert code == 0
    assert "understand reviews: 1 reviews understood" in out
    assert "match complaints: nothing to do" in out


def test_a_failed_duty_fails_the_round_and_the_others_still_run(
    aftercare: Say, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise MonitorError("The disk is full.")

    duties = (Duty(name="first", every=5, run=broken), Duty(name="second", every=5, run=lambda: "1 done"))
    monkeypatch.setattr("config.heartbeat.DUTIES", duties)

    code, out, _ = aftercare("work", "--once")

    assert (code, out) == (1, "first: The disk is full.\nsecond: 1 done\n")
    assert JobRun.objects.filter(outcome="failed").count() == 1


def test_the_status_counts_and_names_nobody(aftercare: Say, location: Location) -> None:
    make_complaint(location, first_name="Zephyrine", last_name="Quillfeather", words="A canary said so.")
    make_review(make_source(location, state=SourceState.OK, good_at=timezone.now() - timedelta(hours=3)))

    code, out, _ = aftercare("status")

    assert code == 0
    for line in ("Reviews: 1, flagged 1", "Complaints: 1, open 1", "Source Google: checked, last good look 3 h ago."):
        assert line in out
    assert not any(word in out for word in ("Zephyrine", "Quillfeather", "canary", "Nadia", "rude"))


# --- serve


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.5", "desk.example"])
def test_other_machines_are_not_served_without_tls(aftercare: Say, db: None, host: str) -> None:
    code, out, err = aftercare("serve", "--host", host, "--port", "0")

    assert (code, out) == (1, "")
    assert "without TLS" in err


def test_a_port_in_use_is_named(aftercare: Say, db: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = aftercare("serve", "--port", str(port))
        assert serve.free_port("127.0.0.1", port, True) == 0

    assert (code, f"Port {port} cannot be taken" in err) == (1, True)


# --- check-policy


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice's own copy of the shipped folder."""
    folder = tmp_path / "policy"
    shutil.copytree(policy.SHIPPED, folder)
    monkeypatch.setenv("AFTERCARE_POLICY", str(folder))
    return folder


def test_the_shipped_policy_is_whole_and_nobody_is_said_to_have_verified_it(aftercare: Say) -> None:
    code, out, _ = aftercare("check-policy")

    assert code == 0
    assert len(out.splitlines()) == len(list(policy.SHIPPED.glob("*.toml")))
    assert "verified by" not in out.replace("not verified by anybody", "")


def test_a_verified_file_names_who_has_verified_it(aftercare: Say, policies: Path) -> None:
    text = (policies / "silence.toml").read_text()
    text = text.replace('verified_by = ""', 'verified_by = "Dr. Lind"').replace(
        'verified_on = ""', 'verified_on = "2026-05-01"'
    )
    (policies / "silence.toml").write_text(text)

    assert "silence.toml: " in aftercare("check-policy")[1]
    assert "verified by Dr. Lind" in aftercare("check-policy")[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "silence.toml is missing"),
        ("", "does not say what, version, source"),
        ("[about]\nwhat = 'x'\nsource = 'y'\n", "does not say version"),
        ("[about]\nwhat = 'x'\nversion = 'soon'\nsource = 'y'\n", "gives no date as its version"),
        ("about = 'x'\n", "does not say what, version, source"),
        ("[about\n", "is not valid TOML"),
        (b"\xff\xfe\x00", "is not valid TOML"),
    ],
)
def test_a_policy_file_that_cannot_be_used_is_named(
    aftercare: Say, policies: Path, content: str | bytes | None, said: str
) -> None:
    path = policies / "silence.toml"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    code, out, _ = aftercare("check-policy")

    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("✖")] == [
        line for line in out.splitlines() if "silence.toml" in line
    ]
    assert said in out


def test_an_empty_policy_folder_is_refused(aftercare: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        monkeypatch.setenv("AFTERCARE_POLICY", str(folder))
        code, _, err = aftercare("check-policy")
        assert (code, "holds no files" in err) == (1, True)


# --- doctor


@pytest.fixture
def healthy(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with its people, on a SQLite without the old WAL fault."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))


def test_a_healthy_desk_has_nothing_to_complain_of(aftercare: Say, healthy: None) -> None:
    assert aftercare("doctor") == (0, "Nothing is wrong that this command can see.\n", "")


def _break_chain() -> None:
    record(actor=None, action=Action.SOURCE_CHECKED, subject="source 1")
    with without_triggers() as sql:
        sql("UPDATE monitor_auditevent SET subject = 'source 2'")


def _lose_a_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER monitor_reviewversion_no_delete")


def _block_a_source() -> None:
    place = Location.objects.get(name="Riverside")
    make_source(place, state=SourceState.BLOCKED, state_detail="Sign in again.")


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "nobody is owner": (lambda: User.objects.filter(role="owner").update(is_active=False), "Nobody is owner"),
    "the trail was changed": (_break_chain, "does not fit at number 1"),
    "the protection was taken away": (_lose_a_trigger, "append-only protection is not in place"),
    "a source waits for a person": (_block_a_source, "Source Google: blocked. Sign in again."),
    "the database is older": (
        lambda: MigrationRecorder.Migration.objects.filter(app="responders").delete(), "older than this version",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_finds_what_is_wrong(aftercare: Say, healthy: None, what: str) -> None:
    do, said = WRONG[what]
    do()

    code, out, err = aftercare("doctor")

    assert (code, err, len(out.splitlines())) == (1, "", 1)
    assert said in out


def test_an_old_sqlite_and_a_full_disk_are_found(
    aftercare: Say, healthy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000})())

    code, out, _ = aftercare("doctor")

    assert code == 1
    assert "Less than 500 MB" in out
    assert "before 3.51.3" in out
