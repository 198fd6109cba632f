"""Carrying approved replies to their site: lease, last look, read before writing, read back. Never twice or blind."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Review, User
from monitor.services import audit
from monitor.services.clients import client
from monitor.services.jobs import one_by_one, plainly
from monitor.services.leases import claim
from monitor.services.secrets import token_of
from responders.approval.states import IN_FLIGHT, Action, ReplyState
from responders.errors import ForeignReply, NotAllowed, PublishError, SiteBusy
from responders.models import Publication, ReplyDraft
from responders.publishing.google_business import Placed, place_reply
from responders.publishing.routes import BY_HAND
from responders.services.approvals import why_not_sendable
from responders.services.moves import advance, refuse_stale

log = logging.getLogger("aftercare.outbox")
MOST_ATTEMPTS = 8
LONGEST_PAUSE = 3600
READY = (ReplyState.HELD, ReplyState.QUEUED, ReplyState.RETRY_AT, ReplyState.UNCERTAIN, ReplyState.PUBLISHING)
OUTCOMES = {"pending": Action.IN_MODERATION, "rejected": Action.REJECTED_BY_SITE}
"""What a site's moderation state means for us; anything else it accepted counts as published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One reply in this worker's hands."""

    publication: Publication
    lease: str
    is_unsure: bool
    """An earlier try may have placed it: until the site could be read, it may stand there."""


def publish_due() -> int:
    """Place every reply whose hold is over. Returns how many are on their site now."""
    due = Publication.objects.filter(_is_due(), draft__state__in=READY).order_by("not_before")
    return one_by_one(_carry, list(due.values_list("pk", flat=True)))


def _is_due() -> Q:
    return Q(ended_at=None, not_before__lte=timezone.now()) & ~Q(route=BY_HAND)


def _carry(pk: int) -> bool:
    """One reply. The network call stands between two short transactions, so that no lock waits for a site."""
    try:
        errand = _take(pk)
    except NotAllowed:
        return False  # Somebody moved it while it was being taken up; what they decided holds.
    if errand is None:
        return False
    try:
        placed = plainly(partial(_place, errand.publication), known=(PublishError,))
    except PublishError as error:
        _note_failure(errand, error)
    except MonitorError as error:
        _note_failure(errand, PublishError(str(error), transient=True, uncertain=True))
    else:
        return _note_placed(errand, placed)
    return False


@transaction.atomic
def _take(pk: int) -> Errand | None:
    """Claim it and look one last time. What may not leave any more waits for a person, with the reason."""
    lease = secrets.token_hex(16)
    if _other_under_way(pk) or not claim(Publication(pk=pk), still=_is_due(), lease=lease, attempts=F("attempts") + 1):
        return None
    publication = _load(pk)
    reply = publication.draft
    is_unsure = reply.state in IN_FLIGHT
    for step in _steps_to_publishing(ReplyState(reply.state)):
        advance(reply, step, by=None)
    obstacle = why_not_sendable(publication.approval, reply)
    if obstacle:
        log.info("The reply to review %s stays here: %s.", publication.review_id, obstacle)
        advance(reply, Action.REVIEW_CHANGED, by=None, note=f"It was not sent: {obstacle}.")
        Publication.objects.filter(pk=pk).update(leased_until=None)
        return None
    return Errand(publication=publication, lease=lease, is_unsure=is_unsure)


def _other_under_way(pk: int) -> bool:
    """An earlier wording may be in a slow worker's hands still; words sent past it would be overwritten by it."""
    earlier = Publication.objects.filter(review__publications=pk, leased_until__gt=timezone.now())
    return earlier.exclude(pk=pk).exists()


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
    """The text that stands there because of us, or may: a newer approved reply may replace it."""
    earlier = Publication.objects.filter(review=publication.review).exclude(pk=publication.pk)
    sent = earlier.filter(Q(placed_at__isnull=False) | Q(attempts__gt=0)).select_related("approval__version")
    last = sent.order_by(F("placed_at").desc(nulls_last=True), "-pk").first()
    return last.approval.version.text if last else None


@transaction.atomic
def _note_placed(errand: Errand, placed: Placed) -> bool:
    publication, now = errand.publication, timezone.now()
    is_ours = _give_back(errand, placed_at=now, site_state=placed.state, last_error="", ended_at=now)
    if is_ours:
        note = "The site refused this reply." if placed.state == "rejected" else ""
        advance(_reply(publication), OUTCOMES.get(placed.state, Action.PUBLISHED), by=None, note=note)
        Review.objects.filter(pk=publication.review_id).update(
            handled_at=now, site_reply=publication.approval.version.text, site_reply_state=placed.state
        )
    else:
        # The yes was taken back while the text was under way. That the site holds it is a fact all the same.
        Publication.objects.filter(pk=publication.pk, placed_at=None).update(placed_at=now, site_state=placed.state)
    audit.record(
        actor=None,
        action=audit.Action.REPLY_PLACED,
        subject=f"review {publication.review_id}",
        practice=publication.review.location.practice,
        sha256=publication.approval.sha256,
        site_state=placed.state,
        late=not is_ours,
    )
    return is_ours


@transaction.atomic
def _note_failure(errand: Errand, error: PublishError) -> None:
    """Transient: later. Unsure: read back first. For good: a person is asked. Never silent."""
    publication = errand.publication
    attempts = Publication.objects.get(pk=publication.pk).attempts
    later = timezone.now() + timedelta(seconds=_pause(error, attempts))
    if not _give_back(errand, last_error=str(error)[:500], not_before=later):
        return
    # Another's words there are a clear answer; any other failure leaves open what was open before.
    is_unsure = error.uncertain or (errand.is_unsure and not isinstance(error, ForeignReply))
    gives_up = not error.transient or attempts >= MOST_ATTEMPTS
    action = Action.UNCERTAIN if is_unsure else Action.FAILED if gives_up else Action.RETRY_LATER
    advance(_reply(publication), action, by=None, note=str(error)[:1000])


def _pause(error: PublishError, attempts: int) -> float:
    if isinstance(error, SiteBusy) and error.retry_after:
        return error.retry_after
    return min(LONGEST_PAUSE, 30 * 2**attempts)


def _give_back(errand: Errand, **changes: object) -> bool:
    """A worker that slept past its lease finds another token here, and its late answer is not written."""
    rows = Publication.objects.filter(pk=errand.publication.pk)
    if rows.filter(lease=errand.lease).update(lease="", leased_until=None, **changes) == 1:
        return True
    # Voided on the way: no token any more, and the review waits for this worker to be done (see ``_other_under_way``).
    rows.filter(lease="").update(leased_until=None)
    return False


def _reply(publication: Publication) -> ReplyDraft:
    return ReplyDraft.objects.select_related("review__location__practice").get(pk=publication.draft_id)


@transaction.atomic
def try_again(reply: ReplyDraft, *, opened_version: int, by: User) -> None:
    """A person asks for another try after a failure."""
    refuse_stale(reply, opened_version)
    advance(reply, Action.RETRY, by=by)
    Publication.objects.filter(draft=reply, ended_at=None).update(not_before=timezone.now(), attempts=0)
