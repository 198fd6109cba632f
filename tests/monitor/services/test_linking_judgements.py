"""Links: a mechanism suggests, people decide, the newest answer on a pair holds, and no answer is lost."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.models import AuditEvent, Complaint, LinkCandidate, LinkJudgement, Location, Practice, Review, Source, User
from monitor.selectors.links import settled_complaint, standing, standing_judgements
from monitor.selectors.matching import candidates_of, to_match
from monitor.services.linking import CannotJudge, as_public, judge, logged, suggest_matches
from tests.factories import NOON, make_complaint, make_review, make_source

REVIEW = (
    "Dr. Voss did my lip filler on April 27 and my lips are uneven. Paid $650 and nobody called me back. Rude staff."
)
MATTER = {
    "words": "Lips uneven after lip filler by Dr. Voss. Says nobody called her back. Staff rude.",
    "procedure": "lip filler", "provider": "Dr. Voss", "treatment_on": date(2026, 4, 27), "amount_cents": 65000,
}  # fmt: skip


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location)


@pytest.fixture
def review(source: Source) -> Review:
    return make_review(source, author="Nadia P.", text=REVIEW)


@pytest.fixture
def complaint(location: Location) -> Complaint:
    """The matter of the review, by the person who wrote it."""
    return make_complaint(location, **MATTER)


@pytest.fixture
def other(location: Location) -> Complaint:
    return make_complaint(location, first_name="Tom", last_name="Ashby", words="Parking was dear.")


@pytest.fixture
def staff(people: dict[str, User]) -> User:
    return people["staff"]


def say(
    review: Review, complaint: Complaint | None, answer: str, by: User, reason: str = "same day, same words"
) -> None:
    judge(review, complaint, answer=answer, reason=reason, by=by)


def queue(person: User) -> list[Review]:
    return list(to_match(person))


def test_a_likely_complaint_is_suggested_beside_the_answer_nobody(
    practice: Practice, review: Review, complaint: Complaint, other: Complaint, staff: User
) -> None:
    assert suggest_matches(practice) == 1

    best = candidates_of(review)[0]
    assert best.complaint == complaint
    assert best.probability >= 0.5
    assert best.reasons
    assert all(reason["why"] for reason in best.reasons)
    assert review.candidates.filter(complaint=None).count() == 1
    assert sum(row.probability for row in review.candidates.all()) <= 1.0001
    assert queue(staff) == [review]


def test_a_second_look_at_the_same_log_writes_nothing(practice: Practice, review: Review, complaint: Complaint) -> None:
    suggest_matches(practice)
    before = list(LinkCandidate.objects.order_by("pk").values())

    assert suggest_matches(practice) == 0
    assert list(LinkCandidate.objects.order_by("pk").values()) == before


def test_a_complaint_logged_after_the_review_is_suggested_too(
    practice: Practice, review: Review, other: Complaint, location: Location
) -> None:
    assert suggest_matches(practice) == 0
    late = make_complaint(location, **MATTER)

    assert suggest_matches(practice) == 1
    assert candidates_of(review)[0].complaint == late


def test_an_unflagged_or_vanished_review_gets_no_suggestions(
    practice: Practice, source: Source, complaint: Complaint, staff: User
) -> None:
    make_review(source, id="kind", text="Wonderful, thank you.", stars=5)
    gone = make_review(source, id="gone", text=REVIEW)
    Review.objects.filter(pk=gone.pk).update(gone_at=NOON)

    assert suggest_matches(practice) == 0
    assert not LinkCandidate.objects.exists()


def test_another_practices_log_is_never_searched(review: Review, people: dict[str, User], practice: Practice) -> None:
    make_complaint(people["outsider"].practice.locations.get(), **MATTER)

    suggest_matches(practice)
    suggest_matches(people["outsider"].practice)

    assert not candidates_of(review)


def test_a_pair_that_was_refused_is_not_offered_again(
    practice: Practice, review: Review, complaint: Complaint, other: Complaint, staff: User
) -> None:
    suggest_matches(practice)
    say(review, complaint, "not", staff)

    assert complaint not in [candidate.complaint for candidate in candidates_of(review)]
    assert queue(staff) == [], "nothing likely is left, so nobody is asked in a circle"
    suggest_matches(practice)
    assert not review.candidates.filter(complaint=complaint).exists()
    assert suggest_matches(practice) == 0


def test_a_refusal_that_was_taken_back_is_offered_again(
    practice: Practice, review: Review, complaint: Complaint, staff: User
) -> None:
    say(review, complaint, "not", staff)
    say(review, complaint, "cannot tell", staff)

    suggest_matches(practice)

    assert candidates_of(review)[0].complaint == complaint


@pytest.mark.parametrize("answer", ["same", "probable", "cannot tell"])
def test_an_answer_takes_the_review_out_of_the_queue(
    practice: Practice, review: Review, complaint: Complaint, staff: User, answer: str
) -> None:
    suggest_matches(practice)
    say(review, complaint, answer, staff)

    assert queue(staff) == []


def test_nobody_in_the_log_takes_it_out_of_the_queue_too(
    practice: Practice, review: Review, complaint: Complaint, staff: User
) -> None:
    suggest_matches(practice)
    say(review, None, "not", staff)

    assert queue(staff) == []
    assert suggest_matches(practice) == 0


def test_a_change_of_mind_opens_the_question_again(
    practice: Practice, review: Review, complaint: Complaint, other: Complaint, location: Location, staff: User
) -> None:
    """The newest answer on the pair holds; the earlier one stays readable."""
    say(review, other, "same", staff)
    say(review, other, "not", staff, reason="It was another person.")

    assert settled_complaint(review) is None
    assert suggest_matches(practice) == 1
    assert queue(staff) == [review]
    assert LinkJudgement.objects.count() == 2


def test_same_needs_a_reason(review: Review, complaint: Complaint, staff: User) -> None:
    for reason in ("", "   "):
        with pytest.raises(CannotJudge, match="why these are the same"):
            judge(review, complaint, answer="same", reason=reason, by=staff)

    assert not LinkJudgement.objects.exists()
    assert not AuditEvent.objects.filter(action="reconcile:link:judged").exists()


@pytest.mark.parametrize("answer", ["", "yes", "SAME", "same ", "none"])
def test_only_the_answers_on_the_page_are_taken(review: Review, complaint: Complaint, staff: User, answer: str) -> None:
    with pytest.raises(CannotJudge, match="Choose one"):
        judge(review, complaint, answer=answer, reason="why", by=staff)


@pytest.mark.parametrize("answer", ["same", "probable"])
def test_nobody_cannot_be_the_same_matter(review: Review, staff: User, answer: str) -> None:
    with pytest.raises(CannotJudge, match="Choose the complaint"):
        judge(review, None, answer=answer, reason="why", by=staff)


def test_an_answer_keeps_what_the_mechanism_had_said(
    practice: Practice, review: Review, complaint: Complaint, other: Complaint, staff: User
) -> None:
    suggest_matches(practice)
    shown = review.candidates.get(complaint=complaint)
    say(review, complaint, "probable", staff)
    LinkCandidate.objects.all().delete()
    say(review, other, "not", staff)

    first, second = LinkJudgement.objects.all()
    assert (first.shown_probability, first.mechanism, first.judged_by) == (shown.probability, shown.mechanism, staff)
    assert (second.shown_probability, second.mechanism) == (None, "")


def test_an_answer_is_on_record_without_the_reason_or_a_name(review: Review, complaint: Complaint, staff: User) -> None:
    say(review, complaint, "same", staff, reason="Nadia Petrov told me so.")

    event = AuditEvent.objects.get(action="reconcile:link:judged")
    assert (event.subject, event.detail["answer"], event.actor) == (f"review {review.pk}", "same", staff)
    assert "Petrov" not in str(event.detail) + event.subject


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], None),
        ([("a", "not"), ("b", "cannot tell")], None),
        ([("a", "probable")], "a"),
        ([("a", "probable"), ("b", "probable")], "b"),
        ([("a", "same"), ("b", "probable")], "a"),
        ([("b", "probable"), ("a", "same")], "a"),
        ([("a", "same"), ("b", "same")], "b"),
        ([("a", "same"), ("b", "probable"), ("a", "not")], "b"),
        ([("a", "probable"), ("a", "cannot tell")], None),
        ([("a", "same"), (None, "not")], "a"),
        ([("a", "probable"), ("b", "same"), ("a", "same"), ("a", "probable")], "b"),
    ],
)
def test_the_settled_complaint_is_the_same_before_the_probable_and_the_newest_of_equals(
    review: Review, complaint: Complaint, other: Complaint, staff: User,
    answers: list[tuple[str | None, str]], expected: str | None,
) -> None:  # fmt: skip
    named = {"a": complaint, "b": other, None: None}
    for who, answer in answers:
        say(review, named[who], answer, staff)

    assert settled_complaint(review) == named[expected]


def test_standing_answers_are_the_newest_of_each_pair(
    source: Source, review: Review, complaint: Complaint, other: Complaint, staff: User
) -> None:
    second = make_review(source, id="r2", text="Rude and late.")
    for row, pair, answer in (
        (review, complaint, "not"), (review, None, "not"), (second, complaint, "probable"), (review, other, "same"),
        (review, complaint, "probable"), (review, None, "cannot tell"),
    ):  # fmt: skip
        say(row, pair, answer, staff)

    newest = [(j.review, j.complaint, j.answer) for j in standing().order_by("pk")]
    assert newest == [
        (second, complaint, "probable"), (review, other, "same"), (review, complaint, "probable"),
        (review, None, "cannot tell"),
    ]  # fmt: skip
    assert standing_judgements(review) == list(standing().filter(review=review).order_by("pk"))


def test_the_mechanism_gets_what_a_review_could_echo_and_no_more(
    review: Review, complaint: Complaint, location: Location
) -> None:
    seen, told = as_public(review), logged(Complaint.objects.get(pk=complaint.pk))

    assert (seen.author_name, seen.date_posted, seen.rating, seen.location) == (
        "Nadia P.", "2026-05-01", 1.0, "Riverside",
    )  # fmt: skip
    assert (told.treatment_date, told.amount, told.patient_last) == ("2026-04-27", 650.0, "Petrov")


def test_a_date_is_passed_on_only_as_exact_as_the_site_gave_it(review: Review) -> None:
    Review.objects.filter(pk=review.pk).update(published="2026-05", published_precision="month")

    assert as_public(Review.objects.get(pk=review.pk)).date_posted == ""
