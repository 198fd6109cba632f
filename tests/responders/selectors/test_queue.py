"""From one reply to the next: the order of the inbox, without going back to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.models import Assessment, Location, Review, User
from responders.models import ReplyDraft
from responders.selectors.inbox import TABS, inbox
from responders.selectors.queue import Place, place_in_queue
from tests.factories import NOON, make_review, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(location: Location) -> list[Review]:
    """Five flagged reviews, some urgent, some of the very same moment."""
    source = make_source(location)
    reviews = [make_review(source, id=f"r{n}") for n in range(5)]
    for review, (level, days) in zip(reviews, [(None, 2), (2, 9), (None, 1), (1, 30), (None, 2)], strict=True):
        Review.objects.filter(pk=review.pk).update(sort_at=NOON - timedelta(days=days))
        Assessment.objects.filter(pk=review.assessment_id).update(urgent_level=level)
    return list(Review.objects.select_related("assessment"))


def walk(person: User, start: Review) -> list[int]:
    """The ids that a person meets who always goes on to the next."""
    met, place = [start.pk], place_in_queue(start, person)
    while place.following is not None:
        met.append(place.following)
        place = place_in_queue(Review.objects.select_related("assessment").get(pk=place.following), person)
    return met


def test_going_on_meets_every_review_once_in_the_order_of_the_inbox(
    waiting: list[Review], people: dict[str, User]
) -> None:
    listed = list(inbox(people["owner"], TABS[0]))

    assert walk(people["owner"], listed[0]) == [review.pk for review in listed]
    assert [place_in_queue(review, people["owner"]).number for review in listed] == [1, 2, 3, 4, 5]


def test_back_is_the_way_that_one_came(waiting: list[Review], people: dict[str, User]) -> None:
    listed = list(inbox(people["owner"], TABS[0]))

    places = [place_in_queue(review, people["owner"]) for review in listed]

    assert [place.previous for place in places] == [None, *(review.pk for review in listed[:-1])]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(done=st.sets(st.integers(0, 4)))
def test_whatever_is_done_each_place_leads_to_what_still_waits(
    waiting: list[Review], people: dict[str, User], done: set[int]
) -> None:
    ReplyDraft.objects.all().delete()
    order = [review.pk for review in inbox(people["owner"], TABS[0])]
    for index in done:
        ReplyDraft.objects.create(review_id=order[index], state="held", changed_at=NOON)
    left = [pk for index, pk in enumerate(order) if index not in done]

    for index, pk in enumerate(order):
        place = place_in_queue(Review.objects.select_related("assessment").get(pk=pk), people["owner"])
        after, before = [p for p in order[index + 1 :] if p in left], [p for p in order[:index] if p in left]
        wraps = left[:1] if index in done else []
        assert place == Place(
            number=left.index(pk) + 1 if pk in left else 0,
            total=len(left),
            previous=before[-1] if before else None,
            following=next(iter(after or wraps), None),
        )


def test_nobody_walks_into_another_practice(waiting: list[Review], people: dict[str, User]) -> None:
    assert place_in_queue(waiting[0], people["outsider"]) == Place(number=0, total=0, previous=None, following=None)


def test_a_review_that_nobody_has_understood_yet_has_a_place_too(location: Location, people: dict[str, User]) -> None:
    review = make_review(make_source(location), understood=False)
    ReplyDraft.objects.create(review=review, state="draft", changed_at=NOON)

    assert place_in_queue(review, people["owner"]) == Place(number=1, total=1, previous=None, following=None)
