"""The only door to a draft, and the proof that nothing about a person fits through it."""

from __future__ import annotations

import dataclasses
import inspect
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.drafting import build_context
from responders.types import Band, Particulars, ReplyContext

PRACTICE = Particulars(name="Willow Lane Aesthetics", phone="555-0142")

VETTED = {
    ReplyContext: {
        "practice": Particulars,
        "band": Band,
        "rating_only": bool,
        "topics": tuple[str, ...],
        "language": str,
        "platform": str,
        "seed": str,
    },
    Particulars: {"name": str, "phone": str, "email": str, "signer": str},
}
"""Every field a reply may be made from. A new one has to be argued for here before any draft can see it."""


def context(**given):
    return build_context(**{"practice": PRACTICE, "stars_of_five": 1.0, "has_text": True, "seed": "s", **given})


@pytest.mark.parametrize("kind", VETTED, ids=lambda kind: kind.__name__)
def test_the_types_behind_a_draft_hold_the_vetted_fields_and_no_other(kind):
    assert typing.get_type_hints(kind) == VETTED[kind]
    assert [field.name for field in dataclasses.fields(kind)] == list(VETTED[kind])


@pytest.mark.parametrize("kind", VETTED, ids=lambda kind: kind.__name__)
def test_nothing_can_be_hung_on_a_context_later(kind):
    value = context() if kind is ReplyContext else PRACTICE
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
        value.reviewer = "somebody"  # type: ignore[attr-defined]


def test_the_door_asks_for_no_reviewer_no_words_and_no_complaint():
    assert set(inspect.signature(build_context).parameters) == {
        "practice", "stars_of_five", "verdict", "has_text", "topics", "language", "platform", "seed", "flagged",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stars", "band"),
    [
        (0.0, "complaint"), (0.5, "complaint"), (1.0, "complaint"), (2.0, "complaint"), (2.1, "mixed"), (2.5, "mixed"),
        (3.0, "mixed"), (3.9, "mixed"), (4.0, "praise"), (4.5, "praise"), (5.0, "praise"), (None, "unrated"),
    ],
)  # fmt: skip
def test_stars_choose_the_band(stars, band):
    assert context(stars_of_five=stars).band == band


@pytest.mark.parametrize("stars", [5.1, 10.0, -1.0, float("nan"), float("inf")])
def test_stars_off_the_scale_are_answered_with_reserve(stars):
    assert context(stars_of_five=stars).band == "unrated"


@pytest.mark.parametrize(
    ("verdict", "band"),
    [("recommended", "praise"), ("not recommended", "complaint"), ("", "unrated"), ("maybe", "unrated")],
)
def test_a_verdict_stands_in_where_a_site_has_no_stars(verdict, band):
    assert context(stars_of_five=None, verdict=verdict).band == band


def test_stars_count_before_a_verdict():
    assert context(stars_of_five=1.0, verdict="recommended").band == "complaint"


@pytest.mark.parametrize(("stars", "verdict"), [(4.0, ""), (5.0, ""), (None, "recommended")])
def test_a_complaint_inside_a_good_rating_is_answered_as_mixed(stars, verdict):
    assert context(stars_of_five=stars, verdict=verdict, flagged=True).band == "mixed"


@pytest.mark.parametrize(("stars", "band"), [(1.0, "complaint"), (3.0, "mixed"), (None, "unrated")])
def test_a_flag_changes_no_other_band(stars, band):
    assert context(stars_of_five=stars, flagged=True).band == band


def test_topics_keep_their_order_once_each_and_three_at_most():
    topics = ["price", "wait", "price", "follow_up", "staff"]
    assert context(topics=topics).topics == ("price", "wait", "follow_up")


@pytest.mark.parametrize(
    "words", ["Dr. Vance", "my left eyelid", "$900", "Jane", "lip-filler", "wait\n", "", "_wait", "wait2", "éclat"]
)
def test_what_is_no_slug_is_no_topic(words):
    assert context(topics=[words]).topics == ()


@given(st.lists(st.text(max_size=30), max_size=8))
def test_topics_never_hold_more_than_lower_case_letters(topics):
    assert all(set(topic) <= set("abcdefghijklmnopqrstuvwxyz_") for topic in context(topics=topics).topics)


@pytest.mark.parametrize(
    ("language", "kept"), [("en", "en"), ("en-US", "en"), ("ES_mx", "es"), ("", "en"), ("zh-Hant-TW", "zh")]
)
def test_languages_are_known_by_their_first_part(language, kept):
    assert context(language=language).language == kept


@pytest.mark.parametrize(("has_text", "rating_only"), [(True, False), (False, True)])
def test_a_rating_without_words_is_known_as_one(has_text, rating_only):
    assert context(has_text=has_text).rating_only is rating_only
