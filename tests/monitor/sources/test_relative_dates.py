"""Dates that count back: an interval with its precision, and nothing finer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.date_words import AGO, PHRASES
from monitor.sources.normalise import read_when
from monitor.sources.relative_dates import count_back

BASE = datetime(2026, 8, 17, 1, 41, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2 weeks ago", "2026-W32", "week"),
        ("a month ago", "2026-07", "month"),
        ("about a year ago", "2025", "year"),
        ("5 years ago", "2021", "year"),
        ("in the last week", "2026-W34", "week"),
        ("yesterday", "2026-08-16", "day"),
        ("an hour ago", "2026-08-17", "day"),
        ("5 minutes ago", "2026-08-17T01:36Z", "minute"),
        ("3mo ago", "2026-05", "month"),
        ("Edited 3 months ago", "2026-05", "month"),
        ("Hace un año", "2025", "year"),
        ("Hace 3 meses", "2026-05", "month"),
        ("hace más de 2 años", "2024", "year"),
        ("la semana pasada", "2026-W33", "week"),
        ("Editado 6 dias atrás", "2026-08-11", "day"),
        ("há 5 meses", "2026-03", "month"),
        ("um ano atrás", "2025", "year"),
        ("il y a une semaine", "2026-W33", "week"),
        ("il y a un an", "2025", "year"),
        ("il y a 2 ans", "2024", "year"),
        ("vor einem Monat", "2026-07", "month"),
        ("vor 3 Tagen", "2026-08-14", "day"),
        ("2 settimane fa", "2026-W32", "week"),
        ("un anno fa", "2025", "year"),
        ("een jaar geleden", "2025", "year"),
        ("for 3 måneder siden", "2026-05", "month"),
        ("en uke siden", "2026-W33", "week"),
        ("för 2 veckor sedan", "2026-W32", "week"),
        ("3 месяца назад", "2026-05", "month"),
        ("неделю назад", "2026-W33", "week"),
        ("2\u00a0weeks ago", "2026-W32", "week"),
    ],
)
def test_a_relative_date_is_an_interval_counted_from_the_reading(written: str, value: str, precision: str) -> None:
    when, remarks = read_when(written, base=BASE, today=BASE)
    assert (when.value, when.precision, when.relative, remarks) == (value, precision, True, ())
    assert when.earliest < when.latest <= "2026-08-17T01:41:31Z"


@pytest.mark.parametrize("written", ["2 weeks ago", "Hace un año", "yesterday", "in the last week"])
def test_without_a_base_nothing_is_invented(written: str) -> None:
    when, remarks = read_when(written)
    assert (when.value, when.precision, when.earliest, when.relative, when.raw) == ("", "unknown", "", True, written)
    assert "nothing says when it was read" in remarks[0]


@pytest.mark.parametrize(
    "written",
    ["weeks", "2 weeks", "two bananas ago", "ago", "vor", "2 weeks ago maybe", "in a week", "hace", "a", "il y a"],
)
def test_other_words_are_no_relative_date(written: str) -> None:
    assert count_back(written) is None


def test_a_month_back_from_the_31st_is_that_months_last_day() -> None:
    when, _ = read_when("a month ago", base=datetime(2026, 3, 31, tzinfo=UTC), today=BASE)
    assert (when.value, when.earliest) == ("2026-02", "2026-01-31T00:00:00Z")


@pytest.mark.parametrize(("language", "ago"), AGO.items(), ids=list(AGO))
def test_every_unit_of_every_language_is_understood(language: str, ago: object) -> None:
    for unit, words in AGO[language].units.items():
        for word in words.split():
            phrase = " ".join(filter(None, (AGO[language].before[0], "3", word, AGO[language].after[-1])))
            assert count_back(phrase) == (3, unit), phrase


@pytest.mark.parametrize("language", AGO)
def test_every_word_for_one_is_understood(language: str) -> None:
    for one in AGO[language].ones.split():
        unit, words = next(iter(AGO[language].units.items()))
        phrase = " ".join(filter(None, (AGO[language].before[0], one, words.split()[0], AGO[language].after[-1])))
        assert count_back(phrase) == (1, unit), phrase


def test_every_whole_phrase_counts_as_its_table_says() -> None:
    for (unit, count), phrases in PHRASES.items():
        assert {count_back(phrase.upper()) for phrase in phrases} == {(count, unit)}


@given(st.integers(1, 90), st.sampled_from([("day", 1), ("week", 7)]), st.integers(0, 400))
def test_the_interval_holds_the_true_day_whichever_way_the_site_rounds(
    count: int, unit: tuple[str, int], later: int
) -> None:
    name, days = unit
    base = BASE + timedelta(days=later)
    when, _ = read_when(f"{count} {name}s ago", base=base, today=base)
    earliest, latest = datetime.fromisoformat(when.earliest), datetime.fromisoformat(when.latest)
    assert earliest <= base - timedelta(days=count * days) <= latest
    assert earliest <= base - timedelta(days=(count + 0.9) * days)
    assert base - timedelta(days=(count - 0.4) * days) <= latest
