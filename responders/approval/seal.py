"""What exactly was approved: the hash of the bytes, and whether a site takes that many."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from monitor.errors import PolicyError
from monitor.policy import load_policy
from responders.errors import NotAllowed


def sha256_of(text: str) -> str:
    """The hash, in hexadecimal, of the exact UTF-8 bytes. No trimming, no normalising: another byte, another reply."""
    return sha256(_bytes(text)).hexdigest()


def fits(text: str, platform: str) -> str | None:
    """None when the site takes a reply of this length, else a sentence to show.

    ``platform`` is a source's slug; what stands before the first ``_`` or ``-`` names the site. Limits are data in
    ``config/policy/playbook.toml``; a site that we know nothing about gets the tightest limit that we do know.
    """
    site, most, unit = _limit(platform.replace("-", "_").split("_")[0])
    length = len(_bytes(text)) if unit == "bytes" else len(text)
    if length <= most:
        return None
    return f"The reply has {length} {unit}; {site} takes at most {most}. Please shorten it."


def shows_something(text: str) -> bool:
    """False for a text of blanks and characters without a shape: readers would see an empty answer."""
    return any(unicodedata.category(letter)[0] not in "ZC" for letter in text)


def _limit(site: str) -> tuple[str, int, str]:
    limits = load_policy("playbook").data.get("limits", {})
    try:
        limit = limits.get(site) or limits["other"]
        return str(limit["site"]), int(limit["most"]), str(limit["unit"])
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(f"playbook.toml lacks or misspells {error} under [limits]; see the shipped file.") from None


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotAllowed(
            f"Character {error.start + 1} of the reply is broken and cannot be sent; delete it and type it again."
        ) from None
