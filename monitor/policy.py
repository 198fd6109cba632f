"""What a practice decides is data: reads ``config/policy/*.toml`` and refuses what is undated or unsourced."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import PolicyError

SHIPPED = Path(__file__).resolve().parent.parent / "config" / "policy"
REQUIRED = ("what", "version", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy file: ``about`` says what, since when, from where, and who has verified it; ``data`` is the rest."""

    name: str
    version: str
    source: str
    verified_by: str
    verified_on: str
    data: dict[str, Any]

    @property
    def is_verified(self) -> bool:
        return bool(self.verified_by and self.verified_on)


def policy_folder() -> Path:
    """The practice's own folder when ``AFTERCARE_POLICY`` names one, else the shipped one."""
    return Path(os.environ.get("AFTERCARE_POLICY", SHIPPED))


def load_policy(name: str) -> Policy:
    """Read ``<name>.toml``. Raises PolicyError, naming file and mend, when it is missing, broken or undated."""
    return _load(policy_folder() / f"{name}.toml")


@lru_cache(maxsize=64)
def _load(path: Path) -> Policy:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PolicyError(
            f"The policy file {path.name} is missing; restore it from the shipped config/policy folder."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(
            f"The policy file {path.name} is not valid TOML ({error}); mend that line or restore the file."
        ) from None
    about = data.pop("about", None)
    about = about if isinstance(about, dict) else {}
    missing = [key for key in REQUIRED if not about.get(key)]
    if missing:
        raise PolicyError(f"The policy file {path.name} does not say {', '.join(missing)} under [about]; add it.")
    return Policy(
        name=path.stem,
        version=str(about["version"]),
        source=str(about["source"]),
        verified_by=str(about.get("verified_by", "")),
        verified_on=str(about.get("verified_on", "")),
        data=data,
    )
