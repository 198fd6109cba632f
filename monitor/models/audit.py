"""Who did what, when, in an unbroken chain."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One act. Each row carries the keyed hash of the row before it; a change or a gap in the middle shows."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    practice = models.ForeignKey("monitor.Practice", on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey("monitor.User", on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    """A kind and a number ("review 12"), never a person's name."""
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
