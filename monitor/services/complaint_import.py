"""Taking in an existing complaint log: looked at row by row first, then all of it or none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlite_utils.utils import Format, rows_from_file

from monitor.errors import ImportRefused
from monitor.models import Complaint, Location, Practice, User
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
EXTRA = "cells beyond the header"
NEEDED = ("received_on", "words")
CLOSED = {"closed", "resolved", "done", "complete", "completed"}
DATE_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), (3, 1, 2)),
)
"""ISO, and month/day/year as US practices write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do. With any problem it does nothing."""

    reports: tuple[Reported, ...]
    already_there: int
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{len(self.reports)} new, {self.already_there} already there, {len(self.problems)} with problems"


def plan_import(data: bytes, *, name: str, practice: Practice, location: Location | None = None) -> Plan:
    """The dry run. Raises ImportRefused when the file as a whole cannot be read; row problems are in the plan."""
    rows = list(_rows(data, name))
    if not rows:
        raise ImportRefused(f"{name} holds no rows; check that you exported the right file.")
    headers = _headers(rows[0])
    missing = [field for field in NEEDED if field not in headers]
    if missing:
        wanted = " and ".join(f"“{COLUMNS[field][0]}”" for field in missing)
        raise ImportRefused(f"{name} has no column {wanted}; it has: {', '.join(map(str, rows[0]))}. Rename one.")
    reader = _RowReader(practice=practice, fallback=location, headers=headers)
    return reader.plan(rows)


def import_complaints(plan: Plan, *, name: str, by: User | None) -> int:
    """Carry the plan out. Raises ImportRefused with every problem when the plan has any."""
    if plan.problems:
        shown = "; ".join(plan.problems[:3])
        more = f" (and {len(plan.problems) - 3} more)" if len(plan.problems) > 3 else ""
        raise ImportRefused(
            f"{name} was not taken in: {shown}{more}. Mend these rows and import the file again.",
            problems=plan.problems,
        )
    return log_many(list(plan.reports), by=by)


class _RowReader:
    """Turns rows into reports, remembering which references it has met."""

    def __init__(self, *, practice: Practice, fallback: Location | None, headers: dict[str, str]) -> None:
        self.headers = headers
        self.locations = {place.name.casefold(): place for place in practice.locations.all()}
        self.fallback = fallback or (next(iter(self.locations.values())) if len(self.locations) == 1 else None)
        known = Complaint.objects.filter(practice=practice).exclude(reference="")
        self.known = set(known.values_list("reference", flat=True))
        self.met: dict[str, int] = {}

    def plan(self, rows: Iterable[dict[str, Any]]) -> Plan:
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
        return Plan(reports=tuple(reports), already_there=already, problems=tuple(problems))

    def _report(self, row: dict[str, Any], number: int) -> Reported | None:
        """None when its reference is in the log already."""
        if row.get(EXTRA):
            raise ValueError("it has more cells than the header; check for stray commas")
        reference = self._text(row, "reference")
        if reference in self.met:
            raise ValueError(f"the reference {reference} stands in row {self.met[reference]} already")
        if reference:
            self.met[reference] = number
        if reference in self.known:
            return None
        words = self._text(row, "words")
        if not words:
            raise ValueError(f"“{self.headers['words']}” is empty")
        return Reported(
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

    def _value(self, row: dict[str, Any], field: str) -> Any:
        return row.get(self.headers.get(field, ""))

    def _text(self, row: dict[str, Any], field: str) -> str:
        value = self._value(row, field)
        if isinstance(value, dict | list):
            raise ValueError(f"“{self.headers[field]}” should be text")
        text = "" if value is None else str(value).replace("\x00", "").strip()
        return text.encode("utf-8", "replace").decode("utf-8")

    def _location(self, row: dict[str, Any]) -> Location:
        name = self._text(row, "location")
        if not name and self.fallback is not None:
            return self.fallback
        found = self.locations.get(name.casefold())
        if found is None:
            known = ", ".join(place.name for place in self.locations.values())
            raise ValueError(f"the location “{name}” is not one of yours ({known})")
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
        text = self._text(row, "amount_cents").replace("$", "").replace(",", "")
        if not text:
            return None
        try:
            cents = Decimal(text) * 100
        except InvalidOperation:
            raise ValueError(f"“{text[:20]}” is not an amount of money") from None
        if not cents.is_finite() or cents < 0 or cents > 10**12:
            raise ValueError(f"“{text[:20]}” is not an amount of money")
        return int(cents.to_integral_value())

    def _names(self, row: dict[str, Any]) -> tuple[str, ...]:
        value = self._value(row, "staff")
        names = value if isinstance(value, list) else re.split(r"[;,]", str(value or ""))
        return tuple(str(name).strip() for name in names if str(name).strip())


_PLAIN = (
    "patient_reference", "first_name", "last_name", "known_as", "former_last_name", "related_contact",
    "procedure", "provider", "category", "wants",
)  # fmt: skip


def _headers(first: dict[str, Any]) -> dict[str, str]:
    """Our field → the file's own header."""
    plain = {re.sub(r"[^a-z]+", "_", str(header).casefold()).strip("_"): header for header in first if header}
    found = {}
    for field, names in COLUMNS.items():
        match = next((plain[name] for name in names if name in plain), None)
        if match is not None:
            found[field] = match
    return found


def _status(text: str) -> str:
    return Complaint.Status.CLOSED if text.casefold() in CLOSED else Complaint.Status.OPEN


def _rows(data: bytes, name: str) -> Iterator[dict[str, Any]]:
    if not data.strip():
        raise ImportRefused(f"{name} is empty; check that you exported the right file.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(f"{name} is a spreadsheet or an archive; save it as CSV and import that.")
    text = _decoded(data, name)
    form = _format(text, name)
    try:
        rows, _ = rows_from_file(io.BytesIO(text.encode("utf-8", "replace")), format=form, extras_key=EXTRA)
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise ImportRefused(f"{name}, row {number} has no named fields; export the log as a list of records.")
            yield row
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ImportRefused(f"{name} is broken JSON at {where} ({error.msg}); export it again.") from None
    except (csv.Error, RecursionError):
        raise ImportRefused(f"{name} could not be read as {form.name}; export it again as CSV.") from None


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, with or without a mark, or UTF-16 with one; else Latin-1, which old desk software still writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data or sum(byte < 9 for byte in data[:4096]):
        raise ImportRefused(f"{name} is not a text file; export the log as CSV or JSON and import that.")
    return data.decode("cp1252", "replace")


def _format(text: str, name: str) -> Format:
    first = text.lstrip().splitlines()[0]
    if first.startswith("<"):
        raise ImportRefused(f"{name} is a web page, not a log; export the log as CSV or JSON and import that.")
    if first.startswith("["):
        return Format.JSON
    if first.startswith("{"):
        return Format.NL if first.rstrip().endswith("}") else Format.JSON
    return Format.TSV if "\t" in first else Format.CSV
