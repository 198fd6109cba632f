"""Claiming work without locks: a conditional UPDATE that says whether this process may go ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

LEASE = timedelta(minutes=5)
"""Longer than any deadline of the work under it (placing a reply is three calls of a minute at most); a crash delays
the work by this much and never loses it."""


def claim(row: Model, *, still: Q, lasting: timedelta = LEASE, **changes: Any) -> bool:
    """True when this process now holds the row. ``still`` must hold at that moment; ``changes`` are written too.

    ``row.leased_until`` is the end of the lease, and the proof that it is ours (see ``release``).
    """
    now = timezone.now()
    # A lease that ends later than any can was written by a clock that was wrong.
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * lasting)
    rows = type(row)._default_manager.filter(free & still, pk=row.pk)
    row.leased_until = now + lasting
    return rows.update(leased_until=row.leased_until, **changes) == 1


def release(row: Model, **changes: Any) -> bool:
    """Give the row back with ``changes``. False, and nothing is written, when somebody else has it by now."""
    rows = type(row)._default_manager.filter(pk=row.pk, leased_until=row.leased_until)
    return rows.update(leased_until=None, **changes) == 1
