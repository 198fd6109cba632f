"""That a review and a complaint may be one matter is shown to who reaches the complaint, and to nobody else."""

from __future__ import annotations

import pytest

from monitor.models import Complaint, LinkCandidate, Location, Review, User
from monitor.services.linking import judge
from responders.selectors.inbox import with_matches
from responders.selectors.page import review_page_context
from tests.factories import NOON, make_complaint, make_review, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(location: Location) -> tuple[Review, Complaint]:
    """A review and a complaint that names no provider."""
    review, complaint = make_review(make_source(location)), make_complaint(location)
    LinkCandidate.objects.create(
        review=review, complaint=complaint, probability=0.9, reasons=[], mechanism="t", made_at=NOON
    )
    return review, complaint


def test_a_provider_sees_no_match_with_somebody_elses_patient(
    pair: tuple[Review, Complaint], people: dict[str, User]
) -> None:
    review, complaint = pair
    assert with_matches([review], people["staff"]) == {review.pk: 1}
    assert with_matches([review], people["provider"]) == {}
    assert review_page_context(review, people["staff"])["open_matches"] == 1
    assert review_page_context(review, people["provider"])["open_matches"] == 0

    judge(review, complaint, answer="same", reason="Same words.", by=people["staff"])

    assert review_page_context(review, people["staff"])["settled"] == complaint
    assert review_page_context(review, people["provider"])["settled"] is None


def test_a_provider_sees_the_match_with_an_own_patient(pair: tuple[Review, Complaint], people: dict[str, User]) -> None:
    review, complaint = pair
    Complaint.objects.filter(pk=complaint.pk).update(provider="Dr. provider")

    assert with_matches([review], people["provider"]) == {review.pk: 1}
    assert review_page_context(review, people["provider"])["open_matches"] == 1
