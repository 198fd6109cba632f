"""The only door to a draft. What is not asked for here cannot be said in a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

from responders.types import Band, Particulars, ReplyContext

SLUG = re.compile(r"[a-z]+(?:_[a-z]+)*")
MOST_TOPICS = 3


def build_context(
    *,
    practice: Particulars,
    stars_of_five: float | None,
    verdict: str = "",
    has_text: bool,
    topics: Sequence[str] = (),
    language: str = "en",
    platform: str = "",
    seed: str,
    flagged: bool = False,
) -> ReplyContext:
    """Facts that are safe to answer from, folded into a band.

    ``stars_of_five`` is None when there is no rating; ``verdict`` is "recommended", "not recommended" or "" for sites
    without stars. ``topics`` are theme slugs, most important first; anything that is not a slug is left out, so that
    words of a review cannot slip through. ``language`` is BCP 47 ("" is taken as English). ``flagged`` marks a
    complaint inside a good rating: it is answered as ``mixed``, with a private route.
    """
    return ReplyContext(
        practice=practice,
        band=_band(stars_of_five, verdict, flagged=flagged),
        rating_only=not has_text,
        topics=tuple(dict.fromkeys(topic for topic in topics if SLUG.fullmatch(topic)))[:MOST_TOPICS],
        language=language.replace("_", "-").split("-")[0].lower() or "en",
        platform=platform,
        seed=seed,
    )


def _band(stars_of_five: float | None, verdict: str, *, flagged: bool) -> Band:
    """Stars off the scale (and NaN) count as no rating: a wrong cheer is worse than a reserved answer."""
    if stars_of_five is None or not 0 <= stars_of_five <= 5:
        band = _band_of_verdict(verdict)
    elif stars_of_five <= 2:
        band = "complaint"
    else:
        band = "mixed" if stars_of_five < 4 else "praise"
    return "mixed" if flagged and band == "praise" else band


def _band_of_verdict(verdict: str) -> Band:
    verdicts: dict[str, Band] = {"recommended": "praise", "not recommended": "complaint"}
    return verdicts.get(verdict, "unrated")
