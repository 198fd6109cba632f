"""Ratings: exactly as given, on their own scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.normalise import read_stars, read_verdict


@pytest.mark.parametrize(
    ("written", "value", "scale"),
    [
        (5, 5, 5), (4.5, 4.5, 5), ("5.0", 5, 5), ("4,5", 4.5, 5), ("٤", 4, 5), ("٤٫٥", 4.5, 5), ("４", 4, 5),
        ("★★☆☆☆", 2, 5),
        ("★★★½☆", 3.5, 5), ("⭐⭐⭐", 3, 5), ("⭐️⭐️", 2, 5), ("18/30", 18, 30), ("4.5 / 5", 4.5, 5),
        ("4 out of 5 stars", 4, 5), ("4 de 5", 4, 5),
        ("4 von 5", 4, 5), ("4 su 5", 4, 5), ("4 van de 5", 4, 5), ("85%", 85, 100), ("0%", 0, 100), ("FIVE", 5, 5),
        ("one", 1, 5),
        ("Rated 4.0 stars", 4, 5), ("5 étoiles", 5, 5), ({"ratingValue": "3", "bestRating": "10"}, 3, 10), ([4], 4, 5),
        ({"value": 4, "rating_max": 5}, 4, 5),
    ],
)  # fmt: skip
def test_a_rating_is_read_on_the_scale_it_states(written: object, value: float, scale: float) -> None:
    stars, remarks = read_stars(written)
    assert (stars.value, stars.scale, remarks) == (value, scale, ())


@pytest.mark.parametrize(
    ("value", "best", "worst", "scale"),
    [
        (8.5, 10, None, 10), (8.5, "10", "1", 10), (4, None, "5", 5), (4, 1, 5, 5), (4, 5, 5, 5), (1, 1, 0, 1),
        (3, "5.0", 1, 5),
        (50, 100, 0, 100), (7, None, None, None), (7, None, 5, None), (6, 5, 1, None), (101, 100, 0, None),
        (2, "many", None, 5),
    ],
)  # fmt: skip
def test_ends_may_be_missing_text_swapped_or_contradicted(
    value: float, best: object, worst: object, scale: float | None
) -> None:
    stars, remarks = read_stars(value, best=best, worst=worst)
    assert (stars.value, stars.scale) == (value, scale)
    assert bool(remarks) == (scale is None)


@pytest.mark.parametrize("zero", [0, "0", "0.0", "☆☆☆☆☆", "0/5"])
def test_zero_on_a_scale_from_one_is_no_rating(zero: object) -> None:
    stars, remarks = read_stars(zero)
    assert (stars.value, stars.of_five, len(remarks)) == (None, None, 1)


def test_zero_on_a_scale_from_zero_is_the_lowest_rating() -> None:
    assert read_stars(0, best=10, worst="0")[0].value == 0


@pytest.mark.parametrize(
    "written",
    [
        "STAR_RATING_UNSPECIFIED",
        "SIX",
        "A+",
        "five-ish",
        "👍",
        "thumbs up",
        "4 or 5",
        float("nan"),
        float("inf"),
        10**400,
        -1,
        "-3",
    ],
)
def test_what_is_no_rating_gives_none_and_a_remark(written: object) -> None:
    stars, remarks = read_stars(written)
    assert (stars.value, stars.scale, len(remarks)) == (None, None, 1)


@pytest.mark.parametrize("written", [None, "", " ", True, False, [], {}])
def test_nothing_gives_none_without_a_remark(written: object) -> None:
    stars, remarks = read_stars(written)
    assert (stars.value, remarks) == (None, ())


def test_a_routes_usual_scale_is_used_where_none_is_stated() -> None:
    assert read_stars(3, usual_scale=10)[0].scale == 10
    assert read_stars(3, best=5, usual_scale=10)[0].scale == 5
    assert read_stars(11, usual_scale=10)[0].scale is None


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("👍", "recommended"),
        ("POSITIVE", "recommended"),
        ("negative", "not recommended"),
        ("👎", "not recommended"),
        ("5", ""),
        (None, ""),
    ],
)
def test_thumbs_and_recommendations_are_verdicts(written: object, verdict: str) -> None:
    assert read_verdict(written) == verdict


@given(
    st.one_of(st.floats(), st.integers(), st.text(max_size=30)), st.one_of(st.none(), st.floats(), st.text(max_size=5))
)
def test_a_rating_is_never_clipped_or_lifted_above_its_scale(written: object, best: object) -> None:
    stars, _ = read_stars(written, best=best)
    if isinstance(written, int | float) and stars.value is not None:
        assert stars.value == written
    if stars.of_five is not None:
        assert 0 <= stars.of_five <= 5
        assert math.isfinite(stars.of_five)


@given(st.decimals(min_value="0.1", max_value=5, places=1))
def test_comma_and_point_are_the_same_number(number: object) -> None:
    assert read_stars(str(number))[0].value == read_stars(str(number).replace(".", ","))[0].value == float(str(number))
