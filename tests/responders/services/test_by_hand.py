"""Sites without a reply call: copy, post, say so; the same guard and the same approval stand in the way."""

from __future__ import annotations

import pytest
from django.utils import timezone

from monitor.models import AuditEvent, Location, Review, User
from responders.approval.states import ReplyState
from responders.errors import NotAllowed
from responders.models import Publication, ReplyDraft
from responders.services.by_hand import mark_posted, take_over, text_to_copy, where_to_post
from responders.services.drafts import propose, write
from responders.services.outbox import publish_due
from responders.services.watching import follow_up
from tests.factories import make_review, make_source
from tests.responders.services.test_approvals import SAFE, say_yes

URL = "https://reviews.example/larkspur/r1"


@pytest.fixture
def waiting(location: Location, people: dict[str, User]) -> ReplyDraft:
    """Approved, on a site that takes no replies from software."""
    review = make_review(make_source(location, route="permitted_page", platform="reviews.example"), url=URL)
    reply = propose(review)
    write(reply, SAFE, opened_version=reply.version, by=people["office_manager"])
    say_yes(reply, people["office_manager"])
    return reply


def test_an_approved_reply_waits_for_a_hand(waiting: ReplyDraft) -> None:
    assert waiting.state == ReplyState.TO_POST_BY_HAND
    assert publish_due() == 0, "no worker touches it"
    assert where_to_post(waiting.review) == URL


def test_what_is_copied_is_what_was_approved_and_copying_is_on_record(
    waiting: ReplyDraft, people: dict[str, User]
) -> None:
    assert text_to_copy(waiting, by=people["staff"]) == SAFE
    assert AuditEvent.objects.filter(action="replies:publication:copied", actor=people["staff"]).count() == 1


def test_nothing_can_be_copied_after_the_review_has_changed(waiting: ReplyDraft, people: dict[str, User]) -> None:
    newer = type(waiting.review.current).objects.create(
        review=waiting.review, number=2, digest="x", text="Other words.", seen_at=timezone.now()
    )
    waiting.review.current = newer
    waiting.review.save()

    with pytest.raises(NotAllowed, match="the review has changed"):
        text_to_copy(waiting, by=people["staff"])


def test_nothing_can_be_copied_without_an_approval(waiting: ReplyDraft, people: dict[str, User]) -> None:
    write(waiting, SAFE + " Ask for Dana.", opened_version=waiting.version, by=people["staff"])

    with pytest.raises(NotAllowed, match="no approved text"):
        text_to_copy(waiting, by=people["staff"])


def test_the_person_who_posted_it_is_kept(waiting: ReplyDraft, people: dict[str, User]) -> None:
    mark_posted(waiting, opened_version=waiting.version, proof_url=URL + "#answer", by=people["staff"])

    publication = Publication.objects.get()
    assert (publication.posted_by, publication.proof_url) == (people["staff"], URL + "#answer")
    assert waiting.state == ReplyState.POSTED_BY_HAND
    assert publication.ended_at


def test_a_proof_that_is_no_web_address_is_refused(waiting: ReplyDraft, people: dict[str, User]) -> None:
    with pytest.raises(NotAllowed, match="https://"):
        mark_posted(waiting, opened_version=waiting.version, proof_url="javascript:alert(1)", by=people["staff"])


def test_an_auditor_may_not_say_that_it_is_posted(waiting: ReplyDraft, people: dict[str, User]) -> None:
    with pytest.raises(NotAllowed):
        mark_posted(waiting, opened_version=waiting.version, proof_url="", by=people["auditor"])


def test_a_later_fetch_confirms_what_was_posted_by_hand(waiting: ReplyDraft) -> None:
    Review.objects.filter(pk=waiting.review_id).update(site_reply=SAFE, last_seen_at=timezone.now())

    assert follow_up() == 1
    assert ReplyDraft.objects.get().state == ReplyState.VERIFIED


def test_a_reply_that_cannot_be_placed_can_be_taken_by_hand(location: Location, people: dict[str, User]) -> None:
    review = make_review(make_source(location))
    reply = propose(review)
    write(reply, SAFE, opened_version=reply.version, by=people["owner"])
    say_yes(reply, people["owner"])
    ReplyDraft.objects.update(state=ReplyState.FAILED)
    reply.refresh_from_db()

    take_over(reply, opened_version=reply.version, by=people["owner"])

    assert text_to_copy(reply, by=people["owner"]) == SAFE
    assert publish_due() == 0
