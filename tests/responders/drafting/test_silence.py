"""When no public word is the right word."""

from __future__ import annotations

import pytest

from monitor.errors import PolicyError
from responders.drafting import reason_not_to_reply

GRAVE = {
    "SELF_HARM": "self-harm",
    "THREAT_VIOLENCE": "violence",
    "SAFETY_ACUTE": "urgent medical help",
    "MISCONDUCT": "grave conduct",
    "LEGAL": "legal step",
    "REGULATOR": "board",
    "EXTORTION": "in exchange",
    "MINOR": "child",
    "DEATH": "death",
    "EMERGENCY": "urgent medical help",
}
ANSWERED = (
    "COMPLICATION", "DISCRIMINATION", "PRIVACY", "REFUND", "MEDIA", "DOXX", "STAFF_NAMED", "SPAM", "COMPETITOR",
    "NOT_A_PATIENT", "CHURN",
)  # fmt: skip


@pytest.mark.parametrize(("tag", "words"), GRAVE.items())
def test_a_grave_state_withholds_the_reply_and_says_why(tag, words):
    reason = reason_not_to_reply([tag], legal_hold=False)
    assert reason is not None
    assert reason.startswith("Reply withheld: ")
    assert words in reason
    assert tag not in reason


@pytest.mark.parametrize("tag", ANSWERED)
def test_other_urgent_reviews_are_answered(tag):
    assert reason_not_to_reply([tag], legal_hold=False) is None


@pytest.mark.parametrize("tags", [[], (), set(), frozenset({"WEATHER"})])
def test_a_quiet_review_is_answered(tags):
    assert reason_not_to_reply(tags, legal_hold=False) is None


@pytest.mark.parametrize("tags", [[], ["SELF_HARM"], ["CHURN"]])
def test_a_legal_hold_withholds_whatever_the_review_says(tags):
    reason = reason_not_to_reply(tags, legal_hold=True)
    assert reason is not None
    assert "legal hold" in reason


@pytest.mark.parametrize("order", [1, -1])
def test_the_gravest_state_speaks_whatever_the_order_of_the_tags(order):
    reason = reason_not_to_reply(["LEGAL", "CHURN", "SELF_HARM"][::order], legal_hold=False)
    assert reason == reason_not_to_reply(["SELF_HARM"], legal_hold=False)


def test_tags_are_known_in_either_case():
    assert reason_not_to_reply(["self_harm"], legal_hold=False)


@pytest.mark.parametrize(
    "text",
    [
        '[legal_hold]\nreason = "x"\n',
        '[[state]]\ntags = ["LEGAL"]\nreason = "x"\n',
        '[legal_hold]\nreason = "x"\n[[state]]\nreason = "x"\n',
    ],
    ids=["no states", "no hold", "no tags"],
)
def test_a_broken_policy_is_an_error_and_never_a_reply(tmp_path, monkeypatch, text):
    about = '[about]\nwhat = "x"\nversion = "2026-01-01"\nsource = "x"\n'
    (tmp_path / "silence.toml").write_text(about + text, encoding="utf-8")
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))
    with pytest.raises(PolicyError, match=r"silence\.toml lacks or misspells"):
        reason_not_to_reply([], legal_hold=False)
