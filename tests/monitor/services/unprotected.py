"""A database whose protection somebody took away, as a forger with a shell would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from monitor.append_only import protect_after_migrate


@contextmanager
def without_triggers() -> Iterator[Callable[[str], object]]:
    """Raw SQL past the triggers; they are back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor.execute
    protect_after_migrate(using="default")
