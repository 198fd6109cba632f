"""Listings come doubled, reordered, cut, old, and thousands at a time: the same reviews are the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.models import Location, Review, ReviewVersion, Source
from monitor.services.files import store
from monitor.services.intake import MISSED_UNTIL_GONE, take_in
from monitor.types import Listing, OwnerReply, RawReview, When
from tests.factories import HARSH, NOON, listing, make_source, raw

HOUR = timedelta(hours=1)
MANY = 5_000
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = HARSH + " And another thing: the parking was dear, and the music loud."


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location)


@contextmanager
def undone() -> Iterator[None]:
    """Every example begins with the same database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def snapshot() -> list[tuple[object, ...]]:
    """Everything but the numbers of rows."""
    facts = ("key", "author", "stars", "site_reply", "missed_listings", "gone_at", "last_seen_at", "current__text")
    rows = Review.objects.order_by("key").values_list(*facts)
    versions = ReviewVersion.objects.order_by("review__key", "number").values_list("review__key", "number", "text")
    return [*rows, *versions]


def edited_at(hours: int) -> When:
    moment = (NOON + hours * HOUR).isoformat()
    return When(raw=moment, value=moment, precision="second", earliest=moment, latest=moment)


WORDS = ("Fine.", "Rude.", "Rude and late.", "")
people = st.builds(
    lambda number, text, stars: raw(f"r{number}", text=text, stars=stars, author=f"P{number}"),
    st.integers(1, 6), st.sampled_from(WORDS), st.sampled_from((1, 5, None)),
)  # fmt: skip
pages = st.lists(people, max_size=6, unique_by=lambda one: one.external_id)


@given(page=pages, data=st.data())
@SOME
def test_order_and_doubling_within_a_listing_change_nothing(
    source: Source, page: list[RawReview], data: object
) -> None:
    shuffled = data.draw(st.permutations(page + page[:3]))
    with undone():
        take_in(source, listing(*page), seen_at=NOON)
        straight = snapshot()
    with undone():
        take_in(source, listing(*shuffled), seen_at=NOON)
        assert snapshot() == straight


@given(rounds=st.lists(st.tuples(pages, st.booleans()), min_size=1, max_size=6))
@SOME
def test_over_any_listings_no_word_is_lost_and_nothing_is_gone_without_proof(
    source: Source, rounds: list[tuple[list[RawReview], bool]]
) -> None:
    said: dict[str, list[tuple[str, object]]] = {}
    missed: dict[str, int] = {}
    with undone():
        for hour, (page, complete) in enumerate(rounds):
            take_in(source, listing(*page, complete=complete), seen_at=NOON + hour * HOUR)
            here = {one.external_id: (one.text, one.stars.value) for one in page}
            for key, words in here.items():
                history = said.setdefault(key, [])
                if not history or history[-1] != words:
                    history.append(words)
                missed[key] = 0
            for key in set(said) - set(here) if complete else ():
                missed[key] += 1

        stored = {review.key: review for review in Review.objects.all()}
        assert set(stored) == set(said)
        for key, history in said.items():
            assert list(stored[key].versions.values_list("text", "stars")) == history
            assert stored[key].current.number == len(history)
            assert (stored[key].gone_at is not None) == (missed[key] >= MISSED_UNTIL_GONE)


@given(page=pages, cut=st.integers(0, 6))
@SOME
def test_a_listing_cut_anywhere_and_then_read_whole_ends_where_the_whole_one_does(
    source: Source, page: list[RawReview], cut: int
) -> None:
    with undone():
        take_in(source, listing(*page), seen_at=NOON)
        whole = snapshot()
    with undone():
        take_in(source, listing(*page[:cut], complete=False), seen_at=NOON)
        take_in(source, listing(*page), seen_at=NOON)
        assert snapshot() == whole


def test_of_two_copies_in_one_listing_the_later_edited_is_kept_in_any_order(source: Source) -> None:
    first, second = raw("r1", text="Rude.", edited=edited_at(1)), raw("r1", text="Sorted out.", edited=edited_at(2))
    for copies in ((first, second), (second, first)):
        with undone():
            take_in(source, listing(*copies), seen_at=NOON)
            assert Review.objects.get().current.text == "Sorted out."


# --- beginnings and whole texts --------------------------------------------------------------------------------------


def test_a_beginning_and_then_the_whole_text_is_one_review_read_anew(source: Source) -> None:
    take_in(source, listing(raw("r1", text=HARSH + " …", is_excerpt=True)), seen_at=NOON)
    more = take_in(source, listing(raw("r1", text=LONG)), seen_at=NOON + HOUR)

    assert (more.changed, Review.objects.count()) == (1, 1)
    assert Review.objects.get().current.text == LONG
    assert not Review.objects.get().current.is_excerpt


@pytest.mark.parametrize("end", ["…", "...", "… More", " …\nMore", ""])
def test_the_beginning_of_what_we_hold_is_no_edit_however_it_is_cut(source: Source, end: str) -> None:
    take_in(source, listing(raw("r1", text=LONG)), seen_at=NOON)
    beginning = LONG[:40].replace(" ", "  ") + end

    assert take_in(source, listing(raw("r1", text=beginning, is_excerpt=True)), seen_at=NOON + HOUR).changed == 0


