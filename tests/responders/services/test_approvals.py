"""Nothing leaves without a named person's yes to exactly these bytes, and every change takes the yes away."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from monitor.models import AuditEvent, Complaint, LinkJudgement, Review, Source, User
from monitor.practice_platform import PracticePlatform
from monitor.services.linking import judge
from responders.approval.seal import sha256_of
from responders.approval.states import ReplyState
from responders.errors import NotAllowed, Stale
from responders.models import Approval, Publication, ReplyDraft
from responders.services import approvals
from responders.services.approvals import (
    Refused,
    approve,
    close_without_reply,
    return_with_note,
    undo,
    why_not_sendable,
)
from responders.services.drafts import propose, supersede_outdated, write
from responders.types import Verdict
from tests.factories import NOON, make_complaint, make_review
from tests.responders.services.conftest import look

SAFE = (
    "Thank you for taking the time to write. Privacy rules mean we do not discuss anyone's care in public. "
    "Please call our practice manager at (512) 555-0147."
)
FORBIDDEN = "Thank you for choosing us, we are sorry your appointment ran late. " + SAFE
People = dict[str, User]


def say_yes(reply: ReplyDraft, person: User, *, looked_at: tuple[str, ...] = ()) -> Approval:
    assert reply.current
    return approve(reply, opened_version=reply.version, sha256=reply.current.sha256, looked_at=looked_at, by=person)


@pytest.fixture
def manager(people: People) -> User:
    return people["office_manager"]


@pytest.fixture
def written(reply: ReplyDraft, manager: User) -> ReplyDraft:
    write(reply, SAFE, opened_version=reply.version, by=manager)
    return reply


def test_an_approval_names_the_person_and_seals_the_bytes(written: ReplyDraft, manager: User) -> None:
    approval = say_yes(written, manager)

    assert approval.approved_by == manager
    assert approval.sha256 == sha256_of(SAFE)
    assert written.state == ReplyState.HELD
    assert Publication.objects.get().approval == approval


def test_forbidden_words_are_kept_but_cannot_be_approved_by_anyone(reply: ReplyDraft, people: People) -> None:
    judgement = write(reply, FORBIDDEN, opened_version=reply.version, by=people["office_manager"])

    assert judgement.verdict == Verdict.BLOCK
    assert reply.current.text == FORBIDDEN, "what was typed is never lost"
    every_rule = tuple(judgement.rules)
    for person in (people["owner"], people["office_manager"]):
        with pytest.raises(Refused) as refused:
            say_yes(reply, person, looked_at=every_rule)
        assert any(f.rule == "relation" for f in refused.value.judgement.findings)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("role", ["staff", "provider", "auditor"])
def test_only_owner_and_office_manager_approve(written: ReplyDraft, people: People, role: str) -> None:
    with pytest.raises(NotAllowed, match="owner or office manager"):
        say_yes(written, people[role])

    assert not Approval.objects.exists()


def test_another_text_than_the_one_on_the_page_cannot_be_approved(written: ReplyDraft, manager: User) -> None:
    with pytest.raises(Stale):
        approve(written, opened_version=written.version, sha256=sha256_of("other"), by=manager)


def test_a_page_opened_before_somebody_elses_change_cannot_approve(written: ReplyDraft, people: People) -> None:
    opened = written.version
    write(written, SAFE + " Ask for Dana.", opened_version=opened, by=people["owner"])

    with pytest.raises(Stale):
        approve(written, opened_version=opened, sha256=written.current.sha256, by=people["office_manager"])


def test_an_edit_voids_the_approval_and_empties_the_outbox(written: ReplyDraft, manager: User, people: People) -> None:
    approval = say_yes(written, manager)

    write(written, SAFE + " Ask for Dana.", opened_version=written.version, by=people["owner"])

    approval.refresh_from_db()
    assert approval.voided_at
    assert Publication.objects.get().ended_at
    assert written.state == ReplyState.DRAFT
    assert AuditEvent.objects.filter(action="replies:approval:voided", actor=people["owner"]).count() == 1


def test_the_same_text_saved_again_leaves_the_approval_alone(written: ReplyDraft, manager: User) -> None:
    approval = say_yes(written, manager)

    write(written, SAFE + "\r\n", opened_version=written.version, by=manager)

    approval.refresh_from_db()
    assert approval.holds


def test_an_edited_review_voids_the_approval(
    written: ReplyDraft, manager: User, source: Source, site: PracticePlatform
) -> None:
    approval = say_yes(written, manager)
    site.state.edit_review(f"{site.location}/reviews/r2", text="They called me after all. Thank you.")

    look(source)
    assert supersede_outdated() == 1

    approval.refresh_from_db()
    written.refresh_from_db()
    assert (approval.holds, written.state) == (False, ReplyState.SUPERSEDED)
    assert Publication.objects.get().ended_at


def test_a_review_that_is_gone_voids_the_approval(written: ReplyDraft, manager: User) -> None:
    approval = say_yes(written, manager)
    Review.objects.filter(pk=written.review_id).update(gone_at=NOON)

    supersede_outdated()

    approval.refresh_from_db()
    assert not approval.holds


def test_undo_takes_it_back_while_it_is_here(written: ReplyDraft, manager: User) -> None:
    approval = say_yes(written, manager)

    undo(written, opened_version=written.version, by=manager)

    approval.refresh_from_db()
    assert (approval.holds, written.state) == (False, ReplyState.DRAFT)


def test_one_review_has_at_most_one_living_publication(written: ReplyDraft, manager: User) -> None:
    approval = say_yes(written, manager)
    again = Approval.objects.create(
        version=written.current, sha256=approval.sha256, approved_by=manager, approved_at=NOON
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            review=written.review, draft=written, approval=again, route="google_business", not_before=NOON
        )


def test_a_link_made_after_the_approval_is_seen_by_the_last_look(written: ReplyDraft, manager: User) -> None:
    """The guard asks again with what is known now: the word "Dana" turns out to be the patient's name."""
    write(written, SAFE + " Please ask for Quillan.", opened_version=written.version, by=manager)
    judgement = judge_now(written)
    approval = say_yes(written, manager, looked_at=tuple(judgement))
    complaint = make_complaint(written.review.location, first_name="Quillan", last_name="Marsh")
    judge(written.review, complaint, answer="same", reason="same day, same words", by=manager)

    obstacle = why_not_sendable(approval, ReplyDraft.objects.get(pk=written.pk))

    assert obstacle
    assert "Quillan" not in obstacle


