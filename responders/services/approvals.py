"""A named person's yes, bound to the hash of the exact bytes and to the state of the review they answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from monitor.models import Review, User
from monitor.services import audit
from responders.approval.seal import fits, sha256_of, shows_something
from responders.approval.states import Action
from responders.errors import NotAllowed, Stale
from responders.models import Approval, Publication, ReplyDraft
from responders.publishing.routes import BY_HAND, route_for
from responders.services.drafts import is_outdated
from responders.services.judging import judge_reply
from responders.services.moves import advance, refuse_stale, refuse_unread
from responders.types import Judgement, Verdict


class Refused(NotAllowed):
    """The guard stops these bytes; ``judgement`` says where."""

    def __init__(self, message: str, judgement: Judgement) -> None:
        super().__init__(message)
        self.judgement = judgement


@transaction.atomic
def approve(
    reply: ReplyDraft, *, opened_version: int, sha256: str, looked_at: Collection[str] = (), by: User
) -> Approval:
    """Say yes to the wording whose hash the page showed. It leaves after the hold, or waits to be posted by hand.

    ``looked_at``: the rules of "needs a look" findings that this person has ticked. Raises Refused when the guard
    blocks or a look is missing, Stale when the text or the review is no longer what was on the page. A second click
    gives the approval of the first.
    """
    given = standing_approval(reply)
    if given and given.sha256 == sha256 and given.approved_by == by:
        return given
    refuse_stale(reply, opened_version)
    version = reply.current
    if version is None or version.sha256 != sha256 or sha256_of(version.text) != sha256:
        raise Stale("The text has changed since you opened this page. Read it again before you approve it.")
    if is_outdated(reply):
        raise Stale("The review itself has changed since this reply was written. Read it again before you answer.")
    seen = _refuse_unsafe(version.text, reply.review, looked_at)
    advance(reply, Action.APPROVE, by=by)
    approval = Approval.objects.create(
        version=version, sha256=sha256, approved_by=by, approved_at=timezone.now(), looked_at=seen
    )
    _enqueue(reply, approval, by=by)
    audit.record(
        actor=by,
        action=audit.Action.REPLY_APPROVED,
        subject=f"review {reply.review_id}",
        version=version.number,
        sha256=sha256,
        looked_at=seen,
    )
    return approval


@transaction.atomic
def undo(reply: ReplyDraft, *, opened_version: int, by: User) -> None:
    """Take the approval back while the reply is still here."""
    refuse_stale(reply, opened_version)
    advance(reply, Action.UNDO, by=by)


@transaction.atomic
def return_with_note(reply: ReplyDraft, note: str, *, opened_version: int, by: User) -> None:
    """Back to its author, saying why."""
    refuse_stale(reply, opened_version)
    if not note.strip():
        raise NotAllowed("Say in a few words what should change, so that the author need not guess.")
    advance(reply, Action.RETURN_WITH_NOTE, by=by, note=note.strip()[:1000])
    audit.record(actor=by, action=audit.Action.REPLY_RETURNED, subject=f"review {reply.review_id}")


@transaction.atomic
def close_without_reply(reply: ReplyDraft, reason: str, *, opened_version: int, by: User) -> None:
    """Silence, decided by a person, with the reason kept."""
    refuse_stale(reply, opened_version)
    refuse_unread(reply)
    if not reason.strip():
        raise NotAllowed("Say in a few words why no reply is the better answer here.")
    advance(reply, Action.DO_NOT_REPLY, by=by, note=reason.strip()[:1000])
    Review.objects.filter(pk=reply.review_id).update(handled_at=timezone.now())
    audit.record(actor=by, action=audit.Action.REVIEW_HANDLED, subject=f"review {reply.review_id}")


@transaction.atomic
def reopen(reply: ReplyDraft, *, opened_version: int, by: User) -> None:
    """Silence was not the last word: a reply may be written after all, and needs its own approval."""
    refuse_stale(reply, opened_version)
    # The note keeps the policy from falling silent again a moment later (see ``propose_waiting``).
    advance(reply, Action.REOPEN, by=by, note="Opened again. Write the reply, or ask for a suggestion.")
    Review.objects.filter(pk=reply.review_id).update(handled_at=None)


def why_not_sendable(approval: Approval, reply: ReplyDraft) -> str | None:
    """The last look before bytes leave: everything that must still hold, asked again. None when all of it does.

    Give both as just read in this transaction (``reread``): what was true a moment ago is no ground to send.
    """
    version = approval.version
    if not approval.holds or reply.current_id != version.pk:
        return "the approval no longer holds"
    if sha256_of(version.text) != approval.sha256:
        return "the text is not what was approved"
    if is_outdated(reply):
        return "the review has changed"
    judgement = judge_reply(version.text, reply.review)
    if judgement.verdict == Verdict.BLOCK:
        return "the guard stops this text"
    unseen = _unseen(judgement, approval.looked_at)
    return f"the guard asks for a look ({', '.join(unseen)})" if unseen else None


def _refuse_unsafe(text: str, review: Review, looked_at: Collection[str]) -> list[str]:
    """The rules that asked for a look and got it; anything else that was ticked means nothing."""
    too_long = fits(text, review.platform)
    if too_long:
        raise NotAllowed(too_long)
    if not shows_something(text):
        raise NotAllowed("There is no text to approve yet.")
    judgement = judge_reply(text, review)
    if judgement.verdict == Verdict.BLOCK:
        raise Refused("This reply cannot be approved as it stands; the marked words say why.", judgement)
    if _unseen(judgement, looked_at):
        raise Refused("Please look at the marked words first and tick that you did.", judgement)
    return sorted(judgement.rules)


def _unseen(judgement: Judgement, looked_at: Collection[str]) -> list[str]:
    return [rule for rule in judgement.rules if rule not in looked_at]


def _enqueue(reply: ReplyDraft, approval: Approval, *, by: User) -> None:
    route = route_for(reply.review.source.route)
    now = timezone.now()
    if route == BY_HAND:
        advance(reply, Action.POST_BY_HAND, by=by)
        not_before = now
    else:
        advance(reply, Action.HOLD, by=None)
        not_before = now + timedelta(seconds=settings.HOLD_SECONDS)
    Publication.objects.create(review=reply.review, draft=reply, approval=approval, route=route, not_before=not_before)


def standing_approval(reply: ReplyDraft) -> Approval | None:
    rows = Approval.objects.filter(version__draft=reply, voided_at=None).select_related("approved_by", "version")
    return rows.order_by("-pk").first()
