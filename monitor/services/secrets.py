"""Access tokens of sources: kept in files that only this account can read, never in the database or on a page."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from monitor.models import Source


def token_of(source: Source) -> str:
    """The stored token, or "" when none was given yet."""
    path = _path(source)
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def keep_token(source: Source, token: str) -> None:
    """Replace the token in one step; a crash leaves the old one or the new one."""
    path = _path(source)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)  # One left by a crash would keep its own mode.
    with open(fresh, "w", encoding="utf-8", opener=_private) as file:
        file.write(token.strip())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _path(source: Source) -> Path:
    return Path(settings.AFTERCARE_HOME) / "keys" / f"source-{source.pk}.token"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)
