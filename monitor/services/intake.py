"""Taking a listing into the store: the same file twice changes nothing, and nothing is ever dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from monitor.models import Review, ReviewVersion, Source
from monitor.sources.normalise import review_key
from monitor.types import Listing, RawReview

FILE = "file"
"""The route of what people bring; every other route is live and can be asked again."""
BATCH = 500
SURFACE = (
    "author", "verdict", "stars", "stars_of", "url", "reply_url", "remote_name", "site_reply", "site_reply_state",
    "source_id", "current_id",
)  # fmt: skip
Row = TypeVar("Row")
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
    keyed = _each_once(listing, source)
    known = _known(source, list(keyed))
    new = {key: raw for key, raw in keyed.items() if key not in known}
    _add(source, new, now)
    seen = [(review, keyed[key]) for key, review in known.items() if _is_news(review, keyed[key], source)]
    changed = [review for review, raw in seen if _see_again(review, raw, source, now)]
    returned = [review for review, _ in seen if review.gone_at is not None]
    _mark_seen([review for review, _ in seen], now)
    gone = _note_removals(source, listing.removed, now) + _note_absences(source, listing, set(keyed), now)
    return Intake(read=len(keyed), new=len(new), changed=len(changed), returned=len(returned), gone=gone)


def store_key(raw: RawReview, source: Source) -> str:
    """Identity within a location and platform: the review's own id, whatever route or account it came through."""
    return raw.external_id or review_key(raw, place=f"{source.location_id}:{source.platform}")


def digest_of(raw: RawReview) -> str:
    """What counts as an edit: the person's own words and stars. A translation, a reply or a date does not."""
    meaning = [raw.author, raw.stars.value, raw.stars.scale, raw.verdict, raw.title, raw.text]
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()


def _each_once(listing: Listing, source: Source) -> dict[str, RawReview]:
    """Of two copies the later edited stays, then the whole one, then the last: pages overlap while people write."""
    keyed: dict[str, RawReview] = {}
    for raw in listing.reviews:
        key = store_key(raw, source)
        keyed[key] = max(raw, keyed.get(key, raw), key=lambda one: (one.edited.latest, not one.is_excerpt))
    return keyed


def _known(source: Source, keys: list[str]) -> dict[str, Review]:
    found: dict[str, Review] = {}
    for some in _batches(keys):
        rows = Review.objects.filter(location_id=source.location_id, platform=source.platform, key__in=some)
        found.update({review.key: review for review in rows.select_related("current", "source")})
    return found


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """As many as one statement can name."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _add(source: Source, new: dict[str, RawReview], now: datetime) -> None:
    """A number of statements that does not grow with every review: a first look may bring thousands."""
    reviews = [_new_review(source, key, raw, now) for key, raw in new.items()]
    for some in _batches(reviews):
        stored = Review.objects.bulk_create(some)
        ReviewVersion.objects.bulk_create(_version(review, new[review.key], number=1, now=now) for review in stored)
        first = ReviewVersion.objects.filter(review=OuterRef("pk"), number=1).values("pk")[:1]
        Review.objects.filter(pk__in=[review.pk for review in stored]).update(current=Subquery(first))


def _new_review(source: Source, key: str, raw: RawReview, now: datetime) -> Review:
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
    return review


def _is_news(review: Review, raw: RawReview, source: Source) -> bool:
    """A file may be old. Where a live source lists the review, only an edit since its last look can be newer."""
    if source.route != FILE or review.source.route == FILE:
        return True
    edited = raw.edited.earliest
    return bool(edited) and datetime.fromisoformat(edited) > review.last_seen_at


def _see_again(review: Review, raw: RawReview, source: Source, now: datetime) -> bool:
    """Refresh the surface; True, and a new version, only for new words. What is as it was costs no statement."""
    before = _surface(review)
    is_edit = _is_edit(review.current, raw)
    if is_edit:
        _copy_surface(review, raw)
        number = review.current.number + 1 if review.current else 1
        review.current = _version(review, raw, number=number, now=now)
        review.current.save(force_insert=True)
        review.assessment = review.handled_at = None
    else:
        _copy_reply(review, raw)
    if review.source.route == FILE:
        review.source = source  # From now on a live source speaks for it: it can be answered, and missed.
    if _surface(review) != before:
        review.save()
    return is_edit


def _is_edit(current: ReviewVersion | None, raw: RawReview) -> bool:
    """New words or stars. The beginning of words that we hold in full is none, unless its stars are others."""
    if current is None:
        return True
    is_cut = raw.is_excerpt and not current.is_excerpt and _letters(current.text).startswith(_letters(raw.text))
    same_stars = raw.stars.value is None or raw.stars.value == current.stars
    return current.digest != digest_of(raw) and not (is_cut and same_stars)


def _letters(text: str) -> str:
    """Letters and figures alone: sites end an excerpt in dots, "More", or nothing, and set blanks as they like."""
    return "".join(sign for sign in text.removesuffix("More").casefold() if sign.isalnum())


def _surface(review: Review) -> tuple[object, ...]:
    return tuple(getattr(review, name) for name in SURFACE)


def _mark_seen(reviews: Sequence[Review], now: datetime) -> None:
    """On the site at this moment; a returned review loses its tombstone."""
    for some in _batches(reviews):
        rows = Review.objects.filter(pk__in=[review.pk for review in some])
        rows.update(last_seen_at=now, missed_listings=0, gone_at=None)


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


def _version(review: Review, raw: RawReview, *, number: int, now: datetime) -> ReviewVersion:
    return ReviewVersion(
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
    for some in _batches(missing):
        Review.objects.filter(pk__in=some).update(missed_listings=F("missed_listings") + 1)
    rows = Review.objects.filter(source=source, gone_at=None, missed_listings__gte=MISSED_UNTIL_GONE)
    return rows.update(gone_at=now)
