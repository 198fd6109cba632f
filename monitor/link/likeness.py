"""How well the name a reviewer shows fits a patient, the patient's contact, or a relative."""

from __future__ import annotations

from monitor.link.candidates import Log, rarity
from monitor.link.facts import ComplaintFacts, ReviewFacts
from monitor.link.names import NameKind, Reading, roots, short_names_in
from monitor.link.words import one_letter_less

Feature = tuple[str, float]
NAMESAKES_BEYOND = 5.0
LEVELS = {"exact": 6.0, "short": 4.0, "slip": 4.0, "start": 3.0, "letter": 2.0, "conflict": -4.0}
RANK = {f"{part}.{level}": fit for part in ("first", "last", "contact", "handle") for level, fit in LEVELS.items()}
"""How well a level fits, to choose among the readings of one name."""


def name_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """The best reading of the display name against patient and related contact."""
    options = [_person(reading, row, review, known) for reading in review.name.readings]
    if row.contact:
        options += [_contact(reading, row.contact, known) for reading in review.name.readings]
    if review.name.handle:
        options.append(_handle(review.name.handle, row, known))
    best = max(filter(None, options), key=_fit, default=[])
    if review.name.kind in (NameKind.PSEUDONYM, NameKind.TWO) and _fit(best) < 0:
        best = []
    return best + _named_in_text(review, row, known)


def _fit(features: list[Feature]) -> float:
    return sum([RANK.get(name, 0.0) + 0.1 * value for name, value in features])


def _person(reading: Reading, row: ComplaintFacts, review: ReviewFacts, known: Log) -> list[Feature]:
    first, surprise = _first_level(reading.first, row, known)
    last, more = _last_level(reading.last, row, known)
    if review.kin and "conflict" in (first, last):
        first, last = ("kin" if level == "conflict" else level for level in (first, last))
    found = [(f"first.{first}", 1.0)] * bool(first) + [(f"last.{last}", 1.0)] * bool(last)
    if "conflict" in (first, last):
        return found
    if first and last:
        found.append(("name.both", 1.0))
    return found + _rare(surprise + more)


def _rare(surprise: float) -> list[Feature]:
    """Rare names count more, but ever less so: namesakes gather where a name is, whatever the odds say."""
    return [("name.rare", surprise), ("name.very rare", max(0.0, surprise - NAMESAKES_BEYOND))] if surprise else []


def _first_level(first: str, row: ComplaintFacts, known: Log) -> tuple[str, float]:
    if not first or not row.firsts:
        return "", 0.0
    if len(first) == 1:
        fits = any(name[0] == first for name in row.firsts)
        return ("letter", rarity(known.first_letters[first], known.patients)) if fits else ("conflict", 0.0)
    if first in row.firsts:
        return "exact", rarity(known.firsts[first], known.patients)
    shared = roots(first) & row.roots
    if shared:
        return "short", rarity(max(known.roots[root] for root in shared), known.patients)
    if len(first) >= 3 and any(name.startswith(first) for name in row.firsts):
        return "start", rarity(known.first_letters[first[0]] // 4, known.patients)
    near = next((name for name in row.firsts if _slip(first, name)), "")
    return ("slip", rarity(known.firsts[near], known.patients)) if near else ("conflict", 0.0)


def _last_level(last: str, row: ComplaintFacts, known: Log) -> tuple[str, float]:
    if not last or not row.lasts:
        return "", 0.0
    if len(last) == 1:
        fits = any(name[0] == last for name in row.lasts)
        return ("letter", rarity(known.last_letters[last], known.patients)) if fits else ("conflict", 0.0)
    if last in row.lasts:
        return "exact", rarity(known.lasts[last], known.patients)
    near = next((name for name in row.lasts if _slip(last, name)), "")
    return ("slip", rarity(known.lasts[near], known.patients)) if near else ("conflict", 0.0)


def _slip(one: str, other: str) -> bool:
    """Whether two names are one slip of the pen apart: a letter more, less, wrong, or two swapped."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    return (
        one in one_letter_less(other)
        or other in one_letter_less(one)
        or bool(len(one) == len(other) and one_letter_less(one) & one_letter_less(other))
    )


def _contact(reading: Reading, contact: Reading, known: Log) -> list[Feature]:
    first_fits = bool(reading.first) and contact.first.startswith(reading.first)
    last_fits = bool(reading.last) and contact.last.startswith(reading.last)
    if not (first_fits and (last_fits or not reading.last)):
        return []
    surprise = rarity(known.firsts[contact.first], known.patients) if len(reading.first) > 1 else 2.0
    surprise += rarity(known.lasts[contact.last], known.patients) if len(reading.last) > 1 else 2.0 * bool(reading.last)
    return [("contact.exact", 1.0), ("contact.rare", surprise)]


def _handle(handle: str, row: ComplaintFacts, known: Log) -> list[Feature]:
    """What of the patient's name a handle holds, such as jenmiller or jmiller."""
    last = next((name for name in row.lasts if len(name) >= 3 and name in handle), "")
    first = _first_in(handle.replace(last, " ", 1) if last else handle, row)
    if not last and not first:
        return []
    surprise = rarity(known.lasts[last], known.patients) if last else 0.0
    surprise += rarity(max(known.roots[first], known.firsts[first]), known.patients) if first else 0.0
    level = _handle_level(handle, first, last, row)
    return [(f"handle.{level}", 1.0), ("handle.rare", surprise if level != "within" else surprise / 2)]


def _handle_level(handle: str, first: str, last: str, row: ComplaintFacts) -> str:
    if last and first:
        return "exact"
    if last and any(handle in (name[0] + last, last + name[0]) for name in row.firsts):
        return "start"
    if first and any(handle in (name[0] + first, first + name[0]) for name in row.lasts):
        return "letter"
    return "part" if len(handle) - len(last) - len(first) <= 3 else "within"


def _first_in(handle: str, row: ComplaintFacts) -> str:
    """The longest form of the patient's first name inside a handle, or ""."""
    whole = [name for name in (*row.firsts, *row.roots) if len(name) >= 3 and name in handle]
    short = [part for part, formal in short_names_in(handle) if not formal.isdisjoint(row.roots)]
    return max(sorted([*whole, *short]), key=len, default="")


def _named_in_text(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    if not review.kin:
        return []
    named = next((first for first in (*row.firsts, *sorted(row.roots)) if first in review.words), "")
    return [("kin.named", 1.0), ("kin.rare", rarity(known.firsts[named], known.patients))] if named else []
