"""Taking in an existing complaint log: looked at row by row first, then all of it or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from monitor.errors import ImportRefused
from monitor.models import Complaint, Location, Patient, Practice, User
from monitor.services.complaint_files import EXTRA, plain_header, read_rows
from monitor.services.complaints import Reported, log_many

COLUMNS: dict[str, tuple[str, ...]] = {
    "reference": ("reference", "complaint_id", "id", "number", "case"),
    "patient_reference": ("patient_id", "patient_reference", "patient_number"),
    "first_name": ("patient_first", "first_name", "first"),
    "last_name": ("patient_last", "last_name", "last", "surname"),
    "known_as": ("patient_known_as", "known_as", "nickname"),
    "former_last_name": ("patient_former_last", "former_last_name", "maiden_name"),
    "related_contact": ("related_contact", "contact"),
    "location": ("location", "branch", "site"),
    "channel": ("channel", "how"),
    "received_on": ("received_date", "received_on", "received", "date"),
    "treatment_on": ("treatment_date", "treatment_on"),
    "procedure": ("procedure", "treatment"),
    "provider": ("provider", "injector", "doctor"),
    "staff": ("staff_involved", "staff"),
    "amount_cents": ("amount", "amount_usd", "paid"),
    "category": ("category", "type"),
    "words": ("narrative", "words", "complaint", "description", "notes"),
    "wants": ("wants", "request"),
    "status": ("status",),
}
"""Our field and the headers it is known by. One more header is one more word here."""
NEEDED = ("received_on", "words")
LONGEST = {
    field.name: field.max_length for model in (Patient, Complaint) for field in model._meta.fields if field.max_length
} | {"patient_reference": 80, "location": 120, "words": 20_000, "wants": 2_000}
"""Characters a cell may hold, as in the form at the desk: both doors are equally wide."""
CLOSED = {"closed", "resolved", "done", "complete", "completed"}
DATE_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), (3, 1, 2)),
)
"""ISO, and month/day/year as US practices write it."""
MONEY = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d+)?", re.ASCII)
"""Dollars; a comma parts thousands only, since "12,50" may mean two very different sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do. With any problem it does nothing."""

    reports: tuple[Reported, ...]
    already_there: int
    problems: tuple[str, ...]
    unused: tuple[str, ...] = ()
    """Headers of the file that mean nothing to the log; their cells are not taken in."""

    def __str__(self) -> str:
        said = f"{len(self.reports)} new, {self.already_there} already there, {len(self.problems)} with problems"
        return f"{said}; columns not used: {', '.join(self.unused)}" if self.unused else said


def plan_import(data: bytes, *, name: str, practice: Practice, location: Location | None = None) -> Plan:
    """The dry run. Raises ImportRefused when the file as a whole cannot be read; row problems are in the plan."""
    rows = read_rows(data, name=name)
    columns = list(dict.fromkeys(header for row in rows for header in row if header and header != EXTRA))
    headers = _headers(columns)
    _refuse_missing(headers, name)
    unused = tuple(_clean(header)[:40] for header in columns if header not in headers.values())
    return _RowReader(practice=practice, fallback=location, headers=headers).plan(rows, unused=unused)


def import_complaints(plan: Plan, *, name: str, by: User | None) -> int:
    """Carry the plan out. Raises ImportRefused with every problem when the plan has any."""
    if plan.problems:
        shown = "; ".join(plan.problems[:3])
        more = f" (and {len(plan.problems) - 3} more)" if len(plan.problems) > 3 else ""
        raise ImportRefused(
            f"{name} was not taken in: {shown}{more}. Mend these rows and import the file again.",
            problems=plan.problems,
        )
    try:
        return log_many(list(plan.reports), by=by)
    except IntegrityError:
        raise ImportRefused(
            f"{name} was not taken in: somebody has just taken in some of the same complaints. Look at the file again."
        ) from None


class _RowReader:
    """Turns rows into reports, remembering which references it has met."""

    def __init__(self, *, practice: Practice, fallback: Location | None, headers: dict[str, str]) -> None:
        self.headers = headers
        self.locations = {place.name.casefold(): place for place in practice.locations.all()}
        self.fallback = fallback or (next(iter(self.locations.values())) if len(self.locations) == 1 else None)
        logged = Complaint.objects.filter(practice=practice)
        self.known = set(logged.exclude(reference="").values_list("reference", flat=True))
        self.nameless = set(logged.filter(reference="").values_list(*SAME_WITHOUT_REFERENCE))
        self.met: dict[str, int] = {}

    def plan(self, rows: Iterable[dict[str, Any]], *, unused: tuple[str, ...]) -> Plan:
        reports: list[Reported] = []
        problems: list[str] = []
        already = 0
        for number, row in enumerate(rows, start=1):
            try:
                report = self._report(row, number)
            except ValueError as problem:
                problems.append(f"row {number}: {problem}")
                continue
            if report is None:
                already += 1
            else:
                reports.append(report)
        return Plan(reports=tuple(reports), already_there=already, problems=tuple(problems), unused=unused)

    def _report(self, row: dict[str, Any], number: int) -> Reported | None:
        """None when it is in the log already."""
        if row.get(EXTRA):
            raise ValueError("it has more cells than the header; check for stray commas")
        reference = self._reference(row, number)
        words = self._text(row, "words")
        if reference in self.known:
            return None
        if not words:
            raise ValueError(f"“{self.headers['words']}” is empty")
        report = Reported(
            location=self._location(row),
            channel=self._text(row, "channel").replace("_", " ") or "not recorded",
            received_on=self._needed_day(row, "received_on"),
            treatment_on=self._day(row, "treatment_on"),
            words=words,
            reference=reference,
            amount_cents=self._cents(row),
            staff=self._names(row),
            status=_status(self._text(row, "status")),
            **{field: self._text(row, field) for field in _PLAIN},
        )
        told = (report.location.pk, report.received_on, report.words, report.first_name, report.last_name)
        return None if not reference and told in self.nameless else report

    def _reference(self, row: dict[str, Any], number: int) -> str:
        """The log's own id of the row, met for the first time in this file; "" when it has none."""
        reference = self._text(row, "reference")
        if reference in self.met:
            raise ValueError(f"the reference {reference} stands in row {self.met[reference]} already")
        if reference:
            self.met[reference] = number
        return reference

    def _value(self, row: dict[str, Any], field: str) -> Any:
        return row.get(self.headers.get(field, ""))

    def _text(self, row: dict[str, Any], field: str) -> str:
        value = self._value(row, field)
        if isinstance(value, dict | list):
            raise ValueError(f"“{self.headers[field]}” should be text")
        text = _clean(value)
        if len(text) > LONGEST.get(field, 100):
            raise ValueError(f"“{self.headers[field]}” holds more than {LONGEST.get(field, 100):,} characters")
        return text

    def _location(self, row: dict[str, Any]) -> Location:
        name = self._text(row, "location")
        if not name and self.fallback is not None:
            return self.fallback
        found = self.locations.get(name.casefold())
        if found is None:
            known = ", ".join(place.name for place in self.locations.values())
            raise ValueError(f"the location “{name[:40]}” is not one of yours ({known})")
        return found

    def _needed_day(self, row: dict[str, Any], field: str) -> date:
        found = self._day(row, field)
        if found is None:
            raise ValueError(f"“{self.headers[field]}” is empty")
        return found

    def _day(self, row: dict[str, Any], field: str) -> date | None:
        text = self._text(row, field)
        if not text:
            return None
        for form, (year, month, day) in DATE_FORMS:
            if match := form.fullmatch(text):
                try:
                    return date(int(match[year]), int(match[month]), int(match[day]))
                except ValueError:
                    break
        raise ValueError(f"“{text[:20]}” is not a date; write 2026-05-31 or 5/31/2026")

    def _cents(self, row: dict[str, Any]) -> int | None:
        text = self._text(row, "amount_cents")
        if not text:
            return None
        match = MONEY.fullmatch(text)
        if match is None:
            raise ValueError(f"“{text[:20]}” is not an amount of money; write it like 1250 or 1,250.00")
        return int((Decimal(match[1].replace(",", "") + (match[2] or "")) * 100).to_integral_value())

    def _names(self, row: dict[str, Any]) -> tuple[str, ...]:
        value = self._value(row, "staff")
        if not isinstance(value, list):
            value = re.split(r"[;,]", self._text(row, "staff"))
        if not all(isinstance(name, str) for name in value):
            raise ValueError(f"“{self.headers['staff']}” should be text, or a list of names")
        return tuple(name for name in map(_clean, value) if name)


