"""What can be compared: a review and a complaint, each read once into names, days, treatments, events and sums."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern

from monitor.link.names import DisplayName, Reading, fold, name_words, roots
from monitor.link.tables import table
from monitor.link.times import TimeHint, chart_day, day_number, hints_in
from monitor.link.words import (
    Money,
    Token,
    counts_in,
    flat,
    is_aside,
    money_in,
    places_of,
    tokens_of,
    treatments_in,
    vocabulary,
)
from monitor.types import LoggedComplaint, PublicReview


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """One logged complaint as the linker compares it. Days are ordinals, 0 = unknown."""

    complaint: LoggedComplaint
    patient: str
    firsts: tuple[str, ...]
    roots: frozenset[str]
    lasts: tuple[str, ...]
    contact: Reading | None
    location: str
    received: int
    treated: int
    treatments: frozenset[str]
    groups: frozenset[str]
    provider: tuple[str, ...]
    staff: frozenset[str]
    amounts: tuple[float, ...]
    events: frozenset[str]
    facts: frozenset[str]
    counts: frozenset[tuple[str, int]]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a review: one or two folded words, and whether only in passing."""

    words: tuple[str, ...]
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """One review as the linker compares it. Days are ordinals, 0 = unknown."""

    review: PublicReview
    name: DisplayName
    location: str
    posted: int
    told: tuple[str, ...]
    """Treatments the review is about, first mentioned first."""
    told_aside: tuple[str, ...]
    """Treatments only mentioned beside the matter: hearsay, other visits."""
    people: tuple[Mention, ...]
    money: tuple[Money, ...]
    hints: tuple[TimeHint, ...]
    events: frozenset[str]
    facts: frozenset[str]
    counts: frozenset[tuple[str, int]]
    stems: frozenset[str]
    words: frozenset[str]
    elsewhere: bool
    """Whether the writer sounds like nobody's patient here: an employee, a mistaken business."""
    kin: str
    """The word for a relative the review speaks of ("wife"), or ""."""
    rare: Mapping[str, float] = field(default_factory=dict)
    """Words of the review that few notes hold, and how much sharing one says."""


@lru_cache(maxsize=1)
def credentials() -> frozenset[str]:
    """Titles and letters around a provider's name that are not part of it."""
    return frozenset(table("names")["words"]["credentials"])


def complaint_facts(complaint: LoggedComplaint) -> ComplaintFacts:
    """Read one complaint. Missing fields stay empty and are never held against it."""
    text = flat(complaint.narrative)
    tokens = tokens_of(complaint.narrative)
    firsts = _names(complaint.patient_first, complaint.patient_known_as)
    received, words = day_number(complaint.received_date), vocabulary()
    places = places_of(tokens)
    treatments = treatments_in(complaint.procedure) or frozenset(words.treatments.find(places))
    return ComplaintFacts(
        complaint=complaint,
        patient=complaint.patient_id or complaint.complaint_id,
        firsts=firsts,
        roots=frozenset(intern(root) for first in firsts for root in roots(first)),
        lasts=_lasts(complaint.patient_last, complaint.patient_former_last),
        contact=_contact(complaint.related_contact),
        location=intern(fold(complaint.location).strip()),
        received=received or day_number(complaint.treatment_date),
        treated=day_number(complaint.treatment_date) or chart_day(text, received=received),
        treatments=treatments,
        groups=frozenset(words.group_of[treatment] for treatment in treatments),
        provider=tuple(intern(word) for word in name_words(complaint.provider) if word not in credentials()),
        staff=frozenset(intern(word) for name in complaint.staff_involved for word in name_words(name)),
        amounts=_amounts(complaint.amount, money_in(text)),
        events=frozenset(words.events.find(places)),
        facts=frozenset(words.facts.find(places)),
        counts=counts_in(text),
        stems=_stems(tokens),
    )


def review_facts(review: PublicReview, *, name: DisplayName, people: frozenset[str]) -> ReviewFacts:
    """Read one review. ``people`` are the folded names of providers and staff that the log knows."""
    text, tokens, words = flat(review.text), tokens_of(review.text), vocabulary()
    posted = day_number(review.date_posted)
    places = places_of(tokens)
    asides = tuple(sorted(words.asides.find(places).values()))
    treatments = words.treatments.find(places)
    told = sorted(treatments, key=lambda treatment: (treatments[treatment], treatment))
    return ReviewFacts(
        review=review,
        name=name,
        location=intern(fold(review.location).strip()),
        posted=posted,
        told=tuple(treatment for treatment in told if not is_aside(treatments[treatment], asides)),
        told_aside=tuple(treatment for treatment in told if is_aside(treatments[treatment], asides)),
        people=_mentions(review.text, tokens, people=people, asides=asides),
        money=money_in(text),
        hints=hints_in(text, posted=posted),
        events=frozenset(words.events.find(places)),
        facts=frozenset(words.facts.find(places)),
        counts=counts_in(text),
        stems=_stems(tokens),
        words=frozenset(token.word for token in tokens),
        elsewhere=bool(words.elsewhere.find(places)),
        kin=next((token.word for token in tokens if token.word in words.kin), ""),
    )


def _names(*given: str) -> tuple[str, ...]:
    parts = [intern(part) for name in given for part in (*name_words(name)[:1], "".join(name_words(name)))]
    return tuple(dict.fromkeys(part for part in parts if part))


def _lasts(*given: str) -> tuple[str, ...]:
    parts = [intern(part) for name in given for part in ("".join(name_words(name)), *name_words(name))]
    return tuple(dict.fromkeys(part for part in parts if part))


def _contact(name: str) -> Reading | None:
    words = name_words(name)
    return Reading(words[0], words[-1] if len(words) > 1 else "") if words else None


def _amounts(amount: float | None, noted: tuple[Money, ...]) -> tuple[float, ...]:
    given = (amount,) if amount else ()
    return given or tuple(dict.fromkeys(money.amount for money in noted if money.amount > 0))


def _stems(tokens: tuple[Token, ...]) -> frozenset[str]:
    return frozenset(intern(token.stem) for token in tokens if len(token.stem) > 2)


def _mentions(
    text: str, tokens: tuple[Token, ...], *, people: frozenset[str], asides: tuple[int, ...]
) -> tuple[Mention, ...]:
    mentions: list[Mention] = []
    skip = -1
    cased = not (text.isupper() or text.islower())
    capitals = {fold(word).replace("'", "") for word in re.findall(r"[A-Z][^\W\d_]+", text)} if cased else None
    for index, token in enumerate(tokens):
        if index <= skip or token.word not in people or (capitals is not None and token.word not in capitals):
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        named: tuple[str, ...] = (token.word,)
        if following and following.place - token.place <= 13 and _is_surname(following, token, people):
            named, skip = (token.word, following.word), index + 1
        mentions.append(Mention(named, is_aside(token.place, asides)))
    return tuple(dict.fromkeys(mentions))


def _is_surname(following: Token, token: Token, people: frozenset[str]) -> bool:
    beside = following.place == token.place + 1
    return beside and (following.word in people or (len(following.word) == 1 and following.word not in "ai"))
