"""The lines that a level, a priority or a sum comes from: what staff, and one day the patient, will read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One plain sentence, shown word for word; with the event it speaks of, and its points that day."""

    text: str
    event: str = ""
    points: float = 0.0


def day_in_words(day: date) -> str:
    """``12 May 2026``."""
    return f"{day.day} {day:%B %Y}"


def days_in_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
