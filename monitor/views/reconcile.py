"""Reconcile: one review, one possible complaint at a time, a person's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from monitor.models import Complaint, LinkCandidate, LinkJudgement, Review
from monitor.selectors.links import standing_judgements
from monitor.selectors.matching import candidates_of, to_match
from monitor.selectors.scope import complaints_of, reviews_of, shown_patient
from monitor.services.audit import Action, record
from monitor.services.linking import CannotJudge, judge
from monitor.views.access import allowed, whole_number


@require_GET
@allowed("link_review")
def reconcile_queue(request: HttpRequest) -> HttpResponse:
    """The next open question, or the news that there is none."""
    first = to_match(request.user).first()
    if first is None:
        return render(request, "reconcile/none.html", {})
    return redirect("reconcile", first.pk)


@require_GET
@allowed("link_review")
def reconcile(request: HttpRequest, pk: int) -> HttpResponse:
    """One review beside candidate ``n`` of its suggestions, or beside a complaint found by hand (``c``)."""
    review = get_object_or_404(reviews_of(request.user), pk=pk)
    return _page(request, review)


@require_POST
@allowed("link_review")
def reconcile_answer(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(reviews_of(request.user), pk=pk)
    given = request.POST.get("complaint", "")
    complaint = get_object_or_404(complaints_of(request.user), pk=whole_number(given) or 0) if given else None
    answer = request.POST.get("answer", "")
    try:
        judge(review, complaint, answer=answer, reason=request.POST.get("reason", ""), by=request.user)
    except CannotJudge as error:
        return _page(request, review, judged=complaint, error=str(error), status=422)
    messages.success(request, "Noted. You can change your answer at any time; the earlier one stays on record.")
    more = answer == LinkJudgement.Answer.NOT and complaint is not None and candidates_of(review)
    return redirect(reverse("reconcile", args=(review.pk,)) if more else reverse("reconcile-queue"))


def _page(
    request: HttpRequest, review: Review, *, judged: Complaint | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    """``judged``: the complaint of an answer that was refused; the page must not show another one in its place."""
    candidates = candidates_of(review)
    complaint = judged or _by_hand(request)
    position = _position(candidates, complaint, wanted=request.GET.get("n", ""))
    candidate = candidates[position - 1] if position else None
    complaint = candidate.complaint if candidate else complaint
    if complaint:
        record(actor=request.user, action=Action.COMPLAINT_OPENED, subject=f"complaint {complaint.pk}")
    context = {
        "review": review,
        "queue_length": to_match(request.user).count(),
        "candidates": candidates,
        "candidate": candidate,
        "complaint": complaint,
        "patient": shown_patient(complaint, request.user) if complaint else "",
        "position": position,
        "judgements": standing_judgements(review),
        "found": _search(request),
        "words": request.GET.get("q", ""),
        "nobody": _nobody(review),
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "reconcile/reconcile.html", context, status=status)


def _position(candidates: list[LinkCandidate], complaint: Complaint | None, *, wanted: str) -> int:
    """Which candidate stands on the page, counted from 1; 0 for none of them."""
    if complaint is not None:
        return next((n for n, one in enumerate(candidates, start=1) if one.complaint == complaint), 0)
    return min(max(whole_number(wanted) or 1, 1), len(candidates))


def _by_hand(request: HttpRequest) -> Complaint | None:
    """A complaint picked from the search, for when the mechanism did not think of it."""
    chosen = whole_number(request.GET.get("c", ""))
    return get_object_or_404(complaints_of(request.user), pk=chosen) if chosen else None


def _search(request: HttpRequest) -> list[Complaint]:
    words = request.GET.get("q", "").split()[:6]
    if not words:
        return []
    rows = complaints_of(request.user)
    for word in words:
        number = whole_number(word.upper().removeprefix("C-"))
        rows = rows.filter(number=number) if number is not None else rows.filter(patient__last_name__icontains=word)
    return list(rows[:10])


def _nobody(review: Review) -> LinkCandidate | None:
    return review.candidates.filter(complaint=None).first()
