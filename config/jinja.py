"""Pages are Jinja2 with strict names and escaping on: a forgotten value is an error, a review is never markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from monitor.selectors.labels import label


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this once with its own options."""
    strict = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**{**options, **strict})  # noqa: S701 - the backend passes autoescape=True; a test proves it
    env.globals.update(static=static, url=_url)
    env.filters.update(
        clock=clock,
        day=day,
        ago=ago,
        percent=percent,
        plural=plural,
        stars=stars,
        money=money,
        date_said=date_said,
        act=act,
        label=label,
    )
    return env


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every page may use. ``person`` is the user, logged in or not."""
    return {"person": request.user, "notices": get_messages(request), "path": request.path}


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def clock(moment: datetime, zone: str) -> str:
    """Date and time as the clock on the location's wall shows them: "May 4, 2026, 7:05 AM"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_day(local)}, {local.hour % 12 or 12}:{local:%M %p}"


def day(moment: datetime, zone: str) -> str:
    return _day(moment.astimezone(ZoneInfo(zone)))


def act(action: str) -> str:
    """An act of the audit trail for the eye: "replies:draft:edited" → "Reply edited"."""
    return label(action, "act")


def date_said(iso: str) -> str:
    """A date as exact as its source gave it: "Nov 23, 2026", "Feb 2005", "2005"; "not known" for none."""
    if not iso:
        return "not known"
    read = {4: "%Y", 7: "%Y-%m"}.get(len(iso), "%Y-%m-%d")
    try:
        moment = datetime.strptime(iso[:10], read).replace(tzinfo=UTC)
    except ValueError:
        return iso
    return {4: f"{moment:%Y}", 7: f"{moment:%b %Y}"}.get(len(iso), _day(moment))


def _day(moment: datetime) -> str:
    """As in "May 4, 2026"; the platform's own ways to drop a leading zero differ."""
    return f"{moment:%b} {moment.day}, {moment:%Y}"


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long since, in the largest whole unit: "12 min", "3 h", "5 days"."""
    if moment is None:
        return "never"
    seconds = max(0, int(((now or datetime.now(UTC)) - moment).total_seconds()))
    for size, unit in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''} ago"
    return "just now"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def stars(value: float | None, scale: float | None) -> str:
    """A rating for the eye ("2 of 5"); the words carry it, the glyphs only repeat it."""
    if value is None:
        return "no stars"
    given = f"{value:g}"
    return f"{given} of {scale:g}" if scale else given


def money(cents: int | None) -> str:
    return "" if cents is None else f"${cents / 100:,.2f}"
