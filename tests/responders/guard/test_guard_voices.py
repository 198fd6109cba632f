"""Replies in many voices, and every sentence of the reply library, meet the whole guard."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from responders.guard import judge
from responders.types import LinkedRecord, Particulars, Verdict

VOICES = tomllib.loads((Path(__file__).parent / "voices.toml").read_text(encoding="utf-8"))
LIBRARY = Path(__file__).resolve().parents[3] / "templates" / "replies"
SENTENCES = [
    pytest.param(row["text"], path.parent.name, id=f"{path.parent.name}-{row['slug']}")
    for path in sorted(LIBRARY.glob("*/*.toml"))
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
]
PRACTICES = [
    Particulars(name="Prairie Vein & Laser", phone="918-555-0107", email="office@prairievein.example", signer="Lou"),
    Particulars(
        name="Whitcombe Facial Plastics", phone="(615) 555-0171", email="desk@whitcombe.example", signer="Hope"
    ),
]
RECORDS = [
    LinkedRecord(
        patient_name="Brian O'Neal",
        dates=("2026-02-02",),
        procedure="CoolSculpting",
        body_area="abdomen",
        amount=2400.0,
        outcome="fat growth",
    ),
    LinkedRecord(
        patient_name="Hope Marsh",
        provider="Dr. Whitcombe",
        procedure="consultation",
        amount=100.0,
        outcome="price dispute",
    ),
    LinkedRecord(
        patient_name="Grace Kind", procedure="lip filler", body_area="back", amount=9.0, outcome="late cancel"
    ),
]


@pytest.mark.parametrize("text", VOICES["block"])
def test_no_violating_voice_passes(text, judged):
    assert judged(text).verdict is not Verdict.PASS


@pytest.mark.parametrize("text", VOICES["pass"])
def test_no_harmless_voice_is_blocked(text, judged):
    assert judged(text).verdict is not Verdict.BLOCK


def _rendered(text, practice):
    return re.sub(r"\{\{\s*practice\.(\w+)\s*\}\}", lambda match: getattr(practice, match[1]), text)


@pytest.mark.parametrize(("text", "language"), SENTENCES)
def test_every_library_sentence_passes_for_awkward_practices(text, language):
    for practice in PRACTICES:
        assert judge(_rendered(text, practice), practice=practice, rating=None, language=language).findings == ()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.outcome)
def test_no_library_sentence_is_blocked_beside_any_record(record):
    blocked = [
        param.values[0]
        for param in SENTENCES
        for practice in PRACTICES
        if judge(_rendered(param.values[0], practice), practice=practice, rating=None, record=record).verdict
        is Verdict.BLOCK
    ]
    assert blocked == []
