"""Tables: CSV, TSV, JSON lists and JSON lines, with a column map or the usual headings in English and Spanish."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from monitor.errors import NothingReadable, ReadError
from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import same_review_once
from monitor.sources.record import Clock, Columns, day_first_in, is_review, review_from
from monitor.sources.shapes import counted, mapping, mappings, unique
from monitor.sources.spellings import columns_for
from monitor.types import Listing

DELIMITERS = ",;\t|"
LONGEST_CELL = 50_000_000
LONGEST_NAME = 30
ENDINGS = (".csv", ".tsv")
NEEDED = ("text", "rating", "verdict")
csv.field_size_limit(LONGEST_CELL)
"""The standard limit of 131,072 characters would refuse a very long review."""

Rows = list[dict[str, Any]]


class Table:
    """Whatever staff can export or type: a row is a review."""

    slug = "table"
    label = "Table (CSV, TSV, JSON list or JSON lines)"

    def recognises(self, document: Document) -> bool:
        if document.begins_as_json:
            return document.json == [] or any(map(is_review, mappings(document.json)))
        if document.is_zip or document.is_page:
            return False
        names = _heading(document)
        named_so = document.name.casefold().endswith(ENDINGS)
        return (named_so and len(names) > 1) or (_is_heading(names) and (named_so or len(names) > 1))

    def read(self, document: Document, options: ReadOptions) -> Listing:
        """Raises ReadError for a ragged row or a column that is not there, naming row or columns."""
        names, rows = _json_rows(document) if document.begins_as_json else _csv_rows(document)
        columns = _columns(names, options, document.name)
        clock = Clock(base=options.read_at, zone=options.zone or "UTC", day_first=day_first_in(rows, columns))
        found = [review_from(row, columns, source=self.slug, clock=clock) for row in rows]
        reviews = [one for one in found if one.text or one.title or one.stars.raw or one.verdict]
        notes = []
        if bare := len(found) - len(reviews):
            notes.append(f"{counted(bare, 'row')} of {len(found)} without words or rating left out")
        return Listing(
            reviews=same_review_once(reviews),
            says_none=not rows,
            notes=unique(notes),
        )


def _columns(names: tuple[str, ...], options: ReadOptions, where: str) -> Columns:
    """The map as given, completed by the usual headings. At least words, a rating or a verdict must be there."""
    missing = [column for _, column in options.columns if column not in names]
    if missing and names:
        raise ReadError(f"{where} has no column {_listed(missing)}; its columns are {_listed(names)}.")
    guessed = columns_for(name for name in names if name not in dict(options.columns).values())
    columns = guessed | {field: (column,) for field, column in options.columns}
    if names and not any(field in columns for field in NEEDED):
        raise NothingReadable(
            f"{where} has no column we know as text or rating; its columns are {_listed(names)}."
            " Name them: --map text=COLUMN --map rating=COLUMN."
        )
    return columns


def _is_heading(names: tuple[str, ...]) -> bool:
    return any(field in columns_for(names) for field in NEEDED)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    """Names for a message. A table without headings begins with a review, whose words belong in no message."""
    shown = ", ".join(f"“{name}”" if len(name) <= LONGEST_NAME else "(a long one)" for name in names[:20])
    return shown + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def _json_rows(document: Document) -> tuple[tuple[str, ...], Rows]:
    page = document.json
    records = page if isinstance(page, list) else next((v for v in mapping(page).values() if mappings(v)), None)
    if not isinstance(records, list):
        raise NothingReadable(f"{document.name} holds no list of rows; export the reviews as a list.")
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            raise ReadError(f"{document.name}, row {number}: not an object with named values; mend or remove that row.")
    rows = [record | dict(_flat(record)) for record in records]
    return tuple(dict.fromkeys(name for row in rows for name in row)), rows


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values one level down as "user.name", so that a map can name them."""
    for name, value in record.items():
        for inner, found in mapping(value).items():
            yield f"{name}.{inner}", found


def _csv_rows(document: Document) -> tuple[tuple[str, ...], Rows]:
    names, delimiter, start = _heading(document), _delimiter(document), _start(document)
    if len(set(names)) < len(names):
        raise ReadError(f"{document.name} has two columns of one name: {_listed(names)}; rename one.")
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    try:
        next(reader, None)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(names, cells, f"{document.name}, row {len(rows) + 1} (line {reader.line_num})"))
    except csv.Error:
        raise ReadError(
            f"{document.name}, row {len(rows) + 1} (line {reader.line_num}): unmatched quotation marks; mend that row."
        ) from None
    return names, rows


def _row(names: tuple[str, ...], cells: list[str], where: str) -> dict[str, Any]:
    if len(cells) != len(names):
        raise ReadError(f"{where} has {len(cells)} cells where the heading has {len(names)}; mend that row.")
    return dict(zip(names, cells, strict=True))


def _start(document: Document) -> str:
    """The text from its heading on; spreadsheets may put "sep=;" before it."""
    text = document.text.replace("\x00", "").lstrip("\ufeff\r\n")
    return text.partition("\n")[2] if text[:4].casefold() == "sep=" else text


def _delimiter(document: Document) -> str:
    line = _start(document).partition("\n")[0]
    return max(DELIMITERS, key=line.count)


def _heading(document: Document) -> tuple[str, ...]:
    line = io.StringIO(_start(document)[:100_000], newline="")
    try:
        names = next(csv.reader(line, delimiter=_delimiter(document)), [])
    except csv.Error:
        return ()
    return tuple(name.strip() or f"column {number}" for number, name in enumerate(names, start=1))