def judge_now(reply: ReplyDraft) -> tuple[str, ...]:
    return approvals.judge_reply(reply.current.text, reply.review).rules


def test_a_return_needs_a_note_and_goes_back_to_the_author(written: ReplyDraft, people: People) -> None:
    with pytest.raises(NotAllowed, match="few words"):
        return_with_note(written, " ", opened_version=written.version, by=people["owner"])

    return_with_note(written, "A little shorter, please.", opened_version=written.version, by=people["owner"])

    assert (written.state, written.note) == (ReplyState.RETURNED, "A little shorter, please.")


def test_silence_is_an_answer_with_a_reason(reply: ReplyDraft, manager: User) -> None:
    with pytest.raises(NotAllowed):
        close_without_reply(reply, "", opened_version=reply.version, by=manager)

    close_without_reply(reply, "The person asked us not to answer.", opened_version=reply.version, by=manager)

    assert reply.state == ReplyState.NOT_REPLYING
    assert Review.objects.get(pk=reply.review_id).handled_at


def test_a_reply_longer_than_the_site_takes_is_refused_by_bytes(reply: ReplyDraft, manager: User) -> None:
    write(reply, "Gracias. " + "é" * 2100, opened_version=reply.version, by=manager)

    with pytest.raises(NotAllowed, match="4096"):
        say_yes(reply, manager)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("I want to end my life after what they did to my face.", "in danger"),
        ("My lawyer has filed a lawsuit against this clinic.", "lawyer"),
    ],
)
def test_some_reviews_get_no_draft_and_say_why(source: Source, words: str, why: str) -> None:
    review = make_review(source, id="x9", text=words)

    reply = propose(review)

    assert reply.state == ReplyState.NOT_REPLYING
    assert reply.note
    assert not reply.versions.exists()
    assert words not in reply.note


def test_a_draft_never_holds_what_was_written_or_logged(source: Source) -> None:
    """Canaries in the author, the words and the complaint never reach a draft, a finding or the audit trail."""
    review = make_review(
        source, id="x8", author="Zephyrine Quagmire", text="Rude staff. The canaryword flew off. Awful wait."
    )
    complaint = make_complaint(review.location, words="Xylophonic mishap", last_name="Vexillary")
    LinkJudgement.objects.create(
        review=review, complaint=complaint, answer="same", reason="x", judged_at=NOON,
        judged_by=User.objects.create_user("judge", practice=review.location.practice),
    )  # fmt: skip

    reply = propose(review)

    seen = f"{reply.current.text} {reply.current.findings} {list(AuditEvent.objects.values_list('detail', 'subject'))}"
    for canary in ("Zephyrine", "Quagmire", "canaryword", "Xylophonic", "Vexillary"):
        assert canary.casefold() not in seen.casefold()


def test_the_same_review_gets_the_same_draft_and_another_one_another(source: Source) -> None:
    one, two = make_review(source, id="x1"), make_review(source, id="x2", author="Tom")

    texts = {propose(one).current.text, propose(two).current.text}

    assert len(texts) == 2
    assert Complaint.objects.count() == 0
