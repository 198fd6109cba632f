"""Moving a reply from state to state: a compare-and-swap, an audit row, one transaction."""

from __future__ import annotations

from django.db.models import F, Subquery
from django.utils import timezone

from monitor.models import Review, User
from monitor.services import audit
from responders.approval.states import MACHINE, Action, ReplyState, ends_approval, move
from responders.errors import Stale
from responders.models import Approval, Publication, ReplyDraft


def reread(reply: ReplyDraft) -> None:
    """Bring the reply and its review to this moment. Call it inside the transaction of the act, before looking."""
    reply.refresh_from_db()
    related = ("current", "assessment", "source", "location__practice")
    reply.review = Review.objects.select_related(*related).get(pk=reply.review_id)


def refuse_stale(reply: ReplyDraft, opened_version: int) -> None:
    """As ``reread``; raises Stale when the reply is not what the page showed any more."""
    reread(reply)
    if reply.version != opened_version:
        raise Stale("Somebody has changed this reply since you opened it; your text is kept below. Look at both.")


def refuse_unread(reply: ReplyDraft) -> None:
    """Raises Stale when the review holds words that no page with this version of the reply can have shown."""
    if reply.review_version_id != reply.review.current_id:
        raise Stale("The review itself has changed since you opened this page. Read it again before you answer.")


def advance(draft: ReplyDraft, action: Action, *, by: User | None, note: str = "") -> None:
    """Take one step of the table. Raises NotAllowed (not open, not your role) or Stale (somebody was faster).

    A step that ends an approval voids it here, and takes the reply out of the outbox, so that no caller can forget.
    """
    now_state = ReplyState(draft.state)
    to = move(draft.state, action, role=_role_here(by, draft))
    rows = ReplyDraft.objects.filter(pk=draft.pk, version=draft.version, state=draft.state)
    shown = Subquery(Review.objects.filter(pk=draft.review_id).values("current")[:1])
    changes = {"state": to, "note": note, "version": F("version") + 1, "review_version": shown}
    if rows.update(**changes, changed_at=timezone.now()) != 1:
        raise Stale("This reply has changed since you opened it. Nothing was saved over it: look at it again.")
    draft.state, draft.note, draft.version = to, note, draft.version + 1
    if ends_approval(now_state, action):
        void_approval(draft, reason=action.label, by=by)
    audit.record(
        actor=by,
        action=audit.Action.REPLY_MOVED,
        subject=f"review {draft.review_id}",
        practice=draft.review.location.practice,
        step=action.value,
        state=to.value,
    )


def _role_here(by: User | None, draft: ReplyDraft) -> str:
    """What the person is to this reply's practice; "" for who is nothing to it, and MACHINE for nobody."""
    if by is None:
        return MACHINE
    return by.role if by.is_active and by.practice_id == draft.review.location.practice_id else ""


def void_approval(draft: ReplyDraft, *, reason: str, by: User | None) -> None:
    """No approval of this reply holds any more, and nothing of it waits in the outbox.

    The lease's end stays: while a worker may still be sending the old words, nobody sends newer ones past it.
    """
    now = timezone.now()
    standing = Approval.objects.filter(version__draft=draft, voided_at=None)
    if standing.update(voided_at=now, void_reason=reason[:200]):
        audit.record(
            actor=by,
            action=audit.Action.APPROVAL_VOIDED,
            subject=f"review {draft.review_id}",
            practice=draft.review.location.practice,
            reason=reason,
        )
    Publication.objects.filter(draft=draft, ended_at=None).update(ended_at=now, lease="")
