"""The heartbeat: ``schedule`` ticks, the database knows what is due."""

from __future__ import annotations

import logging
import threading

import schedule
from django.db import DatabaseError, close_old_connections

from config.jobs import DUTIES
from monitor.models import JobRun
from monitor.services.jobs import Duty, guarded, run_if_due

log = logging.getLogger("aftercare.heartbeat")
GRACE = 8.0
"""Seconds that a duty has to come to its end when we are told to stop; service managers kill after ten."""


def run_round() -> list[JobRun]:
    """Every duty once, in order, due or not: for cron and for the demo."""
    return [guarded(duty) for duty in DUTIES]


def run_once() -> list[str]:
    """As ``run_round``, in words: what each duty had to say."""
    return [said(run) for run in run_round()]


def said(run: JobRun) -> str:
    return f"{run.name}: {run.detail or 'nothing to do'}"


def run_forever(stop: threading.Event) -> None:
    """Tick until told to stop. A duty's error is on record and never reaches the ticking.

    A duty that waits for a slow site when the grace is over is left behind with its thread: to the database that is
    a crash, and every duty survives a crash.
    """
    beat = threading.Thread(target=_beat, args=(stop,), name="beat", daemon=True)
    beat.start()
    while not stop.is_set():
        stop.wait(1)
    beat.join(timeout=GRACE)


def _beat(stop: threading.Event) -> None:
    clock = schedule.Scheduler()
    for duty in DUTIES:
        clock.every(min(duty.every, 5)).seconds.do(_tick, duty, stop)
    while not stop.is_set():
        clock.run_pending()
        stop.wait(max(0.1, min(clock.idle_seconds or 1, 5)))


def _tick(duty: Duty, stop: threading.Event) -> None:
    """A database out of reach for a moment must not end the heartbeat while the desk goes on without it."""
    if stop.is_set():
        return  # Told to stop in the middle of a round: what is due stays due.
    close_old_connections()
    try:
        run_if_due(duty)
    except DatabaseError as error:
        log.error("The database failed the duty %s (%s); it is tried again soon.", duty.name, type(error).__name__)
    close_old_connections()
