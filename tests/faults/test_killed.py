"""Killed at every step (SIGKILL, a real process, a real file): nothing lost, nothing twice, nothing unapproved."""

from __future__ import annotations

from tests.faults.conftest import REVIEWS, Desk

STEPS = [f"{place} {when}" for place in ("take", "place", "read", "put", "note") for when in ("before", "after")]
STEPS += ["advance after", "record before", "record after"]
"""Around the claim, the reading, the sending, the reading back and the noting; and in the middle of a transaction."""
DEATHS = [f"{step} {count}" for count in (1, 2, 4) for step in STEPS]
""""read after 1" is the reading before the first reply is sent, "read after 2" the one behind it."""


def test_killed_at_every_step_of_publishing_each_reply_stands_there_once(proposed: Desk) -> None:
    proposed.act("approve")
    proposed.killed("publish", *DEATHS)
    assert proposed.act("publish")["placed"], "the deaths left some for the last worker"

    kept, site = proposed.act("report"), proposed.site.state
    shown = {review.id: review.reply.comment for review in site.reviews(proposed.site.location) if review.reply}
    assert len(kept["approved"]) == REVIEWS
    assert shown == kept["approved"], "lost, or other bytes than approved"
    sent = [name.rpartition("/")[2] for name, _ in site.received]
    assert sorted(sent) == sorted(set(sent)), "sent twice"
    assert set(kept["states"].values()) == {"published"}
    assert (kept["living"], kept["leased"]) == (0, 0)
    assert (kept["chain"], kept["integrity"]) == (None, "ok")


def test_an_approval_that_was_confirmed_is_kept_with_its_errand_and_half_a_one_is_none(proposed: Desk) -> None:
    said = proposed.killed("approve", "approval before 5", "approval after 9", "record after 40")

    confirmed = {line.removeprefix("kept ") for line in said if line.startswith("kept ")}
    kept = proposed.act("report")
    assert len(confirmed) > 3
    assert set(kept["approved"]) == confirmed
    assert sorted(kept["errands"]) == sorted(confirmed)
    assert (kept["chain"], kept["integrity"]) == (None, "ok")


def test_killed_in_the_middle_of_a_look_nothing_is_kept_by_halves_and_the_next_look_has_it_all(desk: Desk) -> None:
    desk.killed("look", "look before 1", "look after 1", "take_in after 1", "absences after 1", "told after 1")
    kept = desk.act("report")
    assert (kept["reviews"], kept["halves"], kept["chain"]) == ([], 0, None)

    assert desk.act("look") == {"looked": 1, "understood": REVIEWS}
    kept = desk.act("report")
    assert (len(kept["reviews"]), kept["gone"], kept["source"]) == (REVIEWS, 0, "checked")


def test_killed_while_looking_again_takes_nothing_for_gone(proposed: Desk) -> None:
    proposed.act("make_due")
    proposed.killed("look", "take_in after 1", "absences after 1", "told before 1")

    kept = proposed.act("report")
    assert (len(kept["reviews"]), kept["gone"]) == (REVIEWS, 0)
