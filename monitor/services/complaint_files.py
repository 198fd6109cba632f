"""A complaint log as a file: its bytes become rows with named cells, or one clear sentence says why not."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import Any

from sqlite_utils.utils import Format, rows_from_file

from monitor.errors import ImportRefused

EXTRA = "cells beyond the header"
DELIMITERS = ",\t;"
"""Comma, tab, and the semicolon that spreadsheets write where the comma is the decimal sign."""
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_rows(data: bytes, *, name: str) -> list[dict[str, Any]]:
    """The rows of a CSV, TSV, JSON or NDJSON file, at least one. Surplus cells of a row stand under ``EXTRA``.

    Raises ImportRefused when the file as a whole cannot be read.
    """
    if data.startswith(SPREADSHEETS):
        raise ImportRefused(f"{name} is a spreadsheet or an archive; save it as CSV and import that.")
    text = _decoded(data, name)
    begin = text.strip()[:1]
    if not begin:
        raise ImportRefused(f"{name} is empty; check that you exported the right file.")
    if begin == "<":
        raise ImportRefused(f"{name} is a web page, not a log; export the log as CSV or JSON and import that.")
    rows = _json_rows(text, name) if begin in "[{" else _table_rows(text, name)
    if not rows:
        raise ImportRefused(f"{name} holds no rows; check that you exported the right file.")
    return rows


def plain_header(header: str) -> str:
    """A header as it is compared: "Received Date*" is received_date."""
    return re.sub(r"[^a-z0-9]+", "_", str(header).casefold()).strip("_")


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, with or without a mark, or UTF-16 with one; else Latin-1, which old desk software still writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if any(sign < "\t" for sign in text):
        raise ImportRefused(f"{name} is not a text file; export the log as CSV or JSON and import that.")
    return text


def _json_rows(text: str, name: str) -> list[dict[str, Any]]:
    """A list of records, one record, or a record a line."""
    first, _, more = text.strip().partition("\n")
    if more and first.startswith("{") and first.rstrip().endswith("}"):
        lines = enumerate(text.split("\n"), start=1)
        values = [_json(line, name, line=number) for number, line in lines if line.strip()]
    else:
        value = _json(text, name)
        values = value if isinstance(value, list) else [value]
    for number, value in enumerate(values, start=1):
        if not isinstance(value, dict):
            raise ImportRefused(f"{name}, row {number} has no named fields; export the log as a list of records.")
    return values


def _json(text: str, name: str, *, line: int = 1) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1}, column {error.colno}"
        raise ImportRefused(f"{name} is broken JSON at {where} ({error.msg}); export it again.") from None
    except (ValueError, RecursionError):
        raise ImportRefused(
            f"{name} is JSON that no log holds (an endless number, or lists in lists in lists); export it again."
        ) from None


def _table_rows(text: str, name: str) -> list[dict[str, Any]]:
    """Strict about quotation marks: a missing one would swallow the rows behind it without a word."""
    text = text.lstrip("\r\n ")
    dialect = _dialect(text)
    rows: list[dict[str, Any]] = []
    try:
        _refuse_twins(next(csv.reader(io.StringIO(text, newline=None), dialect)), name)
        found, _ = rows_from_file(
            io.BytesIO(text.encode("utf-8", "replace")), format=Format.CSV, dialect=dialect, extras_key=EXTRA
        )
        rows.extend(found)
    except csv.Error:
        raise ImportRefused(
            f"{name} cannot be read as a table after row {len(rows)}: a quotation mark is missing there, or a cell "
            "never ends. Mend that row, or export the log again."
        ) from None
    return rows


def _dialect(text: str) -> type[csv.Dialect]:
    header = text.splitlines()[0]

    class Table(csv.excel):
        delimiter = max(DELIMITERS, key=header.count)
        strict = True

    return Table


def _refuse_twins(header: list[str], name: str) -> None:
    """Two columns of one name: only one could be taken in, and nobody would see which."""
    counted = Counter(filter(None, map(plain_header, header)))
    twins = [column for column, times in counted.items() if times > 1]
    if twins:
        raise ImportRefused(f"{name} has more than one column “{twins[0][:40]}”; rename or remove all but one.")
