"""Reviews from a file that somebody brings: read whole, then stored whole or not at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from monitor.models import Location, Source, User
from monitor.services.audit import Action, record
from monitor.services.intake import FILE, Intake, take_in
from monitor.sources.document import ReadOptions
from monitor.sources.read import read_document
from monitor.types import Listing, SourceState

PLATFORMS = {
    "google_takeout": "google",
    "google_business": "google",
    "google_places": "google",
    "google_cache": "google",
    "facebook": "facebook",
    "trustpilot": "trustpilot",
    "yelp": "yelp",
}
"""What a reader's reviews belong to; two routes to one platform meet on the same rows. Others name themselves."""


def take_in_file(
    name: str,
    data: bytes,
    *,
    location: Location,
    by: User | None,
    kind: str | None = None,
    options: ReadOptions | None = None,
) -> Intake:
    """Read a file and store its reviews at this location. Raises ReadError with what to do; then nothing is stored."""
    listing = read_document(
        name, data, kind=kind, options=options or ReadOptions(practice_names=(location.practice.name,))
    )
    return store(name, listing, location=location, by=by)


@transaction.atomic
def store(name: str, listing: Listing, *, location: Location, by: User | None) -> Intake:
    """A file is somebody's choice of reviews: it may add, it never proves that one is gone."""
    now = timezone.now()
    total = Intake()
    for platform, part in _by_platform(listing).items():
        source = _file_source(location, platform)
        taken = take_in(source, part, seen_at=now)
        total = Intake(
            read=total.read + taken.read,
            new=total.new + taken.new,
            changed=total.changed + taken.changed,
            returned=total.returned + taken.returned,
            gone=total.gone + taken.gone,
        )
        Source.objects.filter(pk=source.pk).update(
            state=SourceState.OK,
            state_detail=" ".join([f"{taken}.", *listing.notes])[:500],
            checked_at=now,
            good_at=now,
            new_last_time=taken.new,
        )
    record(
        actor=by,
        action=Action.FILE_TAKEN_IN,
        subject="file",
        practice=location.practice,
        read=total.read,
        new=total.new,
    )
    return total


def platform_of(source: str, url: str) -> str:
    """The platform a review belongs to: by its reader, else by the host it stands on."""
    return PLATFORMS.get(source) or (urlsplit(url).hostname or source).removeprefix("www.")


def _by_platform(listing: Listing) -> dict[str, Listing]:
    parts: dict[str, list] = {}
    for review in listing.reviews:
        parts.setdefault(platform_of(review.source, review.url), []).append(review)
    listings = {platform: Listing(reviews=tuple(reviews), complete=False) for platform, reviews in parts.items()}
    if listing.removed:
        facebook = listings.get("facebook", Listing())
        listings["facebook"] = Listing(reviews=facebook.reviews, removed=listing.removed)
    return listings


def _file_source(location: Location, platform: str) -> Source:
    source, _ = Source.objects.get_or_create(
        location=location, route=FILE, platform=platform, defaults={"label": f"Files: {platform}"}
    )
    return source
