"""The outbox when things go wrong twice: unsure and then refused, taken over, overtaken, poisoned, out of time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from monitor.models import AuditEvent, Review, ReviewVersion, Source, User
from monitor.practice_platform import PracticePlatform
from monitor.practice_platform.seed import Moderation
from monitor.services.jobs import Unexpected
from monitor.services.linking import judge
from responders.approval.states import ReplyState
from responders.models import Approval, Publication, ReplyDraft
from responders.services import outbox
from responders.services.approvals import approve
from responders.services.by_hand import mark_posted, take_over
from responders.services.drafts import propose_waiting, supersede_outdated, write
from responders.services.outbox import publish_due, try_again
from responders.services.watching import follow_up
from tests.factories import make_complaint
from tests.responders.services.conftest import look, on_site
from tests.responders.services.test_approvals import SAFE, say_yes

Site = PracticePlatform
People = dict[str, User]
OTHER = SAFE + " Please ask for Dana."


@pytest.fixture
def approved(reply: ReplyDraft, people: People) -> ReplyDraft:
    return give_approval(reply, SAFE, people["office_manager"])


def give_approval(reply: ReplyDraft, text: str, person: User) -> ReplyDraft:
    """Written and approved, with the hold over."""
    now = ReplyDraft.objects.get(pk=reply.pk)
    rules = write(now, text, opened_version=now.version, by=person).rules
    say_yes(now, person, looked_at=rules)
    Publication.objects.filter(ended_at=None).update(not_before=timezone.now())
    return now


def again(reply: ReplyDraft) -> ReplyDraft:
    return ReplyDraft.objects.get(pk=reply.pk)


def living(reply: ReplyDraft) -> Publication:
    return Publication.objects.get(draft=reply, ended_at=None)


def hurry() -> None:
    """As if every pause and every lease were over."""
    past = timezone.now() - timedelta(seconds=1)
    Publication.objects.update(not_before=past)
    Publication.objects.exclude(leased_until=None).update(leased_until=past)


def edited(review: Review) -> None:
    newer = ReviewVersion.objects.create(review=review, number=9, digest="x", text="New.", seen_at=timezone.now())
    Review.objects.filter(pk=review.pk).update(current=newer)


# --- unsure ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("then", ["token expired", "server error", "too many requests"])
def test_what_may_stand_there_stays_unsure_until_the_site_was_read(approved: ReplyDraft, site: Site, then: str) -> None:
    """The page of a failed reply says that nothing of ours stands there, and lets people edit."""
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.PUBLISHING)
    Publication.objects.update(attempts=1, lease="killed")
    hurry()
    site.faults.arm(then, times=None, path="/reviews/r2$")

    publish_due()

    assert again(approved).state == ReplyState.UNCERTAIN
    site.faults.clear()
    hurry()
    assert publish_due() == 1
    assert site.state.received == [(approved.review.remote_name, SAFE)]


def test_unsure_never_turns_into_a_plain_failure_by_trying_often(approved: ReplyDraft, site: Site) -> None:
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.UNCERTAIN)
    Publication.objects.update(attempts=20)
    site.faults.arm("server error", times=None, path="/reviews/r2$")

    publish_due()

    assert again(approved).state == ReplyState.UNCERTAIN
    assert living(approved).not_before <= timezone.now() + timedelta(hours=1)


def test_another_hands_words_are_a_clear_answer_even_to_the_unsure(approved: ReplyDraft, site: Site) -> None:
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.UNCERTAIN)
    site.state.reply_by_hand(approved.review.remote_name, "Typed by the owner.")

    publish_due()

    assert again(approved).state == ReplyState.FAILED
    assert on_site(site, approved.review) == "Typed by the owner."


def test_an_unsure_reply_taken_over_by_hand_is_sent_by_no_worker(
    approved: ReplyDraft, site: Site, people: People, source: Source
) -> None:
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.UNCERTAIN)
    unsure = again(approved)
    take_over(unsure, opened_version=unsure.version, by=people["owner"])
    hurry()

    assert publish_due() == 0
    assert site.state.received == []

    site.state.put_reply(approved.review.remote_name, SAFE)
    look(source)
    assert follow_up() == 1
    assert again(approved).state == ReplyState.VERIFIED
    assert not Publication.objects.filter(ended_at=None).exists()


def test_a_reply_that_arrived_unseen_is_ours_to_replace(approved: ReplyDraft, site: Site, people: People) -> None:
    """The answer was lost and the review edited: the words there are ours, and newly approved ones may follow."""
    outbox._take(living(approved).pk)
    site.state.put_reply(approved.review.remote_name, SAFE)
    edited(approved.review)
    supersede_outdated()
    hurry()
    give_approval(approved, OTHER, people["owner"])

    assert publish_due() == 1
    assert on_site(site, approved.review) == OTHER


# --- overtaken -------------------------------------------------------------------------------------------------------


def test_newer_words_wait_until_the_worker_with_the_old_ones_is_done(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    """A slow worker's late call would put the voided words over the newly approved ones."""
    slow = outbox._take(living(approved).pk)
    assert slow
    edited(approved.review)
    supersede_outdated()
    give_approval(approved, OTHER, people["owner"])

    assert publish_due() == 0
    assert site.state.received == []

    assert outbox._note_placed(slow, outbox._place(slow.publication)) is False
    assert publish_due() == 1
    assert on_site(site, approved.review) == OTHER


