"""Reconcile: one review, one possible complaint at a time, a person's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from monitor.models import LinkCandidate, LinkJudgement, Review
from monitor.selectors.links import standing_judgements
from monitor.selectors.matching import candidates_of, to_match
from monitor.selectors.scope import complaints_of, reviews_of, shown_patient
from monitor.services.linking import CannotJudge, judge
from monitor.views.access import allowed


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
    return _page(request, review, error="", status=200)


@require_POST
@allowed("link_review")
def reconcile_answer(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(reviews_of(request.user), pk=pk)
    number = request.POST.get("complaint", "")
    complaint = get_object_or_404(complaints_of(request.user), pk=int(number)) if number.isdigit() else None
    answer = request.POST.get("answer", "")
    try:
        judge(review, complaint, answer=answer, reason=request.POST.get("reason", ""), by=request.user)
    except CannotJudge as error:
        return _page(request, review, error=str(error), status=422)
    messages.success(request, "Noted. You can change your answer at any time; the earlier one stays on record.")
    more = answer == LinkJudgement.Answer.NOT and complaint is not None and candidates_of(review)
    return redirect(reverse("reconcile", args=(review.pk,)) if more else reverse("reconcile-queue"))


def _page(request: HttpRequest, review: Review, *, error: str, status: int) -> HttpResponse:
    candidates = candidates_of(review)
    queue = list(to_match(request.user).values_list("pk", flat=True))
    position = _number(request.GET.get("n", "1"), most=len(candidates))
    by_hand = _by_hand(request)
    candidate = candidates[position - 1] if candidates and by_hand is None else None
    complaint = by_hand or (candidate.complaint if candidate else None)
    context = {
        "review": review,
        "queue_length": len(queue),
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


def _number(text: str, *, most: int) -> int:
    return min(max(int(text), 1), max(most, 1)) if text.isdigit() else 1


def _by_hand(request: HttpRequest) -> object:
    """A complaint picked from the search, for when the mechanism did not think of it."""
    chosen = request.GET.get("c", "")
    return get_object_or_404(complaints_of(request.user), pk=int(chosen)) if chosen.isdigit() else None


def _search(request: HttpRequest) -> list[object]:
    words = request.GET.get("q", "").split()[:6]
    if not words:
        return []
    rows = complaints_of(request.user)
    for word in words:
        number = word.upper().removeprefix("C-")
        rows = rows.filter(number=int(number)) if number.isdigit() else rows.filter(patient__last_name__icontains=word)
    return list(rows[:10])


def _nobody(review: Review) -> LinkCandidate | None:
    return review.candidates.filter(complaint=None).first()
