"""The page of a reply that waits for a hand shows its words only while they may still go out."""

from __future__ import annotations

from django.test import Client

from monitor.models import Location, User
from monitor.services.linking import judge
from responders.services.drafts import propose, write
from tests.factories import make_complaint, make_review, make_source
from tests.responders.services.test_approvals import SAFE, say_yes

WORDS = SAFE + " Please ask for Quillan."


def test_words_that_a_later_link_makes_telling_are_not_offered_any_more(
    client: Client, location: Location, people: dict[str, User]
) -> None:
    review = make_review(make_source(location, route="permitted_page", platform="reviews.example"))
    reply, owner = propose(review), people["owner"]
    judgement = write(reply, WORDS, opened_version=reply.version, by=owner)
    say_yes(reply, owner, looked_at=judgement.rules)
    client.force_login(owner)
    assert "I have posted it" in client.get(f"/reviews/{review.pk}/").content.decode()

    complaint = make_complaint(location, first_name="Quillan", last_name="Marsh")
    judge(review, complaint, answer="same", reason="same day, same words", by=owner)

    page = client.get(f"/reviews/{review.pk}/").content.decode()
    assert "Please do not post this wording" in page
    assert "I have posted it" not in page
