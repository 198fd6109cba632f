"""The inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from monitor.models import Source
from monitor.selectors.matching import to_match
from monitor.selectors.scope import locations_of, sources_of
from monitor.types import SourceState
from monitor.views.access import allowed, paged, whole_number
from responders.selectors.inbox import TABS, inbox, tab_counts, tab_named, with_matches

WELL = (SourceState.OK, SourceState.NOT_MODIFIED)


@require_GET
@allowed("see_inbox")
def inbox_page(request: HttpRequest) -> HttpResponse:
    """One list; its tab, filter, search and page are all in the address."""
    person = request.user
    tab = tab_named(request.GET.get("tab", ""))
    place = whole_number(request.GET.get("location", ""))
    location, words = "" if place is None else str(place), request.GET.get("q", "").strip()
    page = paged(request, inbox(person, tab, location=location, words=words))
    context = {
        "tab": tab,
        "tabs": TABS,
        "counts": tab_counts(person, location=location, words=words),
        "page": page,
        "matches": with_matches(list(page), person),
        "to_match": to_match(person).count() if person.may("link_review") else 0,
        "locations": locations_of(person),
        "location": location,
        "words": words,
        "health": _health(list(Source.objects.filter(location__practice=person.practice))),
        "may_open_sources": bool(sources_of(person).exists()),
    }
    return render(request, "inbox/inbox.html", context)


def _health(sources: list[Source]) -> dict[str, object]:
    """Sources in one line, for the head of the page: silence must never look like health."""
    times = [source.good_at for source in sources if source.good_at]
    return {
        "all": len(sources),
        "well": sum(source.state in WELL for source in sources),
        "latest": max(times, default=None),
    }
