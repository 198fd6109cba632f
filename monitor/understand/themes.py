"""What a review speaks about: themes by cue phrases, precision first, for the owner's charts and the reply's topic."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from monitor.policy import load_policy, policy_folder
from monitor.types import ThemeHit
from monitor.understand.clauses import Reading
from monitor.understand.cues import CueBook


def find_themes(reading: Reading) -> tuple[ThemeHit, ...]:
    """Themes of the reading, in the order in which the text comes to them. Raises PolicyError for an unusable file."""
    found = _theme_cues(policy_folder()).find(reading)
    ordered = sorted(found.items(), key=lambda pair: pair[1][0].start)
    return tuple(ThemeHit(theme=theme, words=words) for theme, words in ordered)


@lru_cache(maxsize=4)
def _theme_cues(_folder: Path) -> CueBook:
    policy = load_policy("themes")
    return CueBook(policy.data.get("theme", {}), data=policy.data, where=f"{policy.name}.toml")
