"""The heartbeat's memory: what is due, who is on it, and how it went."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One recurring duty. The database, not a process, knows when it is due."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)


class JobRun(models.Model):
    """One run that did something or failed, in words a person can read."""

    name = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, default="running")
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("name", "-started_at")),)
