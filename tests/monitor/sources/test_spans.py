"""Stretches of the calendar: as exact as was said, with both ends in UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.spans import cut, days_in_month, months_before, stretch
from monitor.types import Precision

MADRID = ZoneInfo("Europe/Madrid")
MOMENTS = st.datetimes(min_value=datetime.fromisoformat("1995-01-10"), max_value=datetime.fromisoformat("2090-01-01"))


@pytest.mark.parametrize(
    ("precision", "value", "earliest", "latest"),
    [
        ("second", "2024-02-29T13:05:09+01:00", "2024-02-29T12:05:09Z", "2024-02-29T12:05:09Z"),
        ("minute", "2024-02-29T13:05+01:00", "2024-02-29T12:05:00Z", "2024-02-29T12:05:59Z"),
        ("day", "2024-02-29", "2024-02-28T23:00:00Z", "2024-02-29T22:59:59Z"),
        ("week", "2024-W09", "2024-02-25T23:00:00Z", "2024-03-03T22:59:59Z"),
        ("month", "2024-02", "2024-01-31T23:00:00Z", "2024-02-29T22:59:59Z"),
        ("year", "2024", "2023-12-31T23:00:00Z", "2024-12-31T22:59:59Z"),
    ],
)
def test_each_precision_has_its_value_and_ends(precision: Precision, value: str, earliest: str, latest: str) -> None:
    when = stretch(datetime(2024, 2, 29, 13, 5, 9, 500, tzinfo=MADRID), precision, raw="x")
    assert (when.value, when.earliest, when.latest, when.raw) == (value, earliest, latest, "x")


def test_a_day_of_changing_clocks_is_as_long_as_it_is() -> None:
    spring = stretch(datetime(2026, 3, 29, 12, tzinfo=MADRID), "day", raw="")
    autumn = stretch(datetime(2026, 10, 25, 12, tzinfo=MADRID), "day", raw="")
    assert (spring.earliest, spring.latest) == ("2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z")
    assert (autumn.earliest, autumn.latest) == ("2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z")


@given(MOMENTS, st.sampled_from(["minute", "day", "week", "month", "year"]))
def test_a_stretch_holds_its_moment_and_ends_before_the_next(moment: datetime, precision: Precision) -> None:
    local = moment.replace(tzinfo=UTC, microsecond=0)
    when = stretch(local, precision, raw="")
    earliest, latest = datetime.fromisoformat(when.earliest), datetime.fromisoformat(when.latest)
    assert earliest <= local <= latest
    assert stretch(earliest, precision, raw="").value == stretch(latest, precision, raw="").value == when.value
    assert stretch(latest + timedelta(seconds=1), precision, raw="").value > when.value


@given(MOMENTS, st.integers(0, 900))
def test_months_back_keep_the_day_or_the_months_end(moment: datetime, months: int) -> None:
    local = moment.replace(tzinfo=UTC)
    earlier = months_before(local, months)
    assert (local.year * 12 + local.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day == min(local.day, days_in_month(earlier.replace(day=1)))


def test_months_back_do_not_leave_the_calendar() -> None:
    with pytest.raises(OverflowError):
        months_before(datetime(2026, 1, 1, tzinfo=UTC), 12 * 2026)


def test_weeks_at_new_year_belong_to_the_year_of_their_thursday() -> None:
    assert cut(datetime(2027, 1, 1, tzinfo=UTC), "week") == "2026-W53"
