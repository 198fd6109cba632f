"""The practice and its locations."""

from __future__ import annotations

from django.db import models


class Practice(models.Model):
    """The particulars a public reply may hold, in exactly this spelling."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    signer = models.CharField(max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """One place of treatment; dates are typed and shown in its own zone."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="locations")
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("practice", "name"), name="one_location_per_name"),)

    def __str__(self) -> str:
        return self.name
