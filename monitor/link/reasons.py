"""Puts a comparison into sentences for an office manager; what is shown and "other" always sum to the score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from monitor.link.candidates import Log
from monitor.link.facts import ComplaintFacts, ReviewFacts
from monitor.link.likeness import Feature
from monitor.types import Evidence

HEADINGS = frozenset({"Name", "Treatment", "Provider", "Staff", "Amount", "Details"})
SHOWN = 6
"""More reasons than this are not read; the rest is summed up."""
KIND = {
    "first": "name", "last": "name", "name": "name", "contact": "name", "handle": "name", "kin": "name",
    "lag": "date", "treated": "treatment date", "said day": "treatment date", "said week": "treatment date",
    "said month": "treatment date", "said season": "treatment date", "location": "location",
    "treatment": "procedure", "provider": "provider", "person": "provider", "staff": "staff", "amount": "amount",
    "alone": "alone", "event": "events", "fact": "details", "count": "details", "words": "details",
}  # fmt: skip


def evidence(
    features: list[Feature],
    *,
    review: ReviewFacts,
    row: ComplaintFacts,
    known: Log,
    base: float,
    weights: Mapping[str, float],
) -> tuple[Evidence, ...]:
    """The strongest reasons first, then "other": small reasons and ``base``, the log-odds before any evidence."""
    by_kind: dict[str, list[Feature]] = defaultdict(list)
    for feature in features:
        by_kind[_kind(feature, features)].append(feature)
    scores = {kind: sum(weights.get(n, 0.0) * v for n, v in part) for kind, part in by_kind.items()}
    ranked = sorted(scores, key=lambda kind: (-abs(scores[kind]), kind))
    shown = [kind for kind in ranked if abs(scores[kind]) >= 0.05][:SHOWN]
    lines = [_line(kind, by_kind[kind], scores[kind], review, row, known) for kind in shown]
    rest = base + sum(scores[kind] for kind in ranked if kind not in shown)
    return (*lines, Evidence(kind="other", why="Other: how many complaints compete, and smaller signs", score=rest))


def _kind(feature: Feature, features: list[Feature]) -> str:
    part = feature[0].split(".")[0]
    if part == "person" and not any(name.startswith("provider.") for name, _ in features):
        return "staff"
    return KIND.get(part, part)


def _line(
    kind: str, features: list[Feature], score: float, review: ReviewFacts, row: ComplaintFacts, known: Log
) -> Evidence:
    levels = {name.split(".")[0]: name.split(".")[1] for name, _ in features if ".rare" not in name}
    why = SENTENCES[kind](levels, review, row, known)
    return Evidence(kind=kind, why=why if score >= 0 else _against(why), score=score)


def _against(why: str) -> str:
    """The same sentence as an objection: "Against: a different provider is named"."""
    heading, colon, rest = why.partition(": ")
    return f"Against: {rest}" if colon and heading in HEADINGS else f"Against: {why[:1].lower()}{why[1:]}"


Levels = Mapping[str, str]


def _name(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    shown = review.review.author_name.strip()
    patient = f"{row.complaint.patient_first} {row.complaint.patient_last}".strip()
    if "contact" in levels:
        return f"Name: {shown} fits {row.complaint.related_contact}, the contact of {patient}"
    if "kin" in levels and not {"first", "last", "handle"} & levels.keys():
        return f"Name: the review names {patient}'s first name for the {review.kin}"
    if "conflict" in levels.values():
        return f"Name: {shown} does not fit {patient}"
    if "kin" in levels.values():
        return f"Name: {shown} may be a relative of {patient}: the review speaks of a {review.kin}"
    few = _namesakes(levels, row, known)
    return f"Name: {shown} {'holds' if 'handle' in levels else 'fits'} {patient}{few}"


def _namesakes(levels: Levels, row: ComplaintFacts, known: Log) -> str:
    if levels.get("last") in ("exact", "slip") or levels.get("handle") in ("exact", "start"):
        count = max((known.lasts[last] for last in row.lasts), default=0)
        return f", {count} {'patient has' if count == 1 else 'patients have'} that last name"
    return ""


def _date(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    days = review.posted - row.received
    if days == 0:
        return "Posted on the day of the complaint"
    span = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    return f"Posted {span} {'after' if days > 0 else 'before'} the complaint came in"


def _treatment_date(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    if "treated" in levels:
        return "The review is older than the treatment"
    level = next(iter(levels.values()))
    fits = {"fits": "fits", "nearly": "nearly fits", "off": "does not fit", "miss": "does not fit"}[level]
    return f"The day the review speaks of {fits} the treatment"


def _location(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    return f"Another location's page: {review.review.location}, not {row.complaint.location}"


def _procedure(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    told = (review.told or review.told_aside)[0].replace("_", " ")
    logged = row.complaint.procedure or ", ".join(sorted(row.treatments)).replace("_", " ")
    if levels["treatment"].startswith("miss"):
        return f"Treatment: the review speaks of {told}, the complaint of {logged}"
    return f"Treatment: what the review names fits {logged}"


def _provider(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    level = levels.get("provider", "")
    if level.startswith("miss"):
        return "A different provider is named"
    if level.startswith("noted"):
        return "Provider: a provider the review names stands in the notes"
    return f"Provider: the review names {row.complaint.provider}"


def _staff(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    if levels.get("staff", "").startswith("miss"):
        return "Different staff are named"
    both = [word.title() for mention in review.people for word in mention.words if word in row.staff | row.stems]
    return f"Staff: both name {', '.join(dict.fromkeys(both)) or 'the same person'}"


def _amount(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    if "miss" in levels.values():
        return "Another sum of money is named"
    said, logged = min(
        ((m.amount, a) for m in review.money for a in row.amounts), key=lambda p: abs(p[0] - p[1]) / p[1]
    )
    return f"Amount: {said:,.2f} in the review, {logged:,.2f} in the log"


def _events(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    shared = sorted(review.events & row.events)
    if not shared:
        return f"The review tells of {_words(review.events)}, the complaint of {_words(row.events)}"
    return f"Both: {_words(shared)}"


def _details(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    shared = sorted(review.facts & row.facts)
    counted = [f"{count} {unit}" for unit, count in sorted(review.counts & row.counts)]
    if not shared and not counted:
        return "Details: some rare words in common" if "words" in levels or not levels else "Details differ"
    return f"Details in both: {', '.join([*map(_plain, shared), *counted])}"


def _words(entries: frozenset[str] | list[str]) -> str:
    return ", ".join(_plain(entry) for entry in sorted(entries))


def _plain(entry: str) -> str:
    return entry.replace("_", " ")


def _alone(levels: Levels, review: ReviewFacts, row: ComplaintFacts, known: Log) -> str:
    return "Only the name speaks for it, and a display name proves nothing"


SENTENCES: dict[str, Callable[[Levels, ReviewFacts, ComplaintFacts, Log], str]] = {
    "name": _name, "date": _date, "treatment date": _treatment_date, "location": _location, "procedure": _procedure,
    "provider": _provider, "staff": _staff, "amount": _amount, "events": _events, "details": _details,
    "alone": _alone,
}  # fmt: skip
