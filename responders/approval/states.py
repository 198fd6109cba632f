"""The life of a reply: one table of moves. Pure: the database, the clock and the audit row are the caller's.

Two things hold by the shape of the table. An approval begins only with ``approve``; and whatever changes the reply
or the review ends it. A sender that finds the reply moved on (NotAllowed) writes its outcome on the publication and
leaves the state to the person who moved it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from monitor.roles import may, who_may
from responders.errors import NotAllowed

MACHINE = "machine"
"""The role of the software itself, for what no person says: sent, seen, refused by the site."""


class ReplyState(StrEnum):
    """Where a reply stands."""

    NONE = "none"
    SUGGESTED = "suggested"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    HELD = "held"
    QUEUED = "queued"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    VERIFIED = "verified"
    IN_MODERATION = "in_moderation"
    REJECTED_BY_SITE = "rejected_by_site"
    RETRY_AT = "retry_at"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    TO_POST_BY_HAND = "to_post_by_hand"
    POSTED_BY_HAND = "posted_by_hand"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DRIFT = "drift"
    NOT_REPLYING = "not_replying"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Action(StrEnum):
    """What can happen to a reply."""

    SUGGEST = "suggest"
    EDIT = "edit"
    SUBMIT = "submit"
    RETURN_WITH_NOTE = "return_with_note"
    APPROVE = "approve"
    HOLD = "hold"
    UNDO = "undo"
    QUEUE = "queue"
    CLAIM = "claim"
    PUBLISHED = "published"
    VERIFIED = "verified"
    IN_MODERATION = "in_moderation"
    REJECTED_BY_SITE = "rejected_by_site"
    RETRY_LATER = "retry_later"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    RETRY = "retry"
    POST_BY_HAND = "post_by_hand"
    POSTED_BY_HAND = "posted_by_hand"
    DRIFT = "drift"
    REVIEW_CHANGED = "review_changed"
    WITHDRAW = "withdraw"
    TAKEN_DOWN = "taken_down"
    DO_NOT_REPLY = "do_not_reply"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


Name = TypeVar("Name", ReplyState, Action)
S, A = ReplyState, Action

APPROVAL_STANDS = frozenset(
    {
        S.APPROVED, S.HELD, S.QUEUED, S.PUBLISHING, S.PUBLISHED, S.VERIFIED, S.IN_MODERATION, S.RETRY_AT,
        S.UNCERTAIN, S.FAILED, S.TO_POST_BY_HAND, S.POSTED_BY_HAND, S.DRIFT,
    }
)  # fmt: skip
"""The states in which a named person's approval of exactly these bytes is in force."""

ENDS = frozenset({S.VERIFIED, S.POSTED_BY_HAND, S.WITHDRAWN, S.NOT_REPLYING})
"""Where nobody is waited for. Each can be opened again."""

UNSENT = frozenset({S.SUGGESTED, S.DRAFT, S.IN_REVIEW, S.RETURNED})
WAITING = frozenset({S.APPROVED, S.HELD, S.QUEUED, S.RETRY_AT, S.FAILED, S.TO_POST_BY_HAND})
"""Approved, and surely not on the site because of us."""
ON_SITE = frozenset({S.PUBLISHED, S.VERIFIED, S.IN_MODERATION, S.POSTED_BY_HAND})
IN_FLIGHT = frozenset({S.PUBLISHING, S.UNCERTAIN})
"""The site may or may not hold our text: nobody edits until that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the table: from any of ``sources``, ``action`` leads to ``to``, for a role with ``needs``."""

    action: Action
    sources: frozenset[ReplyState]
    to: ReplyState
    needs: str
    """An action of the roles table, or MACHINE."""
    machine_too: bool = False


def _move(
    action: Action, sources: frozenset[ReplyState], to: ReplyState, needs: str, *, machine_too: bool = False
) -> Move:
    return Move(action=action, sources=sources, to=to, needs=needs, machine_too=machine_too)


