"""Pages: a forgotten value is an error, a stranger's text is never mark-up, a time is told by the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError

from config.jinja import act, ago, clock, date_said, day, money, percent, plural, stars
from monitor.services.audit import Action

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ENGINE = engines["jinja2"]


def drawn(source: str, **values: object) -> str:
    return ENGINE.from_string(source).render(values)


def test_escaping_is_on() -> None:
    assert ENGINE.env.autoescape is True
    assert drawn("<p title=\"{{ x }}\">{{ x }}</p>", x="<script>\"'&") == (
        '<p title="&lt;script&gt;&#34;&#39;&amp;">&lt;script&gt;&#34;&#39;&amp;</p>'
    )  # fmt: skip


def test_no_page_switches_escaping_off() -> None:
    sources = [ENGINE.env.loader.get_source(ENGINE.env, name)[0] for name in ENGINE.env.list_templates()]

    assert len(sources) > 10
    assert not [source for source in sources if "|safe" in source.replace(" ", "") or "autoescape" in source]


def test_a_forgotten_name_is_an_error_and_not_a_blank() -> None:
    assert ENGINE.env.undefined is StrictUndefined
    for source in (
        "{{ patient }}",
        "{{ x.patient }}",
        "{% if patient %}{% endif %}",
        "{% for p in patient %}{% endfor %}",
    ):
        with pytest.raises(UndefinedError):
            drawn(source, x={})


@pytest.mark.parametrize(
    ("zone", "shown", "the_day"),
    [
        ("UTC", "May 4, 2026, 12:00 PM", "May 4, 2026"),
        ("America/Chicago", "May 4, 2026, 7:00 AM", "May 4, 2026"),
        ("Pacific/Auckland", "May 5, 2026, 12:00 AM", "May 5, 2026"),
        ("Pacific/Honolulu", "May 4, 2026, 2:00 AM", "May 4, 2026"),
        ("Asia/Kathmandu", "May 4, 2026, 5:45 PM", "May 4, 2026"),
    ],
)
def test_a_moment_is_told_by_the_locations_clock(zone: str, shown: str, the_day: str) -> None:
    assert (clock(NOON, zone), day(NOON, zone)) == (shown, the_day)


def test_the_hour_that_comes_twice_and_the_one_that_never_comes() -> None:
    autumn = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    spring = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)

    assert clock(autumn, "America/Chicago") == clock(autumn + timedelta(hours=1), "America/Chicago") == (
        "Nov 1, 2026, 1:30 AM"
    )  # fmt: skip
    assert clock(spring, "America/Chicago") == "Mar 8, 2026, 1:59 AM"
    assert clock(spring + timedelta(minutes=1), "America/Chicago") == "Mar 8, 2026, 3:00 AM"


@given(
    moment=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(sorted(available_timezones())),
)
def test_a_clock_is_read_in_every_zone(moment: datetime, zone: str) -> None:
    shown = clock(moment, zone)

    read = datetime.strptime(shown, "%b %d, %Y, %I:%M %p").replace(tzinfo=UTC)
    local = moment.astimezone(ZoneInfo(zone))

    assert (read.date(), read.hour, read.minute) == (local.date(), local.hour, local.minute)
    assert shown.startswith(f"{day(moment, zone)}, ")
    assert " 0" not in shown


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2026-11-23", "Nov 23, 2026"),
        ("2026-05-04T10:00:00Z", "May 4, 2026"),
        ("2005-02", "Feb 2005"),
        ("2005", "2005"),
        ("", "not known"),
        ("2026-02-30", "2026-02-30"),
        ("2026-W05", "2026-W05"),
        ("2026-13", "2026-13"),
        ("abcd", "abcd"),
        ("last week", "last week"),
    ],
)
def test_a_date_is_as_exact_as_its_source(iso: str, said: str) -> None:
    assert date_said(iso) == said


@given(st.dates(date(1900, 1, 1)))
def test_every_day_month_and_year_is_said(when: date) -> None:
    iso = when.isoformat()

    month, year = date_said(iso[:7]).split()
    assert date_said(iso) == f"{month} {when.day}, {year}"
    assert date_said(iso[:7]).split()[1] == date_said(iso[:4]) == iso[:4]


@given(st.text(max_size=30))
def test_any_text_in_the_place_of_a_date_is_shown_as_it_is(text: str) -> None:
    assert date_said(text)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"),
        (86_399, "23 h ago"), (86_400, "1 day ago"), (172_800, "2 days ago"), (-600, "just now"),
    ],
)  # fmt: skip
def test_how_long_ago_is_said_in_the_largest_whole_unit(seconds: int, said: str) -> None:
    assert ago(NOON - timedelta(seconds=seconds), NOON) == said


def test_what_never_happened_is_never() -> None:
    assert ago(None) == "never"
    assert ago(datetime.now(UTC)) == "just now"


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("review",), "0 reviews"),
        (1, ("review",), "1 review"),
        (2, ("entry", "entries"), "2 entries"),
        (1, ("entry", "entries"), "1 entry"),
    ],
)
def test_one_is_one_and_the_others_are_many(count: int, words: tuple[str, ...], said: str) -> None:
    assert plural(count, *words) == said


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        (None, None, "no stars"),
        (None, 5, "no stars"),
        (2.0, 5.0, "2 of 5"),
        (4.5, 5, "4.5 of 5"),
        (7, None, "7"),
        (0, 5, "0 of 5"),
    ],
)
def test_stars_are_said_in_words(value: float | None, scale: float | None, said: str) -> None:
    assert stars(value, scale) == said


def test_money_and_shares() -> None:
    assert [money(None), money(0), money(12050), money(125000000)] == ["", "$0.00", "$120.50", "$1,250,000.00"]
    assert [percent(0), percent(0.994), percent(1)] == ["0%", "99%", "100%"]


def test_every_act_of_the_trail_is_said_in_words() -> None:
    assert act("replies:publication:posted-by-hand") == "Reply posted by hand"
    assert all(act(one.value).replace(" ", "").replace("-", "").isalpha() for one in Action)