def test_a_dead_worker_holds_newer_words_back_no_longer_than_its_lease(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    outbox._take(living(approved).pk)
    edited(approved.review)
    supersede_outdated()
    give_approval(approved, OTHER, people["owner"])
    hurry()

    assert publish_due() == 1


def test_bytes_that_left_are_on_record_even_when_their_approval_ended_on_the_way(
    approved: ReplyDraft, site: Site
) -> None:
    errand = outbox._take(living(approved).pk)
    assert errand
    placed = outbox._place(errand.publication)
    edited(approved.review)
    supersede_outdated()

    outbox._note_placed(errand, placed)

    event = AuditEvent.objects.get(action="replies:publication:placed")
    assert (event.detail["sha256"], event.detail["late"]) == (Approval.objects.get().sha256, True)
    assert Publication.objects.get().placed_at
    assert again(approved).state == ReplyState.SUPERSEDED


def test_a_failure_that_comes_late_leaves_the_state_to_whoever_moved_it(approved: ReplyDraft, site: Site) -> None:
    errand = outbox._take(living(approved).pk)
    assert errand
    edited(approved.review)
    supersede_outdated()

    outbox._note_failure(errand, outbox.PublishError("Late.", transient=True))

    assert again(approved).state == ReplyState.SUPERSEDED
    assert Publication.objects.get().leased_until is None


def test_a_pause_the_site_asked_for_is_not_cut_short_by_a_second_worker(
    approved: ReplyDraft, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have it on their list; the first was told to wait, and the second must not ask all the same."""
    pk = living(approved).pk
    site.faults.arm("too many requests", retry_after="900", path="/reviews/r2$")
    publish_due()
    asked = len(site.seen)

    assert outbox._take(pk) is None
    assert len(site.seen) == asked


def test_one_that_a_person_took_over_meanwhile_stops_no_other(
    approved: ReplyDraft, site: Site, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ReplyDraft.objects.exclude(pk=approved.pk).filter(state=ReplyState.SUGGESTED).first()
    assert other
    give_approval(other, OTHER, people["owner"])
    real = outbox._take

    def taken_over_first(pk: int) -> object:
        now = again(approved)
        if now.state == ReplyState.HELD:
            take_over(now, opened_version=now.version, by=people["owner"])
        return real(pk)

    monkeypatch.setattr(outbox, "_take", taken_over_first)

    assert publish_due() == 1
    assert again(approved).state == ReplyState.TO_POST_BY_HAND
    assert on_site(site, other.review) == OTHER


# --- what may not leave any more ------------------------------------------------------------------------------------


def test_what_the_last_look_stops_tells_a_person_why_and_is_not_written_over(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    named = give_approval(approved, SAFE + " Please ask for Quillan.", people["owner"])
    complaint = make_complaint(named.review.location, first_name="Quillan", last_name="Marsh")
    judge(named.review, complaint, answer="same", reason="same day", by=people["owner"])

    assert publish_due() == 0
    propose_waiting(named.review.location.practice)

    stopped = again(named)
    assert stopped.state == ReplyState.SUPERSEDED
    assert stopped.note.startswith("It was not sent")
    assert "Quillan" not in stopped.note
    assert stopped.current == named.current
    assert site.state.received == []


@pytest.mark.parametrize("tampered", ["sha256", "voided_at"])
def test_an_approval_that_does_not_fit_the_bytes_sends_nothing(approved: ReplyDraft, site: Site, tampered: str) -> None:
    Approval.objects.update(**{tampered: "0" * 64 if tampered == "sha256" else timezone.now()})

    assert publish_due() == 0
    assert site.state.received == []


def test_a_guard_that_fails_lets_nothing_out(approved: ReplyDraft, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("responders.guard.verdict.page_of", lambda *_, **__: 1 / 0)

    assert publish_due() == 0
    assert site.state.received == []
    assert "guard" in again(approved).note


def test_a_guard_that_cannot_even_be_asked_lets_nothing_out(
    approved: ReplyDraft, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("responders.services.approvals.judge_reply", lambda *_: 1 / 0)

    with pytest.raises(Unexpected, match="ZeroDivisionError"):
        publish_due()
    assert site.state.received == []
    assert living(approved).attempts == 0, "not taken, so it comes again"


# --- poison ----------------------------------------------------------------------------------------------------------


def test_a_reply_that_fails_in_an_unknown_way_is_unsure_and_stops_no_other(
    approved: ReplyDraft, site: Site, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ReplyDraft.objects.exclude(pk=approved.pk).filter(state=ReplyState.SUGGESTED).first()
    assert other
    give_approval(other, OTHER, people["owner"])
    real = outbox._place

    def poisoned(publication: Publication) -> object:
        if publication.draft_id == approved.pk:
            raise KeyError("Zephyrine Quagmire")
        return real(publication)

    monkeypatch.setattr(outbox, "_place", poisoned)

    assert publish_due() == 1

    failed = again(approved)
    assert failed.state == ReplyState.UNCERTAIN
    assert "KeyError" in failed.note
    assert "Zephyrine" not in failed.note + living(approved).last_error
    assert living(approved).leased_until is None


def test_failing_for_good_counts_its_tries_and_a_person_starts_the_count_anew(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    site.faults.arm("too many requests", times=None, path="/reviews/r2$")
    for _ in range(outbox.MOST_ATTEMPTS):
        assert again(approved).state != ReplyState.FAILED
        publish_due()
        hurry()
    failed = again(approved)
    assert (failed.state, living(approved).attempts) == (ReplyState.FAILED, outbox.MOST_ATTEMPTS)
    site.faults.clear()

    try_again(failed, opened_version=failed.version, by=people["owner"])
    assert living(approved).attempts == 0
    assert publish_due() == 1


def test_retry_and_then_an_edit_sends_only_what_was_approved_last(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    site.faults.arm("token expired", path="/reviews/r2$")
    publish_due()
    failed = again(approved)
    try_again(failed, opened_version=failed.version, by=people["owner"])
    write(failed, OTHER, opened_version=failed.version, by=people["staff"])

    assert publish_due() == 0
    assert site.state.received == []
    give_approval(failed, OTHER, people["owner"])
    assert publish_due() == 1
    assert site.state.received == [(approved.review.remote_name, OTHER)]


# --- afterwards ------------------------------------------------------------------------------------------------------


def test_a_refusal_of_what_a_person_took_over_breaks_no_later_look(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    """Rejected words are not open for what waits to be posted by hand; the others must still be followed."""
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.UNCERTAIN)
    unsure = again(approved)
    take_over(unsure, opened_version=unsure.version, by=people["owner"])
    Review.objects.filter(pk=approved.review_id).update(
        site_reply=SAFE, site_reply_state="rejected", last_seen_at=timezone.now()
    )

    assert follow_up() == 0
    assert again(approved).state == ReplyState.TO_POST_BY_HAND


def test_a_reply_posted_by_hand_is_looked_for_and_its_change_is_told(
    approved: ReplyDraft, site: Site, people: People, source: Source
) -> None:
    held = again(approved)
    take_over(held, opened_version=held.version, by=people["owner"])
    mark_posted(held, opened_version=held.version, proof_url="", by=people["owner"])
    look(source)
    assert follow_up() == 0, "a site may show it late"

    site.state.reply_by_hand(approved.review.remote_name, "Not what was approved.")
    look(source)
    assert follow_up() == 1
    assert again(approved).state == ReplyState.DRIFT


def test_a_site_that_blinks_is_believed_again(approved: ReplyDraft, site: Site, source: Source) -> None:
    publish_due()
    look(source)
    follow_up()
    site.state.delete_reply(approved.review.remote_name)
    look(source)
    assert (follow_up(), again(approved).state) == (1, ReplyState.DRIFT)

    site.state.put_reply(approved.review.remote_name, SAFE)
    look(source)

    assert (follow_up(), again(approved).state) == (1, ReplyState.VERIFIED)


def test_other_words_after_moderation_are_told(approved: ReplyDraft, site: Site, source: Source) -> None:
    site.state.moderation = Moderation.HOLD
    publish_due()
    site.state.reply_by_hand(approved.review.remote_name, "Somebody else's.")
    look(source)

    assert follow_up() == 1
    assert again(approved).state == ReplyState.DRIFT


def test_following_up_asks_nothing_more_until_the_site_was_looked_at_again(
    approved: ReplyDraft, site: Site, source: Source, django_assert_num_queries: object
) -> None:
    publish_due()
    look(source)
    follow_up()

    with django_assert_num_queries(1):
        assert follow_up() == 0


def test_at_most_one_errand_lives_and_words_that_stand_are_not_sent_again(
    approved: ReplyDraft, site: Site, people: People
) -> None:
    publish_due()
    for text in (OTHER, SAFE):
        now = give_approval(approved, text, people["owner"])
        approve(now, opened_version=1, sha256=now.current.sha256, by=people["owner"])
    assert publish_due() == 1

    assert Publication.objects.filter(ended_at=None).count() == 0
    assert site.state.received == [(approved.review.remote_name, SAFE)], "the site held these very words already"
    assert Approval.objects.filter(voided_at=None).count() == 1
