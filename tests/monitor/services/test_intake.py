"""Taking reviews in: idempotent, versioned, and slow to believe that something is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from monitor.models import Location, Review, Source
from monitor.services.intake import Intake, take_in
from monitor.types import OwnerReply
from tests.factories import HARSH, NOON, listing, make_practice, make_source, raw

HOUR = timedelta(hours=1)


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location)


def ids(number: int) -> str:
    return f"r{number}"


def test_the_same_listing_twice_changes_nothing(source: Source) -> None:
    page = listing(raw(ids(1)), raw(ids(2), author="Tom", text="Fine."))

    first, second = take_in(source, page, seen_at=NOON), take_in(source, page, seen_at=NOON + HOUR)

    assert (first.new, second.new, second.changed, second.gone) == (2, 0, 0, 0)
    assert [review.versions.count() for review in Review.objects.all()] == [1, 1]


def test_row_02_one_review_by_export_and_by_call_is_one_row(source: Source, location: Location) -> None:
    brought = make_source(location, route="file", label="Files")
    take_in(source, listing(raw(ids(1))), seen_at=NOON)

    second = take_in(
        brought, listing(replace(raw(ids(1)), source="google_takeout"), complete=False), seen_at=NOON + HOUR
    )

    assert (second.new, Review.objects.count()) == (0, 1)


def test_row_04_an_edit_becomes_a_new_version_and_the_old_words_stay(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)
    take_in(source, listing(raw(ids(1), text="They called me. All is well.", stars=4)), seen_at=NOON + HOUR)

    review = Review.objects.get()
    assert [version.text for version in review.versions.all()] == [HARSH, "They called me. All is well."]
    assert (review.current.number, review.stars) == (2, 4)
    assert review.assessment is None, "new words have to be understood anew"


def test_row_05_five_stars_edited_to_one_asks_for_a_look_again(source: Source) -> None:
    take_in(source, listing(raw(ids(1), stars=5, text="Great.")), seen_at=NOON)
    Review.objects.update(handled_at=NOON)

    changed = take_in(source, listing(raw(ids(1), stars=1, text="Great.")), seen_at=NOON + HOUR)

    assert changed.changed == 1
    assert Review.objects.get().handled_at is None


def test_row_06_one_bad_listing_never_makes_a_review_gone(source: Source) -> None:
    take_in(source, listing(raw(ids(1)), raw(ids(2))), seen_at=NOON)

    first = take_in(source, listing(raw(ids(1))), seen_at=NOON + HOUR)
    assert (first.gone, Review.objects.filter(gone_at=None).count()) == (0, 2)

    second = take_in(source, listing(raw(ids(1))), seen_at=NOON + 2 * HOUR)
    assert second.gone == 1
    assert Review.objects.get(gone_at__isnull=False).current.text == HARSH, "the row and its words stay"


def test_row_06_incomplete_listings_never_count(source: Source) -> None:
    take_in(source, listing(raw(ids(1)), raw(ids(2))), seen_at=NOON)
    for hours in range(1, 6):
        take_in(source, listing(raw(ids(1)), complete=False), seen_at=NOON + hours * HOUR)

    assert Review.objects.filter(gone_at=None).count() == 2


def test_row_06_two_misses_with_a_sighting_between_them_do_not_add_up(source: Source) -> None:
    both, one = listing(raw(ids(1)), raw(ids(2))), listing(raw(ids(1)))
    for hours, page in enumerate([both, one, both, one]):
        take_in(source, page, seen_at=NOON + hours * HOUR)

    assert Review.objects.filter(gone_at=None).count() == 2


def test_row_06_the_site_saying_so_is_proof_at_once(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)

    said = take_in(source, listing(complete=False, removed=(ids(1),)), seen_at=NOON + HOUR)

    assert said.gone == 1
    assert Review.objects.get().gone_at is not None


def test_row_07_a_review_that_comes_back_loses_its_tombstone_and_gets_no_new_version(source: Source) -> None:
    page = listing(raw(ids(1)))
    take_in(source, page, seen_at=NOON)
    take_in(source, listing(complete=False, removed=(ids(1),)), seen_at=NOON + HOUR)

    back = take_in(source, page, seen_at=NOON + 2 * HOUR)

    review = Review.objects.get()
    assert (back.returned, back.new, back.changed) == (1, 0, 0)
    assert (review.gone_at, review.versions.count()) == (None, 1)


def test_row_28_a_changed_answer_on_the_site_is_seen_and_is_no_edit_of_the_review(source: Source) -> None:
    take_in(source, listing(raw(ids(1), owner_reply=OwnerReply(text="Thank you."))), seen_at=NOON)
    take_in(source, listing(raw(ids(1), owner_reply=OwnerReply(text="Other words."))), seen_at=NOON + HOUR)
    assert Review.objects.get().site_reply == "Other words."

    take_in(source, listing(raw(ids(1))), seen_at=NOON + 2 * HOUR)
    review = Review.objects.get()
    assert (review.site_reply, review.versions.count()) == ("", 1)


def test_row_34_a_moved_listing_keeps_its_reviews(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)

    moved = take_in(source, listing(raw(ids(1), place="accounts/9/locations/77")), seen_at=NOON + HOUR)

    review = Review.objects.get()
    assert moved.new == 0
    assert review.remote_name == "accounts/9/locations/77/reviews/r1", "replies go to where it stands now"


def test_row_35_the_same_id_at_another_location_is_another_row(source: Source) -> None:
    other = make_source(make_practice(name="Second", location="Hill").locations.get())
    take_in(source, listing(raw(ids(1))), seen_at=NOON)
    take_in(other, listing(raw(ids(1))), seen_at=NOON)

    assert Review.objects.count() == 2


def test_row_37_an_empty_complete_listing_twice_makes_tombstones_and_loses_no_words(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)
    take_in(source, listing(says_none=True), seen_at=NOON + HOUR)
    take_in(source, listing(says_none=True), seen_at=NOON + 2 * HOUR)

    assert Review.objects.get().current.text == HARSH


def test_a_translation_or_a_flipped_language_is_no_edit(source: Source) -> None:
    take_in(source, listing(raw(ids(1), language="en")), seen_at=NOON)
    again = take_in(source, listing(raw(ids(1), language="es", translation="Esperé una hora.")), seen_at=NOON + HOUR)

    assert again.changed == 0


def test_an_excerpt_never_replaces_the_whole_text(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)
    cut = take_in(source, listing(raw(ids(1), text=HARSH[:20] + "…", is_excerpt=True)), seen_at=NOON + HOUR)

    assert cut.changed == 0
    assert Review.objects.get().current.text == HARSH


def test_the_database_itself_refuses_to_rewrite_or_drop_words(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)
    version = Review.objects.get().current

    version.text = "Nothing happened."
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM monitor_reviewversion")


def test_the_words_may_be_blanked_when_a_platform_obliges_us(source: Source) -> None:
    take_in(source, listing(raw(ids(1))), seen_at=NOON)

    assert Review.objects.get().versions.update(text="", author="") == 1


def test_a_failure_in_the_middle_stores_nothing(source: Source) -> None:
    broken = raw(ids(2), text="x")
    object.__setattr__(broken, "published", None)

    with pytest.raises(AttributeError):
        take_in(source, listing(raw(ids(1)), broken), seen_at=NOON)

    assert Review.objects.count() == 0


def test_an_intake_reads_as_a_sentence() -> None:
    assert str(Intake(read=3, new=1, changed=1)) == "3 read, 1 new, 1 changed"
