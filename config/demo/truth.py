"""One line of truth: what the database holds after the walk, counted, not remembered."""

from __future__ import annotations

from monitor.models import LinkCandidate, Review
from monitor.services.linking import WORTH_SHOWING
from responders.approval.states import ReplyState
from responders.models import Publication, ReplyDraft


def count() -> str:
    """Matches are reviews for which at least one complaint looks likely; sent are replies placed on a site."""
    flagged = Review.objects.filter(assessment__flagged=True)
    likely = LinkCandidate.objects.filter(probability__gte=WORTH_SHOWING).exclude(complaint=None)
    return (
        f"{Review.objects.count()} reviews read, {flagged.count()} flagged, "
        f"{Review.objects.filter(assessment__urgent_level__isnull=False).count()} urgent, "
        f"{likely.values('review').distinct().count()} matches suggested, "
        f"{ReplyDraft.objects.filter(state=ReplyState.SUGGESTED).count()} drafts proposed, "
        f"{Publication.objects.exclude(placed_at=None).count()} sent"
    )
