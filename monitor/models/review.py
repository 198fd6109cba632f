"""Public reviews: one row a review, every state of its text kept beside."""

from __future__ import annotations

from django.db import models


class Review(models.Model):
    """A review as it stands on its platform. It is never deleted: a vanished one keeps its row as a tombstone."""

    location = models.ForeignKey("monitor.Location", on_delete=models.PROTECT, related_name="reviews")
    source = models.ForeignKey("monitor.Source", on_delete=models.PROTECT, related_name="reviews")
    platform = models.CharField(max_length=80)
    key = models.CharField(max_length=300)
    """The platform's own id, or a hash where it gives none (see ``monitor.sources.normalise.review_key``)."""
    remote_name = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    reply_url = models.CharField(max_length=1000, blank=True)
    author = models.CharField(max_length=300, blank=True)
    stars = models.FloatField(null=True, blank=True)
    stars_of = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=20, blank=True)
    published = models.CharField(max_length=40, blank=True)
    published_precision = models.CharField(max_length=10, default="unknown")
    sort_at = models.DateTimeField()
    """The earliest moment the review can be from, else when we first saw it: for order and due lists only."""
    site_reply = models.TextField(blank=True)
    site_reply_state = models.CharField(max_length=20, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    missed_listings = models.PositiveIntegerField(default=0)
    """Complete listings in a row that did not hold it. One bad listing proves nothing."""
    gone_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("monitor.ReviewVersion", on_delete=models.PROTECT, null=True, related_name="+")
    assessment = models.ForeignKey("monitor.Assessment", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-sort_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("location", "platform", "key"), name="one_row_per_review_and_place"),
        )
        indexes = (models.Index(fields=("location", "-sort_at")), models.Index(fields=("source", "gone_at")))

    @property
    def stars_of_five(self) -> float | None:
        return self.stars * 5 / self.stars_of if self.stars is not None and self.stars_of else None


class ReviewVersion(models.Model):
    """The words at one time. Append-only; a platform's retention rule may blank the texts, nothing else changes."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    author = models.CharField(max_length=300, blank=True)
    stars = models.FloatField(null=True, blank=True)
    stars_of = models.FloatField(null=True, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    translation = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    is_excerpt = models.BooleanField(default=False)
    edited = models.CharField(max_length=40, blank=True)
    owner_reply = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("review", "number"), name="one_version_per_number"),)


class Assessment(models.Model):
    """What one mechanism understood of one version; a newer mechanism adds a row and never rewrites this one."""

    version = models.ForeignKey(ReviewVersion, on_delete=models.PROTECT, related_name="assessments")
    mechanism = models.CharField(max_length=80)
    negative_probability = models.FloatField()
    flagged = models.BooleanField()
    urgent_level = models.PositiveSmallIntegerField(null=True, blank=True)
    """The gravest urgency level found (1 = now), None for none."""
    reasons = models.JSONField()
    urgency = models.JSONField()
    themes = models.JSONField()
    notes = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "mechanism"), name="one_assessment_per_mechanism"),)
