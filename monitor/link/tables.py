"""Reads the tables that ship with the linker: names and weights, kept as data beside the code."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """The shipped table ``data/<name>.toml``."""
    return tomllib.loads(files("monitor.link").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
