"""Two at once, on a real file, each in a thread with a connection of its own: one is first, and both learn it."""

from __future__ import annotations

from tests.faults.conftest import REVIEWS, Desk


def test_of_two_approvers_one_is_first_and_the_other_is_told(proposed: Desk) -> None:
    came_to = proposed.act("two_approvers")

    assert sorted(came_to["ends"])[1] == "Stale", came_to
    assert (came_to["approvals"], came_to["errands"]) == (1, 1)


def test_twenty_clicks_of_one_person_are_one_approval(proposed: Desk) -> None:
    came_to = proposed.act("many_clicks")

    assert came_to == {"ends": ["1"], "approvals": 1, "errands": 1}


def test_an_edit_and_an_approval_at_once_never_let_the_edited_words_out(proposed: Desk) -> None:
    """What could be sent is what stands, or nothing is."""
    for one in proposed.act("edit_and_approve")["rounds"]:
        assert one["sent"] in ("", one["text"]), one
        assert "Stale" in one["ends"] or one["sent"] == "", one
        assert all("Error" not in end for end in one["ends"]), one


def test_three_workers_at_once_send_each_reply_once(proposed: Desk) -> None:
    proposed.act("approve")

    came_to = proposed.act("two_workers")

    assert sum(int(end) for end in came_to["ends"]) == REVIEWS, came_to
    assert len(proposed.site.state.received) == REVIEWS
    assert set(proposed.act("report")["states"].values()) == {"published"}


def test_four_heartbeats_run_each_duty_once_and_a_broken_one_stops_none(desk: Desk) -> None:
    came_to = desk.act("two_heartbeats")

    assert came_to["ran"] == {"first": 1, "broken": 1, "last": 1}
    assert not [end for end in came_to["ends"] if "Error" in end]


def test_a_source_is_asked_once_however_many_press_the_button(desk: Desk) -> None:
    came_to = desk.act("two_looks")

    assert came_to["reviews"] == REVIEWS
    assert all(end in ("True", "None") for end in came_to["ends"]), came_to
    assert "True" in came_to["ends"]
