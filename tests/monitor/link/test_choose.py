"""One answer per review: probabilities, nobody, reasons, order, and the log they are drawn from."""

import random
from collections.abc import Callable
from dataclasses import replace
from math import isclose, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.link.candidates import KEPT, Log
from monitor.link.choose import MECHANISM, candidates_for, softmax
from monitor.types import Candidate, LoggedComplaint, PublicReview

Vary = Callable[..., PublicReview]


def nobody(rows: tuple[Candidate, ...]) -> Candidate:
    [row] = [row for row in rows if row.complaint_id is None]
    return row


def best(rows: tuple[Candidate, ...]) -> Candidate:
    return next(row for row in rows if row.complaint_id is not None)


def chance(rows: tuple[Candidate, ...], complaint_id: str) -> float:
    return sum(row.probability for row in rows if row.complaint_id == complaint_id)


def test_the_matching_complaint_comes_first_and_is_nearly_certain(review: PublicReview, known: Log) -> None:
    rows = candidates_for(review, known)
    assert rows[0].complaint_id == "C-0001"
    assert rows[0].probability > 0.95
    assert {row.mechanism for row in rows} == {MECHANISM} == {"link-1"}
    assert {row.review_id for row in rows} == {"R-1"}


def test_a_stranger_to_the_log_is_nobody(known: Log) -> None:
    stranger = PublicReview(
        review_id="R-2", author_name="Ottoline Vanterpool", location="Harborview", date_posted="2025-03-16",
        text="My chemical peel left a scar.",
    )  # fmt: skip
    rows = candidates_for(stranger, known)
    assert rows[0].complaint_id is None
    assert rows[0].probability > 0.9


def test_a_namesake_with_another_story_is_not_taken_for_the_patient(vary: Vary, known: Log) -> None:
    namesake = vary(author_name="Jennifer Q.", text="My chemical peel got infected. Clarice did it. I paid $150.")
    assert chance(candidates_for(namesake, known), "C-0001") < 0.5


@pytest.mark.parametrize("limit", [0, 1, 3, 5])
def test_there_are_at_most_so_many_complaints_and_always_one_nobody(
    limit: int, review: PublicReview, known: Log
) -> None:
    rows = candidates_for(review, known, limit=limit)
    assert sum(row.complaint_id is not None for row in rows) <= limit
    assert nobody(rows)


def test_an_empty_log_answers_nobody_for_certain(review: PublicReview) -> None:
    [row] = candidates_for(review, Log())
    assert row.complaint_id is None
    assert row.probability == 1


def test_an_empty_review_is_answered_with_nobody_first(known: Log) -> None:
    rows = candidates_for(PublicReview(review_id="R"), known)
    assert rows[0].complaint_id is None


def test_rows_are_ordered_by_probability(review: PublicReview, known: Log) -> None:
    chances = [row.probability for row in candidates_for(review, known)]
    assert chances == sorted(chances, reverse=True)


def test_reasons_sum_to_the_log_odds_against_nobody(vary: Vary, known: Log) -> None:
    rows = candidates_for(vary(author_name="Vera C.", text="The peel scarred me. Boris did it in March."), known)
    none = nobody(rows)
    assert len(rows) > 3
    for row in rows:
        if row.complaint_id is not None and row.probability > 0:
            told = sum(reason.score for reason in row.reasons)
            assert isclose(told, log(row.probability / none.probability), abs_tol=1e-6)


def test_reasons_read_like_an_office_manager_would_say_them(review: PublicReview, known: Log) -> None:
    told = {reason.kind: reason for reason in best(candidates_for(review, known)).reasons}
    assert told["name"].why.startswith("Name: Jen Q. fits Jennifer Quillsworth")
    assert told["date"].why == "Posted 6 days after the complaint came in"
    assert told["procedure"].why == "Treatment: what the review names fits Xeomin, forehead"
    assert told["provider"].why == "Provider: the review names Anneke Dunbridge, RN"
    assert told["amount"].why == "Amount: 480.00 in the review, 480.00 in the log"
    assert told["events"].why == "Both: lid droop"
    assert all(told[kind].score > 0 for kind in ("name", "date", "procedure", "provider", "amount", "events"))


