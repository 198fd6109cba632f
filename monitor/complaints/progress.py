"""What has been done for a concern, as far as clocks care: words sent, waits, letters that ask for time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from monitor.complaints.clock_rules import Owed
from monitor.complaints.errors import UnfitRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One thing owed ``since`` a moment, and when it was done, or None."""

    owed: Owed
    since: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A wait for the patient, with its reason; ``until`` None: it goes on. The clock starts again where it stood."""

    since: datetime
    reason: str
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise UnfitRecord("A clock is paused without a reason; say what we wait for.")
        _keep_in_utc(self, "A pause")
        if self.until and self.until < self.since:
            raise UnfitRecord("A pause ends before it begins; mend its times.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A letter that tells the patient, before the answer is due, that it takes ``working_days`` longer, and why."""

    letter_sent_at: datetime
    working_days: int
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or self.working_days < 1:
            raise UnfitRecord("An extension needs a reason and one working day at least; add what the letter says.")
        _keep_in_utc(self, "An extension")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What has been done for one open spell of a concern. Every moment is aware.

    ``priority_since`` is when the present priority was given, if later than receipt. Any word from us acknowledges, and
    an answer ends every clock. ``seen_by_clinician_at`` is contact by a clinician, the only contact that counts for P1.
    """

    received_at: datetime
    priority_since: datetime | None = None
    acknowledged_at: datetime | None = None
    contacted_at: datetime | None = None
    seen_by_clinician_at: datetime | None = None
    updated_at: tuple[datetime, ...] = ()
    answered_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def __post_init__(self) -> None:
        _keep_in_utc(self, "A concern")
        steps = (self.priority_since, *self._words, self.answered_at)
        if any(moment and moment < self.received_at for moment in steps):
            raise UnfitRecord("A concern was answered or rated before it was received; mend its times.")
        ordered = sorted(self.pauses, key=lambda pause: pause.since)
        if any(before.until is None or after.since < before.until for before, after in pairwise(ordered)):
            raise UnfitRecord("Two pauses of a concern overlap; end one before the next begins.")

    @property
    def _words(self) -> tuple[datetime | None, ...]:
        return self.acknowledged_at, self.contacted_at, self.seen_by_clinician_at, *self.updated_at

    def stretches(self, *, by: datetime, clinician_must_call: bool) -> Iterator[Stretch]:
        """Everything that was owed until ``by``: since when, and when it was done if it was."""
        answered = _earliest(by, self.answered_at)
        words = sorted(word for word in self._words if word and word <= by and (answered is None or word < answered))
        rated = max(self.received_at, _earliest(by, self.priority_since) or self.received_at)
        contacts = (
            (self.seen_by_clinician_at,) if clinician_must_call else (self.contacted_at, self.seen_by_clinician_at)
        )
        yield Stretch(owed=Owed.ACKNOWLEDGE, since=self.received_at, done_at=_earliest(by, *words, answered))
        yield Stretch(owed=Owed.CONTACT, since=rated, done_at=_earliest(by, *contacts, answered))
        for word, following in zip(words, (*words[1:], answered), strict=False):
            is_past = following is not None and following < rated
            yield Stretch(owed=Owed.UPDATE, since=word if is_past else max(word, rated), done_at=following)
        yield Stretch(owed=Owed.ANSWER, since=self.received_at, done_at=answered)


def _earliest(by: datetime, *moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment and moment <= by), default=None)


def _keep_in_utc(record: Pause | Extension | Progress, what: str) -> None:
    """In UTC, because two moments of one zone are compared by the clock on the wall, wrong for an hour in autumn."""
    for name in record.__slots__:
        value = getattr(record, name)
        if isinstance(value, datetime):
            object.__setattr__(record, name, _utc(value, what))
        elif isinstance(value, tuple) and value and isinstance(value[0], datetime):
            object.__setattr__(record, name, tuple(_utc(moment, what) for moment in value))


def _utc(moment: datetime, what: str) -> datetime:
    if moment.utcoffset() is None:
        raise UnfitRecord(f"{what} has a time without a zone; store moments in UTC.")
    return moment.astimezone(UTC)
