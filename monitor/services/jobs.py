"""Running a duty once, by one process, with its outcome on record."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Job, JobRun
from monitor.services.leases import claim

log = logging.getLogger("aftercare.jobs")


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
    if not claim(job, still=Q(due_at__lte=now)):
        return False
    guarded(duty)
    Job.objects.filter(pk=job.pk).update(
        due_at=timezone.now() + timedelta(seconds=duty.every), leased_until=None, ran_at=now
    )
    return True


def guarded(duty: Duty) -> JobRun:
    """Run it and record the outcome. An error ends here: it must stop neither the other duties nor the heartbeat.

    A run that found nothing to do leaves no row: the job itself remembers when it last ran.
    """
    run = JobRun(name=duty.name, started_at=timezone.now())
    try:
        run.detail, run.outcome = duty.run()[:500], "done"
    except MonitorError as error:
        run.detail, run.outcome = str(error)[:500], "failed"
    except Exception as error:  # see above; the class name alone, since the text may hold a patient's words
        log.error("The duty %s failed with %s.", duty.name, type(error).__name__)
        run.detail, run.outcome = f"It failed unexpectedly ({type(error).__name__}).", "failed"
    run.finished_at = timezone.now()
    if run.detail or run.outcome != "done":
        run.save()
    return run
