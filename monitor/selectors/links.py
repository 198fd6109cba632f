"""Reading links: which complaint, if any, people have settled on for a review."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from monitor.models import Complaint, LinkJudgement, Review

SETTLED = (LinkJudgement.Answer.SAME, LinkJudgement.Answer.PROBABLE)


def standing() -> QuerySet[LinkJudgement]:
    """What holds today: the newest judgement of every pair of review and complaint ("nobody" is one of them)."""
    newest = LinkJudgement.objects.order_by().values("review", "complaint").annotate(newest=Max("pk"))
    return LinkJudgement.objects.filter(pk__in=newest.values("newest"))


def standing_judgements(review: Review) -> list[LinkJudgement]:
    """The newest judgement of each pair, in the order they were given."""
    newest: dict[int | None, LinkJudgement] = {}
    rows = review.judgements.select_related("complaint__patient", "complaint__location", "judged_by").order_by("pk")
    for judgement in rows:
        newest[judgement.complaint_id] = judgement
    return sorted(newest.values(), key=lambda judgement: judgement.pk)


def settled_complaint(review: Review) -> Complaint | None:
    """The complaint that a person has called the same or probably the same, "same" first, the newest of equals."""
    settled = [j for j in standing_judgements(review) if j.answer in SETTLED and j.complaint is not None]
    settled.sort(key=lambda judgement: (judgement.answer == LinkJudgement.Answer.SAME, judgement.pk))
    return settled[-1].complaint if settled else None