def test_five_stars_turned_to_one_are_heard_even_from_a_beginning(source: Source) -> None:
    take_in(source, listing(raw("r1", text=LONG, stars=5)), seen_at=NOON)
    take_in(source, listing(raw("r1", text=LONG[:40] + "…", is_excerpt=True, stars=1)), seen_at=NOON + HOUR)

    review = Review.objects.get()
    assert (review.stars, review.current.number, review.assessment) == (1, 2, None)
    assert review.versions.first().text == LONG


def test_a_beginning_that_is_not_ours_is_an_edit(source: Source) -> None:
    take_in(source, listing(raw("r1", text=LONG)), seen_at=NOON)
    cut = raw("r1", text="They called a lawyer on me and I …", is_excerpt=True)

    assert take_in(source, listing(cut), seen_at=NOON + HOUR).changed == 1


# --- files beside a live source --------------------------------------------------------------------------------------


def bring(location: Location, *reviews: RawReview) -> None:
    store("export.json", Listing(reviews=reviews), location=location, by=None)


def test_an_old_export_turns_no_clock_back(source: Source, location: Location) -> None:
    """Last month's file holds last month's words and no answer yet; it must not undo what the call has shown."""
    newer = raw("r1", text="They called me. All is well.", owner_reply=OwnerReply(text="Thank you."), stars=4)
    take_in(source, listing(newer), seen_at=NOON)
    before = snapshot()

    bring(location, raw("r1", text=HARSH), raw("r2", author="Tom"))

    assert [row for row in snapshot() if row[0] == "r1"] == before
    assert Review.objects.filter(key="r2").exists(), "what it adds is taken"


def test_an_old_export_brings_no_deleted_review_back(source: Source, location: Location) -> None:
    take_in(source, listing(raw("r1")), seen_at=NOON)
    take_in(source, listing(complete=False, removed=("r1",)), seen_at=NOON + HOUR)

    bring(location, raw("r1"))

    assert Review.objects.get().gone_at is not None


def test_an_export_with_a_later_edit_is_believed(source: Source, location: Location) -> None:
    """The live source may have been shut for weeks."""
    take_in(source, listing(raw("r1")), seen_at=NOON)

    bring(location, raw("r1", text="I have asked a lawyer.", edited=edited_at(5)))

    assert Review.objects.get().current.text == "I have asked a lawyer."


def test_a_review_first_brought_by_file_can_be_missed_and_answered_by_the_live_source(
    source: Source, location: Location
) -> None:
    bring(location, raw("r1", place=""))
    take_in(source, listing(raw("r1")), seen_at=NOON)
    review = Review.objects.get()
    assert (review.source, review.remote_name) == (source, "accounts/1/locations/11/reviews/r1")

    for hours in (1, 2):
        take_in(source, listing(says_none=True), seen_at=NOON + hours * HOUR)
    assert Review.objects.get().gone_at is not None


def test_file_and_call_in_either_order_end_in_the_same_words(source: Source, location: Location) -> None:
    one = raw("r1", owner_reply=OwnerReply(text="Thank you."))
    ends = []
    for first in ("file", "call"):
        with undone():
            for way in (first, "call", "file"):
                if way == "file":
                    bring(location, replace(one, source="google_takeout"))
                else:
                    take_in(source, listing(one), seen_at=NOON)
            review = Review.objects.get()
            ends.append((review.source, review.site_reply, review.versions.count(), review.current.text))
    assert ends[0] == ends[1]


# --- thousands -------------------------------------------------------------------------------------------------------


def test_thousands_of_reviews_cost_a_bounded_number_of_statements(source: Source) -> None:
    page = listing(*(raw(f"r{n}", author=f"P{n}", text=f"Rude, no. {n}.") for n in range(MANY)))

    with CaptureQueriesContext(
        connection,
    ) as first:
        take_in(source, page, seen_at=NOON)
    with CaptureQueriesContext(connection) as second:
        take_in(source, page, seen_at=NOON + HOUR)

    assert Review.objects.exclude(current=None).count() == MANY
    batches = MANY // 500
    assert len(second) <= 3 * batches, "known reviews are read and marked as seen in batches"
    assert len(first) <= 3 * batches + 2 * MANY // 25, "new ones are written many at a time"


def test_one_edit_among_thousands_costs_that_one(source: Source) -> None:
    reviews = [raw(f"r{n}", author=f"P{n}", text=f"Rude, no. {n}.") for n in range(1_000)]
    take_in(source, listing(*reviews), seen_at=NOON)
    reviews[500] = replace(reviews[500], text="All is well now.")

    with CaptureQueriesContext(connection) as queries:
        taken = take_in(source, listing(*reviews), seen_at=NOON + HOUR)

    assert taken.changed == 1
    assert len(queries) <= 3 * 2 + 4
