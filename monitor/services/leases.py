"""Claiming work without locks: a conditional UPDATE that says whether this process may go ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

LEASE = timedelta(minutes=3)
"""Longer than any deadline of the work under it; a crash delays the work by this much and never loses it."""


def claim(row: Model, *, still: Q, **changes: Any) -> bool:
    """True when this process now holds the row. ``still`` must hold at that moment; ``changes`` are written too."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    rows = type(row)._default_manager.filter(free & still, pk=row.pk)
    return rows.update(leased_until=now + LEASE, **changes) == 1
