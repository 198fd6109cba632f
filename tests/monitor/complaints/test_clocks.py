"""What is owed and by when, in Chicago: over weekends, holidays, pauses, letters and both days of changing clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.complaints.clocks import (
    Extension,
    LateDays,
    Owed,
    Pause,
    Priority,
    Progress,
    UnfitRecord,
    acknowledged_late,
    clock_policy,
    late_days,
    read_clocks,
)

P1, P2, P3 = Priority
ACKNOWLEDGE, CONTACT, UPDATE, ANSWER = Owed
CHICAGO = ZoneInfo("America/Chicago")


def at(month, day, hour=10, minute=0, *, year=2026, fold=0):
    """A moment on the clock of the wall in Chicago."""
    return datetime(year, month, day, hour, minute, tzinfo=CHICAGO, fold=fold)


MONDAY = at(5, 4)


def calendar():
    return clock_policy().calendar(location="Riverside", time_zone="America/Chicago")


def clocks(now, *, priority=P3, received=MONDAY, **done):
    progress = Progress(received_at=received, **done)
    return read_clocks(progress=progress, priority=priority, calendar=calendar(), policy=clock_policy(), now=now)


def clock(owed, now, **more):
    """The latest clock of its kind."""
    return [one for one in clocks(now, **more) if one.owed == owed][-1]


def late(now, **more):
    return late_days(clocks(now, **more), calendar=calendar())


@pytest.mark.parametrize(
    ("owed", "priority", "due"),
    [
        (ACKNOWLEDGE, P1, at(5, 5, 17)),
        (ACKNOWLEDGE, P3, at(5, 5, 17)),
        (CONTACT, P1, at(5, 4, 12)),
        (CONTACT, P2, at(5, 6, 17)),
        (CONTACT, P3, at(5, 11, 17)),
        (ANSWER, P1, at(6, 2, 17)),
        (ANSWER, P3, at(6, 2, 17)),
    ],
)
def test_each_clock_runs_its_term_from_receipt(owed, priority, due):
    """Memorial Day, 25 May, is one of the days between."""
    found = clock(owed, MONDAY, priority=priority)
    assert (found.state, found.due_at, found.climbs_to) == ("running", due, "")
    assert found.due_at.tzinfo == UTC


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(5, 8, 9), at(5, 11, 17)),
        (at(5, 8, 20), at(5, 11, 17)),
        (at(5, 9, 11), at(5, 11, 17)),
        (at(5, 22, 16), at(5, 26, 17)),
        (at(11, 25, 16), at(11, 27, 17)),
        (at(12, 31, 23, 59), at(1, 4, 17, year=2027)),
        (at(2, 28, 12, year=2028), at(2, 29, 17, year=2028)),
        (at(2, 29, 12, year=2028), at(3, 1, 17, year=2028)),
        (at(2, 27, 12, year=2026), at(3, 2, 17, year=2026)),
    ],
)
def test_one_working_day_ends_at_closing_of_the_next_day_we_work(received, due):
    assert clock(ACKNOWLEDGE, received, received=received).due_at == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(3, 6, 12), datetime(2026, 3, 9, 22, tzinfo=UTC)),
        (at(10, 30, 12), datetime(2026, 11, 2, 23, tzinfo=UTC)),
        (at(3, 5, 12), datetime(2026, 3, 6, 23, tzinfo=UTC)),
    ],
)
def test_closing_time_keeps_to_the_wall_when_clocks_change(received, due):
    assert clock(ACKNOWLEDGE, received, received=received).due_at == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(3, 8, 1, 30), at(3, 8, 4, 30)),
        (at(11, 1, 0, 30), at(11, 1, 1, 30, fold=1)),
        (at(11, 1, 1, 30), at(11, 1, 2, 30)),
    ],
)
def test_two_hours_are_two_hours_when_clocks_change(received, due):
    found = clock(CONTACT, received, received=received, priority=P1).due_at
    assert found == due.astimezone(UTC) == received.astimezone(UTC) + timedelta(hours=2)


def test_the_hour_that_comes_twice_is_told_apart():
    found = clock(
        CONTACT, at(11, 1, 1, 10, fold=1), received=at(11, 1, 0), seen_by_clinician_at=at(11, 1, 1, 30), priority=P1
    )
    assert (found.state, found.done_at) == ("kept", at(11, 1, 1, 30).astimezone(UTC))


def test_urgent_contact_is_on_the_same_day_at_the_latest():
    assert clock(CONTACT, at(5, 4, 22), received=at(5, 4, 21), priority=P1).due_at == at(5, 4, 23)
    assert clock(CONTACT, at(5, 4, 23, 30), received=at(5, 4, 23, 30), priority=P1).due_at == at(5, 5, 0)


def test_urgent_contact_runs_at_night_and_on_holidays():
    assert clock(CONTACT, at(12, 25, 3), received=at(12, 25, 3), priority=P1).due_at == at(12, 25, 5)


@pytest.mark.parametrize(("done_at", "state"), [(at(5, 5, 17), "kept"), (at(5, 5, 17, 1), "late")])
def test_a_clock_is_kept_to_the_minute(done_at, state):
    assert clock(ACKNOWLEDGE, at(5, 20), acknowledged_at=done_at).state == state


@pytest.mark.parametrize("step", ["acknowledged_at", "contacted_at", "seen_by_clinician_at", "answered_at"])
def test_any_word_from_us_acknowledges(step):
    assert clock(ACKNOWLEDGE, at(5, 20), **{step: at(5, 4, 12)}).state == "kept"


def test_only_a_clinician_counts_as_contact_for_an_urgent_concern():
    called = {"contacted_at": at(5, 4, 11)}
    assert clock(CONTACT, at(5, 4, 11, 30), priority=P1, **called).state == "running"
    assert clock(CONTACT, at(5, 4, 11, 30), priority=P3, **called).state == "kept"
    seen = {"seen_by_clinician_at": at(5, 4, 11)}
    assert clock(CONTACT, at(5, 4, 11, 30), priority=P1, **seen).state == "kept"


def test_a_raised_priority_counts_from_when_it_was_raised():
    raised = at(5, 6, 9)
    found = clock(CONTACT, at(5, 6, 10), priority=P1, priority_since=raised)
    assert (found.state, found.due_at) == ("running", at(5, 6, 11))


def test_updates_before_a_priority_was_raised_are_judged_from_the_word_before_them():
    words = {"acknowledged_at": at(5, 5), "updated_at": (at(5, 14),)}
    found = [one for one in clocks(at(5, 21), priority=P2, priority_since=at(5, 20), **words) if one.owed == UPDATE]
    assert [(one.state, one.due_at) for one in found] == [("late", at(5, 12, 17)), ("running", at(5, 28, 17))]


@pytest.mark.parametrize(("priority", "due"), [(P1, at(5, 7, 17)), (P2, at(5, 13, 17)), (P3, at(5, 20, 17))])
def test_the_next_update_is_owed_after_the_last_word(priority, due):
    found = clock(UPDATE, at(5, 6, 12), priority=priority, acknowledged_at=at(5, 5, 9), updated_at=(at(5, 6, 9),))
    assert (found.state, found.due_at) == ("running", due)


def test_no_update_is_owed_before_the_first_word_or_after_the_answer():
    assert UPDATE not in {one.owed for one in clocks(at(5, 4, 12))}
    states = [one.state for one in clocks(at(9, 1), acknowledged_at=at(5, 5), answered_at=at(5, 11))]
    assert states == ["kept", "kept", "kept", "kept"]


def test_every_update_that_came_late_is_remembered():
    words = {"acknowledged_at": at(5, 5), "updated_at": (at(5, 14), at(5, 15))}
    found = [one.state for one in clocks(at(5, 18), priority=P2, **words) if one.owed == UPDATE]
    assert found == ["late", "kept", "running"]


# --- pauses and letters ---


def pause(since, until=None, reason="We wait for photographs from another clinic."):
    return Pause(since=since, until=until, reason=reason)


def test_a_paused_clock_stands_still_and_says_why():
    found = clock(ANSWER, at(9, 1), pauses=(pause(at(5, 6, 9)),))
    assert (found.state, found.due_at, found.climbs_to) == ("paused", None, "")
    assert found.why == (
        "The clock for the full answer stands still since 09:00 on Wednesday 6 May 2026: "
        "We wait for photographs from another clinic."
    )


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        (at(5, 6, 9), at(5, 6, 16), at(6, 2, 17)),
        (at(5, 6, 9), at(5, 7, 9), at(6, 3, 17)),
        (at(5, 8, 9), at(5, 11, 9), at(6, 3, 17)),
        (at(5, 8, 18), at(5, 10, 9), at(6, 2, 17)),
        (at(5, 6, 9), at(5, 20, 9), at(6, 16, 17)),
    ],
)
def test_a_clock_starts_again_later_by_the_working_days_it_stood(since, until, due):
    assert clock(ANSWER, at(5, 21), pauses=(pause(since, until),)).due_at == due


@pytest.mark.parametrize("owed", [ACKNOWLEDGE, CONTACT])
def test_nothing_pauses_the_first_word(owed):
    paused = clock(owed, at(5, 12), pauses=(pause(at(5, 4, 11)),))
    assert paused == clock(owed, at(5, 12))
    assert paused.state == "overdue"


def test_a_pause_does_not_hide_what_was_overdue_before():
    found = clock(ANSWER, at(6, 20), pauses=(pause(at(6, 3, 9)),))
    assert (found.state, found.due_at) == ("overdue", at(6, 2, 17))


def test_two_pauses_add_up_in_any_order():
    first, second = pause(at(5, 6), at(5, 7)), pause(at(5, 12), at(5, 14))
    assert clock(ANSWER, at(5, 15), pauses=(second, first)).due_at == at(6, 5, 17)


def test_an_answer_during_a_pause_is_done():
    found = clock(ANSWER, at(5, 20), pauses=(pause(at(5, 6)),), answered_at=at(5, 12))
    assert (found.state, found.done_at) == ("kept", at(5, 12))


def letter(sent, days=10):
    return Extension(letter_sent_at=sent, working_days=days, reason="The laboratory needs longer.")


def test_a_letter_sent_in_time_extends_the_answer():
    assert clock(ANSWER, at(5, 29), extensions=(letter(at(5, 28)),)).due_at == at(6, 16, 17)


def test_a_letter_sent_too_late_extends_nothing():
    found = clock(ANSWER, at(6, 4), extensions=(letter(at(6, 3)),))
    assert (found.state, found.due_at) == ("overdue", at(6, 2, 17))


def test_a_letter_extends_no_other_clock():
    assert clock(CONTACT, at(5, 5), extensions=(letter(at(5, 4, 11)),)).due_at == at(5, 11, 17)


def test_a_letter_of_an_earlier_spell_extends_nothing():
    assert clock(ANSWER, at(5, 5), extensions=(letter(at(4, 20)),)).due_at == at(6, 2, 17)


def test_letters_in_time_follow_each_other():
    letters = (letter(at(6, 10), 5), letter(at(5, 28), 10))
    assert clock(ANSWER, at(6, 11), extensions=letters).due_at == at(6, 24, 17)


# --- who hears of it ---


@pytest.mark.parametrize(
    ("priority", "now", "who"),
    [
        (P1, at(5, 4, 12), ""),
        (P1, at(5, 4, 12, 1), "manager"),
        (P1, at(5, 4, 12, 59), "manager"),
        (P1, at(5, 4, 13), "owner"),
        (P2, at(5, 6, 17, 1), "manager"),
        (P2, at(5, 7, 16, 59), "manager"),
        (P2, at(5, 7, 17), "owner"),
        (P3, at(5, 11, 17, 1), "manager"),
        (P3, at(5, 14, 16), "manager"),
        (P3, at(5, 14, 17), "owner"),
    ],
)
def test_what_is_overdue_climbs_to_the_manager_and_then_the_owner(priority, now, who):
    found = clock(CONTACT, now, priority=priority)
    assert (found.state, found.climbs_to) == ("overdue" if who else "running", who)


def test_what_was_done_late_climbs_no_further():
    found = clock(CONTACT, at(6, 1), contacted_at=at(5, 20))
    assert (found.state, found.climbs_to) == ("late", "")


def test_each_state_reads_as_a_sentence():
    sentences = {
        "running": clock(ACKNOWLEDGE, MONDAY).why,
        "overdue": clock(ACKNOWLEDGE, at(5, 6)).why,
        "kept": clock(ACKNOWLEDGE, at(5, 6), acknowledged_at=MONDAY).why,
        "late": clock(ACKNOWLEDGE, at(5, 7), acknowledged_at=at(5, 6)).why,
    }
    assert sentences == {
        "running": "We owe an acknowledgement by 17:00 on Tuesday 5 May 2026.",
        "overdue": "We owe an acknowledgement since 17:00 on Tuesday 5 May 2026, and the manager has to hear of it.",
        "kept": "We gave an acknowledgement before 17:00 on Tuesday 5 May 2026, in time.",
        "late": "We gave an acknowledgement later than 17:00 on Tuesday 5 May 2026.",
    }


# --- what the fair measure asks ---


def test_days_on_which_we_were_late_are_days_of_the_location():
    assert late(at(5, 8), acknowledged_at=at(5, 7, 23)) == (LateDays(first=date(2026, 5, 5), last=date(2026, 5, 7)),)


def test_what_is_still_overdue_has_no_last_day():
    assert late(at(5, 8)) == (LateDays(first=date(2026, 5, 5)),)


def test_a_concern_kept_in_time_has_no_late_days():
    done = {"acknowledged_at": at(5, 4, 12), "contacted_at": at(5, 4, 12), "answered_at": at(5, 12)}
    assert late(at(9, 1), **done) == ()
    assert not acknowledged_late(clocks(at(9, 1), **done))


@pytest.mark.parametrize(
    ("done", "expected"), [({}, True), ({"acknowledged_at": at(5, 6)}, True), ({"acknowledged_at": MONDAY}, False)]
)
def test_a_late_acknowledgement_is_told(done, expected):
    assert acknowledged_late(clocks(at(5, 7), **done)) == expected


def test_what_happens_later_is_not_looked_at():
    later = {"acknowledged_at": at(5, 6), "answered_at": at(5, 8), "updated_at": (at(5, 7),)}
    assert clocks(at(5, 5), **later) == clocks(at(5, 5))


# --- for any progress ---

hours = st.integers(0, 24 * 60)


@st.composite
def progresses(draw):
    moment = lambda: MONDAY.astimezone(UTC) + timedelta(hours=draw(hours))  # noqa: E731
    maybe = lambda: moment() if draw(st.booleans()) else None  # noqa: E731
    ends = sorted({moment() for _ in range(2 * draw(st.integers(0, 2)))})
    pauses = tuple(pause(a, b) for a, b in zip(ends[0::2], ends[1::2], strict=False))
    return Progress(
        received_at=MONDAY, acknowledged_at=maybe(), contacted_at=maybe(), seen_by_clinician_at=maybe(),
        updated_at=tuple(moment() for _ in range(draw(st.integers(0, 3)))), answered_at=maybe(), pauses=pauses,
        priority_since=maybe(), extensions=tuple(letter(moment()) for _ in range(draw(st.integers(0, 2)))),
    )  # fmt: skip


def read(progress, priority, now):
    return read_clocks(progress=progress, priority=priority, calendar=calendar(), policy=clock_policy(), now=now)


@settings(deadline=None, max_examples=60)
@given(progress=progresses(), priority=st.sampled_from(Priority), after=hours)
def test_every_clock_is_in_exactly_the_state_its_times_say(progress, priority, after):
    now = MONDAY.astimezone(UTC) + timedelta(hours=after)
    for one in read(progress, priority, now):
        assert one.why.endswith(".")
        assert (one.due_at is None) == (one.state == "paused")
        assert (one.done_at is not None) == (one.state in ("kept", "late"))
        assert bool(one.climbs_to) == (one.state == "overdue")
        if one.due_at:
            assert (one.state in ("late", "overdue")) == ((one.done_at or now) > one.due_at)


@settings(deadline=None, max_examples=60)
@given(progress=progresses(), priority=st.sampled_from(Priority), after=hours)
def test_waiting_never_makes_anything_due_earlier(progress, priority, after):
    now = MONDAY.astimezone(UTC) + timedelta(hours=after)
    plain = Progress(
        **{name: getattr(progress, name) for name in Progress.__slots__} | {"pauses": (), "extensions": ()}
    )
    for with_waits, without in zip(read(progress, priority, now), read(plain, priority, now), strict=True):
        assert with_waits.owed == without.owed
        assert with_waits.due_at is None or with_waits.due_at >= without.due_at


@settings(deadline=None, max_examples=40)
@given(progress=progresses(), priority=st.sampled_from(Priority), after=hours)
def test_the_same_moment_in_another_zone_is_the_same_moment(progress, priority, after):
    now = MONDAY.astimezone(UTC) + timedelta(hours=after)
    assert read(progress, priority, now) == read(progress, priority, now.astimezone(ZoneInfo("Asia/Kolkata")))


# --- refusals ---


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: pause(MONDAY, reason=" "), "without a reason"),
        (lambda: pause(MONDAY, MONDAY - timedelta(hours=1)), "ends before it begins"),
        (lambda: pause(datetime(2026, 5, 4, 9)), "without a zone"),  # noqa: DTZ001
        (lambda: letter(MONDAY, 0), "one working day at least"),
        (lambda: Extension(letter_sent_at=MONDAY, working_days=5, reason=""), "needs a reason"),
        (lambda: letter(datetime(2026, 5, 4, 9)), "without a zone"),  # noqa: DTZ001
        (lambda: Progress(received_at=datetime(2026, 5, 4, 9)), "without a zone"),  # noqa: DTZ001
        (lambda: Progress(received_at=MONDAY, answered_at=at(5, 3)), "before it was received"),
        (lambda: Progress(received_at=MONDAY, pauses=(pause(at(5, 5)), pause(at(5, 6)))), "overlap"),
        (lambda: Progress(received_at=MONDAY, pauses=(pause(at(5, 5), at(5, 9)), pause(at(5, 6)))), "overlap"),
        (lambda: clocks(at(5, 3)), "before it was received"),
        (lambda: clocks(datetime(2026, 5, 5, 9)), "without a zone"),  # noqa: DTZ001
        (lambda: clocks(at(5, 6), extensions=(letter(at(5, 5), 21),)), "20 working days at most"),
    ],
)
def test_times_that_cannot_be_are_refused(make, words):
    with pytest.raises(UnfitRecord, match=words):
        make()