def test_a_contradiction_is_said_plainly(vary: Vary, known: Log) -> None:
    rows = candidates_for(vary(text="My eyelid is so droopy after botox. Clarice did it. I paid $9,000."), known)
    against = [reason.why for reason in best(rows).reasons if reason.score < 0 and reason.kind != "other"]
    assert "Against: a different provider is named" in against
    assert "Against: another sum of money is named" in against


def test_a_name_that_does_not_fit_is_said_without_a_heading(vary: Vary, known: Log) -> None:
    reasons = best(candidates_for(vary(author_name="Robert Zwick"), known)).reasons
    assert "Against: Robert Zwick does not fit Jennifer Quillsworth" in [reason.why for reason in reasons]


def test_reasons_are_few_and_end_with_the_rest(review: PublicReview, known: Log) -> None:
    for row in candidates_for(review, known):
        if row.complaint_id is not None:
            assert len(row.reasons) <= 7
            assert row.reasons[-1].kind == "other"


def test_without_explaining_the_answer_is_the_same(review: PublicReview, known: Log) -> None:
    plain = candidates_for(review, known, explain=False)
    assert plain == tuple(replace(row, reasons=()) for row in candidates_for(review, known))


def test_the_same_input_gives_the_same_answer_twice(review: PublicReview, known: Log) -> None:
    assert candidates_for(review, known) == candidates_for(review, known)


