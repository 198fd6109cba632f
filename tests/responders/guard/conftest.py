"""One invented practice, and the rows that show what each rule must stop and must let through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from responders.guard import judge
from responders.types import Judgement, LinkedRecord, Particulars

PRACTICE = Particulars(
    name="Juniper Row Aesthetics", phone="512-555-0133", email="desk@juniperrow.example", signer="Olive"
)
RECORD = LinkedRecord(
    patient_name="Margaret Delacroix",
    dates=("2026-03-03",),
    procedure="lip filler",
    body_area="upper lip",
    provider="Dr. Sandoval",
    amount=450.0,
    outcome="lumps",
    phone="737-555-0119",
    email="margaret.delacroix@mail.example",
    chart="44817",
)


@pytest.fixture
def practice() -> Particulars:
    return PRACTICE


@pytest.fixture
def record() -> LinkedRecord:
    return RECORD


@pytest.fixture
def judged() -> Callable[..., Judgement]:
    """Judges a reply of the invented practice to a five-star review, unless told otherwise."""

    def run(text: str, **given: object) -> Judgement:
        return judge(text, **{"practice": PRACTICE, "rating": 5.0, **given})  # type: ignore[arg-type]

    return run
