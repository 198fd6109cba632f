"""Small builders of invented things. Every value can be said; what is not said is harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from monitor.models import Complaint, Location, Practice, Review, Source, User
from monitor.services.complaints import Reported, log_complaint
from monitor.services.intake import take_in
from monitor.services.understanding import understand_waiting
from monitor.types import Listing, RawReview, Stars, When

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HARSH = "I waited an hour, the staff was rude and nobody said sorry. Terrible."
KIND = "Wonderful people, I love the result and recommend them warmly."


def make_practice(*, name: str = "Larkspur Aesthetics", location: str = "Riverside") -> Practice:
    practice = Practice.objects.create(name=name, phone="(512) 555-0147", email="care@larkspur.example", signer="Dana")
    Location.objects.create(practice=practice, name=location, time_zone="America/Chicago")
    return practice


def make_source(location: Location, **given: Any) -> Source:
    """A Google source unless told otherwise."""
    facts = {"route": "google_business", "label": "Google", "platform": "google", "account": "accounts/1/locations/11"}
    return Source.objects.create(location=location, **(facts | given))


PLACE = "accounts/1/locations/11"


def raw(external_id: str | None = "r1", **given: Any) -> RawReview:
    """A one-star review by Nadia P.; ``stars`` may be a number."""
    stars = given.pop("stars", 1)
    facts: dict[str, Any] = {
        "source": "google_business",
        "author": "Nadia P.",
        "place": PLACE,
        "stars": stars if isinstance(stars, Stars) else Stars(value=stars, scale=5.0 if stars else None),
        "text": HARSH,
        "published": When(
            raw="2026-05-01T10:00:00Z", value="2026-05-01T10:00:00Z", precision="second",
            earliest="2026-05-01T10:00:00+00:00", latest="2026-05-01T10:00:00+00:00",
        ),
    }  # fmt: skip
    return RawReview(external_id=external_id, **(facts | given))


def listing(*reviews: RawReview, complete: bool = True, **given: Any) -> Listing:
    return Listing(reviews=reviews, complete=complete, **given)


def make_review(source: Source, *, understood: bool = True, **given: Any) -> Review:
    """A stored review, assessed by the real mechanism."""
    review_id = given.pop("id", "r1")
    one = raw(review_id, **given)
    take_in(source, listing(one, complete=False), seen_at=NOON)
    if understood:
        understand_waiting()
    return Review.objects.select_related("current", "assessment", "location__practice", "source").get(key=review_id)


def make_complaint(location: Location, *, by: User | None = None, **given: Any) -> Complaint:
    facts: dict[str, Any] = {
        "channel": "phone",
        "received_on": date(2026, 4, 30),
        "words": "Waited an hour and was spoken to rudely. Wants an apology.",
        "first_name": "Nadia",
        "last_name": "Petrov",
    }
    return log_complaint(Reported(location=location, **(facts | given)), by=by)