_PLAIN = (
    "patient_reference", "first_name", "last_name", "known_as", "former_last_name", "related_contact",
    "procedure", "provider", "category", "wants",
)  # fmt: skip


SAME_WITHOUT_REFERENCE = (
    "location", "received_on", "words", "patient__first_name", "patient__last_name",
)  # fmt: skip
"""What makes a row without an id the very one that is in the log already."""


def _headers(columns: Iterable[str]) -> dict[str, str]:
    """Our field → the file's own header."""
    plain = {plain_header(header): header for header in columns}
    found = {}
    for field, names in COLUMNS.items():
        match = next((plain[name] for name in names if name in plain), None)
        if match is not None:
            found[field] = match
    return found


def _refuse_missing(headers: dict[str, str], name: str) -> None:
    """Names known headers only: where the header row is missing, the first row holds somebody's complaint."""
    missing = [COLUMNS[field][0] for field in NEEDED if field not in headers]
    if not headers:
        raise ImportRefused(f"{name} has no column we know; its first row must name them, such as {missing[0]}.")
    if missing:
        known = ", ".join(map(_clean, headers.values()))
        wanted = " and ".join(f"“{column}”" for column in missing)
        raise ImportRefused(f"{name} has no column {wanted}; known in it: {known}. Rename the one that is meant.")


def _clean(value: Any) -> str:
    """The cell as text that every database and page can hold: no NUL, no half of a character."""
    text = "" if value is None else str(value).replace("\x00", "").strip()
    return text.encode("utf-8", "replace").decode("utf-8")


def _status(text: str) -> str:
    return Complaint.Status.CLOSED if text.casefold() in CLOSED else Complaint.Status.OPEN
