"""The rules of the fair measure as values. ``rulebook`` reads them; what they mean stands in conduct.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from monitor.complaints.errors import UnfitRecord


class Level(IntEnum):
    """How a practice should stand towards a matter, from calm to dangerous."""

    L0 = 0
    L1 = 1
    L2 = 2
    L3 = 3
    L4 = 4
    L5 = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRules:
    """``categories``: True for a clinical one."""

    urgent_severity: int
    urgent_harm: int
    prompt_severity: int
    categories: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """``urgent``: while it is open, every concern of the matter is P1."""

    what: str
    steps: tuple[str, ...]
    urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One kind of behaviour. Without its ``needs`` it scores nothing; ``at_most`` score within ``in_days`` days."""

    code: str
    what: str
    points: float
    opens: str = ""
    needs: tuple[str, ...] = ()
    at_most: int | None = None
    in_days: int = 0

    @property
    def band(self) -> int:
        return int(self.code[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    excused_while_we_are_late: tuple[int, ...]
    eased_by_harm: tuple[int, ...]
    easing_harm: int
    eased_share: float
    silent_while_contested: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalating:
    recent_days: int
    earlier_days: int
    events: int
    ratio: float
    rising_events: int
    channels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRules:
    """What one level asks and allows. ``shown`` is the name that staff read."""

    name: str
    shown: str
    actions: tuple[str, ...]
    points: float = 0.0
    points_when_escalating: float = 0.0
    recent_days: int = 0
    open_days: int = 0
    concerns: int = 0
    reopenings: int = 0
    within_days: int = 0
    fall_margin: float = 0.0
    closing_is_enough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductPolicy:
    """Everything the scale looks up. ``half_lives``: days by band; None never fades."""

    version: str
    is_verified: bool
    concern: ConcernRules
    gates: Mapping[str, GateRules]
    evidence: Mapping[str, float]
    half_lives: Mapping[int, int | None]
    fairness: Fairness
    codes: Mapping[str, Code]
    escalating: Escalating
    levels: Mapping[Level, LevelRules]
    quiet_days: int
    hold_days: int
    sign_off_from: Level
    sign_off_people: int

    def code(self, code: str) -> Code:
        """What a behaviour code stands for. Raises UnfitRecord when the rules do not know it."""
        if code not in self.codes:
            raise UnfitRecord(f"The behaviour code {code} of an event is not in conduct.toml; choose one that is.")
        return self.codes[code]
