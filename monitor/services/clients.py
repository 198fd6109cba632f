"""The one polite client, set up as this installation allows."""

from __future__ import annotations

from django.conf import settings

from monitor.sources.client import Client


def client() -> Client:
    """Public https addresses only; besides them, the origins that name the practice platform."""
    return Client(allowed_private=frozenset(settings.PRACTICE_PLATFORM))
