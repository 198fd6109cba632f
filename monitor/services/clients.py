"""The one polite client, set up as this installation allows."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from monitor.sources.client import Client


@lru_cache(maxsize=1)
def client() -> Client:
    """One a process, so that all sources of a host keep to one pace.

    It reaches public https addresses only and, besides them, the origins that name the practice platform.
    """
    return Client(allowed_private=frozenset(settings.PRACTICE_PLATFORM))
