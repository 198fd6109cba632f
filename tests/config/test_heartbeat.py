"""The heartbeat: it ticks, the database knows what is due, and no failure ends it."""

from __future__ import annotations

import logging
import threading
import time

import pytest
import schedule
from django.db import OperationalError

from config import heartbeat
from config.jobs import DUTIES
from monitor.models import JobRun
from monitor.services.jobs import Duty


class Impatient(threading.Event):
    """An end that nobody waits for: the next tick comes at once."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def test_duties_have_names_of_their_own_and_a_pace() -> None:
    assert len({duty.name for duty in DUTIES}) == len(DUTIES)
    assert all(1 <= duty.every <= 3600 for duty in DUTIES)


def test_one_round_passes_through_every_duty_in_order(db: None) -> None:
    assert [run.name for run in heartbeat.run_round()] == [duty.name for duty in DUTIES]
    assert heartbeat.run_once() == [f"{duty.name}: nothing to do" for duty in DUTIES]
    assert not JobRun.objects.exists(), "on an empty desk nothing is worth a row"


def test_a_database_out_of_reach_does_not_end_the_ticking(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The desk would go on serving while nothing is fetched, matched or published any more."""
    ticks: list[str] = []
    stop = Impatient()

    def locked(duty: Duty) -> bool:
        ticks.append(duty.name)
        if len(ticks) >= 4:
            stop.set()
        raise OperationalError("database is locked: Zephyrine Quillfeather")

    monkeypatch.setattr(heartbeat, "run_if_due", locked)
    monkeypatch.setattr(heartbeat, "DUTIES", (Duty(name="look", every=1, run=lambda: ""),))
    monkeypatch.setattr(heartbeat, "close_old_connections", lambda: None)
    monkeypatch.setattr(schedule.Job, "should_run", True)

    with caplog.at_level(logging.ERROR, logger="aftercare.heartbeat"):
        heartbeat.run_forever(stop)

    assert len(ticks) >= 4
    assert "look (OperationalError)" in caplog.text
    assert "Zephyrine" not in caplog.text


def test_it_stops_when_told() -> None:
    stop = threading.Event()
    stop.set()
    began = time.monotonic()

    heartbeat.run_forever(stop)

    assert time.monotonic() - began < 1
