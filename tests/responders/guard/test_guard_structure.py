"""Length, links, routes, tone and whatever else concerns the reply as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.guard import MECHANISM, judge
from responders.types import Particulars, Verdict

PRACTICE = Particulars(
    name="Juniper Row Aesthetics", phone="512-555-0133", email="desk@juniperrow.example", signer="Olive"
)


@pytest.mark.parametrize("rating", [1.0, 2.0, 3.0])
def test_three_stars_or_fewer_need_a_private_route(rating, judged):
    assert judged("We are sorry to read this.", rating=rating).rules == ("contact",)
    assert judged("We are sorry to read this. Please call 512-555-0133.", rating=rating).verdict is Verdict.PASS
    assert (
        judged("We are sorry to read this. Please write to desk@juniperrow.example.", rating=rating).verdict
        is Verdict.PASS
    )


@pytest.mark.parametrize("rating", [3.5, 4.0, 5.0, None])
def test_happier_or_unrated_reviews_need_none(rating, judged):
    assert judged("Thank you for writing.", rating=rating).verdict is Verdict.PASS


def test_more_than_a_hundred_and_twenty_words_are_too_many(judged):
    assert judged("thank you " * 60).verdict is not Verdict.BLOCK
    assert "policy" in judged("thank you " * 61).rules


def test_google_counts_bytes_not_characters(judged):
    text = "Thank you. " + "😊" * 1030
    assert any("bytes" in finding.why for finding in judged(text, platform="google").findings)
    assert not any("bytes" in finding.why for finding in judged(text, platform="yelp").findings)


@pytest.mark.parametrize("text", ["Is that so?", "Thank you!! So kind!!"])
def test_questions_and_loud_marks_need_a_look(text, judged):
    assert judged(text).verdict is Verdict.REVIEW


@pytest.mark.parametrize("shown", ["GlowGirl88", "Dana P.", "Tom & Rita", "user8841", "José Ñ."])
def test_the_name_above_the_review_stays_out_of_the_reply(shown, judged):
    name = shown.split()[0]
    assert "identity" in judged(f"We like {name} very much.", reviewer=shown).rules


@pytest.mark.parametrize("shown", ["Kind Reader", "Local Guide Pete", "Grateful"])
def test_ordinary_words_of_a_display_name_may_stand(shown, judged):
    assert judged("What a kind, grateful note from a local reader.", reviewer=shown).verdict is Verdict.PASS


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x07", "\U000e0041"])
def test_hidden_controls_are_blocked(sign, judged):
    assert "injection" in judged(f"Thank{sign} you.").rules


@pytest.mark.parametrize(
    "text", ["Thank you 😊", "Thank you 👩‍⚕️", "Thank you ❤️", "Déjà vu, but gracias – “señor” aside…"]
)
def test_accents_quotes_and_smiles_are_no_disguise(text, judged):
    assert "injection" not in judged(text).rules


def test_a_judgement_names_its_mechanism_and_each_rule_once(judged):
    judgement = judged("Your Botox and your filler were $450 on March 3.")
    assert judgement.mechanism == MECHANISM
    assert len(set(judgement.rules)) == len(judgement.rules)
    severities = [finding.severity for finding in judgement.findings]
    assert severities == sorted(severities, key=[Verdict.BLOCK, Verdict.REVIEW].index)


def test_every_reason_is_a_sentence_for_an_office_manager(judged):
    whys = {
        finding.why
        for finding in judged("Your Botox, Dana, was $450 on March 3; see www.x.example #glow {{x}}").findings
    }
    assert whys
    assert all(len(why) > 10 and "_" not in why and why[0].islower() for why in whys)


def test_an_empty_reply_to_an_unhappy_review_is_blocked(judged):
    assert judged("", rating=1.0).verdict is Verdict.BLOCK


ANYTHING = st.text(max_size=400) | st.lists(
    st.sampled_from(
        [
            "{{",
            "}}",
            "you ",
            "B o t o x ",
            "\u200b",
            "𝐁",
            "4:30",
            "$",
            "we never discuss ",
            "\n",
            "é",
            "Ω",
            "\ud83d",
            "'",
            "Dr. X ",
        ]
    ),
    max_size=120,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_nothing_anybody_can_type_raises_or_breaks_the_guard(text):
    judgement = judge(text, practice=PRACTICE, rating=1.0, reviewer=text[:20])
    assert not any(finding.rule == "guard" and "could not" in finding.why for finding in judgement.findings)
    assert all(0 <= finding.start <= finding.end <= len(text) for finding in judgement.findings)


def test_ten_thousand_braces_and_spaces_are_only_blocked(judged):
    assert judged("{{ " * 3500).verdict is Verdict.BLOCK
