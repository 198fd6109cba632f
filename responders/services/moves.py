"""Moving a reply from state to state: a compare-and-swap, an audit row, one transaction."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from monitor.models import User
from monitor.services import audit
from responders.approval.states import MACHINE, Action, ReplyState, ends_approval, move
from responders.errors import Stale
from responders.models import Approval, Publication, ReplyDraft


def advance(draft: ReplyDraft, action: Action, *, by: User | None, note: str = "") -> None:
    """Take one step of the table. Raises NotAllowed (not open, not your role) or Stale (somebody was faster).

    A step that ends an approval voids it here, and takes the reply out of the outbox, so that no caller can forget.
    """
    now_state = ReplyState(draft.state)
    to = move(draft.state, action, role=by.role if by else MACHINE)
    rows = ReplyDraft.objects.filter(pk=draft.pk, version=draft.version, state=draft.state)
    if rows.update(state=to, note=note, version=F("version") + 1, changed_at=timezone.now()) != 1:
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


def void_approval(draft: ReplyDraft, *, reason: str, by: User | None) -> None:
    """No approval of this reply holds any more, and nothing of it waits in the outbox."""
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
    Publication.objects.filter(draft=draft, ended_at=None).update(ended_at=now, lease="", leased_until=None)
