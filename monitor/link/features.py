"""Compares a review with one complaint: named features with values, which the weights turn into log-odds.

Missing is zero evidence: nothing is yielded where either side is silent. ``rare`` features carry the surprise, in
natural logarithms, that a stranger from the same log would fit as well.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import log

from monitor.link.candidates import Log, rarity
from monitor.link.facts import ComplaintFacts, Mention, ReviewFacts
from monitor.link.likeness import Feature, name_features
from monitor.link.times import SLACK
from monitor.link.words import vocabulary

LAGS = (-60, -30, -14, -7, -3, 0, 3, 7, 14, 21, 35, 60, 90, 135, 200, 300, 420)
"""Left edges, in days from the complaint's receipt to the review, of the date law's bins."""
BANDS = ((0.002, "exact"), (0.02, "close"), (0.06, "near"), (0.15, "rough"), (0.4, "far"))


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
    common = sum([review.rare[stem] for stem in review.rare if stem in row.stems])
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
    found += [("nobody.elsewhere", 1.0)] * review.elsewhere
    found += [(f"nobody.tells {what}", 1.0) for what, tells in told.items() if tells]
    return found if any(told.values()) else [*found, ("nobody.vague", 1.0)]
