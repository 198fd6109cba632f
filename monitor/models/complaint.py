"""The practice's own complaint log: who, what they said, and everything that followed, in order."""

from __future__ import annotations

from django.db import models


class Patient(models.Model):
    """Just enough to know who complained. No clinical chart lives here."""

    practice = models.ForeignKey("monitor.Practice", on_delete=models.PROTECT, related_name="patients")
    reference = models.CharField(max_length=80, blank=True)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    former_last_name = models.CharField(max_length=120, blank=True)
    related_contact = models.CharField(max_length=200, blank=True)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or "name not recorded"


class Complaint(models.Model):
    """One complaint, numbered within the practice (C-0001), never deleted."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    practice = models.ForeignKey("monitor.Practice", on_delete=models.PROTECT, related_name="complaints")
    location = models.ForeignKey("monitor.Location", on_delete=models.PROTECT, related_name="complaints")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="complaints")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=120, blank=True)
    """The id in the log it was imported from; the same reference is never taken in twice."""
    channel = models.CharField(max_length=40)
    received_on = models.DateField()
    words = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    treatment_on = models.DateField(null=True, blank=True)
    procedure = models.CharField(max_length=200, blank=True)
    provider = models.CharField(max_length=200, blank=True)
    staff = models.JSONField(default=list)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    category = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    is_unsafe = models.BooleanField(default=False)
    has_threat = models.BooleanField(default=False)
    has_lawyer = models.BooleanField(default=False)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-received_on", "-number")
        constraints = (
            models.UniqueConstraint(fields=("practice", "number"), name="one_complaint_per_number"),
            models.UniqueConstraint(
                fields=("practice", "reference"), condition=~models.Q(reference=""), name="one_complaint_per_reference"
            ),
        )
        indexes = (models.Index(fields=("practice", "-received_on")),)

    @property
    def label(self) -> str:
        return f"C-{self.number:04d}"


class Entry(models.Model):
    """One line of a complaint's timeline. Append-only: a correction is a new line that strikes the old one visibly."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    text = models.TextField()
    strikes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="struck_by")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("happened_at", "pk")
        verbose_name_plural = "entries"