def test_the_order_of_the_log_does_not_matter(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    rows = [complaint, *crowd]
    answer = candidates_for(review, Log(rows))
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert candidates_for(review, Log(rows)) == answer


def test_adding_complaints_one_by_one_equals_building_at_once(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    grown = Log(crowd[:20])
    for one in (*crowd[20:], complaint):
        grown.add(one)
    assert len(grown) == len(crowd) + 1
    assert candidates_for(review, grown) == candidates_for(review, Log([*crowd, complaint]))


def test_an_unrelated_complaint_changes_little(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    grown = Log([complaint, *crowd])
    before = chance(candidates_for(review, grown), "C-0001")
    unrelated = LoggedComplaint(complaint_id="U", patient_first="Otto", patient_last="Zwick", location="Farpoint")
    grown.add(unrelated)
    assert abs(chance(candidates_for(review, grown), "C-0001") - before) < 0.01


def test_a_complaint_logged_after_the_review_is_found_once_it_is_there(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    growing = Log(crowd)
    assert candidates_for(review, growing)[0].complaint_id is None
    growing.add(replace(complaint, received_date="2025-03-20"))
    assert candidates_for(review, growing)[0].complaint_id == "C-0001"


def test_one_incident_logged_twice_is_one_answer(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    twin = replace(complaint, complaint_id="C-0002", received_date="2025-03-21", narrative="Eyelid ptosis.")
    rows = candidates_for(review, Log([complaint, twin, *crowd]))
    assert [row.complaint_id for row in rows if row.complaint_id in ("C-0001", "C-0002")] == ["C-0001"]
    assert rows[0].probability > 0.9


def test_two_visits_of_one_patient_stay_two_answers(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    other = replace(complaint, complaint_id="C-0003", treatment_date="2025-01-05", received_date="2025-01-09",
                    procedure="VI Peel", narrative="PIH after peel.", provider="", amount=None)  # fmt: skip
    rows = candidates_for(review, Log([complaint, other, *crowd]))
    assert rows[0].complaint_id == "C-0001"
    assert chance(rows, "C-0003") < 0.1


def test_a_review_on_another_location_s_page_still_finds_a_full_name(vary: Vary, known: Log) -> None:
    rows = candidates_for(vary(location="Elmcrest", author_name="Jennifer Quillsworth"), known)
    assert best(rows).complaint_id == "C-0001"
    assert any(reason.kind == "location" and reason.score < 0 for reason in best(rows).reasons)


def test_a_review_without_a_location_finds_the_complaint(vary: Vary, known: Log) -> None:
    assert candidates_for(vary(location=""), known)[0].complaint_id == "C-0001"


def test_a_complaint_without_a_location_is_found(
    review: PublicReview, complaint: LoggedComplaint, crowd: list[LoggedComplaint]
) -> None:
    assert candidates_for(review, Log([replace(complaint, location=""), *crowd]))[0].complaint_id == "C-0001"


def test_a_pseudonym_is_found_by_what_it_tells(vary: Vary, known: Log) -> None:
    assert best(candidates_for(vary(author_name="sunny_walker"), known)).complaint_id == "C-0001"


def test_more_competitors_make_each_one_less_sure(complaint: LoggedComplaint) -> None:
    vague = PublicReview(review_id="R", author_name="Jennifer", location="Harborview", date_posted="2025-03-12")
    few = [replace(complaint, complaint_id=f"F{i}", patient_id=f"F{i}", patient_first="Olga") for i in range(5)]
    many = [replace(complaint, complaint_id=f"F{i}", patient_id=f"F{i}", patient_first="Olga") for i in range(200)]
    assert chance(candidates_for(vague, Log([complaint, *few])), "C-0001") > chance(
        candidates_for(vague, Log([complaint, *many])), "C-0001"
    )


def test_only_so_many_complaints_are_compared(review: PublicReview, complaint: LoggedComplaint) -> None:
    alike = Log(replace(complaint, complaint_id=f"A{i:04}", patient_id=f"A{i}") for i in range(500))
    assert len(alike.candidates(alike.read(review))) <= KEPT


def test_far_apart_days_are_not_even_candidates(vary: Vary, complaint: LoggedComplaint) -> None:
    known = Log([complaint])
    assert known.candidates(known.read(vary(date_posted="2028-01-01"))) == []
    assert known.candidates(known.read(vary(date_posted="2024-09-01"))) == []


@given(st.lists(st.floats(min_value=-700, max_value=700), max_size=8))
def test_probabilities_of_all_answers_sum_to_one(scores: list[float]) -> None:
    chances = softmax(scores)
    assert len(chances) == len(scores) + 1
    assert isclose(sum(chances), 1.0, abs_tol=1e-9)


dates = st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat()), st.text(max_size=12))
texts = st.text(max_size=80)
odd_reviews = st.builds(
    PublicReview, review_id=st.just("R"), author_name=texts, location=st.sampled_from(["Harborview", "", "ⅫΩ", "x|y"]),
    date_posted=dates, rating=st.none(), text=texts,
)  # fmt: skip
odd_complaints = st.builds(
    LoggedComplaint, complaint_id=st.just("ODD"), patient_id=texts, patient_first=texts, patient_last=texts,
    patient_known_as=texts, patient_former_last=texts, related_contact=texts, location=texts, treatment_date=dates,
    received_date=dates, procedure=texts, provider=texts, staff_involved=st.lists(texts, max_size=2).map(tuple),
    amount=st.none() | st.floats(min_value=0, max_value=1e7), narrative=texts,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(odd_reviews)
def test_any_review_gets_an_answer_that_sums_to_at_most_one(review: PublicReview) -> None:
    rows = candidates_for(review, ODD_PROOF)
    assert sum(row.probability for row in rows) <= 1 + 1e-9
    assert all(0 <= row.probability <= 1 for row in rows)
    assert nobody(rows)
    assert len({row.complaint_id for row in rows}) == len(rows) <= 6


@settings(max_examples=60, deadline=None)
@given(odd_complaints)
def test_any_complaint_can_be_logged_and_linked_against(odd: LoggedComplaint) -> None:
    review = PublicReview(
        review_id="R", author_name=f"{odd.patient_first} {odd.patient_last}", location=odd.location,
        date_posted=odd.received_date, text=f"{odd.narrative} {odd.provider} {odd.procedure} ${odd.amount}",
    )  # fmt: skip
    known = Log([odd])
    rows = candidates_for(review, known)
    assert sum(row.probability for row in rows) <= 1 + 1e-9
    assert nobody(rows)


ODD_PROOF = Log(
    LoggedComplaint(
        complaint_id=f"C{i}", patient_first="Jennifer", patient_last="Quillsworth", location="Harborview",
        received_date="2025-03-10", narrative="ptosis", amount=10.0 * i,
    )
    for i in range(1, 9)
)  # fmt: skip
