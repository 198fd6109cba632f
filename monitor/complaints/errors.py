"""What the fair measure and the clocks refuse."""

from __future__ import annotations

from monitor.errors import MonitorError


class UnfitRecord(MonitorError):
    """An entry of the log lacks what fairness asks of it, or contradicts itself; the sentence says how to mend it."""
