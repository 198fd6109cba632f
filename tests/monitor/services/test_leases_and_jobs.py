"""Work is claimed once, runs once, and says how it went; a failing duty stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Job, JobRun, Location, Source
from monitor.services.jobs import Duty, guarded, run_if_due
from monitor.services.leases import LEASE, claim
from tests.factories import NOON, make_source

CANARY = "Zephyrine Quillfeather"
ALWAYS = Q()


def duty(run: Callable[[], str], *, name: str = "look round", every: int = 60) -> Duty:
    return Duty(name=name, every=every, run=run)


def broken() -> str:
    raise ValueError(f"{CANARY} had a bruise")


def make_due(name: str = "look round", *, ago: timedelta = timedelta(seconds=1)) -> None:
    Job.objects.filter(name=name).update(due_at=timezone.now() - ago)


@pytest.fixture
def source(location: Location) -> Source:
    return make_source(location)


def test_of_two_claims_one_wins(source: Source) -> None:
    assert [claim(source, still=ALWAYS), claim(source, still=ALWAYS)] == [True, False]


def test_a_stale_copy_of_the_row_wins_nothing(source: Source) -> None:
    """What counts is the row in the database at that moment, not what this process read before."""
    seen_free = Source.objects.get(pk=source.pk)
    claim(source, still=ALWAYS)

    assert seen_free.leased_until is None
    assert not claim(seen_free, still=ALWAYS)


def test_a_lease_ends_by_itself_so_that_a_crash_only_delays(source: Source) -> None:
    assert claim(source, still=ALWAYS)
    Source.objects.filter(pk=source.pk).update(leased_until=timezone.now() - timedelta(seconds=1))

    assert claim(source, still=ALWAYS)
    assert Source.objects.get().leased_until > timezone.now() + LEASE - timedelta(seconds=30)


def test_what_no_longer_holds_is_not_claimed(source: Source) -> None:
    assert not claim(source, still=Q(due_at__lte=timezone.now())), "a source without a due time waits for a person"
    assert Source.objects.get().leased_until is None


def test_changes_are_written_with_the_claim_or_not_at_all(source: Source) -> None:
    assert claim(source, still=ALWAYS, failures=F("failures") + 1)
    assert not claim(source, still=ALWAYS, failures=F("failures") + 1)

    assert Source.objects.get().failures == 1


def test_a_duty_runs_when_it_is_due_and_then_waits(db: None) -> None:
    ran: list[int] = []
    round_ = duty(lambda: ran.append(1) or "1 thing done", every=3600)

    assert [run_if_due(round_), run_if_due(round_)] == [True, False]
    assert ran == [1]
    job = Job.objects.get()
    assert job.leased_until is None
    assert timedelta(minutes=59) < job.due_at - timezone.now() <= timedelta(hours=1)


def test_missed_runs_count_as_one(db: None) -> None:
    ran: list[int] = []
    round_ = duty(lambda: ran.append(1) or "", every=60)
    run_if_due(round_)
    make_due(ago=timedelta(days=3))

    while run_if_due(round_):
        pass

    assert len(ran) == 2


def test_a_duty_that_another_process_holds_is_left_alone(db: None) -> None:
    round_ = duty(lambda: "done")
    run_if_due(round_)
    make_due()
    Job.objects.update(leased_until=timezone.now() + LEASE)

    assert not run_if_due(round_)


def test_an_error_is_on_record_in_its_own_words(db: None) -> None:
    def refuse() -> str:
        raise MonitorError("The disk is full; make room.")

    run = guarded(duty(refuse))

    assert (run.outcome, run.detail) == ("failed", "The disk is full; make room.")
    assert JobRun.objects.get().finished_at is not None


def test_the_next_duty_runs_after_a_failed_one_and_the_failed_one_again(db: None) -> None:
    order: list[str] = []
    duties = [duty(broken, name="broken"), duty(lambda: order.append("ran") or "ran", name="whole")]

    assert [run_if_due(one) for one in duties] == [True, True]
    assert order == ["ran"]
    make_due("broken")
    assert run_if_due(duties[0])
    assert list(JobRun.objects.order_by("pk").values_list("name", "outcome")) == [
        ("broken", "failed"), ("whole", "done"), ("broken", "failed"),
    ]  # fmt: skip


def test_the_text_of_an_unexpected_error_is_neither_stored_nor_logged(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """It may hold a patient's words; the kind of error is enough to find it."""
    with caplog.at_level(logging.DEBUG):
        run_if_due(duty(broken))

    stored = [str(row) for row in [*JobRun.objects.values(), *Job.objects.values()]]
    assert CANARY not in caplog.text + "".join(stored)
    assert "ValueError" in caplog.text
    assert "ValueError" in JobRun.objects.get().detail


def test_nothing_to_do_leaves_no_row(db: None) -> None:
    run_if_due(duty(lambda: ""))

    assert not JobRun.objects.exists()
    assert Job.objects.get().ran_at is not None, "that it ran is still known"


def test_a_long_report_is_cut_to_what_the_row_holds(db: None) -> None:
    guarded(duty(lambda: "x" * 9000))

    assert len(JobRun.objects.get().detail) == 500


def test_a_duty_seen_for_the_first_time_is_due_at_once(db: None) -> None:
    assert run_if_due(duty(lambda: "", name="new in this version"))
    assert Job.objects.get().due_at > NOON
