"""The concern axis: is something wrong, and how soon must we act. It never looks at how anybody behaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from monitor.complaints.errors import UnfitRecord
from monitor.complaints.lines import Line
from monitor.complaints.rules import ConcernRules


class Priority(StrEnum):
    """How soon. P1 sorts before P2, and P2 before P3."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Merit(StrEnum):
    """What a clinician found. It changes neither priority nor conduct: a concern need not be right to be heard."""

    UNREVIEWED = "unreviewed"
    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    NOT = "not"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem of a concern, as staff rated it: a category of conduct.toml, and 0 (no) to 3 (high) severity."""

    category: str
    severity: int
    stage: str = ""

    def __post_init__(self) -> None:
        if self.severity not in range(4):
            raise UnfitRecord("The severity of a problem is a whole number from 0 to 3; rate it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A clinician's rating of harm, 0 (none) to 5 (catastrophic). Nobody else may rate it; nothing infers it."""

    harm: int
    clinician: str
    found_on: date
    merit: Merit = Merit.UNREVIEWED

    def __post_init__(self) -> None:
        if self.harm not in range(6):
            raise UnfitRecord("Harm is a whole number from 0 to 5; a clinician rates it again.")
        if not self.clinician.strip():
            raise UnfitRecord("A finding of harm names no clinician; only a clinician may rate harm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch in which a concern was open: from ``opened_on`` until the day before ``closed_on``."""

    opened_on: date
    closed_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDays:
    """Days on which something we owed was overdue, first and last included; None: it still is."""

    first: date
    last: date | None = None

    def include(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One concern. Each spell after the first is a reopening; ``late``, ``acknowledged_late`` are our own failings."""

    id: str
    spells: tuple[Spell, ...]
    problems: tuple[Problem, ...] = ()
    finding: Finding | None = None
    late: tuple[LateDays, ...] = ()
    acknowledged_late: bool = False

    def __post_init__(self) -> None:
        if not self.spells:
            raise UnfitRecord(f"Concern {self.id} was never opened; give the day it was received.")
        follow = zip(self.spells, self.spells[1:], strict=False)
        if any(spell.closed_on and spell.closed_on < spell.opened_on for spell in self.spells) or any(
            before.closed_on is None or after.opened_on < before.closed_on for before, after in follow
        ):
            raise UnfitRecord(f"Concern {self.id} is closed before it is opened, or opened twice; mend its days.")

    def open_since(self, day: date) -> date | None:
        """The day since which it is open on ``day``, or None."""
        return next((spell.opened_on for spell in self.spells if spell.covers(day)), None)

    def reopenings(self, *, day: date, within_days: int) -> int:
        return sum(0 <= (day - spell.opened_on).days <= within_days for spell in self.spells[1:])

    def harm_on(self, day: date) -> int | None:
        """The harm a clinician had confirmed by ``day``."""
        return self.finding.harm if self.finding and self.finding.found_on <= day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """The priority of one concern, with the lines it comes from."""

    concern: str
    priority: Priority
    why: tuple[Line, ...]


def judge_urgency(*, concern: Concern, day: date, rules: ConcernRules, emergencies: tuple[str, ...] = ()) -> Urgency:
    """How urgent a concern is on ``day``; ``emergencies`` are what its open urgent gates say. Raises UnfitRecord."""
    strange = sorted({problem.category for problem in concern.problems} - set(rules.categories))
    if strange:
        raise UnfitRecord(f"Concern {concern.id} has a problem category that conduct.toml does not know; choose again.")
    for priority, lines in (
        (Priority.P1, _urgent(concern, day, rules, emergencies)),
        (Priority.P2, _prompt(concern, rules)),
    ):
        if why := tuple(lines):
            return Urgency(concern=concern.id, priority=priority, why=why)
    return Urgency(concern=concern.id, priority=Priority.P3, why=(Line(text="Nothing here is rated urgent so far."),))


def _urgent(concern: Concern, day: date, rules: ConcernRules, emergencies: tuple[str, ...]) -> Iterator[Line]:
    yield from (Line(text=f"{emergency}.") for emergency in emergencies)
    for problem in concern.problems:
        if rules.categories[problem.category] and problem.severity >= rules.urgent_severity:
            yield Line(text=f"A problem of {problem.category} is rated {problem.severity} of 3.")
    harm = concern.harm_on(day)
    if harm is not None and harm >= rules.urgent_harm:
        yield Line(text=f"A clinician confirms harm {harm} of 5.")


def _prompt(concern: Concern, rules: ConcernRules) -> Iterator[Line]:
    for problem in concern.problems:
        if problem.severity >= rules.prompt_severity:
            yield Line(text=f"A problem of {problem.category} is rated {problem.severity} of 3.")


def opened_lately(concerns: tuple[Concern, ...], *, day: date, within_days: int) -> int:
    """How many concerns were first received in the last ``within_days`` days."""
    earliest = day - timedelta(days=within_days)
    return sum(earliest <= concern.spells[0].opened_on <= day for concern in concerns)
