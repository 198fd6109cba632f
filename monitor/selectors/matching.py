"""The reconcile queue: flagged reviews with suggestions that nobody has settled yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from monitor.models import LinkCandidate, LinkJudgement, Review, User
from monitor.selectors.links import SETTLED, standing
from monitor.selectors.scope import reviews_of
from monitor.services.linking import WORTH_SHOWING


def to_match(person: User) -> QuerySet[Review]:
    """Reviews with a likely complaint and no answer that closes the question, oldest first."""
    refused = standing().filter(
        review=OuterRef("review"), complaint=OuterRef("complaint"), answer=LinkJudgement.Answer.NOT
    )
    likely = LinkCandidate.objects.filter(~Exists(refused), probability__gte=WORTH_SHOWING).exclude(complaint=None)
    closing = Q(answer__in=SETTLED) | Q(answer=LinkJudgement.Answer.CANNOT_TELL) | Q(complaint=None)
    likely, closes = likely.filter(review=OuterRef("pk")), standing().filter(closing, review=OuterRef("pk"))
    rows = reviews_of(person).filter(Exists(likely), ~Exists(closes), gone_at=None)
    return rows.order_by("sort_at", "pk")


def candidates_of(review: Review) -> list[LinkCandidate]:
    """The suggestions with a complaint, best first, less those that a person has refused."""
    refused = standing().filter(review=review, answer=LinkJudgement.Answer.NOT).exclude(complaint=None)
    rows = review.candidates.exclude(complaint=None).exclude(complaint__in=refused.values("complaint"))
    return list(rows.select_related("complaint__patient", "complaint__location").order_by("-probability", "pk"))
