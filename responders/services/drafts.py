"""Proposing and writing replies. A person may write anything; the guard says at once what could not leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from monitor.models import Practice, Review, User
from monitor.services import audit
from responders.approval.seal import sha256_of
from responders.approval.states import Action, ReplyState
from responders.drafting.context import build_context
from responders.drafting.library import NoWording
from responders.drafting.render import Draft, draft
from responders.drafting.silence import reason_not_to_reply
from responders.errors import Stale
from responders.models import DraftVersion, ReplyDraft
from responders.services.judging import findings_of, judge_reply, particulars
from responders.services.moves import advance
from responders.types import Judgement

LOOK_BACK = 50
"""Readers see the answers one below the other: none of the last fifty of a location is used again."""


def propose_waiting(practice: Practice) -> tuple[int, int]:
    """A suggestion for every flagged review that has none, or the stated reason why not: (proposed, withheld)."""
    rows = Review.objects.filter(location__practice=practice, assessment__flagged=True, gone_at=None)
    waiting = rows.filter(draft=None) | rows.filter(draft__state=ReplyState.SUPERSEDED)
    proposed = withheld = 0
    for review in waiting.select_related("current", "assessment", "location__practice").order_by("pk"):
        try:
            silent = propose(review).state == ReplyState.NOT_REPLYING
        except NoWording as lack:
            # One review without fitting words must not keep the others waiting; its page shows why.
            note_lack(review, str(lack))
            silent = True
        withheld, proposed = withheld + silent, proposed + (not silent)
    return proposed, withheld


def note_lack(review: Review, why: str) -> None:
    """No suggestion could be made: a person writes one, and sees the reason."""
    reply_of(review)
    ReplyDraft.objects.filter(review=review).update(note=why[:1000])


def reply_of(review: Review) -> ReplyDraft:
    """The review's one reply, begun when there is none yet."""
    reply, _ = ReplyDraft.objects.select_related("current", "review__location__practice").get_or_create(
        review=review, defaults={"state": ReplyState.NONE, "changed_at": timezone.now()}
    )
    reply.review = review
    return reply


@transaction.atomic
def propose(review: Review, *, by: User | None = None) -> ReplyDraft:
    """Compose from the phrase library, or withhold a draft where silence is the answer."""
    reply = reply_of(review)
    silence = reason_not_to_reply([hit["tag"] for hit in _urgency(review)], legal_hold=False)
    if silence:
        advance(reply, Action.DO_NOT_REPLY, by=by, note=silence)
        _record(reply, audit.Action.REPLY_WITHHELD, by=by)
        return reply
    composed = _compose(review, reply)
    advance(reply, Action.SUGGEST, by=by)
    _add_version(reply, composed.text, by=None, mechanism=composed.mechanism)
    _record(reply, audit.Action.REPLY_PROPOSED, by=by)
    return reply


@transaction.atomic
def write(reply: ReplyDraft, text: str, *, opened_version: int, by: User) -> Judgement:
    """Keep a new wording and say what the guard thinks of it. Any approval ends here.

    Raises Stale when somebody else changed the reply since ``opened_version``.
    """
    refuse_stale(reply, opened_version)
    text = tidy(text)
    if reply.current is not None and reply.current.text == text:
        return judge_reply(text, reply.review)
    advance(reply, Action.EDIT, by=by)
    version, judgement = _add_version(reply, text, by=by, mechanism="")
    _record(reply, audit.Action.REPLY_EDITED, by=by, version=version.number, verdict=judgement.verdict.value)
    return judgement


@transaction.atomic
def supersede(reply: ReplyDraft) -> None:
    """The review is no longer what this reply answers: whatever was approved is void."""
    advance(reply, Action.REVIEW_CHANGED, by=None)


def supersede_outdated() -> int:
    """Every reply whose review has changed since it was written. Returns how many."""
    open_states = [s for s in ReplyState if s not in (ReplyState.NONE, ReplyState.SUPERSEDED, ReplyState.NOT_REPLYING)]
    rows = ReplyDraft.objects.filter(state__in=open_states).exclude(current=None)
    outdated = [r for r in rows.select_related("review__location__practice", "current") if is_outdated(r)]
    for reply in outdated:
        if reply.state != ReplyState.WITHDRAWN:
            supersede(reply)
    return len(outdated)


def is_outdated(reply: ReplyDraft) -> bool:
    current = reply.current
    changed = current is not None and current.review_version_id != reply.review.current_id
    return changed or reply.review.gone_at is not None


def refuse_stale(reply: ReplyDraft, opened_version: int) -> None:
    if reply.version != opened_version:
        raise Stale("Somebody has changed this reply since you opened it; your text is kept below. Look at both.")


def tidy(text: str) -> str:
    """Browsers send line ends as CR LF; sites count and show LF. Nothing else is touched."""
    return text.replace("\r\n", "\n").strip()


def _compose(review: Review, reply: ReplyDraft) -> Draft:
    version, assessment = review.current, review.assessment
    context = build_context(
        practice=particulars(review.location.practice),
        stars_of_five=review.stars_of_five,
        verdict=review.verdict,
        has_text=bool(version and version.text),
        topics=[theme["theme"] for theme in assessment.themes] if assessment else [],
        language="en",
        platform=review.platform,
        seed=f"{review.platform}:{review.key}:{version.number if version else 0}",
        flagged=bool(assessment and assessment.flagged),
    )
    return draft(context, recent=_recent_texts(reply))


def _recent_texts(reply: ReplyDraft) -> list[str]:
    rows = DraftVersion.objects.filter(draft__review__location=reply.review.location)
    return list(rows.order_by("-pk").values_list("text", flat=True)[:LOOK_BACK])


def _add_version(reply: ReplyDraft, text: str, *, by: User | None, mechanism: str) -> tuple[DraftVersion, Judgement]:
    judgement = judge_reply(text, reply.review)
    version = DraftVersion.objects.create(
        draft=reply,
        number=reply.versions.count() + 1,
        text=text,
        sha256=sha256_of(text),
        review_version=reply.review.current,
        written_by=by,
        mechanism=mechanism,
        verdict=judgement.verdict,
        findings=findings_of(judgement),
        guard=judgement.mechanism,
        written_at=timezone.now(),
    )
    ReplyDraft.objects.filter(pk=reply.pk).update(current=version)
    reply.current = version
    return version, judgement


def _urgency(review: Review) -> Iterable[dict[str, str]]:
    return review.assessment.urgency if review.assessment else ()


def _record(reply: ReplyDraft, action: audit.Action, *, by: User | None, **detail: object) -> None:
    practice = reply.review.location.practice
    audit.record(actor=by, action=action, subject=f"review {reply.review_id}", practice=practice, **detail)
