"""What a person may reach: their own practice's rows, and of complaints only what their role reaches."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from monitor.models import AuditEvent, Complaint, Location, Review, Source, User
from monitor.roles import Reach


def locations_of(person: User) -> QuerySet[Location]:
    return Location.objects.filter(practice_id=person.practice_id)


def reviews_of(person: User) -> QuerySet[Review]:
    rows = Review.objects.filter(location__practice_id=person.practice_id)
    return rows.select_related("location__practice", "source", "current", "assessment")


def complaints_of(person: User) -> QuerySet[Complaint]:
    """A provider reaches the complaints that name them as provider; a role without the right reaches none.

    The name counts as a whole word: Dr. Li is not reached through Dr. Oliver's patients.
    """
    rows = Complaint.objects.filter(practice_id=person.practice_id).select_related("patient", "location")
    how_far = person.reaches("see_complaints")
    if how_far == Reach.NO:
        return rows.none()
    if how_far == Reach.OWN:
        own = Q(logged_by=person)
        named = rf"(^|\W){re.escape(person.last_name.strip())}(\W|$)"
        return rows.filter(own | Q(provider__iregex=named) if person.last_name.strip() else own)
    return rows


def sources_of(person: User) -> QuerySet[Source]:
    rows = Source.objects.filter(location__practice_id=person.practice_id).select_related("location")
    return rows if person.may("see_sources") else rows.none()


def audit_of(person: User) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(Q(practice_id=person.practice_id) | Q(practice=None))
    return rows if person.may("see_audit") else rows.none()


def shown_patient(complaint: Complaint, person: User) -> str:
    """The patient's name, or its initials for whoever reads with names hidden."""
    name = complaint.patient.full_name
    if person.reaches("see_complaints") != Reach.MASKED:
        return name
    parts = (complaint.patient.first_name, complaint.patient.last_name)
    return " ".join(f"{part[0]}." for part in parts if part) or "name hidden"
