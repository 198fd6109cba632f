"""The duties of the heartbeat, in the order in which one round passes through the house."""

from __future__ import annotations

from monitor.models import Practice
from monitor.services.checks import check_due_sources
from monitor.services.jobs import Duty
from monitor.services.linking import suggest_matches, what_matching_reads
from monitor.services.understanding import understand_waiting
from responders.services.drafts import propose_waiting, supersede_outdated
from responders.services.outbox import publish_due
from responders.services.watching import follow_up

MATCHED: dict[int, tuple[object, ...]] = {}
"""What the last matching of each practice had read. Kept in memory alone: to forget it costs one more look."""


def _said(count: int, words: str) -> str:
    return f"{count} {words}" if count else ""


def check_sources() -> str:
    return _said(check_due_sources(), "sources checked")


def understand() -> str:
    return _said(understand_waiting(), "reviews understood")


def match() -> str:
    return _said(sum(map(_match, Practice.objects.all())), "reviews with a new likely complaint")


def _match(practice: Practice) -> int:
    """Every pair is compared anew only when something new is there to compare, and once after a start."""
    read = what_matching_reads(practice)
    if MATCHED.get(practice.pk) == read:
        return 0
    found = suggest_matches(practice)
    MATCHED[practice.pk] = read
    return found


def answer() -> str:
    outdated = supersede_outdated()
    proposed, withheld = 0, 0
    for practice in Practice.objects.all():
        new, silent = propose_waiting(practice)
        proposed, withheld = proposed + new, withheld + silent
    parts = (_said(outdated, "overtaken by the review"), _said(proposed, "proposed"), _said(withheld, "withheld"))
    return ", ".join(part for part in parts if part)


def publish() -> str:
    return _said(publish_due(), "replies placed")


def watch() -> str:
    return _said(follow_up(), "replies followed up")


DUTIES = (
    Duty(name="check sources", every=20, run=check_sources),
    Duty(name="understand reviews", every=5, run=understand),
    Duty(name="follow replies up", every=20, run=watch),
    Duty(name="propose replies", every=5, run=answer),
    Duty(name="match complaints", every=30, run=match),
    Duty(name="publish replies", every=5, run=publish),
)
"""One more duty is one more line. Times in seconds between runs."""
