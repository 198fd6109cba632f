"""The four gates: what comes before every level and every clock, and never carries a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.complaints.errors import UnfitRecord
from monitor.complaints.events import BehaviourEvent
from monitor.complaints.rules import ConductPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSign:
    """Somebody with a name opens a gate, or (``closes``) records that what it asked is done."""

    gate: str
    on: date
    by: str
    closes: bool = False

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise UnfitRecord(f"Nobody stands behind the record on {self.gate}; say who opened or closed it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGate:
    """A gate that is open: since when, and the steps that come before anything else."""

    gate: str
    since: date
    what: str
    steps: tuple[str, ...]
    urgent: bool


def open_gates(
    *, signs: Sequence[GateSign], events: Sequence[BehaviourEvent], day: date, policy: ConductPolicy
) -> tuple[OpenGate, ...]:
    """The gates open on ``day``, in the policy's order. Raises UnfitRecord for a sign on a gate nobody knows.

    A closing ends what was opened before it. The danger of a band 4 event ends only when that event is cleared.
    """
    if any(sign.gate not in policy.gates for sign in signs):
        raise UnfitRecord("A record names a gate that conduct.toml does not know; choose one of its gates.")
    known = [event for event in events if event.happened_on <= day and event.state != "struck"]
    opened = {name: _open_since(name, signs, known, day, policy) for name in policy.gates}
    return tuple(
        OpenGate(gate=name, since=since, what=gate.what, steps=gate.steps, urgent=gate.urgent)
        for name, gate in policy.gates.items()
        if (since := opened[name])
    )


def _open_since(
    gate: str, signs: Sequence[GateSign], events: Sequence[BehaviourEvent], day: date, policy: ConductPolicy
) -> date | None:
    closed_on = max((one.on for one in signs if one.closes and one.gate == gate and one.on <= day), default=date.min)
    opening = [event for event in events if policy.code(event.code).opens == gate]
    dangers = [event.happened_on for event in opening if event.band == 4 and not event.is_cleared_by(day)]
    others = [event.happened_on for event in opening if event.band < 4]
    others += [sign.on for sign in signs if sign.gate == gate and not sign.closes]
    return min((on for on in (*dangers, *(one for one in others if one >= closed_on)) if on <= day), default=None)
