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
from monitor.views.access import allowed, whole_number
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
        drafts.propose(review, by=request.user)
    except ResponderError as error:
        return _render(request, review, problem=str(error), status=422)
    return redirect("review", pk)


@require_POST
@allowed("draft_reply")
def reply_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the text, and say what the guard sees in it."""
    reply = _reply(_review(request, pk))
    text = request.POST.get("text", "")
    try:
        judgement = drafts.write(reply, text, opened_version=_opened(request), by=request.user)
    except NotAllowed as error:
        return _refused(request, pk, error, typed=text)
    if judgement.verdict == Verdict.BLOCK:
        return _render(request, _review(request, pk), judgement=judgement, saved=True, status=422)
    messages.success(request, "Saved.")
    return redirect("review", pk)


@require_POST
@allowed("approve_reply")
def reply_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to the text on the page: it comes along, so that no other text can be meant."""
    reply = _reply(_review(request, pk))
    text = request.POST.get("text", "")
    try:
        _approve(reply, text, request)
    except Refused as error:
        return _render(
            request, _review(request, pk), problem=str(error), judgement=error.judgement, saved=True, status=422
        )
    except NotAllowed as error:
        return _refused(request, pk, error, typed=text)
    messages.success(request, "Approved.")
    return redirect("review", pk)


def _approve(reply: ReplyDraft, text: str, request: HttpRequest) -> None:
    """Save first. Ticks were given for the wording on the page; for another one nobody has looked yet."""
    opened, shown = _opened(request), reply.current_id
    drafts.write(reply, text, opened_version=opened, by=request.user)
    is_new = reply.current_id != shown
    approvals.approve(
        reply,
        opened_version=reply.version if is_new else opened,
        sha256=reply.current.sha256,
        looked_at=() if is_new else request.POST.getlist("looked_at"),
        by=request.user,
    )


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
@allowed("draft_reply")
def reply_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, lambda reply: approvals.reopen(reply, opened_version=_opened(request), by=request.user),
                 "Open again. A reply can be written now.")  # fmt: skip


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
    try:
        step(_reply(_review(request, pk)))
    except NotAllowed as error:
        return _refused(request, pk, error, typed=request.POST.get("note") or request.POST.get("reason"))
    messages.success(request, done)
    return redirect("review", pk)


def _refused(request: HttpRequest, pk: int, error: NotAllowed, *, typed: str | None = None) -> HttpResponse:
    """The page as it is now, with the reason and whatever was typed."""
    if not isinstance(error, Stale):
        return _render(request, _review(request, pk), problem=str(error), typed=typed, status=422)
    # A review that was edited in the meantime is told to its reply now, so that the page shown next can be answered.
    drafts.supersede_outdated()
    return _render(request, _review(request, pk), problem=str(error), typed=typed, status=409)


def _review(request: HttpRequest, pk: int) -> Review:
    return get_object_or_404(reviews_of(request.user), pk=pk)


def _reply(review: Review) -> ReplyDraft:
    return drafts.reply_of(review)


def _opened(request: HttpRequest) -> int:
    """The version that the page showed; a form without one is as stale as can be."""
    number = whole_number(request.POST.get("version", ""))
    return -1 if number is None else number


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
