"""Whether a review and a complaint are the same matter: what the mechanism suggests, and what people say."""

from __future__ import annotations

from django.db import models


class LinkCandidate(models.Model):
    """A suggestion; replaced whenever the mechanism looks again. ``complaint`` None is "nobody in the log"."""

    review = models.ForeignKey("monitor.Review", on_delete=models.PROTECT, related_name="candidates")
    complaint = models.ForeignKey(
        "monitor.Complaint", on_delete=models.PROTECT, null=True, related_name="review_candidates"
    )
    probability = models.FloatField()
    reasons = models.JSONField()
    mechanism = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-probability",)
        constraints = (models.UniqueConstraint(fields=("review", "complaint"), name="one_candidate_per_pair"),)


class LinkJudgement(models.Model):
    """What a person decided, in order, never rewritten: the newest judgement on a pair holds."""

    class Answer(models.TextChoices):
        SAME = "same", "Same matter"
        PROBABLE = "probable", "Probably the same"
        NOT = "not", "Not the same"
        CANNOT_TELL = "cannot tell", "Cannot tell"

    review = models.ForeignKey("monitor.Review", on_delete=models.PROTECT, related_name="judgements")
    complaint = models.ForeignKey("monitor.Complaint", on_delete=models.PROTECT, null=True, related_name="judgements")
    """None: "none of the complaints in the log"."""
    answer = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    shown_probability = models.FloatField(null=True, blank=True)
    mechanism = models.CharField(max_length=80, blank=True)
    judged_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
