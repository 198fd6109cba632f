"""After publishing: does the site still show exactly what a person approved?"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from monitor.services import audit
from monitor.services.jobs import one_by_one
from responders.approval.states import MACHINE, Action, ReplyState, open_moves
from responders.errors import Stale
from responders.models import Publication, ReplyDraft
from responders.publishing.google_business import same_words
from responders.services.moves import advance

PLACED = (
    ReplyState.PUBLISHED, ReplyState.IN_MODERATION, ReplyState.VERIFIED, ReplyState.POSTED_BY_HAND, ReplyState.DRIFT,
)  # fmt: skip
NOTES = {
    Action.DRIFT: "The site no longer shows what was approved.",
    Action.REJECTED_BY_SITE: "The site refused this reply.",
}


def follow_up() -> int:
    """Compare every reply that stands on its site with a newer look at it. Returns how many changed their state."""
    looked_at_since = Q(seen_at=None) | Q(seen_at__lt=F("review__last_seen_at"))
    placed = Q(draft__state__in=PLACED, placed_at__lt=F("review__last_seen_at")) & looked_at_since
    waiting = Q(draft__state=ReplyState.TO_POST_BY_HAND) & ~Q(review__site_reply="")
    rows = Publication.objects.filter(placed | waiting, approval__voided_at=None)
    related = ("approval__version", "draft", "review__location__practice")
    return one_by_one(_follow, list(rows.select_related(*related)))


def _follow(publication: Publication) -> bool:
    reply = publication.draft
    reply.review = publication.review
    step = _step(reply, publication.approval.version.text)
    try:
        return _note(publication, reply, step)
    except Stale:
        return False  # Somebody moved it at this moment; the next round looks again.


@transaction.atomic
def _note(publication: Publication, reply: ReplyDraft, step: Action | None) -> bool:
    if step is not None:
        advance(reply, step, by=None, note=NOTES.get(step, ""))
    if reply.state == ReplyState.VERIFIED:
        seen = reply.review.last_seen_at
        placed, ended = publication.placed_at or seen, publication.ended_at or timezone.now()
        Publication.objects.filter(pk=publication.pk).update(seen_at=seen, placed_at=placed, ended_at=ended)
    if step == Action.DRIFT:
        practice = reply.review.location.practice
        audit.record(
            actor=None, action=audit.Action.REPLY_DRIFTED, subject=f"review {reply.review_id}", practice=practice
        )
    return step is not None


def _step(reply: ReplyDraft, approved: str) -> Action | None:
    """What the last look at the site means for the reply; None when it is no news."""
    wanted = _wanted(reply, approved)
    return wanted if wanted in open_moves(ReplyState(reply.state), role=MACHINE) else None


def _wanted(reply: ReplyDraft, approved: str) -> Action | None:
    site = reply.review.site_reply_state
    if not same_words(reply.review.site_reply, approved):
        return Action.DRIFT if _has_drifted(reply) else None
    if site == "rejected":
        return Action.DRIFT if reply.state == ReplyState.VERIFIED else Action.REJECTED_BY_SITE
    if site == "pending":
        return Action.IN_MODERATION if reply.state == ReplyState.PUBLISHED else None
    return Action.VERIFIED if reply.state != ReplyState.VERIFIED else None


def _has_drifted(reply: ReplyDraft) -> bool:
    """A site may show a new reply late: until it was seen once, only other words there mean that it has drifted."""
    if reply.state in (ReplyState.TO_POST_BY_HAND, ReplyState.DRIFT):
        return False
    return reply.state == ReplyState.VERIFIED or bool(reply.review.site_reply)
