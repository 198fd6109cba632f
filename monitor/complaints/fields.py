"""A table of a policy file, read strictly: what is missing, misspelt or out of range is refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, NoReturn

from monitor.errors import PolicyError


@dataclass(frozen=True, slots=True)
class Fields:
    """The entries under ``where``, such as ``[level.L4]`` in conduct.toml. Every reader raises PolicyError."""

    table: Mapping[str, Any]
    file: str
    where: str = ""

    def refuse(self, why: str) -> NoReturn:
        raise PolicyError(f"{self.file}.toml, {self.where or 'top level'}: {why}; compare it with the shipped file.")

    def only(self, *keys: str) -> Fields:
        """Itself, when it holds no entry but these: a misspelt rule must not be a rule silently lost."""
        strange = sorted(set(self.table) - set(keys))
        if strange:
            self.refuse(f"nobody knows {', '.join(strange)}")
        return self

    def number(self, key: str, *, least: float = 0.0, most: float = inf) -> float:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self.refuse(f"{key} must be a number")
        if not least <= value <= most:
            self.refuse(f"{key} must be at least {least:g}" + ("" if most == inf else f" and at most {most:g}"))
        return float(value)

    def whole(self, key: str, *, least: int = 0, most: float = inf) -> int:
        value = self.number(key, least=least, most=most)
        if value != int(value):
            self.refuse(f"{key} must be a whole number")
        return int(value)

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            self.refuse(f"{key} must be true or false")
        return value

    def words(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{key} must be words")
        return value

    def list_of_words(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.refuse(f"{key} must be a list of words")
        return tuple(value)

    def list_of_wholes(self, key: str) -> tuple[int, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            self.refuse(f"{key} must be a list of whole numbers")
        return tuple(value)

    def inner(self, key: str) -> Fields:
        value = self._value(key)
        if not isinstance(value, Mapping):
            self.refuse(f"{key} must be a table")
        return Fields(value, self.file, f"{self.where}.{key}" if self.where else key)

    def inners(self) -> dict[str, Fields]:
        """Every entry as a table."""
        return {key: self.inner(key) for key in self.table}

    def rows(self, key: str) -> tuple[Fields, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.refuse(f"{key} must be a list of [[{key}]] tables")
        return tuple(Fields(one, self.file, f"[[{key}]] number {number}") for number, one in enumerate(value, 1))

    def _value(self, key: str) -> Any:
        if key not in self.table:
            self.refuse(f"{key} is missing")
        return self.table[key]
