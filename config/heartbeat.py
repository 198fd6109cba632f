"""The heartbeat: ``schedule`` ticks, the database knows what is due."""

from __future__ import annotations

import threading

import schedule
from django.db import close_old_connections

from config.jobs import DUTIES
from monitor.services.jobs import Duty, guarded, run_if_due


def run_once() -> list[str]:
    """Every duty once, in order, due or not: for cron and for the demo. Returns what each had to say."""
    return [f"{duty.name}: {run.detail or 'nothing to do'}" for duty in DUTIES if (run := guarded(duty))]


def run_forever(stop: threading.Event) -> None:
    """Tick until told to stop. A duty's error is on record and never reaches the ticking."""
    clock = schedule.Scheduler()
    for duty in DUTIES:
        clock.every(min(duty.every, 5)).seconds.do(_tick, duty)
    while not stop.is_set():
        clock.run_pending()
        stop.wait(max(0.1, min(clock.idle_seconds or 1, 5)))


def _tick(duty: Duty) -> None:
    close_old_connections()
    run_if_due(duty)
    close_old_connections()
