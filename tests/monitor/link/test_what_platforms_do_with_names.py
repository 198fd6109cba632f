"""Names on public sites prove nothing: look-alikes, full-width letters, the same display name for everybody."""

from __future__ import annotations

import pytest

from monitor.link.candidates import Log
from monitor.link.choose import candidates_for
from monitor.types import LoggedComplaint, PublicReview

SURE = 0.95


def best(author: str, *complaints: LoggedComplaint, text: str = "Not happy at all.") -> float:
    review = PublicReview(review_id="r", author_name=author, location="Riverside", rating=1, text=text)
    found = [c.probability for c in candidates_for(review, Log(complaints)) if c.complaint_id]
    return max(found, default=0.0)


def complaint(number: int, first: str = "Nadia", last: str = "Petrov") -> LoggedComplaint:
    return LoggedComplaint(
        complaint_id=str(number), patient_id=f"p{number}", patient_first=first, patient_last=last, location="Riverside",
        received_date="2026-04-30", procedure="Botox", narrative="Asks for a call.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "author", ["Nadia Petrov", "Ｎａｄｉａ Ｐｅｔｒｏｖ", "Nаdia Pеtrov", "NADIA  PETROV", "Nadia P."]
)
def test_row_21_a_name_alone_never_makes_a_match_sure(author: str) -> None:
    assert best(author, complaint(1)) < SURE


@pytest.mark.parametrize("author", ["Google-kunde", "Anonymous", "A Google User", "Local Guide", ""])
def test_row_21_a_name_that_everybody_has_suggests_nobody(author: str) -> None:
    assert best(author, complaint(1), complaint(2, "Tom", "Ashby")) < 0.5


def test_row_21_two_people_of_one_name_halve_what_the_name_says() -> None:
    alone, shared = best("Nadia Petrov", complaint(1)), best("Nadia Petrov", complaint(1), complaint(2))

    assert shared < alone
    assert shared <= 0.5
