"""One review and its reply: read, write, approve, undo, post by hand."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from monitor.models import Review
from monitor.selectors.scope import reviews_of
from monitor.services.audit import Action as Audited
from monitor.services.audit import record
from monitor.views.access import allowed
from responders.errors import NotAllowed, ResponderError, Stale
from responders.models import ReplyDraft
from responders.selectors.page import review_page_context
from responders.services import approvals, by_hand, drafts, outbox
from responders.services.approvals import Refused
from responders.types import Judgement, Verdict


@require_GET
@allowed("see_inbox")
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    record(actor=request.user, action=Audited.REVIEW_OPENED, subject=f"review {review.pk}")
    return _render(request, review)


@require_POST
@allowed("draft_reply")
def reply_suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the phrase library for a suggestion, for any review."""
    review = _review(request, pk)
    try:
        reply = drafts.propose(review, by=request.user)
    except ResponderError as error:
        return _render(request, review, problem=str(error), status=422)
    if reply.note:
        messages.info(request, reply.note)
    return redirect("review", pk)


@require_POST
@allowed("draft_reply")
def reply_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the text, and say what the guard sees in it. With “approve”, go on to the approval."""
    review = _review(request, pk)
    reply = _reply(review)
    text, opened = request.POST.get("text", ""), _opened(request)
    try:
        judgement = drafts.write(reply, text, opened_version=opened, by=request.user)
    except Stale as error:
        return _render(request, _review(request, pk), problem=str(error), typed=text, status=409)
    except NotAllowed as error:
        return _render(request, review, problem=str(error), typed=text, status=422)
    if judgement.verdict == Verdict.BLOCK:
        return _render(request, _review(request, pk), judgement=judgement, saved=True, status=422)
    messages.success(request, "Saved.")
    return redirect("review", pk)


@require_POST
@allowed("approve_reply")
def reply_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to the text on the page: its hash comes along, so that no other text can be meant."""
    review = _review(request, pk)
    reply = _reply(review)
    text, opened = drafts.tidy(request.POST.get("text", "")), _opened(request)
    try:
        if reply.current is None or reply.current.text != text:
            drafts.write(reply, text, opened_version=opened, by=request.user)
            opened = reply.version
        approvals.approve(
            reply,
            opened_version=opened,
            sha256=reply.current.sha256 if reply.current else "",
            looked_at=request.POST.getlist("looked_at"),
            by=request.user,
        )
    except Refused as error:
        return _render(
            request, _review(request, pk), problem=str(error), judgement=error.judgement, saved=True, status=422
        )
    except Stale as error:
        return _render(request, _review(request, pk), problem=str(error), typed=text, status=409)
    except NotAllowed as error:
        return _render(request, _review(request, pk), problem=str(error), typed=text, status=422)
    messages.success(request, "Approved.")
    return redirect("review", pk)


@require_POST
@allowed("approve_reply")
def reply_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, lambda reply: approvals.undo(reply, opened_version=_opened(request), by=request.user),
                 "Taken back. Nothing was sent.")  # fmt: skip


@require_POST
@allowed("approve_reply")
def reply_return(request: HttpRequest, pk: int) -> HttpResponse:
    note = request.POST.get("note", "")
    return _step(
        request,
        pk,
        lambda reply: approvals.return_with_note(reply, note, opened_version=_opened(request), by=request.user),
        "Returned to its author with your note.",
    )


@require_POST
@allowed("approve_reply")
def reply_close(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _step(
        request,
        pk,
        lambda reply: approvals.close_without_reply(reply, reason, opened_version=_opened(request), by=request.user),
        "Closed without a public reply. Your reason is kept.",
    )


@require_POST
@allowed("approve_reply")
def reply_retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, lambda reply: outbox.try_again(reply, opened_version=_opened(request), by=request.user),
                 "It will be tried again in a moment.")  # fmt: skip


@require_POST
@allowed("approve_reply")
def reply_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, lambda reply: by_hand.take_over(reply, opened_version=_opened(request), by=request.user),
                 "Copy the text and post it on the site; then come back and say so.")  # fmt: skip


@require_POST
@allowed("draft_reply")
def reply_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The approved bytes for the clipboard, as a page of its own: it works without JavaScript, too."""
    review = _review(request, pk)
    try:
        text = by_hand.text_to_copy(_reply(review), by=request.user)
    except NotAllowed as error:
        return _render(request, review, problem=str(error), status=422)
    return render(request, "review/copy.html", {"review": review, "text": text, "link": by_hand.where_to_post(review)})


@require_POST
@allowed("draft_reply")
def reply_posted(request: HttpRequest, pk: int) -> HttpResponse:
    proof = request.POST.get("proof_url", "").strip()
    return _step(
        request,
        pk,
        lambda reply: by_hand.mark_posted(reply, opened_version=_opened(request), proof_url=proof, by=request.user),
        "Noted as posted by you.",
    )


def _step(request: HttpRequest, pk: int, step: Callable[[ReplyDraft], None], done: str) -> HttpResponse:
    review = _review(request, pk)
    try:
        step(_reply(review))
    except Stale as error:
        return _render(request, _review(request, pk), problem=str(error), status=409)
    except NotAllowed as error:
        return _render(request, _review(request, pk), problem=str(error), status=422)
    messages.success(request, done)
    return redirect("review", pk)


def _review(request: HttpRequest, pk: int) -> Review:
    return get_object_or_404(reviews_of(request.user), pk=pk)


def _reply(review: Review) -> ReplyDraft:
    return drafts.reply_of(review)


def _opened(request: HttpRequest) -> int:
    """The version that the page showed; a form without one is as stale as can be."""
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else -1


def _render(
    request: HttpRequest,
    review: Review,
    *,
    problem: str = "",
    typed: str | None = None,
    judgement: Judgement | None = None,
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = review_page_context(review, request.user, judgement=judgement)
    context |= {"problem": problem, "typed": typed, "saved": saved}
    return render(request, "review/review.html", context, status=status)
