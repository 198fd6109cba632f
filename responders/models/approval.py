"""A named person's yes to exactly these bytes."""

from __future__ import annotations

from django.db import models


class Approval(models.Model):
    """Holds for one wording answering one state of the review. Any change of either voids it; it is never revived."""

    version = models.ForeignKey("responders.DraftVersion", on_delete=models.PROTECT, related_name="approvals")
    sha256 = models.CharField(max_length=64)
    approved_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    looked_at = models.JSONField(default=list)
    """The guard's "needs a look" findings that this person saw and accepted, rule by rule."""
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    @property
    def holds(self) -> bool:
        return self.voided_at is None


class Publication(models.Model):
    """The outbox: one approved reply on its way. Alive until ``ended_at``; at most one is alive per review.

    Where the reply stands is told by its draft alone; here is only what a worker needs to carry it.
    """

    review = models.ForeignKey("monitor.Review", on_delete=models.PROTECT, related_name="publications")
    draft = models.ForeignKey("responders.ReplyDraft", on_delete=models.PROTECT, related_name="publications")
    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="publication")
    route = models.CharField(max_length=40)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    """The fencing token: a worker that lost its lease may not write its late answer."""
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    site_state = models.CharField(max_length=30, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    """When the site was last seen to hold exactly the approved bytes because of us."""
    seen_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey("monitor.User", on_delete=models.PROTECT, null=True, related_name="+")
    proof_url = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("review",), condition=models.Q(ended_at=None), name="one_living_publication_per_review"
            ),
        )
        indexes = (models.Index(fields=("ended_at", "not_before")),)
