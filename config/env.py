"""What the machine decides: folders, secrets and switches from the environment, with safe answers when it is silent."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Where the practice's data lives (database, keys). ``AFTERCARE_HOME``, else ``var/`` beside the code."""
    return Path(os.environ.get("AFTERCARE_HOME") or BASE / "var").resolve()


def switch(name: str, *, default: bool = False) -> bool:
    """A yes-or-no setting; only 1, true, yes and on mean yes."""
    return os.environ.get(name, "yes" if default else "").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number from the environment, 0 or more; anything else is refused rather than ignored."""
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise SystemExit(
            f"{name} must be a whole number, 0 or more; it is not. Mend it in the environment and start again."
        )
    return int(given)


def words(name: str, default: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def key(name: str) -> str:
    """A secret of this installation from ``<home>/keys/<name>``, made on first use, readable by its owner alone.

    Keys lie outside the database so that a copied database tells neither sessions nor a forged audit trail. A new
    one takes its name only when it is whole: of two processes that start at once, both read the same.
    """
    folder = home() / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        fresh = folder / f"{name}.{secrets.token_hex(8)}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    found = path.read_text(encoding="ascii").strip()
    if not found:
        raise SystemExit(f"The key file {path} is empty; restore it from your backup. Do not go on with a new one.")
    return found
