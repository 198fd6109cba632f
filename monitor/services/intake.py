"""Taking a listing into the store: the same file twice changes nothing, and nothing is ever dropped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from monitor.models import Review, ReviewVersion, Source
from monitor.sources.normalise import review_key
from monitor.types import Listing, RawReview

MISSED_UNTIL_GONE = 2
"""Complete listings in a row without a review before it counts as gone: sites blink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one listing changed. ``read`` counts distinct reviews in it."""

    read: int = 0
    new: int = 0
    changed: int = 0
    returned: int = 0
    gone: int = 0

    def __str__(self) -> str:
        parts = [f"{self.read} read", f"{self.new} new"]
        parts += [f"{n} {word}" for n, word in self._rare() if n]
        return ", ".join(parts)

    def _rare(self) -> tuple[tuple[int, str], ...]:
        return (self.changed, "changed"), (self.returned, "back again"), (self.gone, "gone from the site")


@transaction.atomic
def take_in(source: Source, listing: Listing, *, seen_at: datetime | None = None) -> Intake:
    """Store every review of the listing; note absences only when the listing is complete."""
    now = seen_at or timezone.now()
    keyed = {store_key(raw, source): raw for raw in listing.reviews}
    known = _known(source, list(keyed))
    counts = {"new": 0, "changed": 0, "returned": 0}
    for key, raw in keyed.items():
        review = known.get(key)
        if review is None:
            _add(source, key, raw, now)
            counts["new"] += 1
        else:
            for outcome in _see_again(review, raw, now):
                counts[outcome] += 1
    gone = _note_removals(source, listing.removed, now) + _note_absences(source, listing, set(keyed), now)
    return Intake(read=len(keyed), gone=gone, **counts)


def store_key(raw: RawReview, source: Source) -> str:
    """Identity within a location and platform: the review's own id, whatever route or account it came through."""
    return raw.external_id or review_key(raw, place=f"{source.location_id}:{source.platform}")


def digest_of(raw: RawReview) -> str:
    """What counts as an edit: the person's own words and stars. A translation, a reply or a date does not."""
    meaning = [raw.author, raw.stars.value, raw.stars.scale, raw.verdict, raw.title, raw.text]
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()


def _known(source: Source, keys: list[str]) -> dict[str, Review]:
    found: dict[str, Review] = {}
    for start in range(0, len(keys), 500):
        rows = Review.objects.filter(
            location_id=source.location_id, platform=source.platform, key__in=keys[start : start + 500]
        ).select_related("current")
        found.update({review.key: review for review in rows})
    return found


def _add(source: Source, key: str, raw: RawReview, now: datetime) -> None:
    review = Review(
        location_id=source.location_id,
        source=source,
        platform=source.platform,
        key=key,
        published=raw.published.value,
        published_precision=raw.published.precision,
        sort_at=_sort_moment(raw, now),
        first_seen_at=now,
        last_seen_at=now,
    )
    _copy_surface(review, raw)
    review.save()
    _add_version(review, raw, number=1, now=now)


def _see_again(review: Review, raw: RawReview, now: datetime) -> list[str]:
    """Refresh the surface; a new version only for new words. A returned review loses its tombstone, quietly."""
    outcomes = []
    if review.gone_at is not None:
        review.gone_at = None
        outcomes.append("returned")
    review.last_seen_at, review.missed_listings = now, 0
    current = review.current
    # An excerpt of words we already hold in full is not an edit.
    is_cut = raw.is_excerpt and current is not None and not current.is_excerpt
    if current is None or (current.digest != digest_of(raw) and not is_cut):
        _copy_surface(review, raw)
        _add_version(review, raw, number=current.number + 1 if current else 1, now=now)
        review.handled_at = None
        outcomes.append("changed")
    else:
        _copy_reply(review, raw)
    review.save()
    return outcomes


def _copy_surface(review: Review, raw: RawReview) -> None:
    review.author, review.verdict = raw.author, raw.verdict
    review.stars, review.stars_of = raw.stars.value, raw.stars.scale
    review.url, review.reply_url = raw.url or review.url, raw.reply_url or review.reply_url
    _copy_reply(review, raw)


def _copy_reply(review: Review, raw: RawReview) -> None:
    """What may change without an edit: the answer, and the name under which the site takes one."""
    if raw.external_id and raw.place.startswith("accounts/"):
        review.remote_name = f"{raw.place}/reviews/{raw.external_id}"
    review.site_reply = raw.owner_reply.text if raw.owner_reply else ""
    review.site_reply_state = raw.owner_reply.state if raw.owner_reply else ""


def _add_version(review: Review, raw: RawReview, *, number: int, now: datetime) -> None:
    version = ReviewVersion.objects.create(
        review=review,
        number=number,
        digest=digest_of(raw),
        author=raw.author,
        stars=raw.stars.value,
        stars_of=raw.stars.scale,
        title=raw.title,
        text=raw.text,
        translation=raw.translation,
        language=raw.language,
        is_excerpt=raw.is_excerpt,
        edited=raw.edited.value,
        owner_reply=raw.owner_reply.text if raw.owner_reply else "",
        warnings=list(raw.warnings),
        seen_at=now,
    )
    review.current = version
    review.assessment = None
    review.save()


def _sort_moment(raw: RawReview, now: datetime) -> datetime:
    for known in (raw.published.earliest, raw.edited.earliest):
        if known:
            return min(datetime.fromisoformat(known), now)
    return now


def _note_removals(source: Source, removed: tuple[str, ...], now: datetime) -> int:
    """The site itself said so: proof enough at once."""
    keys = {store_key(RawReview(source="", external_id=external_id), source) for external_id in removed}
    rows = Review.objects.filter(location_id=source.location_id, platform=source.platform, key__in=keys, gone_at=None)
    return rows.update(gone_at=now)


def _note_absences(source: Source, listing: Listing, seen: set[str], now: datetime) -> int:
    """Only a complete listing can miss something, and only twice in a row makes it gone."""
    if not listing.complete:
        return 0
    absent = Review.objects.filter(source=source, gone_at=None).exclude(last_seen_at=now)
    missing = [review.pk for review in absent.only("pk", "key") if review.key not in seen]
    for start in range(0, len(missing), 500):
        Review.objects.filter(pk__in=missing[start : start + 500]).update(missed_listings=F("missed_listings") + 1)
    rows = Review.objects.filter(source=source, gone_at=None, missed_listings__gte=MISSED_UNTIL_GONE)
    return rows.update(gone_at=now)
