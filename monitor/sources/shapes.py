"""Looking into strangers' JSON: whatever has another shape than hoped is simply not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from monitor.errors import ReadError
from monitor.types import UNKNOWN_TIME, When


def mapping(value: object) -> dict[str, Any]:
    """The object itself, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first(value: dict[str, Any], *keys: str) -> Any:
    """The first value that is neither missing, null nor empty text."""
    return next((value[key] for key in keys if value.get(key) not in (None, "")), None)


def identifier(value: object) -> str | None:
    """An id as text: some versions of an API write them as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def whole_number(value: object) -> int | None:
    """A count, also when it is written as text; never negative."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    digits = str(value).strip().removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) < 12 else None


def review_list(value: object, *, where: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The review objects of a list, and a note when some entries were none. Raises ReadError when it is no list."""
    if not isinstance(value, list):
        raise ReadError(f"“{where}” should hold a list of reviews but does not; export it again.")
    found = mappings(value)
    odd = len(value) - len(found)
    return found, (f"{odd} entries under “{where}” are no reviews and were left out",) if odd else ()


def later(edited: When, published: When) -> When:
    """The date of an edit, or unknown when it only repeats the date of publication."""
    return edited if edited.latest and edited.latest != published.latest else UNKNOWN_TIME


def unique(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for note in notes if note))


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def all_have(records: Sequence[dict[str, Any]], *keys: str) -> bool:
    """True when there are records and each has every key."""
    return bool(records) and all(key in record for record in records for key in keys)
