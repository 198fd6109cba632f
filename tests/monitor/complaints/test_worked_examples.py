"""The examples a clinic can check by hand, to a hundredth: what the facts of each day give."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.complaints.scale import LateDays, Level, Matter, Priority
from tests.monitor.complaints.matters import concern, event, harm, on_day, standing

ONE = ("Nurse Okafor",)
TWO = ("Nurse Okafor", "Rosa Ibarra")


def case_a() -> Matter:
    """An uneven brow at two weeks."""
    return Matter(concerns=(concern(),))


def case_b() -> Matter:
    """Nobody answers; the patient swears, then calls and calls."""
    late = (LateDays(first=on_day(2)),)
    events = (event("B1.2", 3, witnesses=ONE), event("B1.1", 4))
    return Matter(concerns=(concern(late=late),), events=events)


def case_c() -> Matter:
    """Haggling, closed before day 110."""
    return Matter(concerns=(concern(closed=100),), events=(event("B1.4", 10), event("B1.3", 18), event("B1.1", 20)))


def case_d() -> Matter:
    """An insult, then a threat with claims known to be false; closed before day 120."""
    threat = event("B2.4", 12, counsel="Counsel Whitlock")
    return Matter(concerns=(concern(closed=100),), events=(event("B1.1", 5), event("B2.1", 9), threat))


def case_e() -> Matter:
    """From many calls to harassment and a broken agreement; closed before day 420."""
    events = (
        event("B1.1", 20), event("B2.1", 26, witnesses=TWO), event("B2.2", 33), event("B3.2", 41), event("B3.4", 55),
    )  # fmt: skip
    return Matter(concerns=(concern(closed=200),), events=events)


def case_f() -> Matter:
    """A clinician confirms harm; two hard calls on the first day."""
    calls = (event("B1.2", 1, witnesses=ONE, channel="phone"), event("B2.1", 1, witnesses=ONE, channel="phone"))
    return Matter(concerns=(concern(finding=harm(3)),), events=calls)


def case_g() -> Matter:
    """A lawyer's letter, four honest reviews, a board complaint and a card dispute."""
    reviews = tuple(event("B0.2", number, channel=f"site {number}") for number in (1, 2, 3, 4))
    return Matter(concerns=(concern(),), events=(*reviews, event("B0.8", 5), event("B0.7", 6), event("B0.9", 7)))


def case_i() -> Matter:
    """A threat on the telephone, heard by one person; closed when it was settled."""
    return Matter(concerns=(concern(closed=20),), events=(event("B3.2", 4, witnesses=ONE, channel="phone"),))


def case_h() -> Matter:
    """Property damaged before two people."""
    return Matter(concerns=(concern(closed=30),), events=(event("B4.2", 3, witnesses=TWO),))


@pytest.mark.parametrize(
    ("matter", "day", "points", "level"),
    [
        (case_a(), 14, 0.00, Level.L1),
        (case_b(), 4, 0.00, Level.L1),
        (case_b(), 40, 0.00, Level.L2),
        (case_c(), 20, 4.82, Level.L2),
        (case_c(), 50, 3.83, Level.L2),
        (case_c(), 110, 2.41, Level.L1),
        (case_d(), 5, 1.00, Level.L1),
        (case_d(), 9, 4.97, Level.L3),
        (case_d(), 12, 8.86, Level.L3),
        (case_d(), 60, 6.12, Level.L3),
        (case_d(), 120, 3.85, Level.L1),
        (case_d(), 365, 0.58, Level.L0),
        (case_e(), 20, 1.00, Level.L1),
        (case_e(), 26, 4.95, Level.L3),
        (case_e(), 33, 8.69, Level.L3),
        (case_e(), 41, 16.18, Level.L4),
        (case_e(), 55, 20.92, Level.L4),
        (case_e(), 145, 13.27, Level.L4),
        (case_e(), 420, 3.77, Level.L1),
        (case_f(), 1, 3.15, Level.L1),
        (case_f(), 31, 2.50, Level.L2),
        (case_g(), 7, 0.00, Level.L1),
        (case_i(), 4, 5.60, Level.L3),
        (case_i(), 40, 4.88, Level.L2),
        (case_h(), 3, 20.00, Level.L5),
        (case_h(), 400, 20.00, Level.L5),
    ],
)
def test_the_facts_of_the_day_give_the_sum_and_the_level(matter, day, points, level):
    found = standing(matter, day)
    assert found.score == pytest.approx(points, abs=0.005)
    assert found.facts == level
    assert found.why


@pytest.mark.parametrize(("matter", "priority"), [(case_a(), Priority.P3), (case_f(), Priority.P1)])
def test_the_concern_has_its_own_priority(matter, priority):
    assert standing(matter, 14).priority == priority


def test_a_lawyer_a_board_and_honest_reviews_open_the_legal_gate_and_weigh_nothing():
    found = standing(case_g(), 7)
    assert [gate.gate for gate in found.gates] == ["G-LEGAL"]
    assert found.gates[0].since == on_day(5)
    assert {line.points for line in found.lines} == {0.0}


def test_the_haggler_escalates_but_never_passes_needs_closure_without_a_band_two_event():
    found = standing(case_c(), 20)
    assert found.escalating
    assert (found.level, found.shown) == (Level.L2, "Needs closure")


def test_a_threat_that_one_person_heard_is_to_be_verified():
    assert standing(case_i(), 4).to_verify == ("B3.2 on 4",)


def test_a_matter_left_open_for_more_than_thirty_days_is_ours_to_close():
    found = standing(case_b(), 40)
    assert [line.text for line in found.why] == [
        "A concern is open since 5 January 2026: more than 30 days, ours to close."
    ]


def test_days_are_days_across_a_leap_day():
    leap = Matter(events=(event("B2.1", 0, id="x"),))
    moved = Matter(events=(event("B2.1", 0, id="x", happened_on=date(2027, 12, 1)),))
    assert standing(leap, 90).score == 2.0
    assert standing(moved, (date(2028, 2, 29) - on_day(0)).days).score == 2.0
