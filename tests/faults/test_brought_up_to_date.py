"""A desk of the first version, full of work, brought up to date: nothing moves, nothing is unguarded."""

from __future__ import annotations

from tests.faults.conftest import REVIEWS, Desk


def test_replies_from_before_the_update_stand_as_they_stood(proposed: Desk) -> None:
    """Without the words each was last moved over, every finished reply would have come back to the inbox."""
    proposed.act("approve")
    before = proposed.act("report")

    assert proposed.act("from_the_first_version") == {"moved": 0, "unprotected": []}

    after = proposed.act("report")
    assert after == before
    assert len(after["approved"]) == REVIEWS
    assert proposed.act("publish") == {"placed": REVIEWS}
