"""The conduct axis: what each recorded event weighs, and why; how it fades; and whether it is escalating."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import fsum

from monitor.complaints.concern import Concern
from monitor.complaints.events import BehaviourEvent
from monitor.complaints.lines import Line, day_in_words
from monitor.complaints.rules import Code, ConductPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedEvent:
    """An event with the points it scored when it happened; ``note`` says why they are fewer than usual, or none."""

    event: BehaviourEvent
    code: Code
    points: float
    weight: float
    half_life: int | None
    note: str = ""

    @property
    def day(self) -> date:
        return self.event.happened_on

    @property
    def scores(self) -> bool:
        return self.points > 0

    def is_live(self, day: date) -> bool:
        return self.scores and self.day <= day and not self.event.is_cleared_by(day)

    def points_on(self, day: date) -> float:
        """What is left on ``day``: nothing before it happened or once it is cleared."""
        if not self.is_live(day):
            return 0.0
        return self.points if self.half_life is None else self.points * 0.5 ** ((day - self.day).days / self.half_life)

    def line(self, day: date) -> Line:
        left = self.points_on(day)
        note = "A cleared danger scores nothing any more." if self.event.is_cleared_by(day) else self.note
        sum_of_it = f" {self.points:.2f} points then, {left:.2f} now." if left else ""
        text = f"{day_in_words(self.day)}, {self.event.channel}: {self.code.what}.{sum_of_it} {note}".strip()
        return Line(text=text, event=self.event.id, points=left)


def weigh(
    *, events: Sequence[BehaviourEvent], concerns: Sequence[Concern], policy: ConductPolicy
) -> tuple[WeighedEvent, ...]:
    """Every event that was not struck, in order of day, with its points. Raises UnfitRecord for a strange code."""
    standing = sorted((event for event in events if event.state != "struck"), key=_in_order)
    return tuple(_capped(_once_an_episode([_weighed(event, concerns, policy) for event in standing])))


def score(weighed: Sequence[WeighedEvent], day: date) -> float:
    """B(t): the sum of what is left on ``day``, the same whatever the order of the events."""
    return round(fsum(one.points_on(day) for one in weighed), 9)


def _in_order(event: BehaviourEvent) -> tuple[date, int, str, str]:
    """The graver first within a day, so that one bad day does not read as a rise."""
    return event.happened_on, -event.band, event.code, event.id


def _weighed(event: BehaviourEvent, concerns: Sequence[Concern], policy: ConductPolicy) -> WeighedEvent:
    code, weight = policy.code(event.code), policy.evidence[event.evidence]
    nothing = next(_reasons_to_score_nothing(event, code, weight, concerns, policy), "")
    share, eased = (1.0, "") if nothing else _easing(event, concerns, policy)
    note = nothing or eased or ("Rests on one witness." if weight < 1 else "")
    points = 0.0 if nothing else weight * code.points * share
    return WeighedEvent(
        event=event,
        code=code,
        points=points,
        weight=weight,
        half_life=None if nothing else policy.half_lives[event.band],
        note=note,
    )


def _reasons_to_score_nothing(
    event: BehaviourEvent, code: Code, weight: float, concerns: Sequence[Concern], policy: ConductPolicy
) -> Iterator[str]:
    day, fairness = event.happened_on, policy.fairness
    if event.band == 0:
        yield "Never counted as conduct: scores nothing."
    if weight == 0:
        yield "Heard of, but nobody here saw it and nothing is kept: scores nothing."
    if event.state == "contested" and event.band in fairness.silent_while_contested:
        yield "The patient contests this entry: scores nothing until somebody has reviewed it."
    if event.band in fairness.excused_while_we_are_late and any(
        late.include(day) for one in concerns for late in one.late
    ):
        yield "Our own reply was overdue that day: scores nothing."
    yield from (_MISSING[need] for need in code.needs if not _HAS[need](event, concerns))


def _acknowledged_in_time(event: BehaviourEvent, concerns: Sequence[Concern]) -> bool:
    return not any(one.acknowledged_late and one.open_since(event.happened_on) for one in concerns)


_HAS: dict[str, Callable[[BehaviourEvent, Sequence[Concern]], bool]] = {
    "artifact": lambda event, _: event.evidence == "artifact",
    "counsel": lambda event, _: bool(event.counsel.strip()),
    "timely acknowledgement": _acknowledged_in_time,
}
_MISSING = {
    "artifact": "A suspicion until something is kept that shows it: scores nothing.",
    "counsel": "Only counsel can tell this from an honest word, and has not flagged it: scores nothing.",
    "timely acknowledgement": "We had not acknowledged the concern in time: scores nothing.",
}


def _easing(event: BehaviourEvent, concerns: Sequence[Concern], policy: ConductPolicy) -> tuple[float, str]:
    fairness = policy.fairness
    harm = max((one.finding.harm for one in concerns if one.finding), default=0)
    if event.band in fairness.eased_by_harm and harm >= fairness.easing_harm:
        return fairness.eased_share, "Weighs less, because a clinician confirms harm."
    return 1.0, ""


def _once_an_episode(weighed: Sequence[WeighedEvent]) -> list[WeighedEvent]:
    """One episode is one code: the gravest that scores."""
    gravest: dict[str, WeighedEvent] = {}
    for one in (one for one in weighed if one.scores and one.event.episode):
        other = gravest.get(one.event.episode)
        if other is None or _gravity(one) > _gravity(other):
            gravest[one.event.episode] = one
    passed = "Part of an episode that is counted once, by its gravest event."
    return [
        replace(one, points=0.0, note=passed)
        if one.scores and one.event.episode and gravest[one.event.episode] is not one
        else one
        for one in weighed
    ]


def _gravity(one: WeighedEvent) -> tuple[int, float, float]:
    return one.event.band, one.code.points, one.points


def _capped(weighed: Sequence[WeighedEvent]) -> Iterator[WeighedEvent]:
    """No kind of behaviour scores more often than its code allows within its days."""
    counted: dict[str, list[date]] = {}
    for one in weighed:
        if not one.scores or one.code.at_most is None:
            yield one
            continue
        days = counted.setdefault(one.event.code, [])
        if sum((one.day - day).days < one.code.in_days for day in days) < one.code.at_most:
            days.append(one.day)
            yield one
        else:
            limit = f"{one.code.at_most} in {one.code.in_days} days"
            yield replace(one, points=0.0, note=f"Counted {limit} at most: scores nothing.")


def escalations(live: Sequence[WeighedEvent], day: date, policy: ConductPolicy) -> tuple[str, ...]:
    """Why the live events, in their order, are escalating on ``day``; empty when they are not."""
    return tuple(
        why for rule in (_weighs_more_lately, _rises_in_band, _many_channels) if (why := rule(live, day, policy))
    )


def _weighs_more_lately(live: Sequence[WeighedEvent], day: date, policy: ConductPolicy) -> str:
    rules = policy.escalating
    recent = [one.points for one in live if (day - one.day).days <= rules.recent_days]
    before = [one.points for one in live if rules.recent_days < (day - one.day).days <= rules.earlier_days]
    usual = fsum(before) / ((rules.earlier_days - rules.recent_days) / rules.recent_days)
    if len(recent) < rules.events or round(fsum(recent) - rules.ratio * usual, 9) <= 0:
        return ""
    return f"{len(recent)} events in the last {rules.recent_days} days weigh more than those before."


def _rises_in_band(live: Sequence[WeighedEvent], day: date, policy: ConductPolicy) -> str:
    rules = policy.escalating
    last = live[-rules.rising_events :]
    if len(last) < rules.rising_events or (day - last[0].day).days > rules.earlier_days:
        return ""
    rises = all(before.event.band < after.event.band for before, after in pairwise(last))
    return f"Each of the last {len(last)} events was graver than the one before." if rises else ""


def _many_channels(live: Sequence[WeighedEvent], day: date, policy: ConductPolicy) -> str:
    rules = policy.escalating
    channels = {one.event.channel.strip().casefold() for one in live if (day - one.day).days <= rules.recent_days}
    many = len(channels) >= rules.channels
    return f"Events came by {len(channels)} channels in the last {rules.recent_days} days." if many else ""
