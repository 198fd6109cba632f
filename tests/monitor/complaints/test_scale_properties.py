"""What must hold for any matter whatsoever, not only for the examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.complaints.scale import (
    ActionsDone,
    BehaviourEvent,
    Clearance,
    Concern,
    LateDays,
    Level,
    Matter,
    Problem,
    Spell,
    Standing,
    conduct_policy,
)
from tests.monitor.complaints.matters import event, harm, on_day, standing

LAST = 130
CODES = tuple(conduct_policy().codes)
PROTECTED = tuple(code for code in CODES if code.startswith("B0."))
SCORING = tuple(code for code in CODES if not code.startswith("B0."))
PEOPLE = ("Rosa Ibarra", "Nurse Okafor", "Lena Brandt")

held = settings(deadline=None, max_examples=30)


@st.composite
def events_of(
    draw: st.DrawFn, codes: tuple[str, ...], *, most: int = 8, prefix: str = ""
) -> tuple[BehaviourEvent, ...]:
    """Events with all kinds of evidence, states and episodes; band 4 may be confirmed or cleared."""
    return tuple(draw(_event(codes, f"{prefix}{number}")) for number in range(draw(st.integers(0, most))))


@st.composite
def _event(draw: st.DrawFn, codes: tuple[str, ...], name: str) -> BehaviourEvent:
    code, day = draw(st.sampled_from(codes)), draw(st.integers(0, LAST))
    cleared = draw(st.none() | st.integers(day, LAST)) if code.startswith("B4.") else None
    return event(
        code,
        day,
        id=name,
        channel=draw(st.sampled_from(("mail", "phone", "desk", "web"))),
        witnesses=draw(st.sets(st.sampled_from(PEOPLE)).map(lambda names: tuple(sorted(names)))),
        artifact=draw(st.sampled_from(("", "voicemail kept"))),
        episode=draw(st.sampled_from(("", "", "one", "two"))),
        state=draw(st.sampled_from(("recorded", "recorded", "upheld", "contested", "struck"))),
        confirmed_by=draw(st.sampled_from(("", "Rosa Ibarra"))),
        counsel=draw(st.sampled_from(("", "Counsel Whitlock"))),
        cleared=None
        if cleared is None
        else Clearance(on=on_day(cleared), clinician="Dr. Ines Varga", owner="Ada Quill"),
    )


@st.composite
def concerns(draw: st.DrawFn) -> tuple[Concern, ...]:
    return tuple(draw(_concern(f"C{number}")) for number in range(draw(st.integers(0, 4))))


@st.composite
def _concern(draw: st.DrawFn, name: str) -> Concern:
    days = sorted(draw(st.lists(st.integers(0, LAST), min_size=1, max_size=5)))
    ends = [*days[1::2], None] if len(days) % 2 else days[1::2]
    spells = tuple(
        Spell(opened_on=on_day(a), closed_on=None if b is None else on_day(b))
        for a, b in zip(days[0::2], ends, strict=True)
    )
    late = draw(st.none() | st.integers(0, LAST))
    return Concern(
        id=name,
        spells=spells,
        problems=(Problem(category=draw(st.sampled_from(("quality", "listening"))), severity=draw(st.integers(0, 3))),),
        finding=draw(st.none() | st.integers(0, 5).map(harm)),
        late=() if late is None else (LateDays(first=on_day(late), last=on_day(late + 9)),),
        acknowledged_late=draw(st.booleans()),
    )


@st.composite
def matters(draw: st.DrawFn, codes: tuple[str, ...] = CODES) -> Matter:
    done = st.builds(
        ActionsDone, level=st.sampled_from(Level), on=st.integers(0, LAST).map(on_day), by=st.just("Rosa Ibarra")
    )
    return Matter(
        concerns=draw(concerns()),
        events=draw(events_of(codes)),
        actions=tuple(draw(st.lists(done, max_size=4))),
    )


some_day = st.integers(0, LAST + 40)


def conduct_of(found: Standing) -> tuple[object, ...]:
    """All that the conduct axis says, without the list of what scored nothing."""
    return found.score, found.level, found.facts, found.why, found.holds, found.escalating, found.to_verify


@held
@given(matter=matters(), protected=events_of(PROTECTED, most=12, prefix="protected "), day=some_day)
def test_protected_acts_change_nothing_on_the_conduct_axis(matter, protected, day):
    with_them = replace(matter, events=(*matter.events, *protected))
    assert conduct_of(standing(with_them, day)) == conduct_of(standing(matter, day))


@pytest.mark.parametrize("code", PROTECTED)
def test_every_protected_act_scores_zero_whatever_shows_it(code):
    often = tuple(
        event(code, number, id=str(number), witnesses=PEOPLE, artifact="kept", confirmed_by="Rosa Ibarra")
        for number in range(30)
    )
    found = standing(Matter(events=often), 30)
    assert (found.score, found.level, found.escalating, found.to_verify) == (0.0, Level.L0, (), ())
    assert len(found.lines) == 30


@held
@given(matter=matters(PROTECTED), day=some_day)
def test_without_behaviour_no_level_is_above_needs_closure(matter, day):
    assert standing(matter, day).level <= Level.L2


@held
@given(matter=matters(), day=some_day, data=st.data())
def test_the_order_of_entry_means_nothing(matter, day, data):
    shuffled = Matter(
        concerns=tuple(data.draw(st.permutations(matter.concerns))),
        events=tuple(data.draw(st.permutations(matter.events))),
        actions=tuple(data.draw(st.permutations(matter.actions))),
    )
    assert standing(shuffled, day) == standing(matter, day)


@held
@given(matter=matters(), day=some_day)
def test_the_same_record_always_gives_the_same_standing(matter, day):
    assert standing(matter, day) == standing(replace(matter), day)


@held
@given(matter=matters(), day=some_day)
def test_no_sum_rises_without_a_scored_event_of_that_day(matter, day):
    today, tomorrow = standing(matter, day), standing(matter, day + 1)
    if not _scored_on(tomorrow, matter, on_day(day + 1)):
        assert tomorrow.score <= today.score


@held
@given(matter=matters(), day=some_day)
def test_time_alone_raises_no_level_above_needs_closure(matter, day):
    today, tomorrow = standing(matter, day), standing(matter, day + 1)
    if not _scored_on(tomorrow, matter, on_day(day + 1)):
        assert tomorrow.level <= max(today.level, Level.L2)


@held
@given(matter=matters(), day=some_day)
def test_a_level_rises_at_once_with_an_event(matter, day):
    found = standing(matter, day)
    if _scored_on(found, matter, on_day(day)):
        assert found.level >= found.facts


@held
@given(matter=matters(SCORING), day=some_day)
def test_after_conduct_a_level_falls_one_step_a_day_at_most(matter, day):
    today, tomorrow = standing(matter, day), standing(matter, day + 1)
    if any(line.points for line in today.lines):
        assert tomorrow.level >= today.level - 1


@held
@given(matter=matters(), day=some_day)
def test_what_happens_later_does_not_touch_an_earlier_day(matter, day):
    known = tuple(one for one in matter.events if one.happened_on <= on_day(day))
    assert standing(matter, day) == standing(replace(matter, events=known), day)


@held
@given(matter=matters(), struck=events_of(CODES, prefix="struck "), day=some_day)
def test_a_struck_event_counts_as_if_it_had_never_been(matter, struck, day):
    withdrawn = tuple(replace(one, state="struck") for one in struck)
    assert standing(replace(matter, events=(*matter.events, *withdrawn)), day) == standing(matter, day)


@held
@given(matter=matters(), contested=events_of(SCORING, prefix="contested "), day=some_day)
def test_a_contested_event_of_bands_one_and_two_waits_at_nothing(matter, contested, day):
    light = tuple(replace(one, state="contested") for one in contested if one.band <= 2)
    with_them = standing(replace(matter, events=(*matter.events, *light)), day)
    assert conduct_of(with_them) == conduct_of(standing(matter, day))


@held
@given(matter=matters(), contested=events_of(SCORING, prefix="contested "), day=some_day)
def test_contesting_changes_nothing_for_bands_three_and_four(matter, contested, day):
    grave = [one for one in contested if one.band >= 3]
    as_state = {
        state: replace(matter, events=(*matter.events, *(replace(one, state=state) for one in grave)))
        for state in ("recorded", "contested", "upheld")
    }
    standings = [standing(one, day) for one in as_state.values()]
    assert standings[0] == standings[1] == standings[2]


@held
@given(matter=matters(), day=some_day)
def test_every_level_and_every_point_shows_where_it_comes_from(matter, day):
    found = standing(matter, day)
    assert found.why
    assert all(line.text for line in (*found.why, *found.holds, *found.lines))
    assert sum(line.points for line in found.lines) == pytest.approx(found.score)
    assert all(urgency.why for urgency in found.urgencies)


@held
@given(matter=matters(), day=some_day)
def test_a_level_above_the_facts_says_what_it_waits_for_or_has_just_come_down(matter, day):
    found, next_day = standing(matter, day), standing(matter, day + 1)
    if found.level > found.facts and not found.holds and not _scored_on(next_day, matter, on_day(day + 1)):
        assert next_day.level == found.level - 1 or next_day.facts >= found.level


@held
@given(matter=matters(), day=some_day)
def test_conduct_says_nothing_about_priority(matter, day):
    ordinary = tuple(one for one in matter.events if one.code not in ("B0.14",))
    rude, calm = replace(matter, events=ordinary), replace(matter, events=())
    assert standing(rude, day).priority == standing(calm, day).priority


@held
@given(matter=matters(), day=some_day)
def test_only_grave_levels_and_safety_show_at_the_front_desk(matter, day):
    found = standing(matter, day)
    safety = any(gate.gate == "G-SAFETY" for gate in found.gates)
    assert found.shows_safety_banner == (found.level >= Level.L4 or safety)
    assert found.sign_offs == (2 if found.level >= Level.L3 else 0)


@held
@given(events=events_of(SCORING), day=some_day)
def test_more_evidence_never_weighs_less(events, day):
    apart = tuple(replace(one, episode="", code="B2.1", cleared=None) for one in events)
    shown = tuple(replace(one, artifact="kept") for one in apart)
    assert standing(Matter(events=shown), day).score >= standing(Matter(events=apart), day).score


@held
@given(events=events_of(SCORING), day=some_day, level=st.integers(3, 5))
def test_confirmed_harm_never_adds_a_point(events, day, level):
    opened = (Concern(id="C", spells=(Spell(opened_on=on_day(0)),)),)
    harmed = (replace(opened[0], finding=harm(level)),)
    with_harm = standing(Matter(concerns=harmed, events=events), day)
    assert with_harm.score <= standing(Matter(concerns=opened, events=events), day).score


def _scored_on(found: Standing, matter: Matter, day: date) -> bool:
    """True when an event of that day has points on that day's sum."""
    ids = {one.id for one in matter.events if one.happened_on == day}
    return any(line.points for line in found.lines if line.event in ids)
