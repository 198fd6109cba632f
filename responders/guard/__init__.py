"""Judges the final text of a public reply at every exit, and fails closed."""

from responders.guard.verdict import MECHANISM, judge

__all__ = ["MECHANISM", "judge"]
