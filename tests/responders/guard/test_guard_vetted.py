"""Negated policy is exempt only as a whole vetted clause, never as words."""

from __future__ import annotations

import pytest

from responders.types import Verdict


@pytest.mark.parametrize(
    "text",
    [
        "We do not discuss appointments, treatment or payments in public.",
        "Privacy rules do not allow us to discuss refunds or insurance here.",
        "We never confirm or deny whether anyone is a patient.",
        "Our team never talks about visits, care or billing online.",
        "Questions about billing are always handled privately by our office manager.",
        "No hablamos de tratamientos ni de pagos en público.",
        "We cannot say whether someone has been seen here.",
        "In an emergency, please call 911.",
    ],
)
def test_a_whole_vetted_clause_passes(text, judged):
    assert judged(text).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "text",
    [
        "We never discuss refunds, but yours was paid.",
        "We do not discuss treatment, yet your peel went well.",
        "We never discuss appointments you missed.",
        "We do not discuss your treatment in public.",
        "Privacy rules do not allow us to discuss your visit.",
        "We do not discuss payments like the $450 one.",
        "We cannot confirm that you are a patient, as you were late.",
        "We never offer refunds for reviews, except to you.",
    ],
)
def test_a_vetted_beginning_excuses_nothing_behind_it(text, judged):
    assert judged(text).verdict is Verdict.BLOCK


def test_values_pass_and_block_beside_a_person(judged):
    assert judged("Clear prices matter to everyone.").verdict is Verdict.PASS
    assert judged("The prices were clear to you.").verdict is Verdict.BLOCK


@pytest.mark.parametrize("text", ["Zorbing delights our otters.", "Merci beaucoup.", "We like Marlowe."])
def test_unknown_wording_needs_a_look(text, judged):
    assert judged(text).verdict is Verdict.REVIEW


@pytest.mark.parametrize("language", ["fr", "pt-BR", "de", "zh"])
def test_another_language_needs_a_look_at_least(language, judged):
    assert judged("Thank you.", language=language).verdict is Verdict.REVIEW
    assert judged("Gracias.", language="es-MX").verdict is Verdict.PASS


@pytest.mark.parametrize(
    "text",
    ["Sorry to hear about your experience.", "Ashlyn is wonderful.", "Please use our website, or call 512-555-0133."],
)
def test_the_grey_zone_is_for_a_person(text, judged):
    assert judged(text).verdict is Verdict.REVIEW