DRAFTER, APPROVER = "draft_reply", "approve_reply"
LATE = frozenset({S.SUPERSEDED})

MOVES = (
    _move(A.SUGGEST, frozenset({S.NONE, S.SUGGESTED, S.SUPERSEDED}), S.SUGGESTED, DRAFTER, machine_too=True),
    _move(
        A.EDIT,
        UNSENT | WAITING | ON_SITE | {S.NONE, S.REJECTED_BY_SITE, S.SUPERSEDED, S.WITHDRAWN, S.DRIFT},
        S.DRAFT,
        DRAFTER,
    ),
    _move(A.SUBMIT, frozenset({S.SUGGESTED, S.DRAFT}), S.IN_REVIEW, DRAFTER),
    _move(A.RETURN_WITH_NOTE, frozenset({S.SUGGESTED, S.DRAFT, S.IN_REVIEW}), S.RETURNED, APPROVER),
    _move(A.APPROVE, frozenset({S.SUGGESTED, S.DRAFT, S.IN_REVIEW}), S.APPROVED, APPROVER),
    _move(A.HOLD, frozenset({S.APPROVED}), S.HELD, MACHINE),
    _move(A.UNDO, frozenset({S.APPROVED, S.HELD, S.QUEUED}), S.DRAFT, APPROVER),
    _move(A.QUEUE, frozenset({S.APPROVED, S.HELD}), S.QUEUED, MACHINE),
    _move(A.CLAIM, frozenset({S.QUEUED, S.RETRY_AT, S.UNCERTAIN}), S.PUBLISHING, MACHINE),
    _move(A.PUBLISHED, IN_FLIGHT | {S.IN_MODERATION}, S.PUBLISHED, MACHINE),
    _move(A.VERIFIED, ON_SITE | IN_FLIGHT | {S.VERIFIED, S.DRIFT, S.TO_POST_BY_HAND}, S.VERIFIED, MACHINE),
    _move(A.IN_MODERATION, IN_FLIGHT | {S.PUBLISHED, S.IN_MODERATION}, S.IN_MODERATION, MACHINE),
    _move(A.REJECTED_BY_SITE, IN_FLIGHT | {S.IN_MODERATION, S.PUBLISHED}, S.REJECTED_BY_SITE, MACHINE),
    _move(A.RETRY_LATER, IN_FLIGHT, S.RETRY_AT, MACHINE),
    _move(A.UNCERTAIN, IN_FLIGHT, S.UNCERTAIN, MACHINE),
    _move(A.FAILED, IN_FLIGHT, S.FAILED, MACHINE),
    _move(A.RETRY, frozenset({S.FAILED, S.RETRY_AT}), S.QUEUED, APPROVER),
    _move(A.POST_BY_HAND, WAITING | {S.UNCERTAIN, S.DRIFT}, S.TO_POST_BY_HAND, APPROVER),
    _move(A.POSTED_BY_HAND, frozenset({S.TO_POST_BY_HAND}), S.POSTED_BY_HAND, DRAFTER),
    _move(A.DRIFT, ON_SITE | IN_FLIGHT, S.DRIFT, MACHINE),
    _move(A.REVIEW_CHANGED, UNSENT | WAITING | ON_SITE | IN_FLIGHT | {S.REJECTED_BY_SITE, S.DRIFT, S.SUPERSEDED},
          S.SUPERSEDED, MACHINE),
    _move(A.WITHDRAW, UNSENT | WAITING | {S.REJECTED_BY_SITE, S.SUPERSEDED}, S.WITHDRAWN, DRAFTER),
    _move(A.TAKEN_DOWN, ON_SITE | {S.DRIFT, S.SUPERSEDED}, S.WITHDRAWN, APPROVER),
    _move(A.DO_NOT_REPLY, UNSENT | WAITING | {S.NONE, S.REJECTED_BY_SITE, S.SUPERSEDED, S.WITHDRAWN, S.DRIFT},
          S.NOT_REPLYING, APPROVER, machine_too=True),
    _move(A.REOPEN, frozenset({S.NOT_REPLYING, S.WITHDRAWN, S.SUPERSEDED}), S.NONE, DRAFTER),
    # Silence was decided over other words than those that stand there now: it has to be decided again.
    _move(A.REVIEW_CHANGED, frozenset({S.NOT_REPLYING}), S.NONE, MACHINE),
    # Nothing was approved and nobody waits: a changed review is news for the inbox, not for the reply.
    *(_move(A.REVIEW_CHANGED, frozenset({idle}), idle, MACHINE) for idle in (S.NONE, S.WITHDRAWN)),
    # The review changed while our text was on its way: what became of the sending is kept, the void stays.
    *(
        _move(late, LATE, S.SUPERSEDED, MACHINE)
        for late in (A.PUBLISHED, A.VERIFIED, A.IN_MODERATION, A.REJECTED_BY_SITE, A.RETRY_LATER, A.UNCERTAIN,
                     A.FAILED, A.DRIFT)
    ),
    _move(A.POSTED_BY_HAND, LATE, S.SUPERSEDED, DRAFTER),
)  # fmt: skip

