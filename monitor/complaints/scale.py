"""The fair measure of a matter: how urgent a concern is, and how behaviour stands, on two axes that never mix.

The one door to the scale. What is proposed here is for people to judge: no score decides anything, nothing but
recorded behaviour moves the conduct axis, and complaints, honest reviews, lawyers and regulators weigh nothing on it.
Points, half-lives and thresholds are data in ``config/policy/conduct.toml``, and unvalidated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.complaints.concern import (
    Concern,
    Finding,
    LateDays,
    Merit,
    Priority,
    Problem,
    Spell,
    Urgency,
    judge_urgency,
)
from monitor.complaints.conduct import WeighedEvent, escalations, score, weigh
from monitor.complaints.errors import UnfitRecord
from monitor.complaints.events import BehaviourEvent, Clearance
from monitor.complaints.gates import GateSign, OpenGate, open_gates
from monitor.complaints.held import ActionsDone, Held, follow, held_from, still_holds
from monitor.complaints.levels import Snapshot, read_level
from monitor.complaints.lines import Line
from monitor.complaints.rulebook import conduct_policy
from monitor.complaints.rules import ConductPolicy, Level

__all__ = [
    "MECHANISM", "ActionsDone", "BehaviourEvent", "Clearance", "Concern", "ConductPolicy", "Finding", "GateSign",
    "LateDays", "Level", "Line", "Matter", "Merit", "OpenGate", "Priority", "Problem", "Spell", "Standing",
    "UnfitRecord", "Urgency", "conduct_policy", "judge_standing", "judge_urgencies", "priority_on", "snapshots",
]  # fmt: skip

MECHANISM = "scale-1"
"""Stored with every standing. What scale-1 says of a matter never changes; a new rule is a new mechanism."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is recorded about one patient's concerns. The order of entry means nothing. Raises UnfitRecord."""

    concerns: tuple[Concern, ...] = ()
    events: tuple[BehaviourEvent, ...] = ()
    signs: tuple[GateSign, ...] = ()
    actions: tuple[ActionsDone, ...] = ()

    def __post_init__(self) -> None:
        for ids, what in (([one.id for one in self.events], "events"), ([one.id for one in self.concerns], "concerns")):
            if len(set(ids)) < len(ids):
                raise UnfitRecord(f"Two {what} of a matter have the same id; give each its own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands at the end of a day, with every line it comes from.

    ``level`` is the proposal after its slow fall; ``facts`` the level that the day's facts alone give. ``why`` are the
    lines of ``level``, ``holds`` what still keeps it from falling, ``lines`` the sum line by line with what scores
    nothing and why. ``to_verify`` names grave events whose evidence a person must look at now. Staff are shown
    ``shown``, never a bare number.
    """

    day: date
    level: Level
    facts: Level
    shown: str
    why: tuple[Line, ...]
    holds: tuple[Line, ...]
    score: float
    lines: tuple[Line, ...]
    escalating: tuple[str, ...]
    priority: Priority | None
    urgencies: tuple[Urgency, ...]
    gates: tuple[OpenGate, ...]
    actions: tuple[str, ...]
    to_verify: tuple[str, ...]
    sign_offs: int
    """How many people must put their names to the level before anyone acts on it; 0 below L3."""
    policy_version: str
    mechanism: str = MECHANISM

    @property
    def shows_safety_banner(self) -> bool:
        """All that the front desk's list may show of a level."""
        return self.level >= Level.L4 or any(gate.gate == "G-SAFETY" for gate in self.gates)


def judge_standing(*, matter: Matter, day: date, policy: ConductPolicy) -> Standing:
    """Where a matter stands at the end of ``day`` (the location's), by what is recorded now. Raises UnfitRecord.

    What happened after ``day`` is not looked at; what was struck, contested, reviewed or found since is.
    """
    held, now = _held(matter, day, policy)
    facts = read_level(now, policy)
    falling = facts.level < held.level
    gates = open_gates(signs=matter.signs, events=matter.events, day=day, policy=policy)
    urgencies = judge_urgencies(matter=matter, gates=gates, day=day, policy=policy)
    rules = policy.levels[held.level]
    return Standing(
        day=day,
        level=held.level,
        facts=facts.level,
        shown=rules.shown,
        why=facts.why if facts.level == held.level else held.why,
        holds=still_holds(held, now, actions=matter.actions, policy=policy) if falling else (),
        score=now.score,
        lines=tuple(one.line(day) for one in now.weighed),
        escalating=now.escalations,
        priority=_gravest(urgencies, gates),
        urgencies=urgencies,
        gates=gates,
        actions=rules.actions,
        to_verify=tuple(one.event.id for one in now.weighed if _is_to_verify(one, day)),
        sign_offs=policy.sign_off_people if held.level >= policy.sign_off_from else 0,
        policy_version=policy.version,
    )


def judge_urgencies(
    *, matter: Matter, gates: tuple[OpenGate, ...], day: date, policy: ConductPolicy
) -> tuple[Urgency, ...]:
    """The priority of each concern that is open on ``day``."""
    emergencies = tuple(gate.what for gate in gates if gate.urgent)
    return tuple(
        judge_urgency(concern=concern, day=day, rules=policy.concern, emergencies=emergencies)
        for concern in sorted(matter.concerns, key=lambda one: one.id)
        if concern.open_since(day)
    )


def priority_on(*, matter: Matter, day: date, policy: ConductPolicy) -> Priority | None:
    """The gravest priority of the matter on ``day``; None when nothing was open."""
    gates = open_gates(signs=matter.signs, events=matter.events, day=day, policy=policy)
    return _gravest(judge_urgencies(matter=matter, gates=gates, day=day, policy=policy), gates)


def snapshots(*, matter: Matter, first: date, last: date, policy: ConductPolicy) -> Iterator[Snapshot]:
    """The facts of each day from ``first`` to ``last``, both included."""
    busy, weighed = {event.happened_on for event in matter.events}, _weighed_by(matter, first, policy)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in busy:
            weighed = _weighed_by(matter, day, policy)
        live = tuple(one for one in weighed if one.is_live(day))
        yield Snapshot(
            day=day,
            score=score(live, day),
            weighed=weighed,
            live=live,
            escalations=escalations(live, day, policy),
            concerns=matter.concerns,
        )


def _weighed_by(matter: Matter, day: date, policy: ConductPolicy) -> tuple[WeighedEvent, ...]:
    events = [event for event in matter.events if event.happened_on <= day]
    return weigh(events=events, concerns=matter.concerns, policy=policy)


def _held(matter: Matter, day: date, policy: ConductPolicy) -> tuple[Held, Snapshot]:
    """Replayed day by day from the first scored event, so that it never matters when, or how often, anyone looked."""
    first = min((one.day for one in _weighed_by(matter, day, policy) if one.scores), default=day + timedelta(days=1))
    days = snapshots(matter=matter, first=first - timedelta(days=1), last=day, policy=policy)
    now = next(days)
    held = held_from(read_level(now, policy), now.day)
    for now in days:
        held = follow(held, now, actions=matter.actions, policy=policy)
    return held, now


def _gravest(urgencies: tuple[Urgency, ...], gates: tuple[OpenGate, ...]) -> Priority | None:
    at_once = [Priority.P1] if any(gate.urgent for gate in gates) else []
    return min((*(one.priority for one in urgencies), *at_once), default=None)


def _is_to_verify(one: WeighedEvent, day: date) -> bool:
    grave = one.event.band == 3 or (one.event.band == 4 and not one.event.is_cleared_by(day))
    return grave and (one.weight < 1 or (one.event.band == 4 and not one.event.is_confirmed))
