"""Carrying approved replies to their site: lease, last look, read before writing, read back. Never twice or blind."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from monitor.models import Review, User
from monitor.services import audit
from monitor.services.clients import client
from monitor.services.leases import claim
from monitor.services.secrets import token_of
from responders.approval.states import Action, ReplyState
from responders.errors import PublishError, SiteBusy
from responders.models import Publication, ReplyDraft
from responders.publishing.google_business import Placed, place_reply
from responders.publishing.routes import BY_HAND
from responders.services.approvals import why_not_sendable
from responders.services.drafts import refuse_stale
from responders.services.moves import advance

log = logging.getLogger("aftercare.outbox")
MOST_ATTEMPTS = 8
READY = (ReplyState.HELD, ReplyState.QUEUED, ReplyState.RETRY_AT, ReplyState.UNCERTAIN, ReplyState.PUBLISHING)
OUTCOMES = {"pending": Action.IN_MODERATION, "rejected": Action.REJECTED_BY_SITE}
"""What a site's moderation state means for us; anything else it accepted counts as published."""


def publish_due() -> int:
    """Place every reply whose hold is over. Returns how many are on their site now."""
    now = timezone.now()
    rows = Publication.objects.filter(ended_at=None, not_before__lte=now, draft__state__in=READY)
    due = rows.exclude(route=BY_HAND).order_by("not_before").values_list("pk", flat=True)
    return sum(_carry(pk) for pk in list(due))


def _carry(pk: int) -> bool:
    """One reply. The network call stands between two short transactions, so that no lock waits for a site."""
    lease = secrets.token_hex(16)
    publication = _take(pk, lease)
    if publication is None:
        return False
    try:
        placed = _place(publication)
    except PublishError as error:
        _note_failure(publication, lease, error)
        return False
    return _note_placed(publication, lease, placed)


@transaction.atomic
def _take(pk: int, lease: str) -> Publication | None:
    """Claim it and look one last time. What may not leave any more goes back to its author."""
    publication = _load(pk)
    if not claim(publication, still=Q(ended_at=None), lease=lease, attempts=F("attempts") + 1):
        return None
    reply = publication.draft
    for step in _steps_to_publishing(ReplyState(reply.state)):
        advance(reply, step, by=None)
    obstacle = why_not_sendable(publication.approval, reply)
    if obstacle:
        log.info("The reply to review %s stays here: %s.", publication.review_id, obstacle)
        advance(reply, Action.REVIEW_CHANGED, by=None, note=f"It was not sent: {obstacle}.")
        return None
    return publication


def _load(pk: int) -> Publication:
    related = ("approval__version", "draft__current", "review__source", "review__current", "review__location__practice")
    publication = Publication.objects.select_related(*related).get(pk=pk)
    publication.draft.review = publication.review
    return publication


def _steps_to_publishing(state: ReplyState) -> tuple[Action, ...]:
    """A reply found in "publishing" was being carried when its worker died: whether it arrived is unknown."""
    return {
        ReplyState.HELD: (Action.QUEUE, Action.CLAIM),
        ReplyState.PUBLISHING: (Action.UNCERTAIN, Action.CLAIM),
    }.get(state, (Action.CLAIM,))


def _place(publication: Publication) -> Placed:
    """Google's call replaces whatever stands there: it reads first, and stops before a reply that is not ours."""
    source, review = publication.review.source, publication.review
    return place_reply(
        client(),
        base_url=source.address,
        review_name=review.remote_name,
        token=token_of(source),
        text=publication.approval.version.text,
        expected=_last_placed(publication),
    )


def _last_placed(publication: Publication) -> str | None:
    """The text that we ourselves placed there before, which a newer approved reply may replace."""
    earlier = Publication.objects.filter(review=publication.review).exclude(pk=publication.pk)
    last = earlier.exclude(placed_at=None).select_related("approval__version").order_by("-placed_at").first()
    return last.approval.version.text if last else None


@transaction.atomic
def _note_placed(publication: Publication, lease: str, placed: Placed) -> bool:
    now = timezone.now()
    if not _still_ours(publication, lease, placed_at=now, site_state=placed.state, last_error="", ended_at=now):
        # The yes was taken back while the text was under way. That the site holds it is a fact all the same.
        Publication.objects.filter(pk=publication.pk, placed_at=None).update(placed_at=now, site_state=placed.state)
        return False
    outcome = OUTCOMES.get(placed.state, Action.PUBLISHED)
    reply = _reply(publication)
    advance(reply, outcome, by=None, note="The site refused this reply." if placed.state == "rejected" else "")
    Review.objects.filter(pk=publication.review_id).update(
        handled_at=now, site_reply=publication.approval.version.text, site_reply_state=placed.state
    )
    audit.record(
        actor=None,
        action=audit.Action.REPLY_PLACED,
        subject=f"review {publication.review_id}",
        practice=publication.review.location.practice,
        sha256=publication.approval.sha256,
        site_state=placed.state,
    )
    return True


@transaction.atomic
def _note_failure(publication: Publication, lease: str, error: PublishError) -> None:
    """Transient: later. Unsure: read back first. For good: a person is asked. Never silent."""
    attempts = Publication.objects.get(pk=publication.pk).attempts
    gives_up = (not error.transient and not error.uncertain) or attempts >= MOST_ATTEMPTS
    pause = error.retry_after if isinstance(error, SiteBusy) and error.retry_after else min(3600, 30 * 2**attempts)
    later = timezone.now() + timedelta(seconds=pause)
    if not _still_ours(publication, lease, last_error=str(error)[:500], not_before=later):
        return
    action = Action.FAILED if gives_up else Action.UNCERTAIN if error.uncertain else Action.RETRY_LATER
    advance(_reply(publication), action, by=None, note=str(error)[:1000])


def _still_ours(publication: Publication, lease: str, **changes: object) -> bool:
    """A worker that slept past its lease finds another token here, and its late answer is not written."""
    rows = Publication.objects.filter(pk=publication.pk, lease=lease)
    return rows.update(lease="", leased_until=None, **changes) == 1


def _reply(publication: Publication) -> ReplyDraft:
    return ReplyDraft.objects.select_related("review__location__practice").get(pk=publication.draft_id)


@transaction.atomic
def try_again(reply: ReplyDraft, *, opened_version: int, by: User) -> None:
    """A person asks for another try after a failure."""
    refuse_stale(reply, opened_version)
    advance(reply, Action.RETRY, by=by)
    Publication.objects.filter(draft=reply, ended_at=None).update(not_before=timezone.now(), attempts=0)
