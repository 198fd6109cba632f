"""Decides per review: one complaint of the log, or nobody. Proposals only; a person confirms every link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from monitor.link.candidates import Log
from monitor.link.facts import ComplaintFacts, ReviewFacts
from monitor.link.features import compare, nobody_features
from monitor.link.likeness import Feature
from monitor.link.reasons import evidence
from monitor.link.tables import table
from monitor.types import Candidate, Evidence, PublicReview

MECHANISM = "link-1"
BY_NAME_ALONE = frozenset({"first", "last", "name", "handle", "contact", "location"})
"""The parts of a comparison that speak of who, and nothing of what happened."""
MOST_BY_NAME = 2.0
"""Log-odds against nobody (0.88): a display name can be chosen, shared or imitated; a wrong link accuses somebody."""
__all__ = ["MECHANISM", "Log", "candidates_for"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One complaint's features for a review and its score in log-odds against "nobody in the log"."""

    row: ComplaintFacts
    features: list[Feature]
    score: float


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Shipped weights in log-odds by feature name. A feature they do not know weighs nothing."""
    parts = table("weights")["weights"].items()
    return {f"{kind}.{level}": weight for kind, part in parts for level, weight in part.items()} | {"alone.name": -1.0}


def candidates_for(review: PublicReview, known: Log, *, limit: int = 5, explain: bool = True) -> tuple[Candidate, ...]:
    """Who may have written ``review``: at most ``limit`` complaints and one row for nobody, likeliest first.

    Probabilities are of exclusive answers and sum to at most 1. A complaint row's reasons sum to its log-odds against
    nobody; the nobody row has none, and with ``explain`` off no row has any.
    """
    facts = known.read(review)
    nobody = total(nobody_features(facts, known), weights())
    compared = (held_back(one, nobody) for one in score_all(facts, known))
    scored = distinct(sorted(compared, key=lambda one: (-one.score, one.row.complaint.complaint_id)))
    chances = softmax([one.score - nobody for one in scored])
    rows = [
        Candidate(
            review_id=review.review_id,
            complaint_id=one.row.complaint.complaint_id,
            probability=chance,
            reasons=_reasons(one, facts, known, base=-nobody) if explain else (),
            mechanism=MECHANISM,
        )
        for one, chance in zip(scored[:limit], chances, strict=False)
    ]
    none = Candidate(review_id=review.review_id, complaint_id=None, probability=chances[-1], mechanism=MECHANISM)
    return tuple(
        sorted((*rows, none), key=lambda row: (-row.probability, row.complaint_id is None, row.complaint_id or ""))
    )


def _reasons(one: Scored, facts: ReviewFacts, known: Log, *, base: float) -> tuple[Evidence, ...]:
    return evidence(one.features, review=facts, row=one.row, known=known, base=base, weights=weights())


def held_back(one: Scored, nobody: float) -> Scored:
    """Where nothing but the name speaks for a complaint, its score stays below what would look sure."""
    excess = one.score - nobody - MOST_BY_NAME
    weight = weights()
    speaks = {name.split(".")[0] for name, value in one.features if weight.get(name, 0.0) * value > 0}
    if excess <= 0 or not speaks <= BY_NAME_ALONE:
        return one
    return Scored(one.row, [*one.features, ("alone.name", excess)], one.score - excess)


def distinct(scored: list[Scored]) -> list[Scored]:
    """One incident logged twice is one answer: of twins only the better stays."""
    best: dict[tuple[str, str, int, frozenset[str]], Scored] = {}
    for one in scored:
        best.setdefault(incident(one.row), one)
    return list(best.values())


def incident(row: ComplaintFacts) -> tuple[str, str, int, frozenset[str]]:
    """What tells one incident from another: patient, place, day and kind of treatment; else the complaint itself."""
    if not row.treated:
        return row.complaint.complaint_id, "", 0, frozenset()
    return row.patient, row.location, row.treated, row.groups


def score_all(facts: ReviewFacts, known: Log) -> Iterable[Scored]:
    """Every candidate complaint compared in full."""
    weight = weights()
    for row in known.candidates(facts):
        features = compare(facts, row, known)
        yield Scored(row, features, total(features, weight))


def total(features: Iterable[Feature], weight: Mapping[str, float]) -> float:
    """The weighted sum of features, in log-odds."""
    score = 0.0
    for name, value in features:
        score += weight.get(name, 0.0) * value
    return score


def softmax(scores: list[float]) -> list[float]:
    """Probabilities of the given log-odds and, last, of the answer with log-odds 0."""
    highest = max((*scores, 0.0))
    parts = [exp(score - highest) for score in (*scores, 0.0)]
    whole = sum(parts)
    return [part / whole for part in parts]
