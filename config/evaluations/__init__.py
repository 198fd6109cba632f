"""One file a mechanism: ``evaluate(given)`` runs it over rows without a database and scores it where labels are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The answer rows, one JSON object each, and the score lines to print (empty where nothing was labelled)."""

    rows: Iterable[dict[str, Any]]
    scores: tuple[str, ...]
