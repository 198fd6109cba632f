"""When a review says it happened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.link.times import chart_day, day_number, hints_in
from monitor.link.words import flat

POSTED = date(2025, 11, 20)


def hints(text: str):
    return hints_in(flat(text), posted=POSTED.toordinal())


@pytest.mark.parametrize(
    ("text", "day", "grain"),
    [
        ("I was seen on October 11.", date(2025, 10, 11), "day"),
        ("seen 10/11", date(2025, 10, 11), "day"),
        ("on 10/11/2024", date(2024, 10, 11), "day"),
        ("the 11th of October", date(2025, 10, 11), "day"),
        ("on Dec 3rd", date(2024, 12, 3), "day"),
        ("on 2025-10-11", date(2025, 10, 11), "day"),
        ("yesterday", date(2025, 11, 19), "day"),
        ("about 3 days ago", date(2025, 11, 17), "day"),
        ("about three weeks ago", date(2025, 10, 30), "week"),
        ("two months ago", date(2025, 9, 21), "month"),
        ("I was seen in June", date(2025, 6, 15), "month"),
        ("back in May", date(2025, 5, 15), "month"),
        ("in March of 2024", date(2024, 3, 15), "month"),
        ("in December", date(2024, 12, 15), "month"),
        ("late September", date(2025, 9, 25), "month"),
        ("this past summer", date(2025, 7, 15), "season"),
        ("last winter", date(2025, 1, 15), "season"),
        ("near the Fourth of July", date(2025, 7, 4), "week"),
        ("around Halloween", date(2025, 10, 31), "week"),
        ("near Father's Day", date(2025, 6, 15), "week"),
    ],
)
def test_a_time_phrase_holds_the_day_it_means(text: str, day: date, grain: str) -> None:
    assert any(hint.grain == grain and hint.days_off(day.toordinal()) == 0 for hint in hints(text))


@pytest.mark.parametrize(
    "text", ["may I say", "they march on", "it may be", "in 5 minutes", "13/45", "$10/11", "", "2/30"]
)
def test_what_is_no_day_is_no_hint(text: str) -> None:
    assert hints(text) == ()


def test_a_month_is_never_read_as_one_still_to_come() -> None:
    assert all(hint.first <= POSTED.toordinal() for hint in hints("in December, on December 24, near Christmas"))


def test_distance_is_counted_from_the_nearer_end() -> None:
    [hint] = hints("I was seen in June")
    assert hint.days_off(date(2025, 5, 31).toordinal()) == 1
    assert hint.days_off(date(2025, 7, 11).toordinal()) == 10


def test_without_a_posting_day_nothing_is_guessed() -> None:
    assert hints_in("yesterday", posted=0) == ()


def test_the_chart_s_own_treatment_day_is_found() -> None:
    received = day_number("2025-01-10")
    assert chart_day("concern. dos 12/28. refund", received=received) == day_number("2024-12-28")
    assert chart_day("ratio 12/28", received=received) == 0
    assert chart_day("dos 13/40", received=received) == 0


@pytest.mark.parametrize(
    ("iso", "known"), [("2025-01-10", True), ("2025-01-10T10:00:00Z", True), ("", False), ("soon", False)]
)
def test_an_unreadable_day_is_no_day(iso: str, known: bool) -> None:
    assert bool(day_number(iso)) is known


@given(st.text(max_size=200), st.integers(min_value=400, max_value=800_000))
def test_any_text_and_day_can_be_read(text: str, posted: int) -> None:
    assert all(hint.first <= hint.last for hint in hints_in(flat(text), posted=posted))
