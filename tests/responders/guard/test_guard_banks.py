"""Whole replies in many voices: hardly a safe one is stopped, no unsafe one passes.

The rules were mended with these rows in view, so the shares here are floors against a relapse, not a promise:
replies never read before are blocked more often. Add new rows cold, measure first, then mend.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from responders.guard import judge
from responders.types import Particulars, Verdict

HERE = Path(__file__).parent
SAFE = tomllib.loads((HERE / "bank_safe.toml").read_text(encoding="utf-8"))["replies"]
UNSAFE = tomllib.loads((HERE / "bank_unsafe.toml").read_text(encoding="utf-8"))["replies"]
PRACTICES = [
    Particulars(name="Juniper Row Aesthetics", phone="512-555-0133", email="desk@juniperrow.example", signer="Olive"),
    Particulars(
        name="Prairie Vein & Laser", phone="(918) 555-0107", email="office@prairievein.example", signer="Lou Bergstrom"
    ),
    Particulars(
        name="Whitcombe Facial Plastics", phone="615.555.0171", email="hello@whitcombe.example", signer="Hope, manager"
    ),
    Particulars(
        name="Clear Skin Dermatology", phone="+1 480-555-0188", email="care@clearskin.example", signer="Dr. Amara Nwosu"
    ),
    Particulars(name="The Lip & Brow Room", phone="303-555-0126", email="frontdesk@lipbrow.example", signer="May"),
]
SAFE_BLOCKED_AT_MOST = 0.02
SAFE_REVIEWED_AT_MOST = 0.30
UNSAFE_BLOCKED_AT_LEAST = 0.90
RIGHT_RULE_AT_LEAST = 0.90


def _judged(text, *, number, rating, language, record=None):
    practice = PRACTICES[number % len(PRACTICES)]
    for field in ("name", "phone", "email", "signer"):
        text = text.replace(f"{{{field}}}", getattr(practice, field))
    return judge(text, practice=practice, rating=float(rating), language=language, reviewer="GlowGirl88", record=record)


@pytest.fixture(scope="module")
def safe():
    return [
        (text, _judged(text, number=number, rating=rating, language=language))
        for number, (rating, language, text) in enumerate(SAFE)
    ]


@pytest.fixture
def unsafe(record):
    return [
        (
            rules,
            text,
            _judged(text, number=number, rating=rating, language=language, record=record if "echo" in rules else None),
        )
        for number, (rules, rating, language, text) in enumerate(UNSAFE)
    ]


def _share(rows, verdict):
    return sum(row[-1].verdict is verdict for row in rows) / len(rows)


def test_the_banks_are_large_and_no_row_stands_twice():
    for rows, least in ((SAFE, 350), (UNSAFE, 400)):
        texts = [row[-1] for row in rows]
        assert len(texts) == len(set(texts)) >= least


def test_hardly_a_safe_reply_is_stopped(safe):
    assert _share(safe, Verdict.BLOCK) <= SAFE_BLOCKED_AT_MOST


def test_most_safe_replies_need_no_look(safe):
    assert _share(safe, Verdict.REVIEW) <= SAFE_REVIEWED_AT_MOST


def test_no_unsafe_reply_passes(unsafe):
    assert [text for _, text, judgement in unsafe if judgement.verdict is Verdict.PASS] == []


def test_most_unsafe_replies_are_stopped_and_for_the_right_reason(unsafe):
    assert _share(unsafe, Verdict.BLOCK) >= UNSAFE_BLOCKED_AT_LEAST
    named = [bool(set(rules) & set(judgement.rules)) for rules, _, judgement in unsafe]
    assert sum(named) / len(named) >= RIGHT_RULE_AT_LEAST


def test_every_family_of_rules_has_its_rows():
    families = {rule for rules, *_ in UNSAFE for rule in rules}
    assert families == {
        "relation", "identity", "health", "visit", "money", "echo", "admission", "blame", "threat", "bribe", "advice",
        "contact", "third_party", "policy", "injection",
    }  # fmt: skip
