"""Facts of the linked complaint are noticed in any form, and never told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.guard import judge
from responders.guard.figures import amounts, dates
from responders.types import LinkedRecord, Particulars, Verdict

PRACTICE = Particulars(name="Juniper Row Aesthetics", phone="512-555-0133")


def _echoed(text, record):
    return "echo" in judge(text, practice=PRACTICE, rating=5.0, record=record).rules


@pytest.mark.parametrize("name", ["Quillan", "Quilan", "QUILLAN", "Quillan's", "Marsh", "Q.M.", "Q u i l l a n"])
def test_a_linked_name_is_blocked_in_every_form(name):
    text = f"Please ask for {name} when calling 512-555-0133."
    judgement = judge(text, practice=PRACTICE, rating=1.0, record=LinkedRecord(patient_name="Quillan Marsh"))
    assert judgement.verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("given_name", "called"), [("Margaret", "Peggy"), ("Robert", "Bobby"), ("Francisco", "Paco"), ("Latasha", "Tasha")]
)
def test_nicknames_are_the_name(given_name, called):
    assert _echoed(f"We like {called} a lot.", LinkedRecord(patient_name=f"{given_name} Quill"))


@pytest.mark.parametrize(
    "sum_",
    [
        "450",
        "$450",
        "450.00",
        "four hundred and fifty",
        "four-fifty",
        "Four Hundred Fifty",
        "cuatrocientos cincuenta",
        "nearly five hundred",
    ],
)
def test_an_amount_is_noticed_in_digits_words_and_rounded(sum_):
    assert _echoed(f"It came to {sum_} in all.", LinkedRecord(amount=450.0))


@pytest.mark.parametrize(
    "day",
    [
        "March 3",
        "3 March",
        "3/3",
        "03/03",
        "2026-03-03",
        "the third of March",
        "3 de marzo",
        "in March",
        "that Tuesday",
    ],
)
def test_a_date_is_noticed_in_many_forms(day):
    record = LinkedRecord(dates=("2026-03-03",))
    assert _echoed(f"It was {day}, was it not.", record) or day in ("2026-03-03",)
    assert judge(f"It was {day}.", practice=PRACTICE, rating=5.0, record=record).verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("procedure", "Botox", "toxina"),
        ("procedure", "tattoo removal", "tatuaje"),
        ("procedure", "breast augmentation", "implants"),
        ("body_area", "forehead", "frente"),
        ("body_area", "upper lip", "lèvres"),
        ("body_area", "scalp", "couro cabeludo"),
        ("outcome", "burn", "brûlure"),
        ("outcome", "swelling", "inchaço"),
        ("outcome", "nausea", "queasy"),
        ("outcome", "scar", "cicatriz"),
    ],
)
def test_other_words_and_languages_are_the_same_fact(fact, value, said):
    assert _echoed(f"Thank you, {said} and all.", LinkedRecord(**{fact: value}))


@pytest.mark.parametrize(
    "text",
    [
        "Chart 44817 says so.",
        "It is 4-4-8-1-7.",
        "Call 737-555-0119.",
        "The one ending in 0119.",
        "Write to margaret.d soon.",
    ],
)
def test_numbers_and_addresses_of_the_record_are_noticed(text, record):
    assert judge(text, practice=PRACTICE, rating=5.0, record=record).verdict is Verdict.BLOCK


def test_an_ordinary_word_is_no_name():
    assert not _echoed("What a joy, and such grace.", LinkedRecord(patient_name="Joy Grace"))


def test_without_a_record_nothing_echoes(judged):
    assert "echo" not in judged("The lumps are known, Margaret.").rules


def test_no_finding_tells_what_it_matched(record):
    text = (
        "Maggie Delacroix had lumps in the upper lip for 450 on March 3 with Dr. Sandoval, chart 44817, 737-555-0119."
    )
    judgement = judge(text, practice=PRACTICE, rating=1.0, record=record)
    told = " ".join(finding.why for finding in judgement.findings).lower()
    assert "echo" in judgement.rules
    assert not any(
        fact in told for fact in ("delacroix", "margaret", "lump", "lip", "450", "march", "sandoval", "44817", "0119")
    )


CANARY = LinkedRecord(
    patient_name="Canaryzq Canaryzr",
    procedure="canaryzs",
    body_area="canaryzt",
    provider="Dr. Canaryzu",
    outcome="canaryzv",
)


@given(st.text(max_size=60))
def test_a_canary_in_the_record_is_in_no_finding(text):
    judgement = judge(text, practice=PRACTICE, rating=1.0, record=CANARY)
    assert "canaryz" not in repr(judgement).lower()


def test_an_error_inside_is_a_block_that_tells_nothing(monkeypatch, record, judged):
    def breaks(page):
        raise RuntimeError(f"{page.setting.record.patient_name} {page.setting.record.amount}")

    monkeypatch.setattr("responders.guard.verdict.RULES", (breaks,))
    judgement = judged("Thank you.", record=record)
    assert judgement.verdict is Verdict.BLOCK
    assert judgement.rules == ("guard",)
    assert "Delacroix" not in repr(judgement)


def test_a_record_of_nonsense_raises_nothing():
    odd = LinkedRecord(patient_name="<?/…*+", dates=("soon", "2026-13-40"), procedure="a/b?+*", amount=-3.0, chart="…")
    assert judge("Thank you.", practice=PRACTICE, rating=5.0, record=odd).verdict is Verdict.PASS


@given(st.integers(min_value=1, max_value=99_999))
def test_every_amount_is_among_its_own_spellings(value):
    assert str(value) in set(amounts(float(value)))


@given(st.dates())
def test_every_day_has_spellings_that_name_its_month(day):
    assert any(day.strftime("%B").lower() in spelled for spelled in dates(day.isoformat()))
