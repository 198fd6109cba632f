"""The complaint log held ready for linking: posting lists that lead from a review's clues to few complaints."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import log
from sys import intern
from typing import TypeVar

from monitor.link.facts import ComplaintFacts, ReviewFacts, complaint_facts, review_facts
from monitor.link.names import NameKind, Reading, is_nickname, pieces, read_name, roots
from monitor.link.words import stem, vocabulary
from monitor.types import LoggedComplaint, PublicReview

DAYS_BEFORE_LOGGED = 75
"""A review may stand this long before its complaint is logged."""
DAYS_AFTER_LOGGED = 560
LONGEST_LIST = 400
"""Of a longer posting list only the complaints nearest in time are looked at, so that one clue never means a scan."""
CROWD_DAYS = 90
COMMON = 3.0
"""Words that more than one note in twenty holds say nothing by being shared."""
KEPT = 20
ALWAYS = 8
WITHIN_REACH = 6.0
"""A complaint that shares so much less than the best one is compared only if it is among the first ``ALWAYS``."""
"""How many complaints a review is compared with in full."""
Number = TypeVar("Number", int, float)
ROW_BITS = 24
ROW_MASK = (1 << ROW_BITS) - 1


class Log:
    """Complaints indexed by what a review may reveal. Built once; one more can be added at any time."""

    def __init__(self, complaints: Iterable[LoggedComplaint] = ()) -> None:
        self.rows: list[ComplaintFacts] = []
        self.people: dict[str, Counter[str]] = defaultdict(Counter)
        self.everyone: frozenset[str] = frozenset()
        self._name_stems: frozenset[str] = frozenset()
        self.providers: set[str] = set()
        self.located: Counter[str] = Counter()
        self.patients = 0
        self.firsts: Counter[str] = Counter()
        self.roots: Counter[str] = Counter()
        self.lasts: Counter[str] = Counter()
        self.first_letters: Counter[str] = Counter()
        self.last_letters: Counter[str] = Counter()
        self.entries: Counter[str] = Counter()
        self.stems: Counter[str] = Counter()
        self.amounts: list[float] = []
        self._days: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._seen_patients: set[str] = set()
        for complaint in complaints:
            self._take(complaint_facts(complaint))
        for postings in (*self._postings.values(), *self._days.values()):
            postings.sort()
        self.amounts.sort()
        self._sorted = True
        self._know_everyone()

    _sorted = False

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, complaint: LoggedComplaint) -> None:
        """Take in one more complaint; only its own posting lists are touched."""
        self._take(complaint_facts(complaint))
        self._know_everyone()

    def read(self, review: PublicReview) -> ReviewFacts:
        """The review as facts, its display name read with the log's own names in mind."""
        name = read_name(review.author_name, firsts=self.firsts, lasts=self.lasts)
        facts = review_facts(review, name=name, people=self.everyone)
        told = sorted(facts.stems - self._name_stems)
        worth = {stem: rarity(self.stems[stem], len(self.rows)) - COMMON for stem in told}
        return replace(facts, rare={stem: more for stem, more in worth.items() if more > 0})

    def crowd(self, facts: ReviewFacts) -> float:
        """How many complaints at the review's location came in around the days before it was posted, at least 1.

        Never less than is usual there, so that a log's first and last weeks are judged like the others.
        """
        days = self._days.get(facts.location) or self._days[""]
        if not facts.posted or not days:
            return max(1, len(days))
        usual = len(days) * CROWD_DAYS / max(CROWD_DAYS, days[-1] - days[0])
        around = bisect_right(days, facts.posted + 15) - bisect_left(days, facts.posted + 15 - CROWD_DAYS)
        return max(1.0, usual, around)

    def candidates(self, facts: ReviewFacts) -> list[ComplaintFacts]:
        """At most ``KEPT`` complaints that share most with the review, in a fixed order."""
        points: dict[int, float] = defaultdict(float)
        total = len(self.rows) + 1
        lists = [self._near(key, facts.posted) for key in dict.fromkeys(self._keys(facts))]
        for postings in lists:
            worth = log(total / (len(postings) + 1))
            for posting in postings:
                points[posting & ROW_MASK] += worth
        least = sorted(points.values())[-3 * KEPT] if len(points) > 3 * KEPT else 0.0
        ranked = sorted(
            (-worth - _nearness(facts.posted - self.rows[row].received), self.rows[row].complaint.complaint_id, row)
            for row, worth in points.items()
            if worth >= least
        )[:KEPT]
        reach = ranked[0][0] + WITHIN_REACH if ranked else 0.0
        return [self.rows[row] for place, (worth, _, row) in enumerate(ranked) if place < ALWAYS or worth <= reach]

    def _keys(self, facts: ReviewFacts) -> Iterator[str]:
        known = facts.location and facts.location in self._days
        unplaced = ("",) if self.located[""] else ()
        handle = facts.name.handle if facts.name.kind in (NameKind.HANDLE, NameKind.PSEUDONYM) else ""
        parts = [part for part in pieces(handle) if part in self.lasts or part in self.roots or is_nickname(part)]
        for place in (facts.location, *unplaced) if known else sorted(self._days):
            yield from _review_keys(facts, place)
            for part in parts:
                yield from _reading_keys(place, Reading(part, part))

    def _near(self, key: str, posted: int) -> list[int]:
        postings = self._postings.get(key)
        if not postings:
            return []
        if not posted:
            return postings[-LONGEST_LIST:]
        low = bisect_left(postings, max(1, posted - DAYS_AFTER_LOGGED) << ROW_BITS)
        high = bisect_left(postings, (posted + DAYS_BEFORE_LOGGED) << ROW_BITS)
        undated = postings[: bisect_left(postings, 1 << ROW_BITS)]
        return undated[:LONGEST_LIST] + postings[max(low, high - LONGEST_LIST) : high]

    def _know_everyone(self) -> None:
        names = self.people[""]
        if len(names) != len(self.everyone):
            self.everyone = frozenset(names)
            self._name_stems = frozenset(stem(name) for name in names)

    def _take(self, row: ComplaintFacts) -> None:
        posting = row.received << ROW_BITS | len(self.rows)
        self.rows.append(row)
        for key in dict.fromkeys(_complaint_keys(row)):
            self._put(self._postings[intern(key)], posting)
        for location in {row.location, ""}:
            self._put(self._days[location], row.received)
            self.people[location].update((*row.provider, *row.staff))
        for amount in row.amounts:
            self._put(self.amounts, amount)
        self.providers.update(row.provider)
        self.located[row.location] += 1
        self.entries.update((*row.events, *row.facts, *row.treatments, *row.groups))
        self.stems.update(row.stems)
        if row.patient not in self._seen_patients:
            self._count_patient(row)

    def _put(self, postings: list[Number], value: Number) -> None:
        if self._sorted:
            insort(postings, value)
        else:
            postings.append(value)

    def _count_patient(self, row: ComplaintFacts) -> None:
        self._seen_patients.add(row.patient)
        self.patients += 1
        self.firsts.update(row.firsts)
        self.roots.update(row.roots)
        self.lasts.update(row.lasts)
        self.first_letters.update({name[0] for name in row.firsts})
        self.last_letters.update({name[0] for name in row.lasts})


