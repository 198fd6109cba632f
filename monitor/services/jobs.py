"""Running a duty once, by one process, with its outcome on record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from traceback import extract_tb
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Job, JobRun
from monitor.services.leases import claim, release

log = logging.getLogger("aftercare.jobs")
Row = TypeVar("Row")
Result = TypeVar("Result")


class Unexpected(MonitorError):
    """Something failed that nobody thought of; the text names the kind of error alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the heartbeat does every ``every`` seconds; ``run`` returns one line about what it did ("" for nothing)."""

    name: str
    every: int
    run: Callable[[], str]


def run_if_due(duty: Duty) -> bool:
    """True when this process ran it. Missed runs after a pause count as one."""
    now = timezone.now()
    job, _ = Job.objects.get_or_create(name=duty.name, defaults={"due_at": now})
    # A due time that far off was written by a clock that was wrong.
    due = Q(due_at__lte=now) | Q(due_at__gt=now + 2 * timedelta(seconds=duty.every))
    if not claim(job, still=due):
        return False
    guarded(duty)
    release(job, due_at=timezone.now() + timedelta(seconds=duty.every), ran_at=now)
    return True


def guarded(duty: Duty) -> JobRun:
    """Run it and record the outcome. An error ends here: it must stop neither the other duties nor the heartbeat.

    A run that found nothing to do leaves no row: the job itself remembers when it last ran.
    """
    run = JobRun(name=duty.name, started_at=timezone.now())
    try:
        run.detail, run.outcome = plainly(duty.run)[:500], "done"
    except MonitorError as error:
        run.detail, run.outcome = str(error)[:500], "failed"
    run.finished_at = timezone.now()
    if run.detail or run.outcome != "done":
        run.save()
    return run


def plainly(work: Callable[[], Result], *, known: tuple[type[Exception], ...] = ()) -> Result:
    """What the work returns. An error that is neither ours nor ``known`` is raised as Unexpected.

    Its class name alone is kept, since the text may hold a patient's words.
    """
    try:
        return work()
    except (MonitorError, *known):
        raise
    except Exception as error:  # the one place for work in the background: a duty that dies silently is worse
        name, at = type(error).__name__, extract_tb(error.__traceback__)[-1]
    log.error("Work in the background failed unexpectedly: %s in %s, line %s.", name, at.name, at.lineno)
    raise Unexpected(f"It failed unexpectedly ({name}).")


def one_by_one(work: Callable[[Row], bool], rows: Iterable[Row]) -> int:
    """For how many rows the work said yes. What fails at one stops no other; it is told when all had their turn."""
    done, troubles = 0, []
    for row in rows:
        try:
            done += plainly(partial(work, row))
        except MonitorError as error:
            troubles.append(str(error))
    if troubles:
        raise Unexpected(f"{len(troubles)} of them could not be done, the others were. {troubles[0]}")
    return done
