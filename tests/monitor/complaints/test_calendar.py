"""Working days of a location: weekdays, holidays by rule, and days of a changing length."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.complaints.calendar import Calendar, Holiday
from monitor.complaints.clocks import UnfitRecord, clock_policy

CHICAGO = ZoneInfo("America/Chicago")


def calendar(**changes):
    given = {"zone": CHICAGO, "weekdays": frozenset(range(5)), "closes": time(17)}
    return Calendar(**(given | changes))


def shipped(time_zone="America/Chicago"):
    return clock_policy().calendar(location="Riverside", time_zone=time_zone)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 19), False),
        (date(2026, 5, 25), False),
        (date(2026, 6, 19), False),
        (date(2026, 7, 3), False),
        (date(2026, 9, 7), False),
        (date(2026, 11, 26), False),
        (date(2026, 11, 27), True),
        (date(2026, 12, 25), False),
        (date(2021, 12, 31), False),
        (date(2023, 1, 2), False),
        (date(2027, 7, 5), False),
        (date(2026, 11, 28), False),
        (date(2028, 2, 29), True),
    ],
)
def test_the_shipped_calendar_knows_the_holidays_of_any_year(day, works):
    assert shipped().is_working_day(day) == works


def test_a_holiday_on_a_working_saturday_is_kept_on_that_day():
    open_saturdays = calendar(
        weekdays=frozenset(range(6)), observed=True, holidays=(Holiday(name="Independence Day", month=7, day=4),)
    )
    assert open_saturdays.is_working_day(date(2026, 7, 3))
    assert not open_saturdays.is_working_day(date(2026, 7, 4))


def test_an_unobserved_holiday_on_a_weekend_takes_no_working_day():
    plain = calendar(holidays=(Holiday(name="Independence Day", month=7, day=4),))
    assert plain.is_working_day(date(2026, 7, 3))


@pytest.mark.parametrize(
    ("year", "day"), [(2028, date(2028, 2, 29)), (2027, None), (2100, None), (2000, date(2000, 2, 29))]
)
def test_a_holiday_on_a_leap_day_is_there_in_leap_years_only(year, day):
    assert Holiday(name="Founding day", month=2, day=29).falls_on(year) == day


@pytest.mark.parametrize(
    ("nth", "day"), [(1, date(2026, 5, 4)), (3, date(2026, 5, 18)), (4, date(2026, 5, 25)), (-1, date(2026, 5, 25))]
)
def test_the_nth_weekday_of_a_month(nth, day):
    assert Holiday(name="x", month=5, weekday=0, nth=nth).falls_on(2026) == day


@given(year=st.integers(1990, 2090), month=st.integers(1, 12), weekday=st.integers(0, 6))
def test_the_last_weekday_is_within_the_last_seven_days(year, month, weekday):
    day = Holiday(name="x", month=month, weekday=weekday, nth=-1).falls_on(year)
    following = date(year + month // 12, month % 12 + 1, 1)
    assert day.weekday() == weekday
    assert 1 <= (following - day).days <= 7


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), count=st.integers(0, 40))
def test_counting_forward_and_counting_between_agree(day, count):
    open_days = shipped()
    reached = open_days.working_day_after(day, count)
    assert open_days.working_days(after=day, until=reached) == count
    assert count == 0 or open_days.is_working_day(reached)


def test_days_closed_by_the_practice_are_no_working_days():
    assert calendar(closed_on=frozenset({date(2026, 12, 24)})).working_day_after(date(2026, 12, 23), 1) == date(
        2026, 12, 25
    )


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 6), 23), (date(2026, 3, 9), 22), (date(2026, 10, 30), 22), (date(2026, 11, 2), 23)]
)
def test_closing_time_follows_the_clocks_of_the_location(day, hour):
    assert calendar().closing(day) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2028, 2, 29), 24)])
def test_a_day_is_as_long_as_it_is(day, hours):
    midnight = datetime.combine(day, time(), tzinfo=CHICAGO).astimezone(UTC)
    assert (calendar().midnight_after(day) - midnight).total_seconds() == hours * 3600


def test_a_moment_belongs_to_the_day_of_the_location():
    assert calendar().day_of(datetime(2026, 5, 2, 3, 30, tzinfo=UTC)) == date(2026, 5, 1)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_strange_time_zone_is_refused(zone):
    with pytest.raises(UnfitRecord, match="time zone of a location"):
        shipped(zone)
