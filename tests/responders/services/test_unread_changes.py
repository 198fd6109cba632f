"""Between a page and its button the world moves: another wording, another state of the review, another person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitor.models import AuditEvent, Location, Review, ReviewVersion, User
from monitor.services.linking import judge
from responders.approval.states import ReplyState
from responders.errors import NotAllowed, Stale
from responders.models import Approval, DraftVersion, Publication, ReplyDraft
from responders.services.approvals import Refused, approve, close_without_reply
from responders.services.by_hand import mark_posted, text_to_copy
from responders.services.drafts import propose, propose_waiting, supersede_outdated, write
from tests.factories import make_complaint, make_review, make_source
from tests.responders.services.test_approvals import SAFE, say_yes

NEEDS_A_LOOK = SAFE + " Waiting times vary."
People = dict[str, User]


@pytest.fixture
def review(location: Location) -> Review:
    return make_review(make_source(location))


@pytest.fixture
def reply(review: Review) -> ReplyDraft:
    return propose(review)


@pytest.fixture
def manager(people: People) -> User:
    return people["office_manager"]


@pytest.fixture
def desk(manager: User, client: Client) -> Client:
    client.force_login(manager)
    return client


def edited_by_its_author(review: Review, text: str = "They laughed at me and refused a refund.") -> ReviewVersion:
    """As intake stores it: behind the back of every page and every object in memory."""
    number = review.versions.count() + 1
    newer = ReviewVersion.objects.create(
        review=review, number=number, digest=f"d{number}", text=text, seen_at=timezone.now()
    )
    Review.objects.filter(pk=review.pk).update(current=newer)
    return newer


def again(reply: ReplyDraft) -> ReplyDraft:
    return ReplyDraft.objects.get(pk=reply.pk)


def post(desk: Client, name: str, reply: ReplyDraft, version: object, **fields: object) -> int:
    return desk.post(reverse(name, args=(reply.review_id,)), {"version": version, **fields}).status_code


# --- the review was edited and nobody has noticed yet ---------------------------------------------------------------


def test_a_wording_for_words_that_nobody_here_has_read_cannot_be_approved(
    reply: ReplyDraft, desk: Client, manager: User
) -> None:
    """The page showed the first words; the new text would have been sealed as the answer to the second."""
    opened = again(reply).version
    edited_by_its_author(reply.review)

    assert post(desk, "reply-approve", reply, opened, text=SAFE) == 409
    assert not Approval.objects.exists()


def test_a_wording_saved_on_an_old_page_is_not_bound_to_the_new_words(reply: ReplyDraft, manager: User) -> None:
    edited_by_its_author(reply.review)

    with pytest.raises(Stale, match="review"):
        write(reply, SAFE, opened_version=reply.version, by=manager)
    assert not DraftVersion.objects.filter(written_by=manager).exists()


def test_an_approval_looks_at_the_review_of_this_moment_and_not_of_the_page(reply: ReplyDraft, manager: User) -> None:
    write(reply, SAFE, opened_version=reply.version, by=manager)
    edited_by_its_author(Review.objects.get(pk=reply.review_id))

    with pytest.raises(Stale, match="review"):
        say_yes(reply, manager)


def test_a_second_edit_of_the_review_is_no_more_overlooked_than_the_first(reply: ReplyDraft, manager: User) -> None:
    edited_by_its_author(reply.review)
    supersede_outdated()
    opened = again(reply)
    assert opened.state == ReplyState.SUPERSEDED
    edited_by_its_author(reply.review, "And now I have asked a lawyer.")

    with pytest.raises(Stale, match="review"):
        write(opened, SAFE, opened_version=opened.version, by=manager)


def test_silence_is_not_decided_over_words_that_nobody_has_read(reply: ReplyDraft, manager: User) -> None:
    edited_by_its_author(reply.review)

    with pytest.raises(Stale):
        close_without_reply(reply, "Too old.", opened_version=reply.version, by=manager)


def test_the_page_shown_after_such_a_refusal_can_be_answered_at_once(reply: ReplyDraft, desk: Client) -> None:
    opened = again(reply).version
    edited_by_its_author(reply.review)
    post(desk, "reply-save", reply, opened, text=SAFE)

    assert post(desk, "reply-save", reply, again(reply).version, text=SAFE) == 302
    assert again(reply).current.text == SAFE


def test_the_same_wording_can_be_chosen_again_for_the_changed_review(reply: ReplyDraft, manager: User) -> None:
    write(reply, SAFE, opened_version=reply.version, by=manager)
    newer = edited_by_its_author(reply.review)
    supersede_outdated()
    opened = again(reply)

    write(opened, SAFE, opened_version=opened.version, by=manager)

    assert (opened.state, opened.current.review_version) == (ReplyState.DRAFT, newer)
    assert say_yes(opened, manager).holds


@pytest.mark.parametrize("state", [ReplyState.SUPERSEDED, ReplyState.REJECTED_BY_SITE, ReplyState.WITHDRAWN])
def test_a_wording_that_fell_can_be_chosen_again_without_a_change(
    reply: ReplyDraft, manager: User, state: ReplyState
) -> None:
    """The review was gone for a day, or the site thought better of its refusal."""
    write(reply, SAFE, opened_version=reply.version, by=manager)
    ReplyDraft.objects.filter(pk=reply.pk).update(state=state)
    fallen = again(reply)

    write(fallen, SAFE, opened_version=fallen.version, by=manager)

    assert fallen.state == ReplyState.DRAFT
    assert say_yes(fallen, manager).holds


@pytest.mark.parametrize("stranger", ["outsider", "dismissed"])
def test_an_approver_of_another_house_or_of_yesterday_approves_nothing_here(
    reply: ReplyDraft, people: People, stranger: str
) -> None:
    write(reply, SAFE, opened_version=reply.version, by=people["staff"])
    if stranger == "dismissed":
        people["dismissed"] = User.objects.create_user(
            "dismissed", role="owner", practice=people["owner"].practice, is_active=False
        )

    with pytest.raises(NotAllowed):
        say_yes(reply, people[stranger])
    assert not Approval.objects.exists()


def test_a_wording_typed_by_a_person_is_not_replaced_by_a_suggestion(
    reply: ReplyDraft, manager: User, review: Review
) -> None:
    write(reply, SAFE, opened_version=reply.version, by=manager)
    Review.objects.filter(pk=review.pk).update(assessment=review.assessment)
    edited_by_its_author(review)
    supersede_outdated()

    propose_waiting(review.location.practice)

    after = again(reply)
    assert (after.state, after.current.text) == (ReplyState.SUPERSEDED, SAFE)
    assert "review has changed" in after.note


def test_a_review_closed_without_an_answer_comes_back_when_its_author_edits_it(
    reply: ReplyDraft, manager: User
) -> None:
    """From "fine" to "I will sue" must not stay among the finished ones."""
    close_without_reply(reply, "A friend of the house.", opened_version=reply.version, by=manager)
    edited_by_its_author(reply.review, "I have asked a lawyer.")

    supersede_outdated()

    after = again(reply)
    assert after.state == ReplyState.NONE
    assert "closed" in after.note


def test_an_overtaken_reply_is_counted_once_and_then_left_alone(reply: ReplyDraft, manager: User) -> None:
    for state in ReplyState:
        ReplyDraft.objects.filter(pk=reply.pk).update(state=state)
        edited_by_its_author(reply.review)
        supersede_outdated()
        before = again(reply).version
        assert supersede_outdated() == 0, state
        assert again(reply).version == before


# --- what was ticked, and for which words ----------------------------------------------------------------------------


def test_a_tick_given_for_one_wording_does_not_count_for_another(
    reply: ReplyDraft, desk: Client, manager: User
) -> None:
    judgement = write(reply, NEEDS_A_LOOK, opened_version=reply.version, by=manager)
    assert judgement.verdict == "review", "the example must ask for a look"

    other = NEEDS_A_LOOK.replace("vary", "may vary")
    code = post(desk, "reply-approve", reply, reply.version, text=other, looked_at=list(judgement.rules))

    assert code == 422
    assert not Approval.objects.exists()


def test_a_tick_can_only_name_what_the_guard_has_found(reply: ReplyDraft, manager: User) -> None:
    """A form can be filled in by anybody with a keyboard; a name typed there must not enter the trail."""
    write(reply, SAFE, opened_version=reply.version, by=manager)

    approval = say_yes(reply, manager, looked_at=("Zephyrine Quagmire", "health"))

    assert approval.looked_at == []
    assert "Zephyrine" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_ticks_never_lift_a_block(reply: ReplyDraft, manager: User) -> None:
    write(reply, "Your filler at our clinic was $650. " + SAFE, opened_version=reply.version, by=manager)

    with pytest.raises(Refused) as refused:
        say_yes(reply, manager, looked_at=("relation", "health", "money", "visit", "wording", "policy"))
    assert refused.value.judgement.verdict == "block"


# --- double clicks, old pages, odd forms -----------------------------------------------------------------------------


def test_a_double_click_on_approve_is_one_approval_and_no_reproach(reply: ReplyDraft, desk: Client) -> None:
    opened = again(reply).version

    codes = [post(desk, "reply-approve", reply, opened, text=SAFE) for _ in range(3)]

    assert codes == [302, 302, 302]
    assert (Approval.objects.count(), Publication.objects.count()) == (1, 1)


def test_a_replayed_approval_does_not_revive_one_that_was_taken_back(reply: ReplyDraft, desk: Client) -> None:
    opened = again(reply).version
    post(desk, "reply-approve", reply, opened, text=SAFE)
    assert post(desk, "reply-undo", reply, again(reply).version) == 302

    assert post(desk, "reply-approve", reply, opened, text=SAFE) == 409
    assert not Approval.objects.filter(voided_at=None).exists()


def test_a_double_click_on_save_is_one_wording_and_no_reproach(reply: ReplyDraft, desk: Client) -> None:
    opened = again(reply).version

    assert [post(desk, "reply-save", reply, opened, text=SAFE) for _ in range(2)] == [302, 302]
    assert DraftVersion.objects.filter(text=SAFE).count() == 1


@pytest.mark.parametrize("version", ["", "²", "-1", "1e3", "9" * 5000, "٣", None])
@pytest.mark.parametrize("name", ["reply-save", "reply-approve", "reply-undo"])
def test_a_page_number_that_is_none_is_an_old_page(reply: ReplyDraft, desk: Client, name: str, version: object) -> None:
    assert post(desk, name, reply, version or "", text=SAFE + " Ask for Dana.") == 409


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_browser_are_one_wording(reply: ReplyDraft, manager: User, ends: str) -> None:
    write(reply, f"  {SAFE}{ends}{ends}Dana{ends}", opened_version=reply.version, by=manager)

    assert reply.current.text == f"{SAFE}\n\nDana"
    before = reply.version
    write(reply, f"{SAFE}\r\n\r\nDana", opened_version=reply.version, by=manager)
    assert reply.version == before


def test_composed_and_decomposed_letters_are_two_wordings(reply: ReplyDraft, manager: User) -> None:
    write(reply, SAFE + " Caf\u00e9.", opened_version=reply.version, by=manager)
    sealed = reply.current.sha256
    write(reply, SAFE + " Cafe\u0301.", opened_version=reply.version, by=manager)

    assert reply.current.sha256 != sealed
    with pytest.raises(Stale):
        approve(reply, opened_version=reply.version, sha256=sealed, by=manager)


def test_half_a_character_is_refused_and_changes_nothing(reply: ReplyDraft, manager: User) -> None:
    before = again(reply)

    with pytest.raises(NotAllowed, match="broken"):
        write(reply, SAFE + " \ud83d", opened_version=reply.version, by=manager)

    assert (again(reply).version, again(reply).current) == (before.version, before.current)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "\u00ad", "\u3000\u00a0"])
def test_nothing_visible_is_nothing_to_approve(location: Location, manager: User, text: str) -> None:
    """Under five stars no rule asks for a way to reach us, so only this stands between a blank and the site."""
    reply = propose(make_review(make_source(location), id="p1", stars=5, text="Lovely."))
    write(reply, text, opened_version=reply.version, by=manager)

    with pytest.raises(NotAllowed):
        say_yes(reply, manager)
    assert not Approval.objects.exists()


# --- by hand: copying is an exit, too --------------------------------------------------------------------------------


@pytest.fixture
def by_hand(location: Location, manager: User) -> ReplyDraft:
    reply = propose(make_review(make_source(location, route="permitted_page", platform="reviews.example"), id="h1"))
    write(reply, SAFE, opened_version=reply.version, by=manager)
    say_yes(reply, manager)
    return reply


def test_copying_looks_at_the_review_of_this_moment(by_hand: ReplyDraft, manager: User) -> None:
    edited_by_its_author(Review.objects.get(pk=by_hand.review_id))

    with pytest.raises(NotAllowed, match="review has changed"):
        text_to_copy(by_hand, by=manager)


def test_copying_after_somebody_elses_edit_gives_no_text(by_hand: ReplyDraft, people: People) -> None:
    other = again(by_hand)
    write(other, SAFE + " Ask for Dana.", opened_version=other.version, by=people["owner"])

    with pytest.raises(NotAllowed):
        text_to_copy(by_hand, by=people["staff"])


def test_copying_asks_the_guard_with_the_link_of_this_moment(by_hand: ReplyDraft, people: People) -> None:
    write(by_hand, SAFE + " Please ask for Quillan.", opened_version=by_hand.version, by=people["owner"])
    rules = write(by_hand, by_hand.current.text, opened_version=by_hand.version, by=people["owner"]).rules
    say_yes(by_hand, people["owner"], looked_at=rules)
    complaint = make_complaint(by_hand.review.location, first_name="Quillan", last_name="Marsh")
    judge(by_hand.review, complaint, answer="same", reason="same day", by=people["owner"])

    with pytest.raises(NotAllowed) as refused:
        text_to_copy(by_hand, by=people["staff"])
    assert "Quillan" not in str(refused.value)


def test_an_outdated_reply_is_not_noted_as_posted(by_hand: ReplyDraft, manager: User) -> None:
    edited_by_its_author(Review.objects.get(pk=by_hand.review_id))

    with pytest.raises(NotAllowed):
        mark_posted(by_hand, opened_version=by_hand.version, proof_url="", by=manager)


# --- words for people -------------------------------------------------------------------------------------------------


def test_staff_asking_for_a_suggestion_learn_why_there_is_none(location: Location, people: People) -> None:
    review = make_review(make_source(location), id="l1", text="My lawyer has filed a lawsuit against this clinic.")

    reply = propose(review, by=people["staff"])

    assert reply.state == ReplyState.NOT_REPLYING
    assert "legal step" in reply.note


def test_a_spanish_review_gets_an_english_draft_and_says_so(location: Location) -> None:
    words = "Esperé una hora y la recepcionista me trató muy mal. No me devolvieron el dinero y nadie me ha llamado."
    reply = propose(make_review(make_source(location), id="s1", text=words))

    assert "English" in reply.note
    assert words not in reply.note


def test_an_english_review_gets_no_such_note(reply: ReplyDraft) -> None:
    assert reply.note == ""
