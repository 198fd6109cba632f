"""The life of a reply. The table is small enough to walk whole; the promises are checked over every path."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.roles import ROLES
from responders.approval.states import (
    APPROVAL_STANDS,
    ENDS,
    IN_FLIGHT,
    MACHINE,
    MOVES,
    TABLE,
    Action,
    ReplyState,
    ends_approval,
    move,
    open_moves,
    refuse_own_approval,
)
from responders.errors import NotAllowed

S, A = ReplyState, Action
EVERYBODY = (*ROLES, MACHINE)
SENDING = {S.QUEUED, S.PUBLISHING, S.TO_POST_BY_HAND}


def reachable(start, roles, *, without=frozenset()):
    seen, queue = {start}, deque([start])
    while queue:
        state = queue.popleft()
        ways = {(role, action) for role in roles for action in set(open_moves(state, role=role)) - without}
        new = {move(state, action, role=role) for role, action in ways} - seen
        seen |= new
        queue.extend(new)
    return seen


def along(*actions: tuple[Action, str], start: ReplyState = S.NONE) -> ReplyState:
    state = start
    for action, role in actions:
        state = move(state, action, role=role)
    return state


HAPPY = ((A.SUGGEST, MACHINE), (A.APPROVE, "office_manager"), (A.HOLD, MACHINE), (A.QUEUE, MACHINE), (A.CLAIM, MACHINE))


# --- the way of a reply ------------------------------------------------------------------------------------------


def test_a_suggestion_is_approved_held_sent_and_seen():
    assert along(*HAPPY, (A.PUBLISHED, MACHINE), (A.VERIFIED, MACHINE)) is S.VERIFIED


def test_a_draft_comes_back_with_a_note_and_must_be_edited_before_it_is_approved():
    returned = along((A.EDIT, "staff"), (A.SUBMIT, "staff"), (A.RETURN_WITH_NOTE, "owner"))
    assert returned is S.RETURNED
    with pytest.raises(NotAllowed):
        move(returned, A.APPROVE, role="owner")
    assert along((A.EDIT, "staff"), (A.APPROVE, "owner"), start=returned) is S.APPROVED


def test_a_site_without_a_route_is_answered_by_hand():
    state = along((A.SUGGEST, MACHINE), (A.APPROVE, "owner"), (A.POST_BY_HAND, "owner"), (A.POSTED_BY_HAND, "staff"))
    assert state is S.POSTED_BY_HAND
    assert move(state, A.VERIFIED, role=MACHINE) is S.VERIFIED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (A.PUBLISHED, S.PUBLISHED),
        (A.IN_MODERATION, S.IN_MODERATION),
        (A.REJECTED_BY_SITE, S.REJECTED_BY_SITE),
        (A.RETRY_LATER, S.RETRY_AT),
        (A.UNCERTAIN, S.UNCERTAIN),
        (A.FAILED, S.FAILED),
        (A.DRIFT, S.DRIFT),
    ],
)
def test_every_outcome_of_sending_has_its_own_state(outcome, state):
    assert along(*HAPPY, (outcome, MACHINE)) is state


def test_an_uncertain_reply_is_read_back_before_anything_else():
    state = along(*HAPPY, (A.UNCERTAIN, MACHINE))
    assert along((A.CLAIM, MACHINE), (A.PUBLISHED, MACHINE), start=state) is S.PUBLISHED


def test_a_failed_reply_goes_again_with_the_same_approval_when_a_person_says_so():
    failed = along(*HAPPY, (A.FAILED, MACHINE))
    assert move(failed, A.RETRY, role="office_manager") is S.QUEUED
    assert not ends_approval(failed, A.RETRY)


def test_a_foreign_reply_on_the_site_can_be_left_answered_anew_or_posted_by_hand():
    drift = along(*HAPPY, (A.DRIFT, MACHINE))
    assert {A.EDIT, A.POST_BY_HAND, A.DO_NOT_REPLY} <= set(open_moves(drift, role="owner"))


def test_undo_takes_the_approval_back_while_the_reply_is_held():
    held = along(*HAPPY[:3])
    assert move(held, A.UNDO, role="owner") is S.DRAFT
    assert ends_approval(held, A.UNDO)


# --- promises over the whole table ------------------------------------------------------------------------------


def test_no_line_of_the_table_hides_another():
    assert len(TABLE) == sum(len(line.sources) for line in MOVES)


def test_every_state_and_every_action_is_used():
    assert {line.to for line in MOVES} == set(ReplyState)
    assert {line.action for line in MOVES} == set(Action)


def test_nothing_is_on_its_way_without_an_approval():
    others = frozenset({A.APPROVE})
    assert not reachable(S.NONE, EVERYBODY, without=others) & APPROVAL_STANDS


@pytest.mark.parametrize("state", sorted(set(ReplyState) - APPROVAL_STANDS))
def test_only_an_approval_leads_to_where_an_approval_stands(state):
    assert not reachable(state, EVERYBODY, without=frozenset({A.APPROVE})) & APPROVAL_STANDS
    assert not reachable(state, EVERYBODY, without=frozenset({A.APPROVE})) & SENDING


@pytest.mark.parametrize("state", sorted(ReplyState))
def test_an_edit_ends_the_approval_wherever_it_is_open(state):
    if (state, A.EDIT) in TABLE:
        assert TABLE[state, A.EDIT].to is S.DRAFT
        assert ends_approval(state, A.EDIT) == (state in APPROVAL_STANDS)


@pytest.mark.parametrize("state", sorted(ReplyState))
def test_a_changed_review_is_taken_in_every_state_and_ends_every_approval(state):
    assert move(state, A.REVIEW_CHANGED, role=MACHINE) not in APPROVAL_STANDS


@pytest.mark.parametrize("state", sorted(IN_FLIGHT))
def test_nobody_edits_or_withdraws_while_the_site_may_hold_our_text(state):
    for action in (A.EDIT, A.WITHDRAW, A.DO_NOT_REPLY, A.UNDO):
        with pytest.raises(NotAllowed, match="on its way"):
            move(state, action, role="owner")


@pytest.mark.parametrize("state", sorted(set(ReplyState) - {S.PUBLISHING}))
def test_a_person_can_finish_by_hand_from_every_state(state):
    assert S.POSTED_BY_HAND in reachable(state, ("owner",))
    assert reachable(state, ("owner",)) & (ENDS - {S.POSTED_BY_HAND})


def test_a_sender_that_died_leaves_the_reply_to_a_person_once_its_lease_is_over():
    assert S.POSTED_BY_HAND in reachable(move(S.PUBLISHING, A.UNCERTAIN, role=MACHINE), ("office_manager",))


@pytest.mark.parametrize("state", sorted(ENDS))
def test_every_end_can_be_opened_again(state):
    assert S.DRAFT in reachable(state, ("owner",))


def test_the_machine_alone_never_gets_beyond_a_suggestion_or_silence():
    assert reachable(S.NONE, (MACHINE,)) == {S.NONE, S.SUGGESTED, S.SUPERSEDED, S.NOT_REPLYING}


def test_a_late_outcome_never_lifts_the_void_of_a_changed_review():
    state = along(*HAPPY, (A.REVIEW_CHANGED, MACHINE))
    for outcome in (A.PUBLISHED, A.VERIFIED, A.UNCERTAIN, A.FAILED, A.RETRY_LATER, A.IN_MODERATION, A.DRIFT):
        assert move(state, outcome, role=MACHINE) is S.SUPERSEDED


@given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(EVERYBODY)), max_size=60))
def test_on_any_path_what_is_sent_was_approved_after_the_last_change(path):
    state, approved = S.NONE, False
    for action, role in path:
        try:
            after = move(state, action, role=role)
        except NotAllowed:
            continue
        if action is A.APPROVE:
            approved = True
        elif action in {A.EDIT, A.REVIEW_CHANGED, A.UNDO, A.SUGGEST, A.WITHDRAW, A.DO_NOT_REPLY, A.REJECTED_BY_SITE}:
            approved = False
        state = after
        assert approved or state not in APPROVAL_STANDS


# --- who ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["staff", "provider", "auditor", MACHINE, "", "root"])
@pytest.mark.parametrize("state", [S.SUGGESTED, S.DRAFT, S.IN_REVIEW])
def test_only_owner_and_office_manager_approve(state, role):
    with pytest.raises(NotAllowed, match="owner or office manager"):
        move(state, A.APPROVE, role=role)


@pytest.mark.parametrize("role", ["auditor", "", "somebody"])
def test_who_only_reads_moves_nothing(role):
    assert all(not open_moves(state, role=role) for state in ReplyState)


@pytest.mark.parametrize("role", ROLES)
def test_no_person_can_say_that_a_reply_was_sent(role):
    with pytest.raises(NotAllowed, match="by the software"):
        move(S.PUBLISHING, A.PUBLISHED, role=role)


def test_staff_may_stop_an_approved_reply_but_not_send_it_again():
    assert move(S.HELD, A.EDIT, role="staff") is S.DRAFT
    assert move(S.HELD, A.WITHDRAW, role="staff") is S.WITHDRAWN
    with pytest.raises(NotAllowed):
        move(S.FAILED, A.RETRY, role="staff")


@pytest.mark.parametrize("state", sorted(ReplyState))
@pytest.mark.parametrize("role", EVERYBODY)
def test_the_buttons_are_exactly_the_moves_that_work(state, role):
    offered = set(open_moves(state, role=role))
    for action in Action:
        if action in offered:
            assert move(state, action, role=role) in set(ReplyState)
        else:
            with pytest.raises(NotAllowed):
                move(state, action, role=role)


def test_the_author_does_not_approve_alone_where_two_are_wanted_and_there():
    with pytest.raises(NotAllowed, match="second person"):
        refuse_own_approval(author="dana", approver="dana", approvers=2, four_eyes=True)


@pytest.mark.parametrize(
    ("author", "approvers", "four_eyes"), [("lou", 2, True), ("dana", 1, True), ("dana", 2, False), ("", 2, True)]
)
def test_approving_is_open_when_one_of_the_conditions_is_missing(author, approvers, four_eyes):
    assert refuse_own_approval(author=author, approver="dana", approvers=approvers, four_eyes=four_eyes) is None


# --- words -------------------------------------------------------------------------------------------------------


def test_a_closed_move_says_what_is_open_instead():
    with pytest.raises(NotAllowed, match=r"“approve” is not open for a reply that is “returned”.*edit"):
        move(S.RETURNED, A.APPROVE, role="owner")


def test_a_closed_move_without_any_open_one_says_so():
    with pytest.raises(NotAllowed, match="Open to you now: nothing"):
        move(S.RETURNED, A.APPROVE, role="auditor")


@pytest.mark.parametrize(("state", "action"), [("sent", "edit"), ("draft", "explode"), ("", "")])
def test_unknown_states_and_actions_are_refused_in_plain_words(state, action):
    with pytest.raises(NotAllowed, match="reload the page"):
        move(state, action, role="owner")


def test_states_and_actions_read_from_a_database_work_as_plain_strings():
    assert move("draft", "approve", role="owner") == "approved"
