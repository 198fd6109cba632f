"""``aftercare check [SOURCE]``: look now, whatever the clock says."""

from __future__ import annotations

import argparse

from monitor.errors import MonitorError
from monitor.models import Source
from monitor.services.checks import LOOKS, check_now
from monitor.types import SourceState

GOOD = (SourceState.OK, SourceState.NOT_MODIFIED)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", help="a source's name, or a part of it (default: all that can be fetched)")


def run(arguments: argparse.Namespace) -> int:
    rows = Source.objects.filter(route__in=LOOKS)
    if arguments.source:
        rows = rows.filter(label__icontains=arguments.source)
    if not rows:
        raise MonitorError("No source of that name can be fetched; aftercare status lists them.")
    all_well = True
    for source in rows:
        if check_now(source, by=None) is None:
            print(f"{source.label}: somebody is looking at it at this moment; ask again in a minute.")
            all_well = False
            continue
        source.refresh_from_db()
        print(f"{source.label}: {source.state}. {source.state_detail}")
        all_well &= source.state in GOOD
    return 0 if all_well else 1
