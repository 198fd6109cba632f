"""The chart shows the sum over time; the concern lies on a strip of its own."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.complaints.scale import (
    Clearance,
    GateSign,
    Level,
    Matter,
    Priority,
    Spell,
    UnfitRecord,
    conduct_policy,
)
from monitor.complaints.trajectory import trace
from tests.monitor.complaints.matters import concern, event, harm, on_day, standing

P1, P2, P3 = Priority


def traced(matter, first, last):
    return trace(matter=matter, first=on_day(first), last=on_day(last), policy=conduct_policy())


def strip(matter, first, last):
    """The strip, with its days as numbers."""
    found = traced(matter, first, last).strip
    return [((one.first - on_day(0)).days, (one.last - on_day(0)).days, one.priority) for one in found]


def test_each_day_has_the_sum_of_that_day():
    found = traced(Matter(events=(event("B2.1", 5), event("B1.3", 8))), 4, 9)
    assert [(point.day, round(point.score, 2)) for point in found.points] == [
        (on_day(4), 0.0), (on_day(5), 4.0), (on_day(6), 3.97), (on_day(7), 3.94), (on_day(8), 5.91), (on_day(9), 5.86),
    ]  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(
    days=st.lists(st.integers(0, 60), max_size=6, unique=True),
    codes=st.lists(st.sampled_from(("B0.1", "B1.1", "B2.1", "B3.2", "B4.1")), min_size=6, max_size=6),
    first=st.integers(0, 70),
)
def test_the_chart_and_the_standing_never_disagree(days, codes, first):
    events = tuple(event(code, day, episode="one" if day % 2 else "") for code, day in zip(codes, days, strict=False))
    matter = Matter(concerns=(concern(closed=40),), events=events)
    found = traced(matter, first, first + 3)
    for number, point in enumerate(found.points):
        now = standing(matter, first + number)
        assert (point.day, point.score) == (now.day, now.score)
        assert [one.priority for one in found.strip if one.first <= point.day <= one.last] == [now.priority]


def test_marks_are_the_events_that_scored_within_the_chart():
    events = (
        event("B0.1", 3), event("B1.3", 4, id="before"), event("B2.1", 6, id="insult"),
        event("B2.1", 7, state="struck"), event("B2.2", 8, witnesses=()), event("B1.2", 20, id="after"),
    )  # fmt: skip
    found = traced(Matter(events=events), 5, 10)
    assert [(mark.day, mark.event, mark.code, mark.points) for mark in found.marks] == [
        (on_day(6), "insult", "B2.1", 4.0)
    ]


def test_the_strip_shows_priority_from_day_to_day_and_gaps_as_nothing():
    spells = (Spell(opened_on=on_day(2), closed_on=on_day(6)), Spell(opened_on=on_day(8)))
    matter = Matter(concerns=(concern(spells=spells, severity=2, finding=harm(4, found=10)),))
    assert strip(matter, 0, 12) == [(0, 1, None), (2, 5, P2), (6, 7, None), (8, 9, P2), (10, 12, P1)]


def test_a_gate_shows_on_the_strip_and_not_on_the_line():
    signs = (
        GateSign(gate="G-CLIN", on=on_day(3), by="Dr. Ines Varga"),
        GateSign(gate="G-CLIN", on=on_day(5), by="Dr. Ines Varga", closes=True),
    )
    matter = Matter(concerns=(concern(),), signs=signs)
    assert strip(matter, 0, 7) == [(0, 2, P3), (3, 4, P1), (5, 7, P3)]
    assert {point.score for point in traced(matter, 0, 7).points} == {0.0}


def test_behaviour_shows_on_the_line_and_not_on_the_strip():
    assert strip(Matter(concerns=(concern(),), events=(event("B3.1", 3),)), 0, 7) == [(0, 7, P3)]


@settings(deadline=None, max_examples=25)
@given(first=st.integers(-5, 40), length=st.integers(0, 40))
def test_the_strip_covers_every_day_once(first, length):
    spells = (Spell(opened_on=on_day(2), closed_on=on_day(6)), Spell(opened_on=on_day(8), closed_on=on_day(20)))
    found = traced(Matter(concerns=(concern(spells=spells),)), first, first + length).strip
    days = [one.first + timedelta(days=n) for one in found for n in range((one.last - one.first).days + 1)]
    assert days == [on_day(first + number) for number in range(length + 1)]
    assert all(one.priority != other.priority for one, other in pairwise(found))


def test_a_cleared_danger_leaves_the_line():
    clearance = Clearance(on=on_day(6), clinician="Dr. Ines Varga", owner="Ada Quill")
    danger = event("B4.2", 4, confirmed_by="Rosa Ibarra", cleared=clearance)
    assert [point.score for point in traced(Matter(events=(danger,)), 3, 7).points] == [0.0, 20.0, 20.0, 0.0, 0.0]


def test_the_thresholds_come_from_the_rules():
    assert sorted(traced(Matter(), 0, 0).thresholds) == [
        (Level.L1, 1.0),
        (Level.L2, 4.0),
        (Level.L3, 6.0),
        (Level.L4, 12.0),
    ]


def test_one_day_is_a_chart_and_a_day_before_the_first_is_none():
    assert len(traced(Matter(), 3, 3).points) == 1
    with pytest.raises(UnfitRecord, match="ends before it begins"):
        traced(Matter(), 3, 2)
