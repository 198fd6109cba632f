"""An invented complaint log with reviews, for measuring the linker at any size. Seeded; all people are made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.types import LoggedComplaint, PublicReview

FIRST = (
    *("Marta", "Jennifer", "Katherine", "Robert", "Elizabeth", "Susan", "Michael", "Rebecca", "Theresa", "Deborah"),
    *("William", "Samantha", "Patricia", "Margaret", "Nina", "Olga", "Ruth", "Ilse", "Carla", "Vera", "Joan", "Hilda"),
    *("Petra", "Lucia", "Anthony", "Daniel", "Gregory", "Nicole", "Pamela", "Victoria", "Wendy", "Yvonne", "Abigail"),
    *("Bernice", "Cecilia", "Dolores", "Eleanor", "Frances", "Gabriela", "Harriet", "Imogen", "Josephine", "Karina"),
)
SHORT = {
    "Jennifer": "Jen", "Katherine": "Kate", "Robert": "Bob", "Elizabeth": "Liz", "Rebecca": "Becky", "William": "Bill",
    "Samantha": "Sam", "Deborah": "Deb", "Theresa": "Terri", "Margaret": "Peggy", "Patricia": "Trish",
}  # fmt: skip
HEAD = (
    *("Bra", "Cor", "Dun", "Fen", "Gar", "Hol", "Kes", "Lam", "Mor", "Nor"),
    *("Pel", "Quil", "Ros", "Sten", "Tor", "Ver", "Wil", "Yar", "Ash", "Ber"),
)
TAIL = (
    *("ley", "well", "ton", "man", "ski", "bury", "gate", "worth", "dale", "mer", "son", "wick"),
    *("field", "stead", "bridge", "court", "ford", "ham", "lock", "ridge"),
)
SEEN_BY = ("Anneke", "Boris", "Clarice", "Dmitri", "Elspeth", "Fabian", "Ginevra", "Henrik", "Isolde", "Jasper")
DESK = ("Wren", "Mavis", "Orla", "Sunniva", "Tove", "Bryn", "Linnea", "Pia", "Rafe", "Edda")
TREATMENTS = [
    ("Botox", "botox", 450), ("Xeomin", "tox", 400), ("Juvederm, lips", "lip filler", 800),
    ("Laser hair reduction, legs", "laser hair removal", 1200), ("IPL", "photofacial", 350),
    ("Microneedling", "collagen induction", 500), ("VI Peel", "a chemical peel", 300),
    ("HydraFacial", "a facial", 220), ("CoolSculpting", "fat freezing", 2400),
    ("Semaglutide", "weight loss shots", 390), ("Fraxel", "laser resurfacing", 1500),
]  # fmt: skip
EVENTS = [
    ("eyelid ptosis", "my lid is drooping"), ("ecchymosis", "I was black and blue"), ("PIH", "dark patches came up"),
    ("burn injury", "it burned my skin"), ("edema", "my face was swollen"), ("nodules", "there are lumps"),
    ("asymmetry", "one side is uneven"), ("no improvement", "it did nothing"), ("infection", "it got infected"),
    ("wait time 50 min", "I waited 50 minutes"), ("rude FD", "the desk was so rude"),
    ("calls unreturned", "nobody returned my calls"), ("price higher than quoted", "they charged more than quoted"),
    ("membership billing", "they keep billing my membership"), ("photo consent issue", "they posted my photo"),
    ("deposit dispute", "they kept my deposit"), ("HA post injection", "awful headache after"),
]  # fmt: skip
FILLER = ["Never again.", "So disappointed.", "Think hard before you book.", "I wanted to love this place.", "Sad."]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedLog:
    """Complaints, reviews and, by review id, the complaint each review is about (None = not in the log)."""

    complaints: list[LoggedComplaint]
    reviews: list[PublicReview]
    right: dict[str, str | None]


def invent(size: int, *, seed: int = 7, locations: int = 25, linked: float = 0.3) -> InventedLog:
    """``size`` complaints over five years at ``locations`` places and as many reviews, ``linked`` of them about one."""
    dice = random.Random(seed)
    logged = [_incident(dice, number, locations) for number in range(size)]
    unlogged = [_incident(dice, size + number, locations) for number in range(size)]
    reviews, right = [], {}
    for number in range(size):
        is_linked = dice.random() < linked
        told = dice.choice(logged) if is_linked else unlogged[number]
        review = _review(dice, f"R{number:06}", told)
        reviews.append(review)
        right[review.review_id] = told.complaint.complaint_id if is_linked else None
    return InventedLog(complaints=[one.complaint for one in logged], reviews=reviews, right=right)


@dataclass(frozen=True, slots=True)
class _Incident:
    complaint: LoggedComplaint
    lay_treatment: str
    lay_event: str


def _incident(dice: random.Random, number: int, locations: int) -> _Incident:
    chart, lay, price = dice.choice(TREATMENTS)
    noted, told = dice.choice(EVENTS)
    place = dice.randrange(locations)
    treated = date(2020, 1, 1) + timedelta(days=dice.randrange(1800))
    amount = round(price * dice.uniform(0.7, 1.4) / 5) * 5
    complaint = LoggedComplaint(
        complaint_id=f"C{number:06}",
        patient_id=f"P{number:06}",
        patient_first=dice.choice(FIRST),
        patient_last=dice.choice(HEAD) + dice.choice(TAIL),
        location=f"Town {place}",
        treatment_date=treated.isoformat(),
        received_date=(treated + timedelta(days=int(dice.expovariate(1 / 14)))).isoformat(),
        procedure=chart if dice.random() < 0.95 else "",
        provider=f"{SEEN_BY[(place + dice.randrange(4)) % 10]} {HEAD[place % 20]}{TAIL[place % 7]}, RN",
        staff_involved=(DESK[(place + dice.randrange(3)) % 10],) if dice.random() < 0.5 else (),
        amount=amount if dice.random() < 0.6 else None,
        narrative=f"Client reports {noted} after {chart}. Owner to review.",
    )
    return _Incident(complaint, lay, told)


def _review(dice: random.Random, review_id: str, told: _Incident) -> PublicReview:
    complaint = told.complaint
    posted = date.fromisoformat(complaint.received_date) + timedelta(days=int(dice.gauss(6, 10)))
    return PublicReview(
        review_id=review_id,
        author_name=_shown_name(dice, complaint),
        location=complaint.location if dice.random() < 0.95 else "",
        date_posted=posted.isoformat(),
        rating=1,
        text=" ".join(_sentences(dice, told)),
    )


def _shown_name(dice: random.Random, complaint: LoggedComplaint) -> str:
    first, last = complaint.patient_first, complaint.patient_last
    short = SHORT.get(first, first)
    named = [f"{first} {last}", f"{first} {last[0]}.", f"{short} {last}", f"{short} {last[0]}", first]
    hidden = [f"{first[0]}. {last}", f"{first}{last}{dice.randrange(99)}".lower(), f"{first[0]}{last[0]}"]
    return dice.choice([*named, *hidden, "A Google User", "sunny_walker"])


def _sentences(dice: random.Random, told: _Incident) -> Iterator[str]:
    yield dice.choice(FILLER)
    if dice.random() < 0.7:
        yield f"I came for {told.lay_treatment}."
    if dice.random() < 0.8:
        yield f"{told.lay_event[:1].upper()}{told.lay_event[1:]}."
    if dice.random() < 0.3:
        yield f"{told.complaint.provider.split()[0]} did it."
    if dice.random() < 0.25 and told.complaint.amount:
        yield f"It cost ${told.complaint.amount:,.0f}."
    yield dice.choice(FILLER)
