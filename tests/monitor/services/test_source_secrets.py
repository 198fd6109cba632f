"""Access tokens lie in files that only this account reads: never in the database, never half written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from monitor.models import Location, Source
from monitor.services.secrets import keep_token, token_of
from tests.factories import make_source

TOKEN = "ya29.canary-token-55501"


@pytest.fixture
def source(location: Location, settings: Settings, tmp_path: Path) -> Source:
    settings.AFTERCARE_HOME = tmp_path
    return make_source(location)


def files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_token_given_is_the_token_found(source: Source) -> None:
    assert token_of(source) == ""
    keep_token(source, f"  {TOKEN}\n")

    assert token_of(source) == TOKEN


def test_each_source_has_its_own(source: Source, location: Location) -> None:
    other = make_source(location, label="Second")
    keep_token(source, TOKEN)

    assert token_of(other) == ""


def test_only_this_account_may_read_file_and_folder(source: Source, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keep_token(source, TOKEN)
    finally:
        os.umask(old)

    (path,) = files(tmp_path)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_leftover_of_a_crash_does_not_lend_its_open_mode(source: Source, tmp_path: Path) -> None:
    keep_token(source, "old")
    (path,) = files(tmp_path)
    leftover = path.with_suffix(".new")
    leftover.write_text("half")
    leftover.chmod(0o644)

    keep_token(source, TOKEN)

    assert [mode(one) for one in files(tmp_path)] == [0o600]
    assert token_of(source) == TOKEN


def test_a_failure_while_writing_leaves_the_old_token(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_token(source, TOKEN)

    def full(descriptor: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        keep_token(source, "the-next-one")

    assert token_of(source) == TOKEN


def test_the_database_holds_nothing_of_it(source: Source) -> None:
    keep_token(source, TOKEN)

    with connection.cursor() as cursor:
        cursor.connection.commit  # noqa: B018 - the dump below reads through the same connection
        dump = "\n".join(cursor.connection.iterdump())
    assert source.label in dump
    assert TOKEN not in dump