TABLE: dict[tuple[ReplyState, Action], Move] = {
    (source, move.action): move for move in MOVES for source in move.sources
}


def move(state: str, action: str, *, role: str) -> ReplyState:
    """The state after ``action``. Raises NotAllowed, saying what is open instead or who may do it."""
    now, wanted = _known(ReplyState, state), _known(Action, action)
    line = TABLE.get((now, wanted))
    if line is None:
        raise NotAllowed(_closed(now, wanted, role))
    if not _open_to(line, role):
        raise NotAllowed(_not_yours(line, role))
    return line.to


def open_moves(state: ReplyState, *, role: str) -> tuple[Action, ...]:
    """What this role can do now, in the order of a reply's life: the buttons of the page."""
    return tuple(action for action in Action if (line := TABLE.get((state, action))) and _open_to(line, role))


def ends_approval(state: ReplyState, action: Action) -> bool:
    """True when this move takes an approval away, so that the approved bytes may not go out any more."""
    line = TABLE.get((state, action))
    return line is not None and state in APPROVAL_STANDS and line.to not in APPROVAL_STANDS


def refuse_own_approval(*, author: str, approver: str, approvers: int, four_eyes: bool) -> None:
    """Raise NotAllowed when the practice wants two people, has them, and one of them would approve alone."""
    if four_eyes and approvers >= 2 and author == approver:
        raise NotAllowed("You wrote this reply, and your practice wants a second person to approve; ask a colleague.")


def _known(kind: type[Name], value: str) -> Name:
    try:
        return kind(value)
    except ValueError:
        raise NotAllowed(f"{value!r} is no {kind.__name__} we know; reload the page.") from None


def _open_to(line: Move, role: str) -> bool:
    if role == MACHINE:
        return line.machine_too or line.needs == MACHINE
    return line.needs != MACHINE and may(role, line.needs)


def _closed(state: ReplyState, action: Action, role: str) -> str:
    if state in IN_FLIGHT and role != MACHINE:
        return f"The reply is on its way to the site, so “{action.label}” has to wait until we know whether it arrived."
    others = ", ".join(other.label for other in open_moves(state, role=role)) or "nothing"
    return f"“{action.label}” is not open for a reply that is “{state.label}”. Open to you now: {others}."


def _not_yours(line: Move, role: str) -> str:
    if line.needs == MACHINE:
        return f"“{line.action.label}” is written down by the software when it happens; no person can say it."
    names = " or ".join(name.replace("_", " ") for name in who_may(line.needs))
    return f"“{line.action.label}” is not open to the role “{role}”; please ask the {names}."
