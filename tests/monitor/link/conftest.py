"""Invented complaints and reviews to link: one matching pair to vary, and neighbours who must not be taken for it."""

from dataclasses import replace

import pytest

from monitor.link.candidates import Log
from monitor.types import LoggedComplaint, PublicReview

MILLER = LoggedComplaint(
    complaint_id="C-0001",
    patient_id="P-1",
    patient_first="Jennifer",
    patient_last="Quillsworth",
    location="Harborview",
    treatment_date="2025-03-03",
    received_date="2025-03-10",
    procedure="Xeomin, forehead",
    provider="Anneke Dunbridge, RN",
    staff_involved=("Mavis",),
    amount=480.0,
    category="outcome",
    narrative="Client reports eyelid ptosis after toxin. Wants refund. Mavis informed.",
)
REVIEW = PublicReview(
    review_id="R-1",
    author_name="Jen Q.",
    location="Harborview",
    date_posted="2025-03-16",
    rating=1,
    text="My eyelid is so droopy after botox. Anneke did it. It cost $480.",
)
FIRSTS = ("Marta", "Olga", "Ruth", "Nina", "Ilse", "Vera", "Carla", "Petra", "Hilda", "Lucia")
LASTS = ("Brawell", "Corton", "Fengate", "Garley", "Holstead", "Kesford", "Lamwick", "Morham", "Norlock", "Pelridge")
STORIES = (
    ("HydraFacial", "Call from client. Erythema persisting."),
    ("Laser hair reduction, legs", "Burn injury after LHR."),
    ("Juvederm, lips", "Nodules reported."),
    ("CoolSculpting", "Concern raised: no improvement."),
    ("Microneedling", "Written complaint: calls unreturned x4."),
)


def neighbours(count: int = 60) -> list[LoggedComplaint]:
    """Other patients' complaints around the same weeks at the same place."""
    return [
        LoggedComplaint(
            complaint_id=f"N-{number:04}",
            patient_id=f"NP-{number}",
            patient_first=FIRSTS[number % 10],
            patient_last=LASTS[(number // 10 + number) % 10],
            location="Harborview",
            received_date=f"2025-{number % 6 + 1:02}-{number % 27 + 1:02}",
            procedure=STORIES[number % 5][0],
            provider=("Clarice Torham, NP", "Boris Ashfield, PA")[number % 2],
            amount=200.0 + 37 * number,
            narrative=STORIES[number % 5][1],
        )
        for number in range(count)
    ]


@pytest.fixture
def complaint() -> LoggedComplaint:
    return MILLER


@pytest.fixture
def review() -> PublicReview:
    return REVIEW


@pytest.fixture(scope="session")
def crowd() -> list[LoggedComplaint]:
    return neighbours()


@pytest.fixture(scope="session")
def known() -> Log:
    """The matching complaint among its neighbours."""
    return Log([MILLER, *neighbours()])


@pytest.fixture
def vary():
    """The matching review with some fields changed."""
    return lambda **changes: replace(REVIEW, **changes)
