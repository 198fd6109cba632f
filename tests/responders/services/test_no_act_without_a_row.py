"""Every act and its audit row are one: where the row cannot be written, nothing has happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitor.models import (
    Assessment,
    AuditEvent,
    Complaint,
    LinkJudgement,
    Location,
    Mention,
    Review,
    ReviewVersion,
    Source,
    User,
)
from monitor.services import audit, checks
from monitor.services.checks import Look, check_now
from monitor.services.files import store
from monitor.services.linking import judge
from monitor.types import Listing
from responders.approval.states import ReplyState
from responders.models import Approval, DraftVersion, Publication, ReplyDraft
from responders.publishing.google_business import Placed
from responders.services import approvals, by_hand, drafts, outbox, watching
from tests.factories import listing, make_complaint, make_review, make_source, raw
from tests.responders.services.test_approvals import SAFE, say_yes

OTHER = SAFE + " Please ask for Dana."
KEPT = (
    Review, ReviewVersion, Assessment, Mention, Complaint, LinkJudgement, ReplyDraft, DraftVersion, Approval,
    Publication, AuditEvent,
)  # fmt: skip
People = dict[str, User]


class Unwritable(RuntimeError):
    """The trail takes no row."""


class Scene:
    """A reply with everything an act may need, in the state that the act begins from."""

    def __init__(self, location: Location, people: People) -> None:
        self.owner = people["owner"]
        self.source = make_source(location, due_at=timezone.now())
        self.review = make_review(self.source)
        self.complaint = make_complaint(location)
        self.reply = drafts.propose(self.review)

    def written(self) -> ReplyDraft:
        drafts.write(self.reply, SAFE, opened_version=self.reply.version, by=self.owner)
        return self.reply

    def approved(self) -> ReplyDraft:
        say_yes(self.written(), self.owner)
        Publication.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        return self.reply

    def in_state(self, state: ReplyState) -> ReplyDraft:
        self.approved()
        ReplyDraft.objects.update(state=state)
        self.reply.refresh_from_db()
        return self.reply

    def carried(self) -> outbox.Errand:
        self.approved()
        errand = outbox._take(Publication.objects.get().pk)
        assert errand
        return errand


Act = Callable[[], object]


def approve(scene: Scene) -> Act:
    reply = scene.written()
    opened, sha256 = reply.version, reply.current.sha256
    return lambda: approvals.approve(reply, opened_version=opened, sha256=sha256, by=scene.owner)


def edit(scene: Scene) -> Act:
    reply = scene.approved()
    opened = reply.version
    return lambda: drafts.write(reply, OTHER, opened_version=opened, by=scene.owner)


def undo(scene: Scene) -> Act:
    reply = scene.approved()
    opened = reply.version
    return lambda: approvals.undo(reply, opened_version=opened, by=scene.owner)


def give_back(scene: Scene) -> Act:
    reply = scene.written()
    opened = reply.version
    return lambda: approvals.return_with_note(reply, "Shorter.", opened_version=opened, by=scene.owner)


def close(scene: Scene) -> Act:
    reply = scene.approved()
    opened = reply.version
    return lambda: approvals.close_without_reply(reply, "Old.", opened_version=opened, by=scene.owner)


def propose(scene: Scene) -> Act:
    return lambda: drafts.propose(scene.review)


def copy(scene: Scene) -> Act:
    reply = scene.in_state(ReplyState.TO_POST_BY_HAND)
    return lambda: by_hand.text_to_copy(reply, by=scene.owner)


def posted(scene: Scene) -> Act:
    reply = scene.in_state(ReplyState.TO_POST_BY_HAND)
    opened = reply.version
    return lambda: by_hand.mark_posted(reply, opened_version=opened, proof_url="", by=scene.owner)


def taken_over(scene: Scene) -> Act:
    reply = scene.in_state(ReplyState.FAILED)
    opened = reply.version
    return lambda: by_hand.take_over(reply, opened_version=opened, by=scene.owner)


def tried_again(scene: Scene) -> Act:
    reply = scene.in_state(ReplyState.FAILED)
    opened = reply.version
    return lambda: outbox.try_again(reply, opened_version=opened, by=scene.owner)


def claimed(scene: Scene) -> Act:
    scene.approved()
    return lambda: outbox._take(Publication.objects.get().pk)


def placed(scene: Scene) -> Act:
    errand = scene.carried()
    return lambda: outbox._note_placed(errand, Placed(state="approved", text_sha256=""))


def failed(scene: Scene) -> Act:
    errand = scene.carried()
    return lambda: outbox._note_failure(errand, outbox.PublishError("No.", transient=False))


def drifted(scene: Scene) -> Act:
    scene.in_state(ReplyState.PUBLISHED)
    now = timezone.now()
    Publication.objects.update(placed_at=now)
    Review.objects.update(site_reply="Other words.", last_seen_at=now + timedelta(seconds=1))
    return watching.follow_up


def superseded(scene: Scene) -> Act:
    scene.approved()
    Review.objects.update(gone_at=timezone.now())
    return drafts.supersede_outdated


def linked(scene: Scene) -> Act:
    return lambda: judge(scene.review, scene.complaint, answer="same", reason="same day", by=scene.owner)


def brought(scene: Scene) -> Act:
    found = Listing(reviews=(raw("f1"),))
    return lambda: store("a.json", found, location=scene.source.location, by=scene.owner)


def looked(scene: Scene) -> Act:
    def look() -> None:
        Source.objects.update(route="whole", leased_until=None)
        check_now(Source.objects.get(), by=scene.owner)

    return look


ACTS = (
    approve, edit, undo, give_back, close, propose, copy, posted, taken_over, tried_again, claimed, placed, failed,
    drifted, superseded, linked, brought, looked,
)  # fmt: skip


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_whose_row_cannot_be_written_has_not_happened(
    act: Callable[[Scene], Act], location: Location, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checks.LOOKS, "whole", lambda _: Look(listing=listing(raw("w1"))))
    begin = act(Scene(location, people))
    before = everything()

    def unwritable(*_: object) -> str:
        raise Unwritable("Zephyrine Quagmire")

    with monkeypatch.context() as broken:
        broken.setattr(audit, "_digest", unwritable)
        with pytest.raises(Exception, match=r"Unwritable|Zephyrine"):
            begin()
    assert everything() == before

    begin()
    assert AuditEvent.objects.count() > len(before[-1]), "and where it can be written, it is"


def test_the_review_page_asks_no_more_for_a_long_history(location: Location, people: People, client: Client) -> None:
    scene = Scene(location, people)
    client.force_login(people["owner"])
    costs = []
    for rounds in (1, 12):
        for number in range(rounds):
            text = f"{SAFE} Please call, any day{'.' * (number % 2)}"
            drafts.write(scene.reply, text, opened_version=scene.reply.version, by=scene.owner)
            say_yes(scene.reply, scene.owner)
            approvals.undo(scene.reply, opened_version=scene.reply.version, by=scene.owner)
            make_complaint(location, last_name=f"P{number}")
            newer = raw(text=f"Rude and late, no. {rounds}.{number}.")
            store("a.json", Listing(reviews=(newer,)), location=location, by=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("review", args=(scene.review.pk,))).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]
