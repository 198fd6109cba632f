"""Where reviews come from, and how the last look went."""

from __future__ import annotations

from django.db import models

from monitor.types import SourceState


class Source(models.Model):
    """One route to one place. ``due_at`` and the lease live here, so that a restart forgets nothing."""

    location = models.ForeignKey("monitor.Location", on_delete=models.PROTECT, related_name="sources")
    route = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    platform = models.CharField(max_length=80)
    """What the reviews belong to ("google"): two routes to one platform meet on the same rows."""
    address = models.CharField(max_length=500, blank=True)
    account = models.CharField(max_length=300, blank=True)
    """The platform's own path of the place ("accounts/1/locations/2")."""
    may_read = models.BooleanField(default=False)
    """The owner has ticked "I may read this page"; without it a page is never fetched."""
    every_seconds = models.PositiveIntegerField(default=3600)
    due_at = models.DateTimeField(null=True, blank=True)
    """None waits for a person: the source is blocked, or it is a file that people bring."""
    leased_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, default=SourceState.NEVER)
    state_detail = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    good_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    total_claimed = models.PositiveIntegerField(null=True, blank=True)
    new_last_time = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("label",)
        indexes = (models.Index(fields=("due_at",)),)

    def __str__(self) -> str:
        return self.label


class Mention(models.Model):
    """A notice that somebody wrote something somewhere: a reason to look, not a review."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="mentions")
    url = models.CharField(max_length=1000)
    title = models.CharField(max_length=500)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("source", "url"), name="one_mention_per_address"),)
