"""Every version is understood once by a mechanism; what an older one said stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.models import Assessment, Location, Review, Source
from monitor.services import understanding
from monitor.services.intake import take_in
from monitor.services.understanding import understand_waiting, urgent_level
from monitor.types import Understanding, UrgencyHit
from tests.factories import HARSH, KIND, NOON, listing, make_source, raw

HOUR = timedelta(hours=1)


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location)


def ids(number: int) -> str:
    return f"accounts/1/locations/11/reviews/r{number}"


def seen(source: Source, *reviews: Any, hours: int = 0) -> None:
    take_in(source, listing(*reviews, complete=False), seen_at=NOON + hours * HOUR)


def test_each_review_is_understood_once(source: Source) -> None:
    seen(source, raw(ids(1)), raw(ids(2), stars=5, text=KIND))

    assert [understand_waiting(), understand_waiting()] == [2, 0]
    harsh, kind = Review.objects.order_by("key")
    assert (harsh.assessment.flagged, kind.assessment.flagged) == (True, False)
    assert harsh.assessment.reasons
    assert Assessment.objects.count() == 2


def test_marked_words_stand_where_the_text_has_them(source: Source) -> None:
    seen(source, raw(ids(1), text=f"😕 {HARSH}", title="Never again"))
    understand_waiting()

    review = Review.objects.get()
    words = [word for reason in review.assessment.reasons for word in reason["words"]]
    placed = [word for word in words if word["end"]]
    assert placed
    for word in placed:
        assert review.current.text[word["start"] : word["end"]] == word["text"]
    assert all("in the title" in word["meaning"] for word in words if word not in placed)


def test_a_new_version_is_understood_anew_and_the_old_answer_stays(source: Source) -> None:
    seen(source, raw(ids(1)))
    understand_waiting()
    old = Assessment.objects.values().get()
    seen(source, raw(ids(1), stars=5, text=KIND), hours=1)

    assert understand_waiting() == 1
    review = Review.objects.get()
    assert review.assessment.version == review.current
    assert not review.assessment.flagged
    assert Assessment.objects.values().get(pk=old["id"]) == old


def test_a_newer_mechanism_adds_an_answer_and_rewrites_none(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(source, raw(ids(1)))
    understand_waiting()
    first = Review.objects.get().assessment
    real = understanding.assess

    def newer(**given: Any) -> Understanding:
        said = real(**given)
        return Understanding(
            negative_probability=0.1, flagged=False, reasons=(), urgency=(), themes=(), mechanism=f"{said.mechanism}+",
        )  # fmt: skip

    monkeypatch.setattr(understanding, "assess", newer)
    assert understand_waiting() == 0, "history is not silently judged again"
    Review.objects.update(assessment=None)
    assert understand_waiting() == 1

    assert Assessment.objects.count() == 2
    first.refresh_from_db()
    assert first.flagged
    assert not Review.objects.get().assessment.flagged


def test_asked_again_the_same_mechanism_gives_its_stored_answer(source: Source) -> None:
    seen(source, raw(ids(1)))
    understand_waiting()
    kept = Review.objects.get().assessment
    Review.objects.update(assessment=None)

    understand_waiting()

    assert Review.objects.get().assessment == kept


def test_an_edit_that_arrives_while_the_old_words_are_read_is_not_lost(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(source, raw(ids(1), stars=5, text=KIND))
    real, calls = understanding.assess, []

    def slow(**given: Any) -> Understanding:
        calls.append(given["text"])
        if len(calls) == 1:
            seen(source, raw(ids(1), stars=1, text=HARSH), hours=1)
        return real(**given)

    monkeypatch.setattr(understanding, "assess", slow)
    understand_waiting()

    review = Review.objects.get()
    assert calls == [KIND, HARSH]
    assert review.assessment.version == review.current
    assert review.assessment.flagged


def test_more_than_a_batch_is_all_understood(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "BATCH", 2)
    seen(source, *(raw(ids(number), stars=None, text="") for number in range(5)))

    assert understand_waiting() == 5
    assert not Review.objects.filter(assessment=None).exists()


def test_a_failure_in_a_batch_leaves_no_half_of_it(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(source, raw(ids(1)), raw(ids(2), text="Second."))
    real = understanding.assess

    def breaks(**given: Any) -> Understanding:
        if given["text"] == "Second.":
            raise RuntimeError("broken")
        return real(**given)

    monkeypatch.setattr(understanding, "assess", breaks)
    with pytest.raises(RuntimeError):
        understand_waiting()

    assert not Assessment.objects.exists()


@pytest.mark.parametrize(("stars", "scale", "expected"), [(2, 10, 1.0), (4, 5, 4.0), (60, 100, 3.0), (3, None, None)])
def test_stars_are_put_on_one_scale_and_unknown_scales_on_none(
    source: Source, monkeypatch: pytest.MonkeyPatch, stars: int, scale: int | None, expected: float | None
) -> None:
    given: list[float | None] = []
    real = understanding.assess
    monkeypatch.setattr(understanding, "assess", lambda **g: given.append(g["stars_of_five"]) or real(**g))
    from_site = raw(ids(1))
    object.__setattr__(from_site.stars, "value", stars)
    object.__setattr__(from_site.stars, "scale", scale)
    seen(source, from_site)

    understand_waiting()

    assert given == [expected]
    assert Review.objects.get().stars_of_five == expected


@pytest.mark.parametrize(
    ("levels", "expected"), [((), None), ((0, 3), None), ((2,), 2), ((3, 2, 1), 1), ((0,), None), ((1, 0), 1)]
)
def test_the_gravest_level_that_asks_for_haste_counts(levels: tuple[int, ...], expected: int | None) -> None:
    hits = tuple(UrgencyHit(tag="X", level=level, route="owner", words=()) for level in levels)
    whole = Understanding(negative_probability=0, flagged=True, reasons=(), urgency=hits, themes=())

    assert urgent_level(whole) == expected
