"""A practice sets its own terms and calendars; what could never run or never climb is refused."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from monitor.complaints.clocks import Owed, Priority, clock_policy
from monitor.errors import PolicyError
from monitor.policy import SHIPPED


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a changed copy of the shipped clocks in force."""

    def change(old: str, new: str) -> None:
        text = (SHIPPED / "clocks.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "clocks.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))

    return change


def calendar(location):
    return clock_policy().calendar(location=location, time_zone="America/Chicago")


def test_the_shipped_clocks_are_a_proposal_that_nobody_has_verified():
    assert not clock_policy().is_verified


def test_every_clock_has_a_term_for_every_priority():
    for owed in Owed:
        terms = clock_policy().clocks[owed].terms
        assert set(terms) == set(Priority)
        assert all(term.hours or term.working_days for term in terms.values())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("P1 = { hours = 2, same_day = true }", "P1 = { }", "either hours or working_days"),
        ("P1 = { hours = 2, same_day = true }", "P1 = { hours = 2, working_days = 1 }", "either hours or working_days"),
        ("P1 = { hours = 2, same_day = true }", "P1 = { working_days = 1, same_day = true }", "nobody knows same_day"),
        ("P1 = { hours = 2, same_day = true }", "P1 = { hours = 0 }", "at least 0.01"),
        ("P1 = { hours = 2, same_day = true }", "P1 = 2", "must be a table"),
        ("P1 = { hours = 2, same_day = true }\n", "", "P1 is missing"),
        ("P3 = { working_days = 5 }", "P3 = { working_days = 0 }", "at least 1"),
        ("P3 = { working_days = 5 }", "P3 = { working_days = 1.5 }", "whole number"),
        ('clinician_must_call = ["P1"]', 'clinician_must_call = ["P7"]', "P1, P2 and P3 only"),
        ("may_pause = false", 'may_pause = "no"', "true or false"),
        ("longest_extension = 20", "longest_extension = 0", "at least 1"),
        ("owner = { hours = 1 }", "owner = { hours = -1 }", "at least 0"),
        (
            "manager = { hours = 0 }\nowner = { hours = 1 }",
            "manager = { hours = 3 }\nowner = { hours = 1 }",
            "before the manager",
        ),
        ("[climb.P3]", "[climb.P4]", "nobody knows P4"),
        ("[calendar.default]", "[calendar.other]", "default is missing"),
        ('weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"]', "weekdays = []", "one working day at least"),
        ('weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"]', 'weekdays = ["Monday"]', "a weekday is one of"),
        ('closes = "17:00"', 'closes = "5 pm"', "a time such as 17:00"),
        ('closes = "17:00"', 'closes = "17:00+01:00"', "without a zone"),
        ("closed_on = []", 'closed_on = ["24 December"]', "days such as 2026-12-24"),
        ("month = 12, day = 25", "month = 13, day = 25", "at most 12"),
        ("month = 6, day = 19", "month = 6, day = 31", "no such day in that month"),
        ('weekday = "Thu", nth = 4', 'weekday = "Thu", nth = 0', "nth must be"),
        ('weekday = "Thu", nth = 4', 'weekday = "Thu", nth = 5', "at most 4"),
        ('weekday = "Thu", nth = 4', 'weekday = "Thu", nth = 2.5', "nth must be"),
        ("month = 6, day = 19", "day = 19", "month is missing"),
        ("[answer]", "[reply]", "nobody knows reply"),
    ],
)
def test_clocks_that_could_not_run_are_refused_in_one_sentence(write, old, new, words):
    write(old, new)
    with pytest.raises(PolicyError, match=r"^clocks\.toml") as refusal:
        clock_policy()
    assert words in str(refusal.value)


def test_a_leap_day_may_be_a_holiday(write):
    write("month = 6, day = 19", "month = 2, day = 29")
    assert not calendar("Riverside").is_working_day(date(2028, 2, 29))


def test_a_location_keeps_its_own_days_and_the_rest_of_the_default(write):
    own = 'weekdays = ["Tue", "Sat"]\ncloses = "20:30"\nclosed_on = ["2026-05-12"]'
    write("[calendar.default]", f'[calendar."Riverside"]\n{own}\n\n[calendar.default]')
    riverside, other = calendar("Riverside"), calendar("Hillside")
    assert [day for day in range(4, 18) if riverside.is_working_day(date(2026, 5, day))] == [5, 9, 16]
    assert riverside.closes == time(20, 30)
    assert not riverside.is_working_day(date(2029, 12, 25))
    assert [other.is_working_day(date(2026, 5, day)) for day in (4, 9, 12)] == [True, False, True]


def test_a_mistake_in_one_location_is_named(write):
    write("[calendar.default]", '[calendar."Riverside"]\nclose = "20:30"\n\n[calendar.default]')
    with pytest.raises(PolicyError, match=r"calendar\.Riverside: nobody knows close"):
        clock_policy()
