"""Judges the final text of a public reply at every exit, and fails closed."""

from responders.guard.verdict import MECHANISM, judge, warm_up

__all__ = ["MECHANISM", "judge", "warm_up"]
