"""Dates as the sites write them: read exactly, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.sources.normalise import puts_day_first, read_when, says_edited

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
FROM, UNTIL = (datetime.fromisoformat(day) for day in ("1995-01-02", "2026-11-01"))


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2014-09-04T10:43:20+0000", "2014-09-04T10:43:20Z", "second"),
        ("2022-07-08T22:41:48Z", "2022-07-08T22:41:48Z", "second"),
        ("2022-07-08t22:41:48z", "2022-07-08T22:41:48Z", "second"),
        ("2026-05-03T02:31:45.396Z", "2026-05-03T02:31:45Z", "second"),
        ("2026-05-03T02:31:45.123456789Z", "2026-05-03T02:31:45Z", "second"),
        ("2026-05-03T02:31:45,5+02:00", "2026-05-03T02:31:45+02:00", "second"),
        ("2026-05-03 02:31:45 -0700", "2026-05-03T02:31:45-07:00", "second"),
        ("2026-05-03T02:31+02", "2026-05-03T02:31+02:00", "minute"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "second"),
        ("20050418T2300-0700", "2005-04-18T23:00-07:00", "minute"),
        ("20050418T230059Z", "2005-04-18T23:00:59Z", "second"),
        ("2024-06-30", "2024-06-30", "day"),
        ("2024/6/3", "2024-06-03", "day"),
        ("20240630", "2024-06-30", "day"),
        ("2024-06", "2024-06", "month"),
        ("200502", "2005-02", "month"),
        (200502, "2005-02", "month"),
        ("2024", "2024", "year"),
        ("October 24, 2011", "2011-10-24", "day"),
        ("Nov 20, 2024", "2024-11-20", "day"),
        ("Sept. 5, 2020", "2020-09-05", "day"),
        ("Oct 24th, 2011", "2011-10-24", "day"),
        ("October 2011", "2011-10", "month"),
        ("Tuesday, October 4, 2022", "2022-10-04", "day"),
        ("Nov 20, 2024 at 3:15 PM", "2024-11-20T15:15Z", "minute"),
        ("Nov 20, 2024 12:05 a.m.", "2024-11-20T00:05Z", "minute"),
        ("Mon, 21 Mar 2016 20:15:59 GMT", "2016-03-21T20:15:59Z", "second"),
        ("24 de octubre de 2011", "2011-10-24", "day"),
        ("mié, 4 oct 2022", "2022-10-04", "day"),
        ("1 de mar. de 2024", "2024-03-01", "day"),
        ("24. Oktober 2011", "2011-10-24", "day"),
        ("le 24 octobre 2011", "2011-10-24", "day"),
        ("1er mars 2020", "2020-03-01", "day"),
        ("24 октября 2011 г.", "2011-10-24", "day"),
        ("5 mei 2021", "2021-05-05", "day"),
        ("Reviewed on 5 May 2023", "2023-05-05", "day"),
        ("Posted: 2023-05-05", "2023-05-05", "day"),
        ("24.10.2011", "2011-10-24", "day"),
        ("25/04/2024", "2024-04-25", "day"),
        ("4/25/24", "2024-04-25", "day"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(written: object, value: str, precision: str) -> None:
    when, remarks = read_when(written, today=TODAY)
    assert (when.value, when.precision, remarks, when.relative) == (value, precision, (), False)
    assert when.raw == str(written)


@pytest.mark.parametrize(
    "written", [1448795002, "1448795002", 1448795002000, 1448795002000000, 1448795002 * 10**9, 1448795002.9]
)
def test_a_bare_number_is_an_epoch_of_the_size_it_has(written: object) -> None:
    when, _ = read_when(written, today=TODAY)
    assert (when.value, when.precision) == ("2015-11-29T11:03:22Z", "second")


@pytest.mark.parametrize(
    "written",
    ["rubbish", "2024-13-45", "2024-02-30", "2024-02-30T10:00:00Z", "2024-06-30T25:00:00Z", "Jun 5", "12345", "--",
     "4 monthReviewer 271go", "9999 years ago", "99999 weeks ago", "Octember 5, 2020", "13:61 PM", "9999-12-31",
     "Nov 20, 2024 13:00 PM"],
)  # fmt: skip
def test_what_is_no_date_stays_unknown_with_its_words_kept(written: str) -> None:
    when, remarks = read_when(written, base=TODAY, today=TODAY)
    assert (when.raw, when.value, when.precision, when.earliest) == (written, "", "unknown", "")
    assert len(remarks) == 1


@pytest.mark.parametrize("written", [None, "", "  ", True])
def test_nothing_is_no_date_and_no_remark(written: object) -> None:
    when, remarks = read_when(written)
    assert (when.value, when.raw, remarks) == ("", "", ())


def test_a_time_without_zone_is_read_in_the_sources_zone_with_summer_time() -> None:
    winter, _ = read_when("2026-01-18 19:32:11", zone="America/Los_Angeles", today=TODAY)
    summer, _ = read_when("2026-07-18 19:32:11", zone="America/Los_Angeles", today=TODAY)
    assert (winter.value, winter.earliest) == ("2026-01-18T19:32:11-08:00", "2026-01-19T03:32:11Z")
    assert (summer.value, summer.earliest) == ("2026-07-18T19:32:11-07:00", "2026-07-19T02:32:11Z")


def test_a_day_is_a_day_in_its_zone() -> None:
    when, _ = read_when("2026-07-18", zone="Europe/Madrid", today=TODAY)
    assert (when.earliest, when.latest) == ("2026-07-17T22:00:00Z", "2026-07-18T21:59:59Z")


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match="Mars/Olympus"):
        read_when("2026-07-18", zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("2099-01-01", "future"),
        ("1970-01-01", "older"),
        (0, "older"),
        ("1994-12-31", "older"),
        ("2026-11-27", "future"),
    ],
)
def test_an_absurd_date_is_kept_and_remarked(written: object, remark: str) -> None:
    when, remarks = read_when(written, today=TODAY)
    assert when.value
    assert remark in remarks[0]


def test_a_date_of_today_elsewhere_on_earth_is_not_the_future() -> None:
    assert read_when("2026-11-25", today=TODAY)[1] == ()


def test_day_and_month_are_never_guessed() -> None:
    when, remarks = read_when("03/04/2024", today=TODAY)
    assert (when.value, when.precision) == ("2024", "year")
    assert "day and month" in remarks[0]
    assert read_when("03/04/2024", today=TODAY, day_first=True)[0].value == "2024-04-03"
    assert read_when("03/04/2024", today=TODAY, day_first=False)[0].value == "2024-03-04"
    assert read_when("05/05/2024", today=TODAY)[0].value == "2024-05-05"


def test_one_unmistakable_date_decides_for_its_column() -> None:
    assert puts_day_first(["03/04/2024", "25/04/2024"]) is True
    assert puts_day_first(["03/04/2024", "04/25/2024"]) is False
    assert puts_day_first(["03/04/2024", "25/04/2024", "04/25/2024", None, 5]) is None


def test_edited_prefixes_are_known_from_posted_ones() -> None:
    assert all(
        map(
            says_edited,
            ["Edited 3 months ago", "Editado 6 dias atrás", "Bearbeitet vor einem Monat", "Изменено: вчера"],
        )
    )
    assert not any(map(says_edited, ["Posted 3 months ago", "3 months ago", None, "Ed. 2020"]))


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2026, 11, 24)))
def test_every_spelling_of_a_day_gives_the_same_day(day: date) -> None:
    spellings = [
        day.isoformat(),
        day.strftime("%B %d, %Y"),
        day.strftime("%d %b %Y"),
        day.strftime("%d.%m.%Y"),
        day.strftime("%Y%m%d"),
    ]
    assert {read_when(written, today=TODAY)[0].value for written in spellings} == {day.isoformat()}


@given(st.datetimes(min_value=FROM, max_value=UNTIL), st.integers(-14 * 4, 14 * 4))
def test_the_same_instant_in_every_offset_has_the_same_ends(moment: datetime, quarters: int) -> None:
    instant = moment.replace(tzinfo=UTC, microsecond=0)
    sign, (hours, minutes) = "-" if quarters < 0 else "+", divmod(abs(quarters) * 15, 60)
    local = (instant + timedelta(minutes=quarters * 15)).replace(tzinfo=None)
    when, _ = read_when(f"{local.isoformat()}{sign}{hours:02d}:{minutes:02d}", today=TODAY)
    assert when.earliest == when.latest == instant.isoformat().replace("+00:00", "Z")


@given(
    st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"[0-9:/.TZ+ -]{1,30}", fullmatch=True))
)
def test_nothing_written_by_anybody_breaks_the_reader(written: object) -> None:
    when, _ = read_when(written, base=TODAY, today=TODAY)
    assert bool(when.value) == bool(when.earliest) == bool(when.latest)
    assert when.earliest <= when.latest
