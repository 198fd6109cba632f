"""The practice's own name, phone, e-mail and signer are no facts about anybody."""

from __future__ import annotations

import pytest

from responders.guard import judge
from responders.guard.mask import mask
from responders.types import LinkedRecord, Particulars, Verdict

AWKWARD = [
    Particulars(name="Prairie Vein & Laser", phone="918-555-0107", email="office@prairievein.example", signer="Lou"),
    Particulars(
        name="Clear Skin Dermatology", phone="(415) 555-0121", email="hello@clearskinderm.example", signer="Grace"
    ),
    Particulars(name="Whitcombe Facial Plastics", phone="615.555.0171", email="desk@whitcombe.example", signer="Hope"),
    Particulars(name="The Lip Lounge", phone="702 555 0126", email="botox@theliplounge.example", signer="Dr. Ames"),
    Particulars(name="Estética Peña", phone="+34 955 550 142", email="hola@pena.example", signer="Inés"),
]


@pytest.mark.parametrize("practice", AWKWARD, ids=lambda practice: practice.name)
def test_own_particulars_pass_in_their_own_spelling(practice):
    route = f"Please call {practice.name} at {practice.phone} or {practice.email}."
    text = f"Thank you. {route} With thanks, {practice.signer}"
    assert judge(text, practice=practice, rating=1.0).findings == ()


@pytest.mark.parametrize(
    "phone", ["(512) 555-0133", "512.555.0133", "+1 512 555 0133", "512-555-0133, ext. 4", "５１２-555-0133"]
)
def test_the_own_phone_passes_in_any_format(phone, judged):
    blocked = [f for f in judged(f"Please call {phone}.", rating=2.0).findings if f.severity is Verdict.BLOCK]
    assert blocked == []


@pytest.mark.parametrize("phone", ["512-555-0134", "737-555-0119", "555-0133 x 9, or 512-555-9999"])
def test_another_phone_is_blocked(phone, judged):
    assert "identity" in judged(f"Please call {phone}.").rules


def test_a_name_is_own_only_as_a_whole_word_and_in_its_spelling(judged):
    assert judged("Thank you, Oliver, for this.").verdict is Verdict.BLOCK


def test_a_clinician_who_shares_the_practice_name_is_still_a_clinician():
    practice = AWKWARD[2]
    text = f"Thank you. {practice.name} and Dr. Whitcombe thank you."
    assert "third_party" in judge(text, practice=practice, rating=5.0).rules


def test_office_hours_pass_only_beside_the_own_line(judged):
    assert judged("Call 512-555-0133, weekdays from 9 to 5.").verdict is Verdict.PASS
    assert judged("It was from 9 to 5.").verdict is not Verdict.PASS


def test_covering_keeps_every_place(practice):
    text = "Call Juniper Row Aesthetics at 512-555-0133. Olive"
    assert len(mask(text, practice=practice).text) == len(text)


def test_a_linked_name_equal_to_the_signer_stays_the_signers(practice):
    record = LinkedRecord(patient_name="Olive Marsh")
    assert (
        judge("Please ask for Olive at 512-555-0133.", practice=practice, rating=1.0, record=record).verdict
        is Verdict.PASS
    )
