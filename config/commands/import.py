"""``aftercare import complaints|reviews FILE``: all of a file or none of it; a dry run looks first."""

from __future__ import annotations

import argparse
from pathlib import Path

from monitor.errors import ImportRefused, MonitorError, ReadError
from monitor.models import Location, Practice
from monitor.services.complaint_import import import_complaints, plan_import
from monitor.services.files import take_in_file


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("complaints", "reviews"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--location", help="the location's name (needed when there are several)")
    parser.add_argument("--source", help="for reviews: the kind of file, when it cannot be told by looking")
    parser.add_argument("--dry-run", action="store_true", help="for complaints: say what would happen, change nothing")


def run(arguments: argparse.Namespace) -> int:
    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise ReadError(f"{arguments.file.name} cannot be opened ({error.strerror}); check its name.") from None
    if arguments.kind == "reviews":
        if arguments.dry_run:
            raise MonitorError("A dry run is for complaints; aftercare read shows what a file of reviews holds.")
        intake = take_in_file(
            arguments.file.name, data, location=_location(arguments.location), by=None, kind=arguments.source
        )
        print(f"{arguments.file.name}: {intake}.")
        return 0
    return _complaints(arguments, data)


def _complaints(arguments: argparse.Namespace, data: bytes) -> int:
    practice = Practice.objects.first()
    if practice is None:
        raise MonitorError("Name the practice first: aftercare init --practice NAME")
    place = _location(arguments.location) if arguments.location else None
    plan = plan_import(data, name=arguments.file.name, practice=practice, location=place)
    if arguments.dry_run:
        print(f"{arguments.file.name}: {plan}. Nothing was changed.")
        for problem in plan.problems:
            print(problem)
        return 1 if plan.problems else 0
    try:
        count = import_complaints(plan, name=arguments.file.name, by=None)
    except ImportRefused as refusal:
        for problem in refusal.problems:
            print(problem)
        raise
    print(f"{arguments.file.name}: {count} taken in, {plan.already_there} were there already.")
    return 0


def _location(name: str | None) -> Location:
    places = Location.objects.all()
    found = places.filter(name__iexact=name) if name else places
    if len(found) != 1:
        known = ", ".join(place.name for place in places) or "none yet"
        raise MonitorError(f"Say which location the file belongs to with --location; yours are: {known}.")
    return found[0]
