"""A look at a source that fails in ways nobody thought of is seen, is over, and is the last look of no other source."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from config.jobs import DUTIES
from monitor.errors import MonitorError
from monitor.models import AuditEvent, Job, JobRun, LinkCandidate, Location, Practice, Review, Source
from monitor.services import checks
from monitor.services.checks import LOOK, Look, check_due_sources, check_now
from monitor.services.jobs import Duty, Unexpected, guarded, one_by_one, run_if_due
from monitor.services.leases import claim, release
from monitor.types import SourceState
from tests.factories import listing, make_complaint, make_review, make_source, raw

CANARY = "Zephyrine Quagmire"
MINUTE = timedelta(minutes=1)


def source(location: Location, label: str, route: str) -> Source:
    return make_source(location, label=label, route=route, platform=label, due_at=timezone.now() - MINUTE)


@pytest.fixture
def broken(location: Location, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Its reader stumbles, with a reviewer's name on its lips."""

    def stumble(_: Source) -> Look:
        raise KeyError(CANARY)

    monkeypatch.setitem(checks.LOOKS, "broken", stumble)
    return source(location, "Broken", "broken")


@pytest.fixture
def whole(location: Location, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setitem(checks.LOOKS, "whole", lambda _: Look(listing=listing(raw("w1"), raw("w2"))))
    return source(location, "Whole", "whole")


def again(one: Source) -> Source:
    return Source.objects.get(pk=one.pk)


def test_a_reader_that_stumbles_is_a_state_that_people_see(broken: Source) -> None:
    assert check_now(broken, by=None) is True

    after = again(broken)
    assert (after.state, after.failures, after.leased_until) == (SourceState.FAILING, 1, None)
    assert "KeyError" in after.state_detail
    assert after.due_at > timezone.now(), "it is tried again, later"


def test_it_stops_no_other_source(broken: Source, whole: Source) -> None:
    Source.objects.filter(pk=broken.pk).update(due_at=timezone.now() - 9 * MINUTE)

    assert check_due_sources() == 2
    assert (again(whole).state, Review.objects.count()) == (SourceState.OK, 2)


def test_what_it_stumbled_over_is_told_nowhere(broken: Source, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        guarded(Duty(name="look", every=1, run=lambda: str(check_due_sources())))

    told = [str(list(model.objects.values())) for model in (AuditEvent, JobRun, Source)]
    assert CANARY not in caplog.text + "".join(told)
    assert "KeyError" in caplog.text


def test_a_listing_that_cannot_be_stored_is_seen_and_leaves_nothing_behind(
    whole: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_keep_mentions", lambda *_: 1 / 0)

    check_now(whole, by=None)

    assert (again(whole).state, again(whole).leased_until) == (SourceState.FAILING, None)
    assert not Review.objects.exists()


def test_an_answer_that_comes_after_its_lease_is_older_than_what_is_known(
    whole: Source, location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While this look slept, another one read the same list, longer by a review; the late one must not miss it."""

    def overtaken(late: Source) -> Look:
        Source.objects.filter(pk=late.pk).update(leased_until=timezone.now() - MINUTE)
        monkeypatch.setitem(checks.LOOKS, "whole", lambda _: Look(listing=listing(raw("w1"), raw("w2"), raw("w3"))))
        assert check_now(again(late), by=None)
        return Look(listing=listing(raw("w1")))

    monkeypatch.setitem(checks.LOOKS, "whole", overtaken)
    check_now(whole, by=None)

    assert Review.objects.filter(missed_listings=0).count() == 3
    assert AuditEvent.objects.filter(action="sources:source:checked").count() == 1


def test_a_failure_that_comes_after_its_lease_hides_no_newer_success(
    whole: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(late: Source) -> Look:
        Source.objects.filter(pk=late.pk).update(leased_until=timezone.now() - MINUTE)
        monkeypatch.setitem(checks.LOOKS, "whole", lambda _: Look(listing=listing(raw("w1"))))
        check_now(again(late), by=None)
        raise MonitorError("Too late.")

    monkeypatch.setitem(checks.LOOKS, "whole", overtaken)
    check_now(whole, by=None)

    assert again(whole).state == SourceState.OK


# --- leases and the clock --------------------------------------------------------------------------------------------


def test_only_the_holder_gives_a_row_back(whole: Source) -> None:
    mine, theirs = again(whole), again(whole)
    assert claim(mine, still=checks._is_due())
    Source.objects.update(leased_until=timezone.now() - MINUTE)
    assert claim(theirs, still=checks._is_due())

    assert not release(mine, failures=7)
    assert (again(whole).failures, again(whole).leased_until) == (0, theirs.leased_until)
    assert release(theirs, failures=1)


def test_a_clock_that_was_a_day_ahead_stops_nothing_for_a_day(whole: Source) -> None:
    """Then it is put right, and every lease and due time it wrote lies in the future."""
    tomorrow = timezone.now() + timedelta(days=1)
    Source.objects.update(leased_until=tomorrow + LOOK)
    Job.objects.create(name="look", due_at=tomorrow, leased_until=tomorrow)

    assert check_due_sources() == 1
    assert run_if_due(Duty(name="look", every=20, run=lambda: ""))


def test_a_clock_a_little_ahead_on_another_machine_loses_it_no_lease(whole: Source) -> None:
    Source.objects.update(leased_until=timezone.now() + LOOK + timedelta(seconds=30))

    assert check_due_sources() == 0


# --- one by one ------------------------------------------------------------------------------------------------------


def test_all_have_their_turn_and_the_troubles_are_told_at_the_end() -> None:
    done: list[int] = []

    def work(row: int) -> bool:
        if row % 2:
            raise ValueError(CANARY)
        done.append(row)
        return True

    with pytest.raises(Unexpected, match=r"^2 of them .*\(ValueError\)") as told:
        one_by_one(work, range(5))

    assert done == [0, 2, 4]
    assert CANARY not in str(told.value)
    assert told.value.__context__ is None


def test_without_trouble_the_count_is_of_those_that_said_yes() -> None:
    assert one_by_one(lambda row: row > 2, range(5)) == 2


# --- names and words stay where they belong --------------------------------------------------------------------------


def test_a_whole_round_tells_no_name_and_no_word_outside_its_own_table(
    whole: Source, practice: Practice, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = ("Zephyrine", "Quagmire", "xylophonic", "Vexillary", "ticklebury")
    words = "The xylophonic staff was rude and I waited an hour. Terrible. Never again."
    review = raw("w9", author="Zephyrine Quagmire", text=words, warnings=("odd",))
    monkeypatch.setitem(checks.LOOKS, "whole", lambda _: Look(listing=listing(review)))
    make_complaint(whole.location, first_name="Zephyrine", last_name="Vexillary", words="A ticklebury wait of an hour.")
    make_review(make_source(whole.location), id="r77", author="Zephyrine Vexillary", text=words)

    with caplog.at_level(logging.DEBUG):
        runs = [guarded(duty) for duty in DUTIES]

    assert [run.outcome for run in runs] == ["done"] * len(DUTIES)
    assert LinkCandidate.objects.exists(), "the round came as far as the complaint log"
    told = [str(list(model.objects.values("detail"))) for model in (AuditEvent, JobRun)]
    told += [
        str(list(AuditEvent.objects.values("subject"))),
        str(list(Source.objects.values("state_detail"))),
        caplog.text,
    ]
    leaks = [canary for canary in canaries if canary.casefold() in "".join(told).casefold()]
    assert leaks == []
