"""``aftercare doctor``: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from monitor.append_only import unprotected_tables
from monitor.models import Source, User
from monitor.services.audit import verify
from monitor.types import SourceState

WAL_RESET_FIXED = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at once."""
LEAST_FREE = 500 * 1024 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(format="text")


def run(_: argparse.Namespace) -> int:
    """Exit 1 when anything needs a person."""
    problems = list(_problems())
    for problem in problems:
        print(problem)
    if not problems:
        print("Nothing is wrong that this command can see.")
    return 1 if problems else 0


def _problems() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The database is older than this version; run aftercare init."
        return
    yield from _database()
    chain = verify()
    if chain.broken_at:
        yield f"The audit trail does not fit at number {chain.broken_at}; keep the database as it is and find out why."
    if not User.objects.filter(role="owner", is_active=True).exists():
        yield "Nobody is owner; run aftercare user add NAME --role owner."
    for source in Source.objects.filter(state__in=(SourceState.BLOCKED, SourceState.READER_LOST)):
        yield f"Source {source.label}: {source.state}. {source.state_detail}"


def _database() -> Iterator[str]:
    if shutil.disk_usage(settings.AFTERCARE_HOME).free < LEAST_FREE:
        yield "Less than 500 MB are free on the disk of the database; make room before anything is lost."
    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < WAL_RESET_FIXED:
        yield (
            f"This Python carries SQLite {sqlite3.sqlite_version}; versions before 3.51.3 have a rare WAL fault under "
            "two writers. Keep to one process (aftercare serve), back up daily, and move to a newer SQLite."
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        if cursor.fetchone()[0] != "ok":
            yield "The database file is damaged; stop the desk and restore the last backup."
    if unprotected_tables(connection):
        yield "The append-only protection is not in place; run aftercare init."
