"""Reads the rules of the fair measure from ``config/policy/conduct.toml``, and refuses what could not be fair."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from monitor.complaints.fields import Fields
from monitor.complaints.rules import (
    Code,
    ConcernRules,
    ConductPolicy,
    Escalating,
    Fairness,
    GateRules,
    Level,
    LevelRules,
)
from monitor.policy import load_policy, policy_folder

BANDS = range(5)
NEEDS = ("artifact", "counsel", "timely acknowledgement")


def conduct_policy() -> ConductPolicy:
    """The rules in force. Raises PolicyError naming the entry that cannot be used, and why."""
    return _built(policy_folder())


@lru_cache(maxsize=4)
def _built(_folder: Path) -> ConductPolicy:
    policy = load_policy("conduct")
    top = Fields(policy.data, policy.name).only(
        "concern", "gate", "evidence", "half_life_days", "fairness", "code", "escalating", "level", "fall", "sign_off"
    )
    gates = {name: _gate(fields) for name, fields in top.inner("gate").inners().items()}
    fall, sign_off = top.inner("fall").only("quiet_days", "hold_days"), top.inner("sign_off")
    return ConductPolicy(
        version=policy.version,
        is_verified=policy.is_verified,
        concern=_concern(top.inner("concern")),
        gates=gates,
        evidence=_evidence(top.inner("evidence")),
        half_lives=_half_lives(top.inner("half_life_days")),
        fairness=_fairness(top.inner("fairness")),
        codes=_codes(top, gates),
        escalating=_escalating(top.inner("escalating")),
        levels=_levels(top.inner("level")),
        quiet_days=fall.whole("quiet_days", least=1),
        hold_days=fall.whole("hold_days", least=fall.whole("quiet_days")),
        sign_off_from=_level(sign_off.only("from_level", "people"), "from_level"),
        sign_off_people=sign_off.whole("people", least=2),
    )


def _concern(fields: Fields) -> ConcernRules:
    fields.only("urgent_severity", "urgent_harm", "prompt_severity", "category")
    categories = fields.inner("category")
    return ConcernRules(
        urgent_severity=fields.whole("urgent_severity", least=1, most=3),
        urgent_harm=fields.whole("urgent_harm", least=1, most=5),
        prompt_severity=fields.whole("prompt_severity", least=1, most=fields.whole("urgent_severity")),
        categories={name: categories.flag(name) for name in categories.table},
    )


def _gate(fields: Fields) -> GateRules:
    fields.only("what", "steps", "urgent")
    return GateRules(what=fields.words("what"), steps=fields.list_of_words("steps"), urgent=fields.flag("urgent"))


def _evidence(fields: Fields) -> dict[str, float]:
    grades = ("artifact", "two_witnesses", "one_witness", "hearsay")
    weights = {grade: fields.only(*grades).number(grade, most=1.0) for grade in grades}
    if list(weights.values()) != sorted(weights.values(), reverse=True):
        fields.refuse("weaker evidence may not weigh more than stronger")
    if weights["hearsay"]:
        fields.refuse("hearsay must weigh 0")
    return weights


def _half_lives(fields: Fields) -> dict[int, int | None]:
    fields.only("band_1", "band_2", "band_3")
    lives = {band: fields.whole(f"band_{band}", least=1) for band in (1, 2, 3)}
    if list(lives.values()) != sorted(lives.values()):
        fields.refuse("a lighter band may not be remembered longer than a graver one")
    return {**lives, 4: None}


def _fairness(fields: Fields) -> Fairness:
    bands = {
        key: fields.list_of_wholes(key)
        for key in ("excused_while_we_are_late", "eased_by_harm", "silent_while_contested")
    }
    fields.only(*bands, "easing_harm", "eased_share")
    for key, listed in bands.items():
        if not set(listed) <= {1, 2}:
            fields.refuse(f"{key} may name the bands 1 and 2 only: nothing softens bands 3 and 4")
    return Fairness(
        **bands,
        easing_harm=fields.whole("easing_harm", least=1, most=5),
        eased_share=fields.number("eased_share", most=1.0),
    )


def _codes(top: Fields, gates: Mapping[str, GateRules]) -> dict[str, Code]:
    codes: dict[str, Code] = {}
    for fields in top.rows("code"):
        code = _code(fields, gates)
        if code.code in codes:
            fields.refuse(f"{code.code} stands twice")
        codes[code.code] = code
    _graver_weighs_more(top, codes)
    return codes


def _code(fields: Fields, gates: Mapping[str, GateRules]) -> Code:
    fields.only("code", "what", "points", "opens", "needs", "at_most", "in_days")
    code = fields.words("code")
    band, _, number = code.removeprefix("B").partition(".")
    if not code.startswith("B") or band not in map(str, BANDS) or not number.isdecimal() or number.startswith("0"):
        fields.refuse("code must look like B1.2, with a band from 0 to 4")
    points = fields.number("points")
    if (band == "0") != (points == 0):
        fields.refuse(f"{code} must weigh 0" if band == "0" else f"{code} must weigh more than 0, or be a B0 code")
    opens = fields.words("opens") if "opens" in fields.table else ""
    if opens and opens not in gates:
        fields.refuse(f"{code} opens a gate that is not there")
    needs = fields.list_of_words("needs") if "needs" in fields.table else ()
    if not set(needs) <= set(NEEDS):
        fields.refuse(f"{code} needs something other than {', '.join(NEEDS)}")
    capped = "at_most" in fields.table
    return Code(
        code=code,
        what=fields.words("what"),
        points=points,
        opens=opens,
        needs=needs,
        at_most=fields.whole("at_most", least=1) if capped else None,
        in_days=fields.whole("in_days", least=1) if capped else 0,
    )


def _graver_weighs_more(top: Fields, codes: Mapping[str, Code]) -> None:
    bands = [[code.points for code in codes.values() if code.band == band] for band in BANDS]
    if not all(bands):
        top.refuse("every band from B0 to B4 needs a code")
    if any(max(lighter) > min(graver) for lighter, graver in pairwise(bands)):
        top.refuse("a code of a lighter band may not weigh more than one of a graver band")


def _escalating(fields: Fields) -> Escalating:
    fields.only("recent_days", "earlier_days", "events", "ratio", "rising_events", "channels")
    recent = fields.whole("recent_days", least=1)
    return Escalating(
        recent_days=recent,
        earlier_days=fields.whole("earlier_days", least=recent + 1),
        events=fields.whole("events", least=2),
        ratio=fields.number("ratio", least=1.0),
        rising_events=fields.whole("rising_events", least=2),
        channels=fields.whole("channels", least=2),
    )


_NAMES = ("name", "shown", "actions")
_FALLING = ("points", "fall_margin", "closing_is_enough")
_LEVEL_KEYS: Mapping[Level, tuple[str, ...]] = {
    Level.L0: _NAMES,
    Level.L1: (*_NAMES, *_FALLING),
    Level.L2: (*_NAMES, *_FALLING, "open_days", "concerns", "reopenings", "within_days"),
    Level.L3: (*_NAMES, *_FALLING, "points_when_escalating", "recent_days"),
    Level.L4: (*_NAMES, *_FALLING, "recent_days"),
    Level.L5: _NAMES,
}


def _levels(fields: Fields) -> dict[Level, LevelRules]:
    fields.only(*(level.name for level in Level))
    levels = {level: _level_rules(fields.inner(level.name), _LEVEL_KEYS[level]) for level in Level}
    l1, l2, l3, l4 = (levels[level] for level in (Level.L1, Level.L2, Level.L3, Level.L4))
    steps = (l1.points, l2.points, l3.points, l4.points)
    if (
        any(upper <= lower for lower, upper in pairwise(steps))
        or not l2.points <= l3.points_when_escalating < l4.points
    ):
        fields.refuse("the points of L1, L2, L3 and L4 must rise, and L3 when escalating lies between L2 and L4")
    if l3.points_when_escalating > l3.points:
        fields.refuse("L3 when escalating may not ask more points than L3")
    return levels


def _level_rules(fields: Fields, keys: tuple[str, ...]) -> LevelRules:
    fields.only(*keys)
    rules = LevelRules(
        name=fields.words("name"),
        shown=fields.words("shown"),
        actions=fields.list_of_words("actions"),
        points=fields.number("points", least=0.01) if "points" in keys else 0.0,
        points_when_escalating=fields.number("points_when_escalating") if "points_when_escalating" in keys else 0.0,
        fall_margin=fields.number("fall_margin") if "fall_margin" in keys else 0.0,
        closing_is_enough=fields.flag("closing_is_enough") if "closing_is_enough" in keys else False,
        **{key: fields.whole(key, least=1) for key in keys if key in _COUNTS},
    )
    if rules.fall_margin >= rules.points > 0:
        fields.refuse("fall_margin must be less than points, or the level could never fall")
    return rules


_COUNTS = ("recent_days", "open_days", "concerns", "reopenings", "within_days")


def _level(fields: Fields, key: str) -> Level:
    name = fields.words(key)
    if name not in Level.__members__:
        fields.refuse(f"{key} must be a level from L0 to L5")
    return Level[name]
