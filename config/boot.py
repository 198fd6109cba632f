"""Bringing the desk's own framework up, for the commands that need the database."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import wraps

import django
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, OperationalError

from monitor.errors import MonitorError

Run = Callable[[argparse.Namespace], int]


def start() -> None:
    """Ready for models and services (idempotent)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not apps.ready:
        django.setup()


def bring_up_to_date() -> None:
    """Create the database or migrate it to this version."""
    call_command("migrate", verbosity=0, interactive=False)


def with_store(run: Run) -> Run:
    """The command, with a database that fails it told in one sentence."""

    @wraps(run)
    def told(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except DatabaseError as error:
            what = str(error) if isinstance(error, OperationalError) else type(error).__name__
            raise MonitorError(
                f"The database cannot be used ({what}). Run aftercare init to create it or bring it up to date, "
                "then aftercare doctor."
            ) from error

    return told
