"""Compares a review with one complaint: named features with values, which the weights turn into log-odds.

Missing is zero evidence: nothing is yielded where either side is silent. ``rare`` features carry the surprise, in
natural logarithms, that a stranger from the same log would fit as well.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import log

from monitor.link.candidates import Log, pieces
from monitor.link.facts import ComplaintFacts, Mention, ReviewFacts
from monitor.link.names import NameKind, Reading, roots
from monitor.link.times import SLACK
from monitor.link.words import one_letter_less, vocabulary

Feature = tuple[str, float]
LAGS = (-60, -30, -14, -7, -3, 0, 3, 7, 14, 21, 35, 60, 90, 135, 200, 300, 420)
"""Left edges, in days from the complaint's receipt to the review, of the date law's bins."""
BANDS = ((0.002, "exact"), (0.02, "close"), (0.06, "near"), (0.15, "rough"), (0.4, "far"))
RANK = {"exact": 6, "short": 4, "slip": 4, "start": 3, "letter": 2, "kin": 0, "conflict": -4}


def compare(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """Every feature in which the two agree or contradict each other."""
    features = name_features(review, row, known)
    features += date_features(review, row)
    features += location_features(review, row, known)
    features += treatment_features(review, row, known)
    features += people_features(review, row, known)
    features += amount_features(review, row, known)
    features += matter_features(review, row, known)
    return features


def rarity(count: int, total: int) -> float:
    """The surprise of meeting something that ``count`` of ``total`` have; smoothed, so that small logs stay modest."""
    return log((total + 20) / (count + 1))


# --- name ---------------------------------------------------------------------------------------------------


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
    return sum(RANK.get(name.split(".")[1], 0) + 0.1 * value for name, value in features)


def _person(reading: Reading, row: ComplaintFacts, review: ReviewFacts, known: Log) -> list[Feature]:
    first, surprise = _first_level(reading.first, row, known)
    last, more = _last_level(reading.last, row, known)
    if review.kin and "conflict" in (first, last):
        first, last = ("kin" if level == "conflict" else level for level in (first, last))
    found = [(f"first.{first}", 1.0)] * bool(first) + [(f"last.{last}", 1.0)] * bool(last)
    if surprise or more:
        found.append(("name.rare", surprise + more))
    if first == "exact" and last == "exact":
        found.append(("name.both", 1.0))
    return found


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
    names = (*row.firsts, *row.roots, *_short_forms(handle, row))
    first = max(
        (name for name in names if len(name) >= 3 and name in handle.replace(last, " ", 1)), key=len, default=""
    )
    surprise = rarity(known.lasts[last], known.patients) if last else 0.0
    surprise += rarity(max(known.roots[first], known.firsts[first]), known.patients) if first else 0.0
    rest = len(handle) - len(last) - len(first)
    if last and first:
        return [("handle.exact", 1.0), ("handle.rare", surprise)]
    if last and any(handle in (name[0] + last, last + name[0]) for name in row.firsts):
        return [("handle.start", 1.0), ("handle.rare", surprise)]
    if first and any(handle in (name[0] + first, first + name[0]) for name in row.lasts):
        return [("handle.letter", 1.0), ("handle.rare", surprise)]
    if (last or first) and rest <= 3:
        return [("handle.part", 1.0), ("handle.rare", surprise)]
    return [("handle.within", 1.0), ("handle.rare", surprise / 2)] if (last or first) else []


def _short_forms(handle: str, row: ComplaintFacts) -> tuple[str, ...]:
    return tuple(part for part in pieces(handle) if len(part) <= 9 and roots(part) & row.roots)


def _named_in_text(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    if not review.kin:
        return []
    named = next((first for first in (*row.firsts, *sorted(row.roots)) if first in review.words), "")
    return [("kin.named", 1.0), ("kin.rare", rarity(known.firsts[named], known.patients))] if named else []


# --- days ---------------------------------------------------------------------------------------------------


def date_features(review: ReviewFacts, row: ComplaintFacts) -> list[Feature]:
    """The date law: how long after the complaint the review was posted; and what the review says of the day."""
    found: list[Feature] = []
    if review.posted and row.received:
        found.append((f"lag.{_lag(review.posted - row.received)}", 1.0))
    if review.posted and row.treated and review.posted < row.treated - 1:
        found.append(("treated.later", 1.0))
    if row.treated and review.hints:
        found += _said_day(review, row.treated)
    return found


def _lag(days: int) -> str:
    index = bisect_right(LAGS, days)
    return f"from {LAGS[index - 1]}" if index else "before all"


def _said_day(review: ReviewFacts, treated: int) -> list[Feature]:
    best = min(review.hints, key=lambda hint: (hint.days_off(treated) / SLACK[hint.grain], hint.start))
    off, slack = best.days_off(treated), SLACK[best.grain]
    level = "fits" if off == 0 else "nearly" if off <= slack else "off" if off <= 3 * slack else "miss"
    return [(f"said {best.grain}.{level}", 1.0)]


# --- location, treatment, people, money ---------------------------------------------------------------------


def location_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """Same page or another page; a review or complaint without a location says nothing."""
    if not review.location or not row.location or review.location == row.location:
        return []
    return [("location.other", 1.0)]


def treatment_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """The treatment the review is about, its lay group, then treatments named only in passing."""
    if not row.groups or not (review.told or review.told_aside):
        return []
    group_of, total = vocabulary().group_of, len(known.rows)
    surprise = min(rarity(known.entries[group], total) for group in row.groups)
    for level, told in (("main", review.told[:1]), ("also", review.told[1:]), ("aside", review.told_aside)):
        if any(treatment in row.treatments for treatment in told):
            return [(f"treatment.{level}", 1.0), ("treatment.rare", surprise)]
        if any(group_of[treatment] in row.groups for treatment in told):
            return [(f"treatment.{level} group", 1.0), ("treatment.rare", surprise)]
    return [("treatment.miss" if review.told else "treatment.miss aside", 1.0)]


def people_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """Providers and staff named: the recorded one, one in the notes, or somebody else who works there."""
    best: dict[str, Feature] = {}
    for mention in review.people:
        role, level = _mention_level(mention, row, known)
        if role:
            name = f"{role}.{level}{' aside' if mention.aside else ''}"
            best[role] = max(best.get(role, (name, -9.0)), (name, _MENTION[level]), key=lambda pair: pair[1])
    found = [(name, 1.0) for name, _ in sorted(best.values())]
    hits = [m for m in review.people if _mention_level(m, row, known)[1] in ("full", "hit", "noted")]
    if hits:
        local = known.people[row.location]
        found.append(("person.rare", max(rarity(local[m.words[0]], known.located[row.location]) for m in hits)))
    return found


_MENTION = {"full": 3.0, "hit": 2.0, "noted": 1.0, "miss": -1.0}


def _mention_level(mention: Mention, row: ComplaintFacts, known: Log) -> tuple[str, str]:
    first, *more = mention.words
    if first in row.provider:
        if not more or len(row.provider) == 1:
            return "provider", "hit"
        fits = any(word.startswith(more[0]) for word in row.provider if word != first)
        return "provider", "full" if fits else "miss"
    if first in row.staff:
        return "staff", "hit"
    if first in known.providers:
        if first in row.stems:
            return "provider", "noted"
        return ("provider", "miss") if row.provider else ("", "")
    if first in row.stems:
        return "staff", "noted"
    return ("staff", "miss") if row.staff else ("", "")


def amount_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """The best agreement of a sum in the review with the logged one, and how few complaints have such a sum."""
    if not review.money or not row.amounts:
        return []
    pairs = ((abs(money.amount - logged) / logged, logged) for money in review.money for logged in row.amounts)
    off, logged = min(pairs)
    for width, level in BANDS:
        if off <= width:
            low, high = (
                bisect_left(known.amounts, logged * (1 - width)),
                bisect_right(known.amounts, logged * (1 + width)),
            )
            return [(f"amount.{level}", 1.0), (f"amount.rare {level}", rarity(high - low, len(known.amounts)))]
    return [("amount.miss", 1.0)]


# --- the matter ---------------------------------------------------------------------------------------------


def matter_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    """What happened, in lay words and chart words; small facts both mention; counted things; rare words in common."""
    total = len(known.rows)
    found: list[Feature] = []
    shared = review.events & row.events
    if shared:
        found += [("event.hit", 1.0), ("event.rare", max(rarity(known.entries[event], total) for event in shared))]
        found += [("event.more", float(min(len(shared) - 1, 2)))] * (len(shared) > 1)
    elif review.events and row.events:
        found.append(("event.miss", 1.0))
    found += _fact_features(review, row, known)
    found += _count_features(review, row)
    common = sum(max(0.0, rarity(known.stems[stem], total) - 3.0) for stem in sorted(review.stems & row.stems))
    return [*found, ("words.rare", min(common, 8.0))] if common else found


def _fact_features(review: ReviewFacts, row: ComplaintFacts, known: Log) -> list[Feature]:
    shared = review.facts & row.facts
    if shared:
        surprise = sum(rarity(known.entries[fact], len(known.rows)) for fact in sorted(shared))
        return [("fact.hit", float(len(shared))), ("fact.rare", min(surprise, 12.0))]
    return [("fact.miss", 1.0)] if review.facts and row.facts else []


def _count_features(review: ReviewFacts, row: ComplaintFacts) -> list[Feature]:
    units = {unit for unit, _ in review.counts} & {unit for unit, _ in row.counts}
    if not units:
        return []
    return [("count.hit" if review.counts & row.counts else "count.miss", 1.0)]


# --- nobody in the log --------------------------------------------------------------------------------------


def nobody_features(review: ReviewFacts, known: Log) -> list[Feature]:
    """What speaks for "nobody in the log": how many complaints compete, what the name hides, how little is told."""
    told = {
        "treatment": bool(review.told), "people": bool(review.people), "money": bool(review.money),
        "day": bool(review.hints), "event": bool(review.events), "fact": bool(review.facts),
    }  # fmt: skip
    found: list[Feature] = [("nobody.crowd", log(known.crowd(review))), ("nobody.always", 1.0)]
    found.append((f"nobody.{review.name.kind.value}", 1.0))
    found += [(f"nobody.tells {what}", 1.0) for what, tells in told.items() if tells]
    return found if any(told.values()) else [*found, ("nobody.vague", 1.0)]
