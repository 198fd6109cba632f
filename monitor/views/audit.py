"""Audit: who did what, and whether the chain is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from monitor.selectors.scope import audit_of
from monitor.services.audit import verify
from monitor.views.access import allowed, paged


@require_GET
@allowed("see_audit")
def audit_trail(request: HttpRequest) -> HttpResponse:
    """The newest acts, filtered by person and subject; ``verify`` walks the whole chain on request."""
    who, what = request.GET.get("who", "").strip(), request.GET.get("what", "").strip()
    rows = audit_of(request.user)
    if who:
        rows = rows.filter(actor_name__icontains=who)
    if what:
        rows = rows.filter(action__icontains=what) | rows.filter(subject__iexact=what)
    chain = verify() if "verify" in request.GET else None
    context = {"page": paged(request, rows, 50), "who": who, "what": what, "chain": chain}
    return render(request, "audit/trail.html", context)
