"""Connecting sources: an owner says where reviews stand and that we may read there. Every change is on record."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Location, Source, User
from monitor.services.audit import Action, record
from monitor.services.secrets import keep_token
from monitor.sources.addresses import examine
from monitor.sources.routes.google_business import BASE_URL, checked_location
from monitor.types import SourceState


class CannotConnect(MonitorError):
    """What was typed does not make a source; the sentence says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A source as an owner describes it. ``account`` and ``token`` are for Google, ``address`` for pages and feeds."""

    location: Location
    route: str
    label: str = ""
    address: str = ""
    account: str = ""
    token: str = ""
    may_read: bool = False


@transaction.atomic
def connect(wish: Wish, *, by: User) -> Source:
    """A new source, due at once. Raises a MonitorError in plain words; then nothing is kept."""
    facts = ROUTES[wish.route](wish) if wish.route in ROUTES else None
    if facts is None:
        raise CannotConnect("Choose what kind of source it is.")
    known = Source.objects.filter(location=wish.location, route=wish.route)
    if known.filter(address=facts["address"], account=facts["account"]).exists():
        raise CannotConnect("This source is connected already; look for it in the list.")
    label = wish.label.strip() or f"{str(facts['platform']).capitalize()} · {wish.location.name}"
    source = Source.objects.create(
        location=wish.location, route=wish.route, label=label[:120], due_at=timezone.now(), **facts
    )
    if wish.token:
        keep_token(source, wish.token)
    _record(source, by, change="connected")
    return source


@transaction.atomic
def renew(source: Source, *, token: str = "", may_read: bool = False, by: User) -> None:
    """A fresh token, or the tick that a page may be read; the source is looked at again soon."""
    if not token.strip() and not may_read:
        raise CannotConnect("Paste the new access token, or tick that we may read this page.")
    if token.strip():
        keep_token(source, token)
    Source.objects.filter(pk=source.pk).update(
        may_read=source.may_read or may_read,
        due_at=timezone.now(),
        failures=0,
        state=SourceState.NEVER,
        state_detail="",
    )
    _record(source, by, change="token" if token.strip() else "may read")


def _google(wish: Wish) -> dict[str, object]:
    if not wish.token.strip():
        raise CannotConnect("Paste the access token that Google gave to your account.")
    return {"platform": "google", "address": BASE_URL, "account": checked_location(wish.account.strip())}


def _page(wish: Wish) -> dict[str, object]:
    """robots.txt is obeyed whatever the owner ticks; the tick is about the site's terms, which software cannot read."""
    if not wish.may_read:
        raise CannotConnect("Tick that you may read this page: it is your own, or its owner allows it.")
    host = _host(wish.address)
    return {"platform": host.removeprefix("www."), "address": wish.address.strip(), "account": "", "may_read": True}


def _feed(wish: Wish) -> dict[str, object]:
    _host(wish.address)
    return {"platform": "mentions", "address": wish.address.strip(), "account": ""}


def _host(address: str) -> str:
    """The host of an address that the client would reach. Raises UnsafeAddress in plain words."""
    if not address.strip():
        raise CannotConnect("Paste the address, beginning with https://.")
    return examine(address.strip(), allowed_private=frozenset(settings.PRACTICE_PLATFORM)).host


ROUTES = {"google_business": _google, "permitted_page": _page, "mention_feed": _feed}
"""What each kind of source needs. One more kind is one more line here."""


def _record(source: Source, by: User, *, change: str) -> None:
    record(actor=by, action=Action.SOURCE_CHANGED, subject=f"source {source.pk}", change=change)
