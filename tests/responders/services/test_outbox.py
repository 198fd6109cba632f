"""Publishing against a real site on loopback: once, exactly the approved bytes, never over somebody else's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from monitor.models import AuditEvent, Review, Source, User
from monitor.practice_platform import PracticePlatform
from monitor.practice_platform.seed import Moderation
from responders.approval.states import ReplyState
from responders.errors import NotAllowed
from responders.models import Approval, Publication, ReplyDraft
from responders.services.approvals import approve
from responders.services.drafts import write
from responders.services.outbox import publish_due, try_again
from responders.services.watching import follow_up
from tests.responders.services.conftest import look, on_site
from tests.responders.services.test_approvals import SAFE, say_yes

Site = PracticePlatform


@pytest.fixture
def approved(reply: ReplyDraft, people: dict[str, User]) -> ReplyDraft:
    """Approved by the office manager, with the hold over."""
    write(reply, SAFE, opened_version=reply.version, by=people["office_manager"])
    say_yes(reply, people["office_manager"])
    Publication.objects.update(not_before=timezone.now())
    return reply


def state_of(reply: ReplyDraft) -> str:
    return ReplyDraft.objects.get(pk=reply.pk).state


def end_lease() -> None:
    """As if the time of the worker had run out."""
    Publication.objects.update(leased_until=timezone.now() - timedelta(seconds=1), not_before=timezone.now())


def test_the_site_shows_exactly_the_approved_bytes(approved: ReplyDraft, site: Site) -> None:
    assert publish_due() == 1

    assert on_site(site, approved.review) == SAFE
    assert state_of(approved) == ReplyState.PUBLISHED
    placed = AuditEvent.objects.get(action="replies:publication:placed")
    assert placed.detail["sha256"] == Approval.objects.get().sha256


def test_nothing_leaves_before_the_hold_is_over(approved: ReplyDraft, site: Site) -> None:
    Publication.objects.update(not_before=timezone.now() + timedelta(seconds=30))

    assert publish_due() == 0
    assert on_site(site, approved.review) is None


def test_a_second_round_sends_nothing_again(approved: ReplyDraft, site: Site) -> None:
    publish_due()
    assert publish_due() == 0

    assert Publication.objects.get().attempts == 1


def test_an_edit_between_approval_and_sending_stops_it(
    approved: ReplyDraft, site: Site, people: dict[str, User]
) -> None:
    fresh = ReplyDraft.objects.select_related("review__location__practice", "current").get(pk=approved.pk)
    write(fresh, SAFE + " Ask for Dana.", opened_version=fresh.version, by=people["owner"])

    assert publish_due() == 0
    assert on_site(site, approved.review) is None


def test_a_review_edited_since_the_approval_stops_it_even_unnoticed(approved: ReplyDraft, site: Site) -> None:
    """The last look finds what no duty has noticed yet."""
    version = approved.review.current
    newer = type(version).objects.create(
        review=approved.review, number=2, digest="x", text="Other words.", seen_at=timezone.now()
    )
    Review.objects.filter(pk=approved.review_id).update(current=newer)

    assert publish_due() == 0

    assert on_site(site, approved.review) is None
    assert state_of(approved) == ReplyState.SUPERSEDED


def test_row_40_a_lost_answer_is_read_back_and_nothing_is_sent_twice(approved: ReplyDraft, site: Site) -> None:
    site.faults.arm("lost answer")

    publish_due()

    assert on_site(site, approved.review) == SAFE
    assert state_of(approved) == ReplyState.PUBLISHED


def test_row_40_a_worker_killed_after_sending_leaves_one_reply(approved: ReplyDraft, site: Site) -> None:
    """Killed between the site's yes and our note of it: the next worker reads first and finds it there."""
    ReplyDraft.objects.filter(pk=approved.pk).update(state=ReplyState.PUBLISHING)
    site.state.put_reply(approved.review.remote_name, SAFE)
    Publication.objects.update(attempts=1, lease="gone")
    end_lease()

    assert publish_due() == 1

    assert on_site(site, approved.review) == SAFE
    assert state_of(approved) == ReplyState.PUBLISHED


def test_a_leased_reply_is_left_to_its_worker(approved: ReplyDraft, site: Site) -> None:
    Publication.objects.update(leased_until=timezone.now() + timedelta(minutes=2), lease="other")

    assert publish_due() == 0
    assert on_site(site, approved.review) is None


def test_a_reply_typed_on_the_site_is_never_overwritten(approved: ReplyDraft, site: Site) -> None:
    site.state.reply_by_hand(approved.review.remote_name, "Typed by the owner.")

    publish_due()

    assert on_site(site, approved.review) == "Typed by the owner."
    failed = ReplyDraft.objects.get(pk=approved.pk)
    assert failed.state == ReplyState.FAILED
    assert "already holds a reply" in failed.note


