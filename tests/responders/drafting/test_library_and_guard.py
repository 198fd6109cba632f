"""The library and the guard were made apart; here they meet. What we propose must pass what we demand."""

from __future__ import annotations

from itertools import product

import pytest

from responders.drafting import build_context, draft, load_library
from responders.drafting.playbook import load_playbook
from responders.guard import judge
from responders.types import LinkedRecord, Particulars, Verdict

PRACTICES = (
    Particulars(name="Prairie Vein & Laser", phone="918-555-0107", email="office@prairievein.example", signer="Lou"),
    Particulars(name="Cole Facial Plastics", phone="615.555.0171", email="desk@colefacial.example", signer="Dr. Cole"),
    Particulars(name="Clear Skin Dermatology", phone="(415) 555-0121", email="hello@clearskin.example", signer="May"),
    Particulars(name="Clínica Bella Señora", phone="+1 305 555 0199", email="hola@bella.example", signer="Inés Núñez"),
    Particulars(name="The Lip Lounge", phone="555-0126", email="hello@liplounge.example", signer="Hope"),
    Particulars(name="Tuesday's Child Spa", phone="503 555 0113", email="may@tuesday.example", signer="Grace Price"),
)
RECORD = LinkedRecord(
    patient_name="Hope Willing", dates=("2026-03-17",), procedure="lip filler", body_area="lips", provider="Dr. Cole",
    amount=911.0, outcome="swelling", phone="555-0188", email="hope@mail.example", chart="40417",
)  # fmt: skip
STARS = (1.0, 2.0, 3.0, 5.0, None)
TOPICS = ((), *((theme,) for theme in sorted(load_playbook().themes)))


def whole_drafts():
    cases = list(product(PRACTICES, STARS, TOPICS, (True, False)))
    for number, (practice, stars, topics, has_text) in enumerate(cases[:: len(cases) // 320]):
        yield (
            stars,
            build_context(
                practice=practice, stars_of_five=stars, has_text=has_text, topics=topics, seed=f"guarded-{number}"
            ),
        )


def findings(judgement):
    return [(finding.rule, finding.why) for finding in judgement.findings]


@pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.name)
@pytest.mark.parametrize("sentence", load_library("en").sentences, ids=lambda sentence: sentence.slug)
def test_every_sentence_passes_for_every_practice(sentence, practice):
    judgement = judge(sentence.render(practice), practice=practice, rating=5.0)
    assert judgement.verdict is Verdict.PASS, findings(judgement)


def test_three_hundred_whole_drafts_pass():
    drafts = list(whole_drafts())
    assert len(drafts) >= 300
    for stars, context in drafts:
        judgement = judge(draft(context).text, practice=context.practice, rating=stars, platform="google_business")
        assert judgement.verdict is Verdict.PASS, findings(judgement)


def test_drafts_pass_beside_a_linked_complaint_that_sounds_like_them():
    for stars, context in whole_drafts():
        judgement = judge(
            draft(context).text, practice=context.practice, rating=stars, reviewer="Will", review="Grace was sorry.",
            record=RECORD,
        )  # fmt: skip
        assert judgement.verdict is not Verdict.BLOCK, findings(judgement)
