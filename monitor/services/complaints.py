"""Writing to the complaint log: a new complaint, a new line on its timeline. Nothing is rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from monitor.errors import MonitorError
from monitor.models import Complaint, Entry, Location, Patient, Practice, User
from monitor.services.audit import Action, record

CHANNELS = ("front desk", "phone", "e-mail", "letter", "portal", "text message", "social media", "review")
ENTRY_KINDS = ("note", "call", "message", "visit", "money", "letter", "correction")


class CannotWrite(MonitorError):
    """A complaint or an entry lacks what it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What somebody told us. Dates are the location's; ``amount_cents`` in cents of the practice's currency."""

    location: Location
    channel: str
    received_on: date
    words: str
    first_name: str = ""
    last_name: str = ""
    known_as: str = ""
    former_last_name: str = ""
    related_contact: str = ""
    patient_reference: str = ""
    reference: str = ""
    wants: str = ""
    treatment_on: date | None = None
    procedure: str = ""
    provider: str = ""
    staff: tuple[str, ...] = ()
    amount_cents: int | None = None
    category: str = ""
    status: str = Complaint.Status.OPEN
    is_unsafe: bool = False
    has_threat: bool = False
    has_lawyer: bool = False


@transaction.atomic
def log_complaint(reported: Reported, *, by: User | None, at: datetime | None = None) -> Complaint:
    """Give it the next number and its first timeline line. Raises CannotWrite when nothing was said."""
    if not reported.words.strip():
        raise CannotWrite("Write down what was said, in the person's own words if you can; then save again.")
    complaint = _create(reported, by=by, at=at or timezone.now(), number=next_number(reported.location.practice))
    record(actor=by, action=Action.COMPLAINT_LOGGED, subject=f"complaint {complaint.pk}", practice=complaint.practice)
    return complaint


@transaction.atomic
def log_many(reports: list[Reported], *, by: User | None) -> int:
    """All of them or none, numbered in the order given."""
    if not reports:
        return 0
    practice, now = reports[0].location.practice, timezone.now()
    first = next_number(practice)
    for number, reported in enumerate(reports, start=first):
        _create(reported, by=by, at=now, number=number)
    record(actor=by, action=Action.COMPLAINTS_IMPORTED, subject="complaint log", practice=practice, rows=len(reports))
    return len(reports)


@transaction.atomic
def add_entry(
    complaint: Complaint,
    *,
    by: User,
    kind: str,
    text: str,
    happened_at: datetime | None = None,
    strikes: int | None = None,
) -> Entry:
    """A new line. With ``strikes`` it corrects an earlier line, which stays readable, struck through."""
    if kind not in ENTRY_KINDS:
        raise CannotWrite("Choose what kind of entry this is; then save again.")
    if not text.strip():
        raise CannotWrite("Write what happened; an empty entry helps nobody.")
    now = timezone.now()
    entry = Entry.objects.create(
        complaint=complaint,
        kind=kind,
        happened_at=happened_at or now,
        text=text.strip(),
        strikes=_struck(complaint, strikes),
        written_at=now,
        written_by=by,
    )
    record(actor=by, action=Action.COMPLAINT_ENTRY, subject=f"complaint {complaint.pk}", entry=entry.pk, kind=kind)
    return entry


def next_number(practice: Practice) -> int:
    highest = Complaint.objects.filter(practice=practice).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _struck(complaint: Complaint, pk: int | None) -> Entry | None:
    if pk is None:
        return None
    entry = complaint.entries.filter(pk=pk, struck_by=None).first()
    if entry is None:
        raise CannotWrite("That line is not on this timeline or is already struck; reload the page and choose again.")
    return entry


def _create(reported: Reported, *, by: User | None, at: datetime, number: int) -> Complaint:
    complaint = Complaint.objects.create(
        practice=reported.location.practice,
        location=reported.location,
        patient=_patient(reported),
        number=number,
        reference=reported.reference,
        channel=reported.channel,
        received_on=reported.received_on,
        words=reported.words.strip(),
        wants=reported.wants.strip(),
        treatment_on=reported.treatment_on,
        procedure=reported.procedure,
        provider=reported.provider,
        staff=list(reported.staff),
        amount_cents=reported.amount_cents,
        category=reported.category,
        status=reported.status,
        is_unsafe=reported.is_unsafe,
        has_threat=reported.has_threat,
        has_lawyer=reported.has_lawyer,
        logged_at=at,
        logged_by=by,
    )
    Entry.objects.create(
        complaint=complaint,
        kind="received",
        happened_at=at,
        text=f"Received by {reported.channel}: {reported.words.strip()}",
        written_at=at,
        written_by=by,
    )
    return complaint


def _patient(reported: Reported) -> Patient:
    """The same reference is the same person; a name alone never is (two people may share one)."""
    details = {
        "first_name": reported.first_name,
        "last_name": reported.last_name,
        "known_as": reported.known_as,
        "former_last_name": reported.former_last_name,
        "related_contact": reported.related_contact,
    }
    practice = reported.location.practice
    if not reported.patient_reference:
        return Patient.objects.create(practice=practice, **details)
    patient, _ = Patient.objects.get_or_create(
        practice=practice, reference=reported.patient_reference, defaults=details
    )
    return patient
