"""Writing and checking the audit trail: every act in the transaction of the act itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from monitor.models import AuditEvent, Practice, User

FIRST = "0" * 64


class Action(StrEnum):
    """Everything the trail knows, named ``who's room:subject:act``."""

    LOGGED_IN = "account:session:log-in"
    LOG_IN_REFUSED = "account:session:refused"
    PERSON_CHANGED = "account:person:changed"
    SOURCE_CHECKED = "sources:source:checked"
    SOURCE_CHANGED = "sources:source:changed"
    FILE_TAKEN_IN = "sources:file:taken-in"
    REVIEW_OPENED = "inbox:review:opened"
    REVIEW_HANDLED = "inbox:review:handled"
    COMPLAINT_LOGGED = "complaints:complaint:logged"
    COMPLAINT_OPENED = "complaints:complaint:opened"
    COMPLAINT_ENTRY = "complaints:entry:added"
    COMPLAINTS_IMPORTED = "complaints:file:imported"
    LINK_JUDGED = "reconcile:link:judged"
    REPLY_PROPOSED = "replies:draft:proposed"
    REPLY_WITHHELD = "replies:draft:withheld"
    REPLY_EDITED = "replies:draft:edited"
    REPLY_REFUSED = "replies:draft:refused"
    REPLY_APPROVED = "replies:draft:approved"
    REPLY_RETURNED = "replies:draft:returned"
    APPROVAL_VOIDED = "replies:approval:voided"
    REPLY_COPIED = "replies:publication:copied"
    REPLY_PLACED = "replies:publication:placed"
    REPLY_MOVED = "replies:publication:moved"
    REPLY_POSTED_BY_HAND = "replies:publication:posted-by-hand"
    REPLY_DRIFTED = "replies:publication:drifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The answer of a check: ``broken_at`` is the first sequence that does not fit, None when all of it does."""

    length: int
    broken_at: int | None
    head: str


@transaction.atomic
def record(
    *, actor: User | None, action: Action, subject: str, practice: Practice | None = None, **detail: Any
) -> None:
    """Append one act. ``detail`` holds ids, states and counts only; the caller keeps names and words out of it."""
    last = AuditEvent.objects.order_by("-sequence").first()
    event = AuditEvent(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        practice=practice or (actor.practice if actor else None),
        actor=actor,
        actor_name=actor.shown_name if actor else "Aftercare",
        action=action,
        subject=subject,
        detail=detail,
        previous=last.digest if last else FIRST,
    )
    event.digest = _digest(event)
    event.save(force_insert=True)


def verify() -> Chain:
    """Walk the whole trail. A changed, missing or swapped row shows as the first sequence that does not fit.

    Rows cut from the very end leave no trace inside the database: compare ``head`` with one noted elsewhere.
    """
    previous, length = FIRST, 0
    for expected, event in enumerate(AuditEvent.objects.order_by("sequence").iterator(), start=1):
        fits = event.sequence == expected and event.previous == previous
        if not fits or not hmac.compare_digest(event.digest, _digest(event)):
            return Chain(length=length, broken_at=expected, head=previous)
        previous, length = event.digest, expected
    return Chain(length=length, broken_at=None, head=previous)


def _digest(event: AuditEvent) -> str:
    """HMAC-SHA-256 over the canonical row; the key lies outside the database, so an edited copy cannot re-seal it."""
    row = [
        event.sequence,
        _instant(event.at),
        event.practice_id,
        event.actor_id,
        event.actor_name,
        str(event.action),
        event.subject,
        event.detail,
        event.previous,
    ]
    message = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.new(settings.AUDIT_KEY.encode(), message, hashlib.sha256).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")
