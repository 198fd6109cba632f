"""``aftercare read FILE…``: any export, API answer, saved page or table as JSON lines, without a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError, ReadError
from monitor.sources.document import ReadOptions
from monitor.sources.normalise import whole_characters
from monitor.sources.read import read_document
from monitor.sources.registry import SOURCES
from monitor.sources.shapes import counted
from monitor.sources.spans import zone_named
from monitor.sources.spellings import FIELDS
from monitor.types import Listing, RawReview, Stars

Row = dict[str, Any]
NO_LISTING = Listing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one file: a listing, or the reason why there is none."""

    file: str
    listing: Listing = NO_LISTING
    problem: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="export, API answer, saved page or table")
    sources = "; ".join(f"{slug}: {source.label}" for slug, source in SOURCES.items())
    parser.add_argument(
        "--source", choices=SOURCES, metavar="KIND", help=f"what the files are, if not found out: {sources}"
    )
    parser.add_argument("-o", "--out", type=Path, help="where the rows go, one JSON line each (default: stdout)")
    parser.add_argument(
        "--map", action="append", type=_column, default=[], metavar="FIELD=COLUMN", dest="columns",
        help=f"for tables: which column is which of {', '.join(FIELDS)}",
    )  # fmt: skip
    parser.add_argument("--zone", type=_zone, help="time zone of times that state none, such as Europe/Madrid")
    parser.add_argument(
        "--read-at", type=_moment, metavar="ISO", help="when it was copied: “2 weeks ago” counts from then"
    )
    parser.add_argument(
        "--practice-name", action="append", default=[], metavar="NAME", dest="practice_names",
        help="a name the practice answers under; what it wrote is no review",
    )  # fmt: skip
    parser.add_argument("--url", default="", help="the address a page was saved from")


def run(arguments: argparse.Namespace) -> int:
    options = ReadOptions(
        columns=tuple(arguments.columns),
        zone=arguments.zone,
        read_at=arguments.read_at,
        practice_names=tuple(arguments.practice_names),
        url=arguments.url,
    )
    readings = [_read(path, arguments.source, options) for path in arguments.files]
    rows = [row(reading.file, review) for reading in readings for review in reading.listing.reviews]
    if arguments.out is None:
        sys.stdout.writelines(_lines(rows, ascii_only=not _speaks_unicode()))
    elif any(not reading.problem for reading in readings):
        write_whole(arguments.out, _lines(rows))
    for line in _summary(readings, len(rows)):
        print(line, file=sys.stderr)
    return 1 if any(reading.problem for reading in readings) else 0


def row(file: str, review: RawReview) -> Row:
    """The keys a reader of the output can rely on; unknown dates, ratings and answers are null."""
    return {
        "file": file,
        "source": review.source,
        "external_id": review.external_id,
        "author": review.author,
        "rating": _number(review.stars.value),
        "scale": _scale(review.stars),
        "title": review.title,
        "text": review.text,
        "language": review.language,
        "published_at": review.published.value or None,
        "date_precision": review.published.precision,
        "edited_at": review.edited.value or None,
        "owner_reply": review.owner_reply.text if review.owner_reply else None,
        "is_excerpt": review.is_excerpt,
        "url": review.url,
    }


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write beside and rename, so that nobody ever finds half a file. Raises ReadError when it cannot be written."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise ReadError(f"{path} cannot be written ({error.strerror}).") from None
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise ReadError(f"{path} cannot be written ({error.strerror}).") from None


def _read(path: Path, kind: str | None, options: ReadOptions) -> Reading:
    name = whole_characters(str(path))
    try:
        return Reading(file=name, listing=read_document(name, path.read_bytes(), kind=kind, options=options))
    except OSError as error:
        return Reading(file=name, problem=f"{name} cannot be opened ({error.strerror}).")
    except MonitorError as error:
        return Reading(file=name, problem=str(error))


def _summary(readings: list[Reading], rows: int) -> Iterable[str]:
    for reading in readings:
        if reading.problem:
            yield f"aftercare read: {reading.problem}"
        if reading.listing.says_none:
            yield f"{reading.file}: says that there are no reviews"
        yield from (f"{reading.file}: {note}" for note in reading.listing.notes)
        if reading.listing.removed:
            yield f"{reading.file}: {counted(len(reading.listing.removed), 'review')} removed at the source"
        if remarks := sum(bool(review.warnings) for review in reading.listing.reviews):
            yield f"{reading.file}: {counted(remarks, 'review')} with a rating or date that needs a look"
    read = sum(not reading.problem for reading in readings)
    yield f"{counted(rows, 'review')} in {counted(read, 'file')}"


def _lines(rows: Iterable[Row], *, ascii_only: bool = False) -> Iterable[str]:
    return (json.dumps(one, ensure_ascii=ascii_only) + "\n" for one in rows)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value


def _scale(stars: Stars) -> float | int | None:
    return _number(float(stars.scale)) if stars.scale is not None and stars.value is not None else None


def _column(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if field not in FIELDS or not sign or not column:
        raise argparse.ArgumentTypeError(f"“{text}” is not FIELD=COLUMN with a field of {', '.join(FIELDS)}")
    return field, column


def _zone(name: str) -> str:
    try:
        zone_named(name)
    except MonitorError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return name


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a moment like 2026-05-03 or 2026-05-03T09:36:11Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
