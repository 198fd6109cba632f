"""What is wrong with an installation or its policy is found and named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from monitor import policy
from monitor.models import Location, User
from monitor.services.audit import Action, record
from monitor.types import SourceState
from tests.factories import make_source
from tests.monitor.services.unprotected import without_triggers

Say = Callable[..., tuple[int, str, str]]


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
    ("file", "old", "new", "said"),
    [
        ("conduct.toml", "points = 0", "points = -3", "the conduct scale: conduct.toml"),
        ("urgency.toml", "level = 1", "level = 9", "understanding: urgency.toml"),
        ("playbook.toml", '"route"', '"nothing"', "the playbook: "),
    ],
)
def test_a_dated_file_that_a_step_cannot_use_is_refused_in_that_step_s_words(
    aftercare: Say, policies: Path, file: str, old: str, new: str, said: str
) -> None:
    text = (policies / file).read_text()
    assert old in text
    (policies / file).write_text(text.replace(old, new, 1 if "points" in old else -1))

    code, out, _ = aftercare("check-policy")

    assert code == 1
    assert any(line.startswith(f"✖ {said}") for line in out.splitlines())


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