def rarity(count: int, total: int) -> float:
    """The surprise of meeting something that ``count`` of ``total`` have; smoothed, so that small logs stay modest."""
    return log((total + 20) / (count + 1))


def _nearness(days: int) -> float:
    """What the days from complaint to review are worth before anything is compared: most are posted within weeks."""
    return 2.0 if -7 <= days <= 35 else 1.0 if -30 <= days <= 90 else 0.0


def _skeleton(name: str) -> str:
    return name[:1] + "".join(char for char in name[1:] if char not in "aeiouyh")[:4]


def _complaint_keys(row: ComplaintFacts) -> Iterator[str]:
    place = row.location
    for last in row.lasts:
        yield f"{place}|last|{last}"
        yield f"{place}|bones|{_skeleton(last)}"
        yield from (f"|bones|{first[0]}{_skeleton(last)}" for first in row.firsts)
        yield from (f"|whole|{root}|{last}" for root in row.roots)
        yield from (f"|part|{root}|{last[0]}" for root in row.roots)
        yield from (f"{place}|letters|{first[0]}{last[0]}" for first in row.firsts)
    for first in {*row.firsts, *row.roots}:
        yield f"{place}|first|{first}"
    if row.contact:
        yield f"{place}|first|{row.contact.first}"
        yield f"{place}|last|{row.contact.last}"
    yield from (f"{place}|group|{group}" for group in row.groups)
    yield from (f"{place}|entry|{entry}" for entry in (*row.events, *row.facts))
    yield from (f"{place}|person|{person}" for person in (*row.provider, *row.staff))
    yield from (f"|provider|{person}|{group}" for person in row.provider for group in row.groups)
    for event in row.events:
        yield from (f"|told|{other}|{event}" for other in (*row.groups, *row.roots, *row.lasts))
    for amount in row.amounts:
        yield from (f"{place}|about|{bucket}" for bucket in _buckets(amount))
        yield f"|exact|{amount:.2f}"


def _review_keys(facts: ReviewFacts, place: str) -> Iterator[str]:
    for reading in facts.name.readings:
        yield from _reading_keys(place, reading)
        names = (*sorted(roots(reading.first)), reading.last)
        yield from (f"|told|{name}|{event}" for name in names for event in sorted(facts.events) if len(name) > 1)
    if facts.kin:
        yield from (f"{place}|first|{word}" for word in sorted(facts.words) if len(word) > 2)
    told = (*facts.told, *facts.told_aside)
    groups = dict.fromkeys(vocabulary().group_of[treatment] for treatment in told)
    yield from (f"{place}|group|{group}" for group in groups)
    yield from (f"{place}|entry|{entry}" for entry in sorted(facts.events | facts.facts))
    for mention in facts.people:
        yield f"{place}|person|{mention.words[0]}"
        yield from (f"|provider|{mention.words[0]}|{group}" for group in groups)
    yield from (f"|told|{group}|{event}" for group in groups for event in sorted(facts.events))
    for money in facts.money:
        yield f"{place}|about|{_buckets(money.amount)[0]}"
        yield f"|exact|{money.amount:.2f}"


def _reading_keys(place: str, reading: Reading) -> Iterator[str]:
    first, last = reading.first, reading.last
    if len(last) > 1:
        yield f"{place}|last|{last}"
        yield f"{place}|bones|{_skeleton(last)}"
    if len(first) > 1:
        for root in sorted(roots(first)):
            yield f"{place}|first|{root}"
            if len(last) > 1:
                yield f"|whole|{root}|{last}"
            if last:
                yield f"|part|{root}|{last[0]}"
    if first and last:
        yield f"{place}|letters|{first[0]}{last[0]}"
    if first and len(last) > 1:
        yield f"|bones|{first[0]}{_skeleton(last)}"


def _buckets(amount: float) -> tuple[int, int, int]:
    middle = round(log(max(amount, 1.0)) / 0.08)
    return middle, middle - 1, middle + 1
