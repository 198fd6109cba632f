"""All that the page of one review shows, gathered in one place."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.utils import timezone

from monitor.models import Assessment, AuditEvent, Review, User
from monitor.selectors.links import settled_complaint, standing_judgements
from monitor.selectors.marks import Mark, Piece, cut
from monitor.selectors.scope import complaints_of
from monitor.services.linking import WORTH_SHOWING
from responders.approval.diff import Segment, compare
from responders.approval.states import IN_FLIGHT, Action, ReplyState, open_moves
from responders.models import DraftVersion, Publication, ReplyDraft
from responders.publishing.by_hand import deep_link
from responders.selectors.queue import place_in_queue
from responders.services.approvals import standing_approval
from responders.services.by_hand import where_to_post
from responders.services.judging import judge_reply
from responders.types import Finding, Judgement, Verdict


def review_page_context(review: Review, person: User, *, judgement: Judgement | None = None) -> dict[str, Any]:
    """``judgement``: the guard's answer just given, else it is asked again about the current wording."""
    reply = ReplyDraft.objects.select_related("current__written_by").filter(review=review).first()
    wording = reply.current if reply else None
    if judgement is None and wording is not None:
        judgement = judge_reply(wording.text, review)
    publication = Publication.objects.filter(draft=reply).first() if reply else None
    moves = open_moves(ReplyState(reply.state), role=person.role) if reply else ()
    return {
        "review": review,
        "pieces": _review_pieces(review),
        "versions": list(review.versions.all()),
        "reply": reply,
        "wording": wording,
        "judgement": judgement,
        "blocked": judgement is not None and judgement.verdict == Verdict.BLOCK,
        "findings": _grouped(wording.text, judgement) if wording and judgement else [],
        "reply_pieces": _reply_pieces(wording, judgement),
        "ticks": _ticks(judgement),
        "moves": {move.value for move in moves},
        "may_edit": person.may("draft_reply") and (reply is None or Action.EDIT in moves or _is_open(reply)),
        "in_flight": reply is not None and reply.state in IN_FLIGHT,
        "approval": standing_approval(reply) if reply else None,
        "publication": publication,
        "leaves_in": _seconds_until(publication) if publication and publication.ended_at is None else 0,
        "changes": _changes(reply),
        "place": place_in_queue(review, person),
        "post_at": where_to_post(review),
        "site_url": deep_link(review.url),
        "happened": AuditEvent.objects.filter(subject=f"review {review.pk}").order_by("sequence"),
        **_links(review, person),
    }


def _is_open(reply: ReplyDraft) -> bool:
    return reply.state in (ReplyState.NONE, ReplyState.SUGGESTED, ReplyState.DRAFT, ReplyState.RETURNED)


def _seconds_until(publication: Publication) -> int:
    """Whole seconds in which the reply can still be taken back; 0 when its time has come."""
    return max(0, ceil((publication.not_before - timezone.now()).total_seconds()))


def _links(review: Review, person: User) -> dict[str, Any]:
    """The link is health information: it is shown for complaints that the person reaches, and no others."""
    if not person.may("see_complaints"):
        return {"settled": None, "open_matches": 0, "judged": False}
    reached = complaints_of(person)
    likely = review.candidates.filter(complaint__in=reached, probability__gte=WORTH_SHOWING).count()
    settled = settled_complaint(review)
    return {
        "settled": settled if settled and reached.filter(pk=settled.pk).exists() else None,
        "open_matches": likely,
        "judged": bool(standing_judgements(review)),
    }


def _review_pieces(review: Review) -> tuple[Piece, ...]:
    if review.current is None:
        return ()
    return cut(review.current.text, _marks(review.assessment) if review.assessment else ())


def _marks(assessment: Assessment) -> list[Mark]:
    """Urgent words first: where two marks meet, the graver one gives the style."""
    marks = [
        Mark(start=word["start"], end=word["end"], kind="urgent", why=word["meaning"])
        for hit in assessment.urgency
        for word in hit["words"]
    ]
    marks += [
        Mark(start=word["start"], end=word["end"], kind="words", why=word["meaning"])
        for reason in assessment.reasons
        if reason["code"] == "text"
        for word in reason["words"]
    ]
    return marks


def _reply_pieces(wording: DraftVersion | None, judgement: Judgement | None) -> tuple[Piece, ...]:
    if wording is None or judgement is None:
        return ()
    marks = [Mark(start=f.start, end=f.end, kind=f.severity.value, why=f.why) for f in _pressing(judgement)]
    return cut(wording.text, marks)


def _pressing(judgement: Judgement) -> list[Finding]:
    """While anything blocks, only that is shown: what merely asks for a look can wait for the next wording."""
    return [finding for finding in judgement.findings if finding.severity == judgement.verdict]


def _grouped(text: str, judgement: Judgement) -> list[dict[str, Any]]:
    """One line for each rule and reason, with all its words; a person reads reasons, not spans."""
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for finding in _pressing(judgement):
        line = lines.setdefault(
            (finding.rule, finding.why),
            {"rule": finding.rule, "severity": finding.severity.value, "why": finding.why, "words": []},
        )
        words = text[finding.start : finding.end].strip()
        if words and words not in line["words"]:
            line["words"].append(words)
    return list(lines.values())


def _ticks(judgement: Judgement | None) -> list[dict[str, str]]:
    """One box for every rule that asks for a person's look; a block offers none."""
    if judgement is None or judgement.verdict != Verdict.REVIEW:
        return []
    whys: dict[str, str] = {}
    for finding in judgement.findings:
        whys.setdefault(finding.rule, finding.why)
    return [{"rule": rule, "why": why} for rule, why in whys.items()]


def _changes(reply: ReplyDraft | None) -> tuple[Segment, ...]:
    """From the first suggestion to the wording of now, word by word; empty when nobody changed it."""
    if reply is None or reply.current is None:
        return ()
    suggested = reply.versions.filter(written_by=None).order_by("-number").first()
    if suggested is None or suggested.text == reply.current.text:
        return ()
    return compare(suggested.text, reply.current.text)
