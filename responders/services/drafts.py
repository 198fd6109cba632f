"""Proposing and writing replies. A person may write anything; the guard says at once what could not leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from monitor.models import Practice, Review, User
from monitor.services import audit
from monitor.services.jobs import one_by_one
from responders.approval.seal import sha256_of
from responders.approval.states import Action, ReplyState
from responders.drafting.context import build_context
from responders.drafting.library import NoWording
from responders.drafting.render import Draft, draft
from responders.drafting.silence import reason_not_to_reply
from responders.errors import NotAllowed
from responders.models import DraftVersion, ReplyDraft
from responders.services.judging import findings_of, judge_reply, particulars
from responders.services.moves import advance, refuse_stale, refuse_unread, reread
from responders.types import Judgement

LOOK_BACK = 50
"""Readers see the answers one below the other: none of the last fifty of a location is used again."""
OTHER_LANGUAGE = (
    "This review does not seem to be in English, and replies are proposed in English only. "
    "Ask somebody who knows its language before you use this one."
)
CLOSED_BEFORE = "The review has changed since it was closed without a public reply. Please look again."
WRITTEN_BEFORE = "The review has changed since this was written. Read both before you use these words again."
IDLE = (ReplyState.NONE, ReplyState.SUPERSEDED, ReplyState.NOT_REPLYING, ReplyState.WITHDRAWN)
"""Nothing here answers the review as it stands, so nothing can be outdated."""
FALLEN = (ReplyState.NONE, ReplyState.SUPERSEDED, ReplyState.WITHDRAWN, ReplyState.REJECTED_BY_SITE)
"""The wording of before is on the page and counts no more: to save it again is to choose it again."""


def propose_waiting(practice: Practice) -> tuple[int, int]:
    """A suggestion for every flagged review that has none, or the stated reason why not: (proposed, withheld).

    A reply with a note waits for a person: the note is for them, and a suggestion would wipe it out.
    """
    rows = Review.objects.filter(location__practice=practice, assessment__flagged=True, gone_at=None)
    untouched = Q(draft__state__in=(ReplyState.NONE, ReplyState.SUPERSEDED), draft__note="")
    waiting = list(rows.filter(Q(draft=None) | untouched).order_by("pk"))
    proposed = one_by_one(_propose_for, waiting)
    return proposed, len(waiting) - proposed


def _propose_for(review: Review) -> bool:
    try:
        return propose(review).state == ReplyState.SUGGESTED
    except NoWording as lack:
        # Its page shows why there are no fitting words, and a person writes some.
        note_lack(review, str(lack))
    except NotAllowed:
        pass  # A person was faster: the reply is theirs now.
    return False


def note_lack(review: Review, why: str) -> None:
    """No suggestion could be made: a person writes one, and sees the reason."""
    reply_of(review)
    ReplyDraft.objects.filter(review=review).update(note=why[:1000])


def reply_of(review: Review) -> ReplyDraft:
    """The review's one reply, begun when there is none yet."""
    begun = {"state": ReplyState.NONE, "changed_at": timezone.now(), "review_version_id": review.current_id}
    reply, _ = ReplyDraft.objects.select_related("current").get_or_create(review=review, defaults=begun)
    reply.review = review
    return reply


@transaction.atomic
def propose(review: Review, *, by: User | None = None) -> ReplyDraft:
    """Compose from the phrase library, or withhold a draft where silence is the answer."""
    reply = reply_of(review)
    reread(reply)
    silence = reason_not_to_reply([hit["tag"] for hit in _urgency(reply.review)], legal_hold=False)
    if silence:
        # The policy is silent here, whoever asked: it takes no approver's right to hear that.
        advance(reply, Action.DO_NOT_REPLY, by=None, note=silence)
        _record(reply, audit.Action.REPLY_WITHHELD, by=by)
        return reply
    composed = _compose(reply)
    advance(reply, Action.SUGGEST, by=by, note=_language_note(reply.review))
    _add_version(reply, composed.text, by=None, mechanism=composed.mechanism)
    _record(reply, audit.Action.REPLY_PROPOSED, by=by)
    return reply


@transaction.atomic
def write(reply: ReplyDraft, text: str, *, opened_version: int, by: User) -> Judgement:
    """Keep a new wording and say what the guard thinks of it. Any approval ends here.

    Raises Stale when somebody else changed the reply since ``opened_version``, or the reviewer the review.
    """
    reread(reply)
    text = tidy(text)
    if _stands_already(reply, text):
        return judge_reply(text, reply.review)
    refuse_stale(reply, opened_version)
    refuse_unread(reply)
    advance(reply, Action.EDIT, by=by)
    version, judgement = _add_version(reply, text, by=by, mechanism="")
    _record(reply, audit.Action.REPLY_EDITED, by=by, version=version.number, verdict=judgement.verdict.value)
    return judgement


def supersede_outdated() -> int:
    """Every reply whose review has changed, or is gone, since it last moved. Returns how many."""
    outdated = ~Q(current__review_version=F("review__current")) | Q(review__gone_at__isnull=False)
    rows = ReplyDraft.objects.exclude(state__in=IDLE).filter(outdated, current__isnull=False)
    unread = ReplyDraft.objects.filter(state__in=IDLE).exclude(review_version=F("review__current"))
    return one_by_one(supersede, [*rows, *unread])


@transaction.atomic
def supersede(reply: ReplyDraft) -> bool:
    """The review is no longer what this reply answers: whatever was approved is void. False when it is after all."""
    reread(reply)
    if not is_outdated(reply) and reply.review_version_id == reply.review.current_id:
        return False
    advance(reply, Action.REVIEW_CHANGED, by=None, note=_note_on_change(reply))
    return True


def is_outdated(reply: ReplyDraft) -> bool:
    current = reply.current
    changed = current is not None and current.review_version_id != reply.review.current_id
    return changed or reply.review.gone_at is not None


def tidy(text: str) -> str:
    """Browsers send line ends as CR LF; sites count and show LF. Nothing else is touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _stands_already(reply: ReplyDraft, text: str) -> bool:
    """A second click, or the same words again. For a changed or reopened review they are a new answer all the same."""
    current = reply.current
    if current is None or reply.state in FALLEN:
        return False
    return current.text == text and current.review_version_id == reply.review.current_id


def _note_on_change(reply: ReplyDraft) -> str:
    """What a person has to be told; a mere suggestion gives way without a word, and a note stays until it is read."""
    if reply.state == ReplyState.NOT_REPLYING:
        return CLOSED_BEFORE
    if reply.state in IDLE:
        return reply.note
    return WRITTEN_BEFORE if reply.current is not None and reply.current.written_by_id else ""


def _language_note(review: Review) -> str:
    return OTHER_LANGUAGE if review.assessment and "other language" in review.assessment.notes else ""


def _compose(reply: ReplyDraft) -> Draft:
    review = reply.review
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
