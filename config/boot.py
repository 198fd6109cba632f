"""Bringing the desk's own framework up, for the commands that need the database."""

from __future__ import annotations

import os

import django
from django.apps import apps
from django.core.management import call_command


def start() -> None:
    """Ready for models and services (idempotent)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not apps.ready:
        django.setup()


def bring_up_to_date() -> None:
    """Create the database or migrate it to this version."""
    call_command("migrate", verbosity=0, interactive=False)
