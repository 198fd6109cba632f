"""Bringing in files, looking, working, serving: each says what it did, and no is no."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.commands import serve
from monitor.errors import MonitorError
from monitor.models import Complaint, JobRun, Location, Review
from monitor.services.jobs import Duty
from monitor.services.leases import LEASE
from monitor.types import SourceState
from tests.factories import make_complaint, make_review, make_source

LOG = "complaint_id,received_date,narrative\n00123,2026-04-30,Rude.\n00124,2026-05-01,Late.\n"
Say = Callable[..., tuple[int, str, str]]


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
