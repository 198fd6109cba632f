"""Up at once, down one step at a time: and never by the passing of days alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from monitor.complaints.scale import Clearance, Level, Matter, Spell, UnfitRecord
from tests.monitor.complaints.matters import concern, done, event, levels, on_day, standing

L0, L1, L2, L3, L4, L5 = Level
ONE = ("Nurse Okafor",)
DONE = tuple(done(L5, number) for number in range(0, 400, 5))


def matter(*events, closed=1, actions=DONE):
    return Matter(concerns=(concern(closed=closed),), events=events, actions=actions)


def changes(found):
    """The days on which the level changed, with the new one."""
    return [(day, now) for day, (before, now) in enumerate(pairwise(found), 1) if before != now]


def test_a_level_rises_on_the_day_of_the_event():
    assert changes(levels(matter(event("B3.2", 5)), 6)) == [(1, L0), (5, L4)]


def test_a_grave_event_falls_by_steps_that_each_wait_for_quiet():
    found = levels(matter(event("B3.2", 5)), 500)
    steps = changes(found)[2:]
    # 31 days after the event; then 4, 2 and less than 1 of its 8 points are left.
    assert steps == [(36, L3), (185, L2), (365, L1)]


def test_what_was_aggressive_stays_escalating_for_ninety_days_after_the_last_event():
    light = matter(event("B3.4", 5, artifact="kept"))
    found = levels(light, 140)
    assert (found[5], found[36]) == (L4, L3)
    assert found[94:97] == [L3, L3, L3]
    six_points = standing(light, 95)
    assert six_points.facts == L2
    assert any("90 days without a scored event: until 11 April 2026" in line.text for line in six_points.holds)


@pytest.mark.parametrize("level", [L3, L4])
def test_no_grave_level_falls_before_its_actions_are_recorded_as_done(level):
    grave = event("B3.2", 5) if level == L4 else event("B3.2", 5, witnesses=ONE)
    found = standing(matter(grave, actions=()), 300)
    assert found.level == level
    assert [line.text for line in found.holds] == [f"What {level.name} asks of us is not recorded as done."]
    assert standing(matter(grave, actions=(done(level, 6),)), 300).level < level


@pytest.mark.parametrize(("record", "falls"), [(done(L4, 4), False), (done(L4, 5), True), (done(L3, 9), False)])
def test_actions_count_when_done_for_this_level_since_it_was_reached(record, falls):
    assert (standing(matter(event("B3.2", 5), actions=(record,)), 36).level == L3) == falls


def test_actions_of_a_graver_level_count_for_those_below():
    assert standing(matter(event("B3.2", 5), actions=(done(L4, 6),)), 365).level == L1


def test_actions_done_on_the_way_up_count_on_the_way_down():
    events = (event("B2.1", 5), event("B2.2", 6), event("B3.2", 20))
    climbed = matter(*events, actions=(done(L3, 10), done(L4, 21)))
    assert standing(climbed, 400).level < L3


def test_needs_closure_falls_when_the_concern_is_closed():
    found = levels(matter(event("B1.3", 0), closed=45, actions=()), 60)
    assert changes(found) == [(31, L2), (45, L1)]


def test_a_sum_just_below_the_threshold_holds_the_level():
    """4 points on the first day, less from the next: L2 until no more than 2 are left."""
    found = levels(matter(event("B1.3", 0), event("B1.4", 0)), 200)
    assert changes(found) == [(90, L1), (181, L0)]
    assert standing(matter(event("B1.3", 0), event("B1.4", 0)), 40).facts == L1


def test_levels_do_not_flap_around_a_threshold():
    """Small events that lift the sum over 4 again and again change the level once."""
    events = [event("B1.3", day, id=str(day)) for day in (2, 3, 4, 74, 144, 214)]
    facts = [standing(matter(*events), day).facts for day in range(240)]
    assert len(changes(facts)) > 4
    assert changes(levels(matter(*events), 240)) == [(1, L0), (2, L1), (4, L2)]


def test_time_alone_makes_nothing_escalate():
    """Older events slip out of the comparison on day 121, so the facts alone would read as a rise."""
    events = (
        event("B2.1", 0, id="a", witnesses=ONE), event("B2.2", 0, id="b", witnesses=ONE),
        event("B1.1", 100), event("B1.3", 110, witnesses=ONE),
    )  # fmt: skip
    quiet = matter(*events, actions=(done(L3, 10),))
    before, after = standing(quiet, 120), standing(quiet, 121)
    assert (before.facts, after.facts) == (L2, L3)
    assert (before.level, after.level) == (L2, L2)
    assert after.why


def test_a_confirmed_danger_stands_until_cleared_and_then_comes_down_by_steps():
    clearance = Clearance(on=on_day(200), clinician="Dr. Ines Varga", owner="Ada Quill")
    danger = event("B4.2", 3, witnesses=(*ONE, "Rosa Ibarra"), cleared=clearance)
    found = levels(matter(danger), 210)
    assert set(found[3:200]) == {L5}
    assert changes(found[199:]) == [(1, L4), (2, L3), (3, L2), (4, L1), (5, L0)]


def test_a_danger_cleared_early_is_held_at_escalating_for_ninety_days():
    clearance = Clearance(on=on_day(5), clinician="Dr. Ines Varga", owner="Ada Quill")
    danger = event("B4.1", 3, confirmed_by="Rosa Ibarra", cleared=clearance)
    found = levels(matter(danger), 100)
    assert changes(found)[2:] == [(5, L4), (34, L3), (94, L2), (95, L1), (96, L0)]


def test_a_danger_nobody_has_confirmed_is_aggressive_and_to_be_verified_at_once():
    found = standing(matter(event("B4.1", 3, witnesses=ONE)), 3)
    assert (found.level, found.to_verify) == (L4, ("B4.1 on 3",))
    assert [gate.gate for gate in found.gates] == ["G-SAFETY"]


def test_struck_events_take_their_level_with_them():
    found = standing(matter(event("B3.2", 5, state="struck"), event("B1.2", 6)), 7)
    assert (found.level, found.score) == (L1, pytest.approx(0.5 ** (1 / 90)))


def test_an_unverified_grave_event_is_escalating_for_thirty_days():
    heard = matter(event("B3.4", 5, witnesses=ONE))
    assert [standing(heard, day).facts for day in (5, 35, 36)] == [L3, L3, L1]


def test_twelve_points_without_a_grave_event_are_not_aggressive():
    events = [event("B2.1", day, id=str(day)) for day in range(4)]
    assert standing(matter(*events), 3).score > 12
    assert standing(matter(*events), 3).level == L3


@pytest.mark.parametrize(
    ("spells", "day", "level"),
    [
        (((0, None),), 30, L1),
        (((0, None),), 31, L2),
        (((0, 10), (10, None)), 12, L1),
        (((0, 10), (11, 20), (25, None)), 26, L2),
        (((0, 10), (11, 20), (25, 30)), 376, L2),
        (((0, 10), (11, 20), (25, 30)), 377, L0),
    ],
)
def test_what_stays_open_or_comes_back_needs_closure(spells, day, level):
    opened = tuple(Spell(opened_on=on_day(a), closed_on=None if b is None else on_day(b)) for a, b in spells)
    assert standing(Matter(concerns=(concern(spells=opened),)), day).level == level


@pytest.mark.parametrize(("day", "level"), [(20, L2), (365, L2), (366, L0)])
def test_three_concerns_in_twelve_months_need_closure(day, level):
    three = tuple(concern(opened=number, closed=number + 1) for number in (0, 5, 10))
    assert standing(Matter(concerns=three), day).level == level


def test_the_level_of_needs_closure_is_shown_as_ours():
    found = standing(Matter(concerns=(concern(),)), 31)
    assert found.shown == "Needs closure"
    assert "Check our own failures." in found.actions
    assert found.sign_offs == 0


def test_a_level_that_is_held_says_since_when_and_why():
    found = standing(matter(event("B3.2", 5), actions=()), 60)
    assert [line.text for line in found.why][:2] == [
        "L4 since 10 January 2026:",
        "A band 3 event in the last 30 days, with full evidence: A threat that names no particular act.",
    ]


def test_actions_need_somebody_who_did_them():
    with pytest.raises(UnfitRecord, match="Nobody stands behind"):
        type(done(L3, 1))(level=L3, on=on_day(1), by=" ")


def test_a_standing_names_its_mechanism_and_the_version_of_its_rules():
    found = standing(Matter(), 0)
    assert (found.mechanism, found.policy_version, found.level, found.priority) == ("scale-1", "2026-11-24", L0, None)
