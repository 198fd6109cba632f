"""How urgent a concern is, and the gates that come before everything."""

from __future__ import annotations

import pytest

from monitor.complaints.scale import (
    Clearance,
    Finding,
    GateSign,
    LateDays,
    Level,
    Matter,
    Merit,
    Priority,
    Problem,
    Spell,
    UnfitRecord,
)
from tests.monitor.complaints.matters import concern, event, harm, on_day, standing

P1, P2, P3 = Priority
CLINICAL, OTHER = ("quality", "safety"), ("environment", "processes", "listening", "communication", "respect")


def rated(*ratings, **more):
    problems = tuple(Problem(category=category, severity=severity) for category, severity in ratings)
    return Matter(concerns=(concern(problems=problems, **more),))


def sign(gate, number, *, closes=False):
    return GateSign(gate=gate, on=on_day(number), by="Dr. Ines Varga", closes=closes)


def open_on(matter, number):
    return [gate.gate for gate in standing(matter, number).gates]


@pytest.mark.parametrize("category", CLINICAL + OTHER)
@pytest.mark.parametrize(("severity", "priority"), [(0, P3), (1, P3), (2, P2)])
def test_severity_two_is_prompt_in_any_category(category, severity, priority):
    assert standing(rated((category, severity)), 1).priority == priority


@pytest.mark.parametrize(("category", "priority"), [(name, P1) for name in CLINICAL] + [(name, P2) for name in OTHER])
def test_severity_three_is_urgent_in_a_clinical_category_and_prompt_elsewhere(category, priority):
    assert standing(rated((category, 3)), 1).priority == priority


@pytest.mark.parametrize(("level", "priority"), [(0, P3), (2, P3), (3, P1), (4, P1), (5, P1)])
def test_confirmed_harm_of_three_is_urgent(level, priority):
    assert standing(rated(("listening", 1), finding=harm(level)), 1).priority == priority


def test_harm_counts_from_the_day_a_clinician_confirmed_it():
    matter = rated(("quality", 1), finding=harm(4, found=9))
    assert [standing(matter, day).priority for day in (8, 9)] == [P3, P1]


@pytest.mark.parametrize("merit", list(Merit))
def test_a_concern_need_not_be_right_to_be_urgent(merit):
    finding = Finding(harm=3, clinician="Dr. Ines Varga", found_on=on_day(0), merit=merit)
    assert standing(rated(("quality", 0), finding=finding), 1).priority == P1


def test_the_gravest_problem_and_the_gravest_open_concern_decide():
    light, grave = concern(opened=0), concern(opened=1, closed=5, severity=3)
    matter = Matter(concerns=(light, grave))
    assert standing(rated(("listening", 1), ("safety", 3), ("quality", 2)), 1).priority == P1
    assert [standing(matter, day).priority for day in (0, 1, 5)] == [P3, P1, P3]
    assert [urgency.concern for urgency in standing(matter, 1).urgencies] == ["opened 0", "opened 1"]


def test_nothing_open_has_no_priority():
    assert standing(Matter(concerns=(concern(closed=3),)), 3).priority is None


def test_a_priority_shows_its_lines_word_for_word():
    found = standing(rated(("safety", 3), ("listening", 2), finding=harm(4)), 1)
    assert [line.text for line in found.urgencies[0].why] == [
        "A problem of safety is rated 3 of 3.", "A clinician confirms harm 4 of 5.",
    ]  # fmt: skip


def test_a_rude_patient_with_an_urgent_concern_is_urgent():
    rude = Matter(concerns=(concern(severity=3),), events=(event("B3.1", 1), event("B2.1", 1, episode="x")))
    assert (standing(rude, 1).priority, standing(rude, 1).level) == (P1, Level.L4)


@pytest.mark.parametrize("gate", ["G-CLIN", "G-WELFARE"])
def test_a_symptom_or_talk_of_self_harm_makes_every_concern_urgent_and_scores_nothing(gate):
    matter = Matter(concerns=(concern(),), signs=(sign(gate, 2), sign(gate, 6, closes=True)))
    assert [standing(matter, day).priority for day in (1, 2, 5, 6)] == [P3, P1, P1, P3]
    assert standing(matter, 3).score == 0


def test_a_closed_gate_opens_again_with_the_next_sign():
    signs = (sign("G-CLIN", 2), sign("G-CLIN", 6, closes=True), sign("G-CLIN", 9))
    matter = Matter(signs=signs)
    assert [bool(open_on(matter, day)) for day in (1, 2, 5, 6, 8, 9, 40)] == [
        False, True, True, False, False, True, True,
    ]  # fmt: skip


