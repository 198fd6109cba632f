"""Hiding names from whoever reads the complaint log with names hidden, also where somebody typed them in passing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.models import Complaint, Entry, Patient, User
from monitor.roles import Reach


def mask_for(person: User, complaint: Complaint, entries: Iterable[Entry] = ()) -> None:
    """Cut the patient's recorded names to initials in these copies; nothing of it is saved."""
    if person.reaches("see_complaints") != Reach.MASKED:
        return
    for field in ("words", "wants", "procedure"):
        setattr(complaint, field, without_names(getattr(complaint, field), complaint.patient))
    for entry in entries:
        entry.text = without_names(entry.text, complaint.patient)


def without_names(text: str, patient: Patient) -> str:
    """The text with every recorded name of the patient as its initial: "Ms Petrov called" is "Ms P. called"."""
    known = (patient.first_name, patient.last_name, patient.known_as, patient.former_last_name, patient.related_contact)
    names = {name for kept in known for name in (kept, *kept.split()) if len(name) > 1}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", f"{name[0]}.", text)
    return text
