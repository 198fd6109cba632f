"""Sites without a reply call: a person copies the approved text, posts it there, and says so here."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from monitor.models import Review, User
from monitor.services import audit
from responders.approval.states import Action, ReplyState
from responders.errors import NotAllowed
from responders.models import Publication, ReplyDraft
from responders.publishing.by_hand import deep_link
from responders.publishing.routes import BY_HAND
from responders.services.approvals import why_not_sendable
from responders.services.moves import advance, refuse_stale, reread


@transaction.atomic
def text_to_copy(reply: ReplyDraft, *, by: User) -> str:
    """The approved bytes, judged once more; copying is an exit like any other. Raises NotAllowed when it is shut."""
    reread(reply)
    publication = _waiting(reply)
    obstacle = why_not_sendable(publication.approval, reply)
    if obstacle:
        raise NotAllowed(f"This text cannot be copied for posting now: {obstacle}. Look at the reply again.")
    audit.record(actor=by, action=audit.Action.REPLY_COPIED, subject=f"review {reply.review_id}")
    return publication.approval.version.text


@transaction.atomic
def mark_posted(reply: ReplyDraft, *, opened_version: int, proof_url: str, by: User) -> None:
    """A person says it stands on the site now; a later fetch may confirm it."""
    refuse_stale(reply, opened_version)
    if proof_url and not proof_url.startswith(("https://", "http://")):
        raise NotAllowed("The address of the posted reply must begin with https://; copy it from the browser.")
    publication = _waiting(reply)
    obstacle = why_not_sendable(publication.approval, reply)
    if obstacle:
        raise NotAllowed(
            f"This reply should not have been posted: {obstacle}. Take it down on the site, then look again."
        )
    advance(reply, Action.POSTED_BY_HAND, by=by)
    now = timezone.now()
    Publication.objects.filter(pk=publication.pk).update(
        placed_at=now, posted_by=by, proof_url=proof_url[:1000], ended_at=now
    )
    Review.objects.filter(pk=reply.review_id).update(handled_at=now)
    audit.record(actor=by, action=audit.Action.REPLY_POSTED_BY_HAND, subject=f"review {reply.review_id}")


def _waiting(reply: ReplyDraft) -> Publication:
    rows = Publication.objects.filter(draft=reply, ended_at=None).select_related("approval__version")
    publication = rows.first()
    if reply.state != ReplyState.TO_POST_BY_HAND or publication is None:
        raise NotAllowed("There is no approved text waiting to be posted by hand.")
    return publication


@transaction.atomic
def take_over(reply: ReplyDraft, *, opened_version: int, by: User) -> None:
    """The site's own call does not work out: a person posts it instead."""
    refuse_stale(reply, opened_version)
    advance(reply, Action.POST_BY_HAND, by=by)
    Publication.objects.filter(draft=reply, ended_at=None).update(route=BY_HAND, lease="", leased_until=None)


def where_to_post(review: Review) -> str:
    """The page to open for posting, or "" when the source gave none that a browser should open."""
    return deep_link(review.url, review.reply_url)
