"""Short ways to write an invented matter: days are counted from the first contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from monitor.complaints.scale import (
    ActionsDone,
    BehaviourEvent,
    Concern,
    Finding,
    Level,
    Matter,
    Problem,
    Spell,
    Standing,
    conduct_policy,
    judge_standing,
)

FIRST_CONTACT = date(2026, 1, 5)


def on_day(number: int) -> date:
    return FIRST_CONTACT + timedelta(days=number)


def event(code: str, number: int, /, **more: Any) -> BehaviourEvent:
    """Shown by something kept, unless witnesses are named."""
    evidence = {} if "witnesses" in more else {"artifact": "mail kept in the complaint file"}
    given = {"id": f"{code} on {number}", "channel": "mail", "recorder": "Rosa Ibarra", "quote": "as written there"}
    return BehaviourEvent(**(given | evidence | {"code": code, "happened_on": on_day(number)} | more))


def concern(*, opened: int = 0, closed: int | None = None, severity: int = 1, **more: Any) -> Concern:
    """About the quality of a treatment, rated low unless said."""
    spell = Spell(opened_on=on_day(opened), closed_on=None if closed is None else on_day(closed))
    given = {
        "id": f"opened {opened}",
        "spells": (spell,),
        "problems": (Problem(category="quality", severity=severity),),
    }
    return Concern(**(given | more))


def harm(level: int, *, found: int = 0) -> Finding:
    return Finding(harm=level, clinician="Dr. Ines Varga", found_on=on_day(found))


def done(level: Level, number: int) -> ActionsDone:
    return ActionsDone(level=level, on=on_day(number), by="Rosa Ibarra")


def standing(matter: Matter, number: int) -> Standing:
    return judge_standing(matter=matter, day=on_day(number), policy=conduct_policy())


def levels(matter: Matter, last: int, *, first: int = 0) -> list[Level]:
    return [standing(matter, number).level for number in range(first, last + 1)]
