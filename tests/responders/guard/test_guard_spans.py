"""A finding points at the offending part of the raw reply, whatever the disguise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.guard.normalise import read
from responders.types import Verdict


def _parts(judgement, text, rule):
    return {text[finding.start : finding.end] for finding in judgement.findings if finding.rule == rule}


@pytest.mark.parametrize(
    ("text", "rule", "part"),
    [
        ("Hello, the Botox was fine.", "health", "Botox"),
        ("Hello, the B\u200bo\u200bt\u200bo\u200bx was fine.", "health", "B\u200bo\u200bt\u200bo\u200bx"),
        ("Hello, the B o t o x was fine.", "health", "B o t o x"),
        ("Hello, the 𝐁𝐨𝐭𝐨𝐱 was fine.", "health", "𝐁𝐨𝐭𝐨𝐱"),
        ("Hello, the b0t0x was fine.", "health", "b0t0x"),
        ("Señorita, el relleno fue un éxito.", "health", "relleno"),
        ("Thank you. It was $450 then.", "money", "$450"),
        ("Thank you. See {{ name }} there.", "injection", "{"),
        ("Thanks to Dr. Whitcombe for all.", "third_party", "Dr. Whitcombe"),
        ("Visit www.juniperrow.example/offers soon.", "policy", "www.juniperrow.example/offers"),
        ("It was on 3/14 then.", "visit", "3/14"),
    ],
)
def test_the_span_is_the_offending_text(text, rule, part, judged):
    assert part in _parts(judged(text), text, rule)


@given(st.text(max_size=80))
def test_every_place_of_a_reading_lies_in_the_raw_text_in_order(raw):
    reading = read(raw, known=lambda word: False)
    assert len(reading.at) == len(reading.text) + 1
    assert list(reading.at) == sorted(reading.at)
    assert reading.at[-1] == len(raw)


def test_the_missing_route_concerns_the_whole_reply(judged):
    judgement = judged("Thank you for writing.", rating=2.0)
    assert [(f.rule, f.start, f.end) for f in judgement.findings] == [("contact", 0, 0)]
    assert judgement.verdict is Verdict.BLOCK
