"""Every version of a review is understood once by the current mechanism; older answers stay beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitor.models import Assessment, Review, ReviewVersion
from monitor.types import Understanding, Words
from monitor.understand.assess import MECHANISM, assess

BATCH = 200


def understand_waiting() -> int:
    """Assess every current version that the mechanism has not seen. Returns how many."""
    done = 0
    while batch := list(_waiting()[:BATCH]):
        done += _understand(batch)
    return done


def urgent_level(understanding: Understanding) -> int | None:
    """The gravest level that asks for haste (1 = now, 2 = same day); tags that only inform do not count."""
    return min((hit.level for hit in understanding.urgency if hit.level in (1, 2)), default=None)


def _waiting() -> Any:
    rows = Review.objects.filter(assessment=None).exclude(current=None)
    return rows.select_related("current").order_by("pk")


@transaction.atomic
def _understand(batch: Iterable[Review]) -> int:
    count = 0
    for review in batch:
        version = review.current
        kept = _assessment(version, _stars_of_five(version))
        # An edit may have come in meanwhile; its words wait for an assessment of their own.
        count += Review.objects.filter(pk=review.pk, current=version).update(assessment=kept)
    return count


def _stars_of_five(version: ReviewVersion) -> float | None:
    return version.stars * 5 / version.stars_of if version.stars is not None and version.stars_of else None


def _assessment(version: ReviewVersion, stars: float | None) -> Assessment:
    seen = assess(text=version.text, title=version.title, stars_of_five=stars, is_excerpt=version.is_excerpt)
    kept, _ = Assessment.objects.get_or_create(
        version=version,
        mechanism=seen.mechanism or MECHANISM,
        defaults={
            "negative_probability": seen.negative_probability,
            "flagged": seen.flagged,
            "urgent_level": urgent_level(seen),
            "reasons": [{"code": r.code, "why": r.why, "words": _words(r.words)} for r in seen.reasons],
            "urgency": [
                {"tag": h.tag, "level": h.level, "route": h.route, "words": _words(h.words)} for h in seen.urgency
            ],
            "themes": [{"theme": h.theme, "words": _words(h.words)} for h in seen.themes],
            "notes": list(seen.notes),
            "made_at": timezone.now(),
        },
    )
    return kept


def _words(words: Iterable[Words]) -> list[dict[str, Any]]:
    return [asdict(word) for word in words]
