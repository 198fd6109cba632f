"""Sources: where reviews come from, how the last look went, connecting one, and bringing in a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from monitor.errors import MonitorError
from monitor.forms.sources import SourceForm
from monitor.models import JobRun, Mention
from monitor.selectors.scope import locations_of, sources_of
from monitor.services.checks import check_now
from monitor.services.files import take_in_file
from monitor.services.sources import connect, renew
from monitor.views.access import allowed, whole_number

MOST_BYTES = 20 * 1024 * 1024


@require_GET
@allowed("see_sources")
def source_list(request: HttpRequest) -> HttpResponse:
    return _page(request, refusal="", status=200)


@require_POST
@allowed("check_sources")
def source_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A person asks for a look now; a blocked source gets its one new try this way."""
    source = get_object_or_404(sources_of(request.user), pk=pk)
    checked = check_now(source, by=request.user)
    if checked is None:
        messages.info(request, f"{source.label} is being checked at this moment; look again in a minute.")
    else:
        source.refresh_from_db()
        messages.success(request, f"{source.label}: {source.state}. {source.state_detail}")
    return redirect("sources")


@require_POST
@allowed("check_sources")
def source_file(request: HttpRequest) -> HttpResponse:
    """An export that somebody brings: Takeout, an API answer, a saved page, a table."""
    file = request.FILES.get("file")
    place = locations_of(request.user).filter(pk=whole_number(request.POST.get("location", "")) or 0).first()
    if file is None or place is None:
        return _page(request, refusal="Choose a file and the location it belongs to.", status=422)
    if file.size > MOST_BYTES:
        return _page(request, refusal=f"{file.name} is larger than 20 MB; use the command line for it.", status=422)
    try:
        intake = take_in_file(file.name, file.read(), location=place, by=request.user)
    except MonitorError as error:
        return _page(request, refusal=str(error), status=422)
    messages.success(request, f"{file.name}: {intake}.")
    return redirect("sources")


@require_POST
@allowed("manage_sources")
def source_connect(request: HttpRequest) -> HttpResponse:
    """A new source; what was typed stays on the page when it cannot be."""
    form = SourceForm(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, refusal="", status=422, form=form)
    try:
        source = connect(form.wish(), by=request.user)
    except MonitorError as error:
        return _page(request, refusal=str(error), status=422, form=form)
    messages.success(request, f"{source.label} is connected and will be looked at in a moment.")
    return redirect("sources")


@require_POST
@allowed("manage_sources")
def source_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh token, or the tick that a page may be read."""
    source = get_object_or_404(sources_of(request.user), pk=pk)
    try:
        renew(source, token=request.POST.get("token", ""), may_read="may_read" in request.POST, by=request.user)
    except MonitorError as error:
        return _page(request, refusal=str(error), status=422)
    messages.success(request, f"{source.label} is ready and will be looked at in a moment.")
    return redirect("sources")


def _page(request: HttpRequest, *, refusal: str, status: int, form: SourceForm | None = None) -> HttpResponse:
    sources = sources_of(request.user)
    context = {
        "sources": sources,
        "mentions": Mention.objects.filter(source__in=sources).select_related("source")[:10],
        "runs": JobRun.objects.all()[:8],
        "locations": locations_of(request.user),
        "refusal": refusal,
        "form": form or SourceForm(person=request.user),
        "is_connecting": form is not None,
    }
    return render(request, "sources/list.html", context, status=status)
