"""Taking in a complaint log: looked at first, all of it or nothing, the same file twice is once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import ImportRefused
from monitor.models import AuditEvent, Complaint, Entry, Location, Patient, Practice, User
from monitor.services.complaint_files import read_rows
from monitor.services.complaint_import import Plan, import_complaints, plan_import
from tests.factories import make_complaint

HEADER = "complaint_id,patient_first,patient_last,location,received_date,amount,narrative"
ROW = "00123,Nadia,Petrov,Riverside,2026-04-30,120.50,Waited an hour."
GOOD = f"{HEADER}\n{ROW}\n00124,Tom,Ashby,Riverside,5/1/2026,,Nobody called back.\n".encode()


@pytest.fixture
def clinic(practice: Practice) -> Practice:
    return practice


def look(data: bytes | str, practice: Practice, *, location: Location | None = None) -> Plan:
    data = data.encode() if isinstance(data, str) else data
    return plan_import(data, name="log.csv", practice=practice, location=location)


def take(data: bytes | str, practice: Practice, *, by: User | None = None) -> int:
    return import_complaints(look(data, practice), name="log.csv", by=by)


def stored() -> list[tuple[int, str]]:
    return [(model.objects.count(), model.__name__) for model in (Complaint, Patient, Entry, AuditEvent)]


def records(*rows: dict[str, Any]) -> bytes:
    return json.dumps([{"received_date": "2026-04-30", "narrative": "Rude."} | row for row in rows]).encode()


# --- what goes in


def test_looking_changes_nothing(clinic: Practice) -> None:
    plan = look(GOOD, clinic)

    assert str(plan) == "2 new, 0 already there, 0 with problems"
    assert {count for count, _ in stored()} == {0}


def test_a_log_is_taken_in_with_numbers_patients_lines_and_one_audit_row(
    clinic: Practice, people: dict[str, User]
) -> None:
    assert take(GOOD, clinic, by=people["owner"]) == 2

    first, second = Complaint.objects.order_by("number")
    assert (first.label, first.patient.full_name, first.amount_cents) == ("C-0001", "Nadia Petrov", 12050)
    assert (second.label, second.received_on, second.amount_cents) == ("C-0002", date(2026, 5, 1), None)
    assert first.entries.get().text == "Received by not recorded: Waited an hour."
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.detail) == ("complaints:file:imported", people["owner"], {"rows": 2})


def test_the_same_file_twice_is_once(clinic: Practice) -> None:
    assert [take(GOOD, clinic), take(GOOD, clinic)] == [2, 0]
    assert look(GOOD, clinic).already_there == 2
    assert Complaint.objects.count() == 2


def test_a_longer_export_adds_only_what_is_new(clinic: Practice) -> None:
    take(GOOD, clinic)

    assert take(GOOD + b"00125,Mo,Lind,Riverside,2026-05-02,,Cold room.\n", clinic) == 1
    assert Complaint.objects.order_by("-number")[0].label == "C-0003"


def test_a_file_without_references_twice_is_once_too(clinic: Practice) -> None:
    """Two people may say the same on one day; both rows are taken, and neither a second time."""
    data = "first,last,date,notes\nNadia,Petrov,2026-04-30,Rude.\n,,2026-04-30,Cold.\n,,2026-04-30,Cold.\n"

    assert [take(data, clinic), take(data, clinic)] == [3, 0]


def test_a_complaint_typed_at_the_desk_and_an_import_without_reference_are_one(
    clinic: Practice, location: Location
) -> None:
    make_complaint(location, words="Rude.", received_on=date(2026, 4, 30))

    assert look("first,last,date,notes\nNadia,Petrov,2026-04-30,Rude.", clinic).already_there == 1


def test_leading_zeros_are_text(clinic: Practice) -> None:
    take(GOOD, clinic)

    assert set(Complaint.objects.values_list("reference", flat=True)) == {"00123", "00124"}


def test_numbers_go_on_where_the_log_stands(clinic: Practice, location: Location) -> None:
    make_complaint(location)
    take(GOOD, clinic)

    assert list(Complaint.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_one_patient_number_is_one_person_and_one_name_is_not(clinic: Practice) -> None:
    rows = [{"patient_id": "77", "patient_last": "Petrov"}] * 2 + [{"patient_last": "Petrov"}] * 2
    take(records(*rows), clinic)

    assert Patient.objects.count() == 3


FORMATS = {
    "CSV": GOOD,
    "CSV with a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "CSV with Windows line ends": GOOD.replace(b"\n", b"\r\n"),
    "CSV with old Mac line ends": GOOD.replace(b"\n", b"\r"),
    "CSV with semicolons": GOOD.replace(b",", b";"),
    "CSV after blank lines": b"\n\r\n" + GOOD,
    "TSV": GOOD.replace(b",", b"\t"),
    "UTF-16 little-endian": GOOD.decode().encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + GOOD.decode().encode("utf-16-be"),
    "headers in other words": GOOD.replace(b"complaint_id", b"Case").replace(b"narrative", b"Description"),
    "headers in capitals with spaces": HEADER.replace("_", " ").upper().encode() + GOOD[len(HEADER) :],
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_usual_form_of_table_is_read_alike(clinic: Practice, form: str) -> None:
    assert look(FORMATS[form], clinic).reports == look(GOOD, clinic).reports


RECORDS = [
    {"id": "00123", "first": "José", "last": "Núñez", "received": "2026-04-30", "notes": "Llegué tarde…", "paid": 99.5},
    {"id": "00124", "received": "2026-05-01T09:30:00Z", "notes": "Cold 😕", "staff": ["Kim", " Ana "]},
]
JSON_FORMS = {
    "a list": json.dumps(RECORDS),
    "a list over many lines": json.dumps(RECORDS, indent=2, ensure_ascii=False),
    "a record a line": "\n".join(json.dumps(row) for row in RECORDS),
    "a record a line with blank lines": "\n\n".join(json.dumps(row) for row in RECORDS) + "\n\n",
}


@pytest.mark.parametrize("form", JSON_FORMS)
def test_every_usual_form_of_json_is_read_alike(clinic: Practice, form: str) -> None:
    first, second = look(JSON_FORMS[form], clinic).reports

    assert (first.reference, first.first_name, first.words, first.amount_cents) == (
        "00123", "José", "Llegué tarde…", 9950,
    )  # fmt: skip
    assert (second.received_on, second.staff, second.amount_cents) == (date(2026, 5, 1), ("Kim", "Ana"), None)


def test_a_single_record_is_a_log_of_one(clinic: Practice) -> None:
    assert len(look(json.dumps(RECORDS[0]), clinic).reports) == 1
    assert len(look(json.dumps(RECORDS[0], indent=1), clinic).reports) == 1


def test_a_field_that_only_later_records_have_is_taken_in(clinic: Practice) -> None:
    plan = look(records({}, {"amount": "20", "patient_last": "Petrov", "procedure": "lip filler"}), clinic)

    assert [report.amount_cents for report in plan.reports] == [None, 2000]
    assert plan.reports[1].procedure == "lip filler"


def test_latin_1_of_old_desk_software_is_read(clinic: Practice) -> None:
    data = GOOD.replace(b"Nadia", "Núria".encode("latin-1")).replace(b"Waited", "“Waited”".encode("cp1252"))

    report = look(data, clinic).reports[0]
    assert (report.first_name, report.words) == ("Núria", "“Waited” an hour.")


def test_columns_that_mean_nothing_to_the_log_are_named(clinic: Practice) -> None:
    plan = look("date,notes,narrative,shoe size\n2026-04-30,kept aside,Rude.,39\n", clinic)

    assert plan.reports[0].words == "Rude."
    assert plan.unused == ("notes", "shoe size")
    assert str(plan).endswith("columns not used: notes, shoe size")


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://evil.example";"x")', "+1+2", "@SUM(A1)", "-2+3", "\t=1+1"])
def test_a_formula_stays_inert_text(clinic: Practice, formula: str) -> None:
    take(records({"patient_last": formula, "procedure": formula, "narrative": formula}), clinic)

    complaint = Complaint.objects.get()
    assert complaint.words == complaint.procedure == complaint.patient.last_name == formula.strip()


@pytest.mark.parametrize(
    ("written", "cents"),
    [("0", 0), ("12", 1200), ("12.5", 1250), ("$1,250.00", 125000), ("$ 3", 300), ("1,250,000", 125000000)],
)
def test_money_is_read_in_cents(clinic: Practice, written: str, cents: int) -> None:
    assert look(records({"amount": written}), clinic).reports[0].amount_cents == cents


@pytest.mark.parametrize(
    "written", ["2026-4-3", "2026-04-03", "4/3/2026", "04/03/2026", "2026-04-03 17:20", " 4/3/2026 "]
)
def test_a_day_is_read_as_practices_write_it(clinic: Practice, written: str) -> None:
    assert look(records({"received_date": written}), clinic).reports[0].received_on == date(2026, 4, 3)


@pytest.mark.parametrize("status", ["Closed", "RESOLVED", "done"])
def test_finished_complaints_come_in_closed(clinic: Practice, status: str) -> None:
    assert look(records({"status": status}, {"status": "new"}), clinic).reports[0].status == "closed"
    assert look(records({"status": status}, {"status": "new"}), clinic).reports[1].status == "open"


def test_a_location_is_found_whatever_its_case_and_a_missing_one_falls_back(clinic: Practice) -> None:
    hill = Location.objects.create(practice=clinic, name="Hill")
    data = records({"location": "riverSIDE"}, {"location": ""})

    assert [report.location.name for report in look(data, clinic, location=hill).reports] == ["Riverside", "Hill"]
    assert "is not one of yours (Hill, Riverside)" in look(data, clinic).problems[0], "with two, a person must say"


def test_halves_of_characters_and_nuls_in_json_become_harmless_text(clinic: Practice) -> None:
    text = r'[{"received": "2026-04-30", "notes": "a\ud800b\u0000c", "staff": ["K\udfffim"], "last": "P\ud83d"}]'
    take(text, clinic)

    complaint = Complaint.objects.select_related("patient").get()
    for kept in (complaint.words, complaint.staff[0], complaint.patient.last_name):
        assert kept.encode("utf-8")
        assert "\x00" not in kept


# --- what stays out


def big(cell: str) -> str:
    return f"{HEADER}\n00123,{cell},Petrov,Riverside,2026-04-30,,Rude.\n"


BROKEN: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "is empty"),
    "only blanks": (b" \r\n\t\n ", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "only a UTF-16 mark": (b"\xff\xfe", "is empty"),
    "only odd blanks": ("\u2028\u00a0\n", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
    "compressed": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "not a text file"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), "not a text file"),
    "UTF-32": (GOOD.decode().encode("utf-32"), "not a text file"),
    "NUL bytes in a cell": (GOOD.replace(b"Waited", b"Wai\x00ted"), "not a text file"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", "save it as CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as CSV"),
    "a web page": ("<!doctype html><table><tr><td>narrative</td></tr></table>", "web page"),
    "XML": ("\n<?xml version='1.0'?><log/>", "web page"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj", "no column we know"),
    "no header": (f"{ROW}\n{ROW}\n", "no column we know"),
    "a missing column": ("complaint_id,received_date\n1,2026-04-30\n", "“narrative”"),
    "two missing columns": ("complaint_id,location\n1,Riverside\n", "“received_date” and “narrative”"),
    "two header names alike": ("date,notes,Notes \n2026-04-30,a,b\n", "more than one column “notes”"),
    "header only": (HEADER, "holds no rows"),
    "an empty list": ("[]", "holds no rows"),
    "a ragged row": (f"{HEADER}\n{ROW},and more\n", "row 1: it has more cells"),
    "a row cut short": (f"{HEADER}\n00123,Nadia,Petrov\n", "row 1: “narrative” is empty"),
    "a quotation mark that never ends": (f'{HEADER}\n{ROW}\n1,"Tom,x,Riverside,2026-04-30,,A.\n{ROW}', "quotation"),
    "a stray quotation mark": (f'{HEADER}\n1,"Tom" A.,x,Riverside,2026-04-30,,A.\n', "quotation mark"),
    "a cell of 100 kB": (big("x" * 100_000), "row 1: “patient_first” holds more than 120 characters"),
    "a story of 100 kB": (big("Tom").replace("Rude.", "x" * 100_000), "“narrative” holds more than 20,000"),
    "a bad date": (records({"received_date": "last Tuesday"}), "row 1: “last Tuesday” is not a date"),
    "a day that does not exist": (records({"received_date": "2026-02-30"}), "“2026-02-30” is not a date"),
    "a month that does not exist": (records({"received_date": "13/13/2026"}), "is not a date"),
    "the year zero": (records({"received_date": "0000-01-01"}), "is not a date"),
    "a date as a number": (records({"received_date": 46142}), "“46142” is not a date"),
    "no date": (records({"received_date": None}), "“received_date” is empty"),
    "an unknown location": (records({"location": "Moonbase"}), "the location “Moonbase” is not one of yours"),
    "a negative amount": (records({"amount": "-5"}), "“-5” is not an amount"),
    "an amount of nan": (records({"amount": "nan"}), "“nan” is not an amount"),
    "an amount of infinity": (records({"amount": "Infinity"}), "is not an amount"),
    "an amount beyond all powers": (records({"amount": "1e999999"}), "is not an amount"),
    "an amount that is a signalling nan": (records({"amount": "sNaN"}), "is not an amount"),
    "a comma that may part cents": (records({"amount": "12,50"}), "“12,50” is not an amount"),
    "an amount that is true": (records({"amount": True}), "“True” is not an amount"),
    "an amount of money in a list": (records({"amount": [5]}), "“amount” should be text"),
    "a duplicate reference": (f"{HEADER}\n{ROW}\n{ROW}\n", "row 2: the reference 00123 stands in row 1"),
    "empty words": (records({"narrative": "  "}), "row 1: “narrative” is empty"),
    "words that are no text": (records({"narrative": {"text": "Rude."}}), "“narrative” should be text"),
    "names that are no text": (records({"staff": [{"name": "Kim"}]}), "“staff” should be text"),
    "broken JSON": ('[\n {"received": "2026-04-30"},\n {"notes": }\n]', "line 3, column 12"),
    "a broken line of JSON": ('{"received": "2026-04-30", "notes": "A"}\n\n{"received": \n', "line 3, column"),
    "JSON cut short": (json.dumps(RECORDS)[:60], "broken JSON at line 1"),
    "JSON of numbers": ("[1, 2, 3]", "row 1 has no named fields"),
    "JSON lines with a number": ('{"received": "2026-04-30", "notes": "A"}\n5\n', "row 2 has no named fields"),
    "a list in a list": ("[[{}]]", "row 1 has no named fields"),
    "deep nesting": ("[" * 100_000, "lists in lists"),
    "an endless number": (f'[{{"received": "2026-04-30", "notes": {"9" * 5000}}}]', "an endless number"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_gets_one_clear_sentence_and_stores_nothing(clinic: Practice, kind: str) -> None:
    data, expected = BROKEN[kind]

    with pytest.raises(ImportRefused) as refused:
        take(data, clinic)

    said = str(refused.value)
    assert expected in said
    assert said.startswith("log.csv")
    assert said.endswith(".")
    assert len(said) < 400
    assert said.isprintable()
    assert {count for count, _ in stored()} == {0}


def test_there_are_enough_ways_to_break_a_file() -> None:
    assert len(BROKEN) >= 25


def test_where_the_header_is_missing_no_patient_is_named_in_the_refusal(clinic: Practice) -> None:
    with pytest.raises(ImportRefused) as refused:
        look(f"{ROW}\n", clinic)

    assert not any(cell in str(refused.value) for cell in ("Nadia", "Petrov", "Waited"))


def test_one_bad_row_keeps_all_rows_out_and_every_bad_row_is_named(clinic: Practice) -> None:
    data = records({}, {"received_date": "x"}, {}, {"narrative": ""}, {"amount": "?"}, {"location": "Y"})
    plan = look(data, clinic)
    assert [problem.partition(":")[0] for problem in plan.problems] == ["row 2", "row 4", "row 5", "row 6"]

    with pytest.raises(ImportRefused, match=r"\(and 1 more\)") as refused:
        import_complaints(plan, name="log.csv", by=None)

    assert refused.value.problems == plan.problems
    assert Complaint.objects.count() == 0


def test_a_plan_that_somebody_else_carried_out_first_is_refused_whole(clinic: Practice) -> None:
    plan = look(GOOD, clinic)
    take(GOOD, clinic)

    with pytest.raises(ImportRefused, match="just taken in"):
        import_complaints(plan, name="log.csv", by=None)

    assert Complaint.objects.count() == 2
    assert AuditEvent.objects.count() == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_rows_or_one_refusal(data: bytes) -> None:
    try:
        rows = read_rows(data, name="log.csv")
    except ImportRefused as refused:
        assert str(refused).startswith("log.csv")  # noqa: PT017 - both endings are right, a third is not
    else:
        assert rows
        assert all(isinstance(row, dict) for row in rows)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(lambda t: t.strip() == t)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_words_come_through_json_and_table_unchanged(clinic: Practice, rows: list[tuple[str, str]]) -> None:
    quoted = "\r\n".join(
        f'2026-04-30,"{a.replace(chr(34), chr(34) * 2)}","{b.replace(chr(34), chr(34) * 2)}"' for a, b in rows
    )
    table = look(f"date,words,surname\r\n{quoted}\r\n", clinic)
    lines = look(records(*({"narrative": a, "patient_last": b} for a, b in rows)), clinic)

    assert [(report.words, report.last_name) for report in table.reports] == rows
    assert table.reports == lines.reports
