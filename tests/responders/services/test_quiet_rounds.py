"""The heartbeat beats all day: a round in which nothing is new must cost the same for ten reviews as for a thousand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import jobs
from monitor.models import Complaint, JobRun, LinkCandidate, Location, Review, ReviewVersion, Source, User
from monitor.services.linking import judge, what_matching_reads
from responders.approval.states import ReplyState
from responders.models import ReplyDraft
from responders.services import drafts
from responders.services.approvals import reopen
from responders.services.drafts import propose_waiting, write
from tests.factories import HARSH, make_complaint, make_review, make_source
from tests.responders.services.test_approvals import SAFE, say_yes


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location, route="permitted_page", platform="reviews.example")


def round_of_answering() -> None:
    """Every duty but the fetching."""
    for duty in jobs.DUTIES[1:]:
        duty.run()


def cost(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def fill(source: Source, first: int, last: int, person: User) -> None:
    """Flagged reviews with an answer each: approved, withheld, or waiting in every state a reply can have."""
    states = [state for state in ReplyState if state not in (ReplyState.PUBLISHING, ReplyState.SUPERSEDED)]
    for number in range(first, last):
        review = make_review(source, id=f"q{number}", author=f"P{number}", text=f"{HARSH} No. {number}.")
        reply = drafts.propose(review)
        write(reply, SAFE, opened_version=reply.version, by=person)
        say_yes(reply, person)
        ReplyDraft.objects.filter(pk=reply.pk).update(state=states[number % len(states)])


def test_a_quiet_round_costs_the_same_however_many_reviews_there_are(source: Source, people: dict[str, User]) -> None:
    costs = []
    for first, last in ((0, 20), (20, 60)):
        fill(source, first, last, people["owner"])
        make_complaint(source.location, last_name=f"Petrov{last}")
        round_of_answering()
        round_of_answering()
        costs.append(cost(round_of_answering))

    assert costs[0] == costs[1]
    assert costs[1] <= 30


def test_a_quiet_round_leaves_no_row(source: Source, people: dict[str, User]) -> None:
    fill(source, 0, 20, people["owner"])
    round_of_answering()
    JobRun.objects.all().delete()

    assert [duty.run() for duty in jobs.DUTIES[1:]] == [""] * (len(jobs.DUTIES) - 1)


@pytest.fixture
def matched(source: Source, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A review matched against the log once; the list grows with every matching that is really done."""
    monkeypatch.setattr(jobs, "MATCHED", {})
    make_review(source)
    make_complaint(source.location)
    done: list[int] = []
    real = jobs.suggest_matches
    monkeypatch.setattr(jobs, "suggest_matches", lambda practice: done.append(practice.pk) or real(practice))
    jobs.match()
    assert LinkCandidate.objects.exists()
    return done


def test_nothing_new_is_not_compared_again(matched: list[int]) -> None:
    jobs.match()
    assert len(matched) == 1


NEWS: dict[str, Callable[[Source, User], object]] = {
    "a complaint": lambda source, _: make_complaint(source.location, last_name="Ashby"),
    "a review": lambda source, _: make_review(source, id="r2", author="Tom"),
    "an edited review": lambda source, _: make_review(source, text=HARSH + " And a lawyer has been asked."),
    "a judgement": lambda _, person: judge(
        Review.objects.get(), Complaint.objects.get(), answer="not", reason="", by=person
    ),
    "a vanished review": lambda *_: Review.objects.update(gone_at=timezone.now()),
}


@pytest.mark.parametrize("news", NEWS)
def test_what_is_new_is_compared_with_everything(
    matched: list[int], source: Source, people: dict[str, User], news: str
) -> None:
    NEWS[news](source, people["staff"])

    jobs.match()

    assert matched.count(source.location.practice.pk) == 2


def test_another_practices_news_are_no_news_here(source: Source, people: dict[str, User]) -> None:
    practice = source.location.practice
    before = what_matching_reads(practice)
    make_complaint(people["outsider"].practice.locations.get())

    assert what_matching_reads(practice) == before


def test_a_review_without_fitting_words_is_tried_once_and_then_waits_for_a_person(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_words(*_: object, **__: object) -> None:
        raise drafts.NoWording("No sentence fits; write one.")

    tried: list[int] = []
    monkeypatch.setattr(drafts, "draft", lambda *given, **named: tried.append(1) or no_words())
    review = make_review(source)
    practice = source.location.practice

    assert [propose_waiting(practice) for _ in range(3)] == [(0, 1), (0, 0), (0, 0)]
    assert len(tried) == 1
    assert ReplyDraft.objects.get(review=review).note == "No sentence fits; write one."


def test_a_reply_begun_and_left_alone_is_proposed_all_the_same(source: Source) -> None:
    """A form sent from an old page begins a reply; it must not keep the suggestion away for good."""
    drafts.reply_of(make_review(source))

    assert propose_waiting(source.location.practice) == (1, 0)


def test_what_a_person_has_opened_again_is_not_closed_by_the_next_round(
    source: Source, people: dict[str, User]
) -> None:
    make_review(source, text="My lawyer has filed a lawsuit against this clinic.")
    assert propose_waiting(source.location.practice) == (0, 1)
    reply = ReplyDraft.objects.get()
    reopen(reply, opened_version=reply.version, by=people["owner"])

    assert propose_waiting(source.location.practice) == (0, 0)

    assert ReplyDraft.objects.get().state == ReplyState.NONE
    write(reply, SAFE, opened_version=reply.version, by=people["owner"])
    assert reply.state == ReplyState.DRAFT


def test_a_person_who_is_faster_stops_no_other_suggestion(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_review(source, id="r1"), make_review(source, id="r2", author="Tom")
    real = drafts.propose

    def overtaken(review: Review) -> ReplyDraft:
        if review.pk == first.pk:
            reply = drafts.reply_of(review)
            ReplyDraft.objects.filter(pk=reply.pk).update(state=ReplyState.DRAFT)
        return real(review)

    monkeypatch.setattr(drafts, "propose", overtaken)

    assert propose_waiting(source.location.practice) == (1, 1)
    assert ReplyDraft.objects.get(review=second).state == ReplyState.SUGGESTED


def test_a_changed_review_gets_a_new_suggestion_where_nobody_had_written(source: Source) -> None:
    review = make_review(source)
    first = drafts.propose(review).current
    newer = ReviewVersion.objects.create(review=review, number=2, digest="d2", text=HARSH, seen_at=timezone.now())
    Review.objects.filter(pk=review.pk).update(current=newer)

    assert drafts.supersede_outdated() == 1
    assert propose_waiting(source.location.practice) == (1, 0)

    reply = ReplyDraft.objects.get()
    assert reply.current.review_version == newer
    assert reply.current != first