def test_a_busy_site_is_left_in_peace_as_long_as_it_asks(approved: ReplyDraft, site: Site) -> None:
    site.faults.arm("too many requests", retry_after="900", path="/reviews/r2")

    publish_due()

    publication = Publication.objects.get()
    assert state_of(approved) == ReplyState.RETRY_AT
    assert publication.not_before > timezone.now() + timedelta(seconds=800)
    assert publication.last_error


def test_an_expired_sign_in_asks_a_person_and_can_be_tried_again(
    approved: ReplyDraft, site: Site, people: dict[str, User]
) -> None:
    site.faults.arm("token expired", path="/reviews/r2")
    publish_due()
    failed = ReplyDraft.objects.get(pk=approved.pk)
    assert failed.state == ReplyState.FAILED
    assert "sign" in failed.note.lower()

    try_again(failed, opened_version=failed.version, by=people["owner"])
    assert publish_due() == 1

    assert on_site(site, approved.review) == SAFE


def test_row_41_a_reply_the_site_refuses_is_shown_as_refused(approved: ReplyDraft, site: Site) -> None:
    site.state.moderation = Moderation.REJECT

    publish_due()

    assert state_of(approved) == ReplyState.REJECTED_BY_SITE


def test_a_moderated_reply_is_followed_until_it_stands(approved: ReplyDraft, site: Site, source: Source) -> None:
    site.state.moderation = Moderation.HOLD
    publish_due()
    assert state_of(approved) == ReplyState.IN_MODERATION

    site.state.moderation = Moderation.APPROVE
    site.state.put_reply(approved.review.remote_name, SAFE)
    look(source)
    follow_up()

    assert state_of(approved) == ReplyState.VERIFIED


def test_a_published_reply_is_seen_by_the_next_fetch(approved: ReplyDraft, source: Source) -> None:
    publish_due()
    look(source)

    assert follow_up() == 1
    assert state_of(approved) == ReplyState.VERIFIED
    assert Publication.objects.get().seen_at


def test_row_28_a_reply_changed_on_the_site_shows_as_drift_and_is_not_put_back(
    approved: ReplyDraft, site: Site, source: Source
) -> None:
    publish_due()
    look(source)
    follow_up()
    site.state.reply_by_hand(approved.review.remote_name, "Changed on the site.")
    look(source)
    follow_up()

    assert state_of(approved) == ReplyState.DRIFT
    assert publish_due() == 0
    assert on_site(site, approved.review) == "Changed on the site."


def test_our_own_earlier_reply_may_be_replaced_by_a_newly_approved_one(
    approved: ReplyDraft, site: Site, people: dict[str, User]
) -> None:
    publish_due()
    reply = ReplyDraft.objects.select_related("review__location__practice", "current").get(pk=approved.pk)
    newer = SAFE + " Please ask for Dana."
    write(reply, newer, opened_version=reply.version, by=people["owner"])
    assert on_site(site, approved.review) == SAFE, "the site keeps the approved text until another is approved"

    approve(
        reply, opened_version=reply.version, sha256=reply.current.sha256, looked_at=("wording",), by=people["owner"]
    )
    Publication.objects.update(not_before=timezone.now())
    publish_due()

    assert on_site(site, approved.review) == newer


def test_a_worker_that_lost_its_lease_may_not_write_its_late_answer(
    approved: ReplyDraft, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While this worker slept in the network, another took over: only the holder of the lease notes the outcome."""
    outbox = pytest.importorskip("responders.services.outbox")
    real = outbox._place

    def slow_place(publication: Publication) -> object:
        placed = real(publication)
        Publication.objects.filter(pk=publication.pk).update(lease="somebody-else")
        return placed

    monkeypatch.setattr(outbox, "_place", slow_place)

    assert publish_due() == 0
    assert state_of(approved) == ReplyState.PUBLISHING


def test_a_failing_reply_never_blocks_the_next_one(approved: ReplyDraft, site: Site, people: dict[str, User]) -> None:
    other = ReplyDraft.objects.exclude(pk=approved.pk).select_related("review__location__practice", "current").first()
    assert other, "the site's seed has more than one flagged review"
    write(other, SAFE + " Thank you again.", opened_version=other.version, by=people["owner"])
    approve(
        other, opened_version=other.version, sha256=other.current.sha256, looked_at=("wording",), by=people["owner"]
    )
    Publication.objects.update(not_before=timezone.now())
    site.faults.arm("server error", times=3, path="/reviews/r2")

    assert publish_due() == 1

    assert on_site(site, other.review)
    assert state_of(approved) in (ReplyState.RETRY_AT, ReplyState.UNCERTAIN)


def test_a_person_cannot_retry_what_has_not_failed(approved: ReplyDraft, people: dict[str, User]) -> None:
    with pytest.raises(NotAllowed):
        try_again(approved, opened_version=approved.version, by=people["owner"])
