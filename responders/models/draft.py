"""The reply to a review: every wording it had, and where it stands."""

from __future__ import annotations

from django.db import models


class ReplyDraft(models.Model):
    """One reply a review. ``version`` counts every change of state or text, so that nobody decides on stale ground."""

    review = models.OneToOneField("monitor.Review", on_delete=models.PROTECT, related_name="draft")
    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    current = models.ForeignKey("responders.DraftVersion", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    """The last word between approver and author, or why no reply is proposed."""
    review_version = models.ForeignKey("monitor.ReviewVersion", on_delete=models.PROTECT, null=True, related_name="+")
    """The words of the review when this reply last moved: whoever has this ``version`` on screen has read no older."""
    changed_at = models.DateTimeField()


class DraftVersion(models.Model):
    """One wording, with the guard's answer on exactly these bytes. Append-only."""

    draft = models.ForeignKey(ReplyDraft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    review_version = models.ForeignKey("monitor.ReviewVersion", on_delete=models.PROTECT, related_name="+")
    """The words of the review this answers; when the review changes, this answer must be looked at again."""
    written_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, null=True, related_name="+")
    """None: composed from the phrase library."""
    mechanism = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10)
    findings = models.JSONField(default=list)
    guard = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_draft_version_per_number"),)
