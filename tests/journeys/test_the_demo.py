"""What the demo promises on the first minute."""

from __future__ import annotations

from tests.journeys.conftest import Desk

TRUTH = "31 reviews read, 9 flagged, 3 urgent, 6 matches suggested, 9 drafts proposed, 0 sent"


def test_the_demo_says_the_truth_in_one_line_and_how_to_log_in(desk: Desk) -> None:
    assert TRUTH in desk.said
    assert any("nora (owner)" in line for line in desk.said)
    assert any("password" in line for line in desk.said)