def test_a_sign_on_the_day_of_closing_keeps_the_gate_open():
    signs = (sign("G-CLIN", 2), sign("G-CLIN", 6), sign("G-CLIN", 6, closes=True))
    assert [open_on(Matter(signs=signs), day) for day in (6, 7)] == [["G-CLIN"], ["G-CLIN"]]


def test_an_urgent_gate_is_urgent_without_any_open_concern():
    assert standing(Matter(signs=(sign("G-CLIN", 2),)), 3).priority == P1


def test_talk_of_self_harm_opens_the_welfare_gate_and_is_never_conduct():
    found = standing(Matter(concerns=(concern(),), events=(event("B0.14", 4),)), 4)
    assert [gate.gate for gate in found.gates] == ["G-WELFARE"]
    assert (found.priority, found.score, found.level) == (P1, 0.0, Level.L1)


@pytest.mark.parametrize("code", ["B0.7", "B0.8"])
def test_counsel_ends_the_legal_gate_that_a_lawyer_or_a_board_opened(code):
    matter = Matter(events=(event(code, 4),), signs=(sign("G-LEGAL", 50, closes=True),))
    assert [open_on(matter, day) for day in (3, 4, 49, 50)] == [[], ["G-LEGAL"], ["G-LEGAL"], []]


def test_a_record_cannot_close_the_safety_gate_over_a_danger_that_is_not_cleared():
    clearance = Clearance(on=on_day(30), clinician="Dr. Ines Varga", owner="Ada Quill")
    danger = event("B4.3", 4, confirmed_by="Rosa Ibarra", cleared=clearance)
    matter = Matter(events=(danger,), signs=(sign("G-SAFETY", 10, closes=True),))
    assert [open_on(matter, day) for day in (4, 10, 29, 30)] == [["G-SAFETY"], ["G-SAFETY"], ["G-SAFETY"], []]


def test_what_was_struck_opens_no_gate():
    assert open_on(Matter(events=(event("B0.8", 4, state="struck"), event("B4.1", 4, state="struck"))), 5) == []


def test_every_open_gate_says_what_to_do_first():
    gates = standing(Matter(signs=tuple(sign(g, 1) for g in ("G-SAFETY", "G-LEGAL", "G-CLIN", "G-WELFARE"))), 2).gates
    assert [gate.gate for gate in gates] == ["G-CLIN", "G-WELFARE", "G-LEGAL", "G-SAFETY"]
    assert all(gate.what and gate.steps and gate.since == on_day(1) for gate in gates)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Problem(category="quality", severity=4), "0 to 3"),
        (lambda: Problem(category="quality", severity=-1), "0 to 3"),
        (lambda: Finding(harm=6, clinician="Dr. Ines Varga", found_on=on_day(0)), "0 to 5"),
        (lambda: Finding(harm=3, clinician=" ", found_on=on_day(0)), "only a clinician"),
        (lambda: GateSign(gate="G-CLIN", on=on_day(0), by=""), "Nobody stands behind"),
        (lambda: concern(spells=()), "never opened"),
        (lambda: concern(opened=5, closed=4), "closed before"),
        (lambda: concern(spells=(Spell(opened_on=on_day(1)), Spell(opened_on=on_day(4)))), "opened twice"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(make, words):
    with pytest.raises(UnfitRecord, match=words):
        make()


@pytest.mark.parametrize(
    ("matter", "words"),
    [
        (rated(("beauty", 1)), "problem category"),
        (Matter(signs=(GateSign(gate="G-STARS", on=on_day(0), by="Rosa Ibarra"),)), "gate"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(matter, words):
    with pytest.raises(UnfitRecord, match=f"{words} that conduct.toml does not know"):
        standing(matter, 1)


def test_a_concern_is_closed_on_the_day_of_closing_and_can_reopen_that_day():
    assert standing(Matter(concerns=(concern(closed=3),)), 3).level == Level.L0
    again = concern(spells=(Spell(opened_on=on_day(0), closed_on=on_day(3)), Spell(opened_on=on_day(3))))
    assert standing(Matter(concerns=(again,)), 3).level == Level.L1


def test_late_days_hold_their_first_and_last_day():
    late = LateDays(first=on_day(2), last=on_day(4))
    assert [late.include(on_day(number)) for number in (1, 2, 4, 5)] == [False, True, True, False]
