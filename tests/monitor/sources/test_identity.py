"""Which pieces are the same review, in one reading and over time."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.normalise import read_when, review_key, same_review_once
from monitor.types import OwnerReply, RawReview, Stars, When

FIVE, ONE = Stars(value=5, scale=5, raw="5"), Stars(value=1, scale=5, raw="1")
PLAIN = RawReview(source="page", author="Anonymous", stars=FIVE, text="Fine.")


def at(written: str, *, base: datetime | None = None) -> When:
    return read_when(written, base=base)[0]


def test_an_id_alone_is_the_key_and_export_and_api_agree() -> None:
    api = RawReview(source="google_business", external_id="AbF", text="x", place="accounts/1/locations/2")
    export = RawReview(source="google_takeout", external_id="AbF", text="x, edited", place="Clinic Aurora")
    assert review_key(api) == review_key(export) == review_key(api, place="elsewhere")
    assert review_key(api) != review_key(replace(api, source="google_places"))


def test_without_an_id_place_author_date_and_words_are_the_key() -> None:
    dated = replace(PLAIN, published=at("2024-06-30T09:41:43Z"))
    others = [
        replace(dated, author="Someone"),
        replace(dated, text="Bad."),
        replace(dated, published=at("2024-06-30T09:41:44Z")),
        replace(dated, source="table"),
    ]
    assert len({review_key(one) for one in [dated, *others]}) == 5
    assert review_key(dated, place="a") != review_key(dated, place="b")
    assert review_key(replace(dated, author="ANONYMOUS ", text="Fine. ", title="x", stars=ONE)) == review_key(dated)


def test_a_relative_date_does_not_make_a_new_review_on_every_refetch() -> None:
    keys = {
        review_key(replace(PLAIN, published=at(words, base=datetime(2026, 8, day, tzinfo=UTC))))
        for words, day in (("2 weeks ago", 1), ("2 weeks ago", 5), ("3 weeks ago", 9), ("a month ago", 20))
    }
    assert len(keys) == 1


def test_wordless_reviews_are_told_apart_by_their_stars() -> None:
    bare = replace(PLAIN, text="")
    assert review_key(bare) != review_key(replace(bare, stars=ONE))


def test_the_same_id_is_kept_once_in_its_later_edit() -> None:
    old = replace(PLAIN, external_id="a", text="Fine.", edited=at("2026-01-01T00:00:00Z"))
    new = replace(PLAIN, external_id="a", text="No.", edited=at("2026-02-01T00:00:00Z"))
    assert same_review_once([old, new]) == same_review_once([new, old]) == (new,)


def test_copies_are_kept_once_and_the_fuller_one_stays() -> None:
    full = replace(PLAIN, external_id="a", published=at("2026-01-01T10:00:00Z"), owner_reply=OwnerReply(text="Thanks"))
    bare = replace(PLAIN, text=" Fine. ", stars=Stars(), published=at("2026-01-01"))
    assert same_review_once([bare, full]) == same_review_once([full, bare]) == (full,)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAIN, published=at("2024-06-30T09:41:44Z")),
        replace(PLAIN, published=at("2024-06-30T09:41:43Z"), stars=ONE),
        replace(PLAIN, published=at("2024-06-30T09:41:43Z"), text="Fine!"),
        replace(PLAIN, published=at("2024-06-30T09:41:43Z"), author="Google-kunde"),
        replace(PLAIN, published=at("2024-06-30T09:41:43Z"), place="the other branch"),
    ],
)
def test_look_alikes_stay_apart(other: RawReview) -> None:
    one = replace(PLAIN, published=at("2024-06-30T09:41:43Z"))
    assert same_review_once([one, other]) == (one, other)


def test_two_ids_are_two_reviews_however_alike() -> None:
    pair = (replace(PLAIN, external_id="a"), replace(PLAIN, external_id="b"))
    assert same_review_once(pair) == pair


def test_wordless_reviews_of_one_day_by_anybody_are_one_only_when_all_is_equal() -> None:
    bare = replace(PLAIN, text="", published=at("2024-06-30"))
    assert len(same_review_once([bare, bare, replace(bare, stars=ONE), replace(bare, published=at("2024-07-01"))])) == 3


REVIEWS = st.builds(
    RawReview,
    source=st.just("page"),
    external_id=st.sampled_from([None, "a", "b"]),
    author=st.sampled_from(["", "Ann"]),
    stars=st.sampled_from([FIVE, ONE, Stars()]),
    text=st.sampled_from(["", "Fine.", "Bad."]),
    published=st.sampled_from([When(), at("2024-06-30"), at("2024-06-30T09:41:43Z"), at("2024-06-30T09:41:44Z")]),
)


@given(st.lists(REVIEWS, max_size=8))
def test_keeping_once_is_final_and_invents_nothing(reviews: list[RawReview]) -> None:
    once = same_review_once(reviews)
    assert same_review_once(once) == once
    assert set(once) <= set(reviews)


@given(st.lists(REVIEWS, max_size=8))
def test_no_id_is_lost_and_none_is_doubled(reviews: list[RawReview]) -> None:
    ids = [review.external_id for review in same_review_once(reviews) if review.external_id]
    assert sorted(ids) == sorted({review.external_id for review in reviews if review.external_id})


@given(st.lists(REVIEWS, max_size=6))
def test_doubling_a_listing_adds_nothing(reviews: list[RawReview]) -> None:
    assert len(same_review_once(reviews + reviews)) == len(same_review_once(reviews))
