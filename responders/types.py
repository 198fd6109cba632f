"""The frozen values that cross the steps of answering. ``ReplyContext`` is the promise: it has no patient field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Band = Literal["complaint", "mixed", "praise", "unrated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The practice's own public facts; a reply may hold these, in this exact spelling."""

    name: str
    phone: str = ""
    email: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyContext:
    """All that a reply may be made from. It cannot leak what it cannot see: no reviewer, no words, no complaint."""

    practice: Particulars
    band: Band
    rating_only: bool
    topics: tuple[str, ...]
    """Theme slugs, most important first (``wait``, ``price`` …); never words of the review."""
    language: str
    platform: str
    seed: str
    """An opaque key; the same seed gives the same draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRecord:
    """Facts of the linked complaint, for the echo rule alone. Never rendered, logged, or quoted in a finding."""

    patient_name: str = ""
    dates: tuple[str, ...] = ()
    procedure: str = ""
    body_area: str = ""
    provider: str = ""
    amount: float | None = None
    outcome: str = ""
    phone: str = ""
    email: str = ""
    chart: str = ""


class Verdict(StrEnum):
    PASS = "pass"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the guard saw: ``text[start:end]`` of the raw reply is the offending part (0:0 for the whole)."""

    rule: str
    start: int
    end: int
    why: str
    severity: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The guard's answer on exact bytes. ``rules`` in order of weight, each once."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    mechanism: str

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))
