"""Looking at a source: one at a time, each on its own, every outcome in words that people see."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from monitor.errors import Blocked, FetchError, MonitorError, ReaderLost
from monitor.models import Mention, Review, Source, User
from monitor.services.audit import Action, record
from monitor.services.clients import client
from monitor.services.intake import Intake, take_in
from monitor.services.jobs import Unexpected, one_by_one, plainly
from monitor.services.leases import claim, release
from monitor.services.secrets import token_of
from monitor.sources.routes.google_business import fetch_reviews
from monitor.sources.routes.mention_feed import fetch_mentions
from monitor.sources.routes.permitted_page import fetch_page
from monitor.types import Listing, SourceState
from monitor.types import Mention as SeenMention

log = logging.getLogger("aftercare.checks")
LOOK = timedelta(minutes=15)
"""The lease of one look: a long list takes a hundred calls, and a slow site seconds for each. An answer that comes
later still is dropped if somebody else has looked meanwhile: it would be older than what is known."""
LONGEST_PAUSE = timedelta(hours=24)
BREAKER = 5
"""Failures in a row after which the pause grows to its longest: a dead site is not knocked on all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look brought. ``listing`` None: the site says that nothing changed."""

    listing: Listing | None = None
    mentions: tuple[SeenMention, ...] = ()
    etag: str = ""
    last_modified: str = ""
    notes: tuple[str, ...] = field(default=())


def check_due_sources() -> int:
    """Look at every source whose time has come. Returns how many were looked at."""
    due = Source.objects.filter(_is_due()).order_by("due_at").values_list("pk", flat=True)
    return one_by_one(_check_due, list(due))


def _is_due() -> Q:
    return Q(due_at__lte=timezone.now())


def _check_due(pk: int) -> bool:
    return _check(Source(pk=pk), still=_is_due(), by=None)


def check_now(source: Source, *, by: User | None) -> bool | None:
    """A person's own look. None when somebody else is looking at this very moment.

    Raises Blocked for a source that nothing can be fetched from: asking must not make a well-fed source look ill.
    """
    _route_of(source)
    return _check(source, still=Q(), by=by) or None


def _check(source: Source, *, still: Q, by: User | None) -> bool:
    if not claim(source, still=still, lasting=LOOK):
        return False
    source.refresh_from_db()
    try:
        plainly(lambda: _note_look(source, _look(source), by=by))
    except MonitorError as error:
        _note_failure(source, error, by=by)
    return True


def _look(source: Source) -> Look:
    """The network, outside any transaction."""
    return _route_of(source)(source)


def _route_of(source: Source) -> Callable[[Source], Look]:
    route = LOOKS.get(source.route)
    if route is None:
        raise Blocked(f"“{source.label}” is fed by files that people bring; there is nothing to fetch.")
    return route


def _google_business(source: Source) -> Look:
    token = token_of(source)
    if not token:
        raise Blocked("No access token is stored for this source; connect it again under Sources.")
    return Look(listing=fetch_reviews(client(), base_url=source.address, location_path=source.account, token=token))


def _permitted_page(source: Source) -> Look:
    if not source.may_read:
        raise Blocked("Nobody has confirmed yet that we may read this page; an owner can tick that under Sources.")
    page = fetch_page(
        client(),
        url=source.address,
        etag=source.etag,
        last_modified=source.last_modified,
        practice_names=(source.location.practice.name,),
        zone=source.location.time_zone,
        previously=Review.objects.filter(source=source, gone_at=None).count(),
    )
    return Look(listing=page.listing, etag=page.etag, last_modified=page.last_modified)


def _mention_feed(source: Source) -> Look:
    feed = fetch_mentions(client(), url=source.address, etag=source.etag, last_modified=source.last_modified)
    listing = None if feed.not_modified else Listing(says_none=not feed.mentions)
    return Look(listing=listing, mentions=feed.mentions, etag=feed.etag, last_modified=feed.last_modified)


LOOKS: dict[str, Callable[[Source], Look]] = {
    "google_business": _google_business,
    "permitted_page": _permitted_page,
    "mention_feed": _mention_feed,
}
"""How each route looks. One more route is one more line here and one file in ``monitor/sources/routes``."""


@transaction.atomic
def _note_look(source: Source, look: Look, *, by: User | None) -> None:
    now = timezone.now()
    if not release(source):
        log.info("The answer of source %s came after its lease; somebody has looked since.", source.pk)
        return
    if look.listing is None:
        state, detail, intake = SourceState.NOT_MODIFIED, "Nothing has changed since the last look.", Intake()
    else:
        intake = take_in(source, look.listing, seen_at=now)
        added = _keep_mentions(source, look.mentions, now)
        state = SourceState.OK if look.listing.complete or look.mentions else SourceState.INCOMPLETE
        state = SourceState.OK if look.listing.says_none else state
        detail = " ".join([f"{intake}." if not look.mentions else f"{added} new mentions.", *look.listing.notes])
    Source.objects.filter(pk=source.pk).update(
        state=state,
        state_detail=detail[:500],
        checked_at=now,
        good_at=now if state != SourceState.INCOMPLETE else source.good_at,
        due_at=now + timedelta(seconds=source.every_seconds),
        failures=0,
        # What was not read whole has to come again: with its tag kept, the site would answer "not modified".
        etag=look.etag if state != SourceState.INCOMPLETE else "",
        last_modified=look.last_modified if state != SourceState.INCOMPLETE else "",
        total_claimed=look.listing.total_claimed if look.listing else source.total_claimed,
        new_last_time=intake.new,
    )
    _record(source, by, state, read=intake.read, new=intake.new)


@transaction.atomic
def _note_failure(source: Source, error: MonitorError, *, by: User | None) -> None:
    """What was known stays known; the next look waits as long as the other side asked, or ever longer."""
    now, failures = timezone.now(), source.failures + 1
    state = _state_of(error)
    if not release(
        source,
        state=state,
        state_detail=str(error)[:500],
        checked_at=now,
        due_at=_next_try(error, state, failures, source, now),
        failures=failures,
        etag="",
        last_modified="",
    ):
        return
    _record(source, by, state, failures=failures)


def _state_of(error: MonitorError) -> SourceState:
    if isinstance(error, ReaderLost):
        return SourceState.READER_LOST
    if isinstance(error, FetchError):
        return SourceState.FAILING if error.transient else SourceState.BLOCKED
    return SourceState.FAILING if isinstance(error, Unexpected) else SourceState.READER_LOST


def _next_try(error: MonitorError, state: SourceState, failures: int, source: Source, now: datetime) -> datetime | None:
    if state == SourceState.BLOCKED:
        return None
    asked = error.retry_after if isinstance(error, FetchError) else None
    if asked is not None:
        return now + timedelta(seconds=asked)
    if failures >= BREAKER:
        return now + LONGEST_PAUSE
    return now + min(LONGEST_PAUSE, timedelta(seconds=source.every_seconds * 2**failures))


def _keep_mentions(source: Source, mentions: tuple[SeenMention, ...], now: datetime) -> int:
    known = set(Mention.objects.filter(source=source).values_list("url", flat=True))
    fresh = {url: mention.title for mention in mentions if (url := mention.url[:1000]) not in known}
    Mention.objects.bulk_create(
        Mention(source=source, url=url, title=title[:500], seen_at=now) for url, title in fresh.items()
    )
    return len(fresh)


def _record(source: Source, by: User | None, state: SourceState, **detail: int) -> None:
    record(
        actor=by,
        action=Action.SOURCE_CHECKED,
        subject=f"source {source.pk}",
        practice=source.location.practice,
        state=state.value,
        **detail,
    )
