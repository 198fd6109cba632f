"""The reconcile queue: flagged reviews with suggestions that nobody has settled yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from monitor.models import LinkCandidate, LinkJudgement, Review, User
from monitor.selectors.links import SETTLED
from monitor.selectors.scope import reviews_of
from monitor.services.linking import WORTH_SHOWING


def to_match(person: User) -> QuerySet[Review]:
    """Reviews with a likely complaint and no answer that closes the question, oldest first."""
    likely = LinkCandidate.objects.filter(review=OuterRef("pk"), probability__gte=WORTH_SHOWING).exclude(complaint=None)
    closes = LinkJudgement.objects.filter(review=OuterRef("pk")).filter(
        Q(answer__in=SETTLED) | Q(answer="cannot tell") | Q(complaint=None)
    )
    rows = reviews_of(person).filter(Exists(likely), ~Exists(closes), gone_at=None)
    return rows.order_by("sort_at", "pk")


def candidates_of(review: Review) -> list[LinkCandidate]:
    """The suggestions with a complaint, best first, less those that a person has refused."""
    refused = review.judgements.filter(answer=LinkJudgement.Answer.NOT).exclude(complaint=None)
    rows = review.candidates.exclude(complaint=None).exclude(complaint__in=refused.values("complaint"))
    return list(rows.select_related("complaint__patient", "complaint__location").order_by("-probability", "pk"))
