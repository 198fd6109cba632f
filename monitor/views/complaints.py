"""The complaint log: the list, one complaint with its timeline, logging one, bringing in a whole log."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from monitor.errors import ImportRefused
from monitor.forms.complaints import ComplaintForm, EntryForm, ImportForm
from monitor.models import Complaint, User
from monitor.selectors.masking import mask_for
from monitor.selectors.scope import complaints_of, locations_of, shown_patient
from monitor.services.audit import Action, record
from monitor.services.complaint_import import import_complaints, plan_import
from monitor.services.complaints import CannotWrite, add_entry, log_complaint
from monitor.views.access import allowed, paged, whole_number

MOST_BYTES = 20 * 1024 * 1024


@require_GET
@allowed("see_complaints")
def complaint_list(request: HttpRequest) -> HttpResponse:
    status, words = request.GET.get("status", "open"), request.GET.get("q", "").strip()
    rows = complaints_of(request.user)
    if status in Complaint.Status.values:
        rows = rows.filter(status=status)
    page = paged(request, _matching(rows, words, request.user))
    for complaint in page:
        mask_for(request.user, complaint)
    people = {complaint.pk: shown_patient(complaint, request.user) for complaint in page}
    context = {"page": page, "status": status, "words": words, "people": people}
    return render(request, "complaints/list.html", context)


@require_http_methods(["GET", "POST"])
@allowed("log_complaint")
def complaint_new(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(_sent(request), person=request.user, today=_today(request.user))
    if request.method == "POST" and form.is_valid():
        complaint = log_complaint(form.reported(), by=request.user)
        messages.success(request, f"Logged as {complaint.label}. Give this number to the person if they ask for one.")
        return redirect("complaint", complaint.number)
    return render(request, "complaints/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@allowed("see_complaints")
def complaint_page(request: HttpRequest, number: int) -> HttpResponse:
    complaint = get_object_or_404(complaints_of(request.user), number=number)
    record(actor=request.user, action=Action.COMPLAINT_OPENED, subject=f"complaint {complaint.pk}")
    return _complaint(request, complaint, EntryForm(), status=200)


@require_POST
@allowed("add_entry")
def complaint_entry(request: HttpRequest, number: int) -> HttpResponse:
    complaint = get_object_or_404(complaints_of(request.user), number=number)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _complaint(request, complaint, form, status=422)
    try:
        add_entry(complaint, by=request.user, **form.cleaned_data)
    except CannotWrite as error:
        form.add_error(None, str(error))
        return _complaint(request, complaint, form, status=422)
    messages.success(request, "Added to the timeline.")
    return redirect("complaint", number)


@require_http_methods(["GET", "POST"])
@allowed("import_complaints")
def complaint_import(request: HttpRequest) -> HttpResponse:
    """First a look at what would happen; the same file with “Take it in” then does it."""
    form = ImportForm(_sent(request), request.FILES or None, person=request.user)
    context: dict[str, object] = {"form": form, "plan": None, "refusal": "", "locations": locations_of(request.user)}
    if request.method == "GET" or not form.is_valid():
        return render(request, "complaints/import.html", context, status=422 if form.errors else 200)
    file = form.cleaned_data["file"]
    try:
        if file.size > MOST_BYTES:
            raise ImportRefused(f"{file.name} is larger than 20 MB; split it, or use the command line.")
        plan = plan_import(
            file.read(), name=file.name, practice=request.user.practice, location=form.cleaned_data["location"]
        )
        if "take_in" in request.POST:
            count = import_complaints(plan, name=file.name, by=request.user)
            messages.success(request, f"{count} complaints taken in, {plan.already_there} were there already.")
            return redirect("complaints")
        context["plan"] = plan
    except ImportRefused as refusal:
        context["refusal"], context["problems"] = str(refusal), refusal.problems
        return render(request, "complaints/import.html", context, status=422)
    return render(request, "complaints/import.html", context)


def _complaint(request: HttpRequest, complaint: Complaint, form: EntryForm, *, status: int) -> HttpResponse:
    entries = list(complaint.entries.select_related("written_by", "strikes", "struck_by"))
    mask_for(request.user, complaint, entries)
    judgements = complaint.judgements.filter(answer__in=("same", "probable")).select_related("review", "judged_by")
    context = {
        "complaint": complaint,
        "patient": shown_patient(complaint, request.user),
        "entries": entries,
        "judgements": judgements,
        "form": form,
    }
    return render(request, "complaints/complaint.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was typed, also when that is nothing at all; None while nobody has sent the form."""
    return request.POST if request.method == "POST" else None


def _matching(rows: object, words: str, person: User) -> object:
    """Every word must occur somewhere. Names are searched only by those who may read them."""
    with_names = person.reaches("see_complaints") != "masked"
    for word in words.split()[:8]:
        found = Q(words__icontains=word) | Q(procedure__icontains=word) | Q(reference__iexact=word)
        found |= Q(provider__icontains=word)
        number = whole_number(word.upper().removeprefix("C-"))
        if number is not None:
            found |= Q(number=number)
        if with_names:
            found |= Q(patient__first_name__icontains=word) | Q(patient__last_name__icontains=word)
        rows = rows.filter(found)
    return rows


def _today(person: User) -> object:
    """The day on the wall of the practice's first location, not of the server."""
    place = locations_of(person).first()
    return timezone.now().astimezone(ZoneInfo(place.time_zone if place else "UTC")).date()
