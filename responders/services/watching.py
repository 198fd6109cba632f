"""After publishing: does the site still show exactly what a person approved?"""

from __future__ import annotations

from django.db import transaction

from monitor.services import audit
from responders.approval.states import Action, ReplyState
from responders.models import Publication, ReplyDraft
from responders.publishing.google_business import same_words
from responders.services.moves import advance

WATCHED = (ReplyState.PUBLISHED, ReplyState.IN_MODERATION, ReplyState.VERIFIED, ReplyState.TO_POST_BY_HAND)


def follow_up() -> int:
    """Compare every watched reply with what the last fetch saw. Returns how many changed their state."""
    rows = ReplyDraft.objects.filter(state__in=WATCHED)
    return sum(_follow(reply) for reply in rows.select_related("review__location__practice", "current"))


@transaction.atomic
def _follow(reply: ReplyDraft) -> bool:
    """Only a look at the site after we placed the text tells anything about it."""
    publication = Publication.objects.filter(draft=reply).select_related("approval__version").first()
    if publication is None:
        return False
    placed = publication.placed_at
    if reply.state != ReplyState.TO_POST_BY_HAND and (placed is None or reply.review.last_seen_at <= placed):
        return False
    step = _step(reply, publication.approval.version.text)
    if step is None:
        return False
    note = {
        Action.DRIFT: "The site no longer shows what was approved.",
        Action.REJECTED_BY_SITE: "The site refused this reply.",
    }
    advance(reply, step, by=None, note=note.get(step, ""))
    Publication.objects.filter(pk=publication.pk).update(seen_at=reply.review.last_seen_at)
    if step == Action.DRIFT:
        practice = reply.review.location.practice
        audit.record(
            actor=None, action=audit.Action.REPLY_DRIFTED, subject=f"review {reply.review_id}", practice=practice
        )
    return True


def _step(reply: ReplyDraft, approved: str) -> Action | None:
    state = reply.review.site_reply_state
    is_shown = same_words(reply.review.site_reply, approved)
    if is_shown and state == "rejected":
        return Action.REJECTED_BY_SITE if reply.state != ReplyState.VERIFIED else Action.DRIFT
    if is_shown and state == "pending":
        return Action.IN_MODERATION if reply.state == ReplyState.PUBLISHED else None
    if is_shown:
        return Action.VERIFIED if reply.state != ReplyState.VERIFIED else None
    return Action.DRIFT if _has_drifted(reply) else None


def _has_drifted(reply: ReplyDraft) -> bool:
    """A site may show a new reply late: until it was seen once, only other words there mean that it has drifted."""
    if reply.state == ReplyState.PUBLISHED:
        return bool(reply.review.site_reply)
    return reply.state == ReplyState.VERIFIED
