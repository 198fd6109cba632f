"""Each rule has its must-block and must-pass rows in ``rows/<rule>.toml``; a new cue comes with a row there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from responders.guard.registry import RULES
from responders.types import Verdict

ROWS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("rows/*.toml")
}
BLOCK = [
    pytest.param(rule, text, id=f"{rule}-{n}")
    for rule, rows in sorted(ROWS.items())
    for n, text in enumerate(rows["block"])
]
PASS = [
    pytest.param(rule, text, id=f"{rule}-{n}")
    for rule, rows in sorted(ROWS.items())
    for n, text in enumerate(rows["pass"])
]
NAMED_AT_LEAST = 0.98
PASSED_AT_LEAST = 0.95


def _record_for(rule, record):
    return record if rule == "echo" else None


def test_every_rule_has_at_least_twenty_rows_each_way():
    rules = {rule.__name__ for rule in RULES} - {"wording"}
    assert set(ROWS) == rules
    assert all(len(rows["block"]) >= 20 and len(rows["pass"]) >= 20 for rows in ROWS.values())


@pytest.mark.parametrize(("rule", "text"), BLOCK)
def test_a_violating_reply_is_blocked(rule, text, judged, record):
    judgement = judged(text, record=_record_for(rule, record))
    assert judgement.verdict is Verdict.BLOCK
    assert "guard" not in judgement.rules


@pytest.mark.parametrize(("rule", "text"), PASS)
def test_a_harmless_reply_is_not_blocked(rule, text, judged, record):
    assert judged(text, record=_record_for(rule, record)).verdict is not Verdict.BLOCK


def test_nearly_every_violation_is_blocked_under_its_own_rule(judged, record):
    own = [
        any(
            f.rule == rule and f.severity is Verdict.BLOCK
            for f in judged(text, record=_record_for(rule, record)).findings
        )
        for rule, rows in ROWS.items()
        for text in rows["block"]
    ]
    assert sum(own) / len(own) >= NAMED_AT_LEAST


def test_nearly_every_harmless_reply_passes_without_a_look(judged, record):
    passed = [
        judged(text, record=_record_for(rule, record)).verdict is Verdict.PASS
        for rule, rows in ROWS.items()
        for text in rows["pass"]
    ]
    assert sum(passed) / len(passed) >= PASSED_AT_LEAST
