"""Ratings as sites write them, read on the scale they were given on; never clipped, never invented."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from monitor.types import NOT_RATED, Stars

USUAL_BEST = 5.0
MOST = 1_000_000_000
ENUM = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
"""Google's names for stars."""
FULL, HALF, EMPTY = "★⭐🌟✭✮", "½⯨⯪", "☆✩⚝"
UP = ("👍", "thumbs up", "thumbs-up", "thumbs_up", "recommended", "positive")
DOWN = ("👎", "thumbs down", "thumbs-down", "thumbs_down", "not recommended", "negative")

NUMBER = r"(-?\d{1,9}(?:[.,]\d{1,12})?)"
PERCENT = re.compile(rf"{NUMBER}\s*%")
RATIO = re.compile(
    rf"{NUMBER}\s*(?:/|\bout of\b|\bof\b|\bde\b|\bvon\b|\bsur\b|\bsu\b|\bvan(?: de)?\b|\bav\b|\baf\b|\bиз\b)\s*{NUMBER}"
)
ANY_NUMBER = re.compile(NUMBER)

Verdict = Literal["recommended", "not recommended", ""]


def read_stars(
    value: object, *, best: object = None, worst: object = None, usual_scale: float | None = None
) -> tuple[Stars, tuple[str, ...]]:
    """The rating and plain remarks about it.

    ``value`` may be a number, "5.0", "4,5", "٤", "★★☆☆☆", "18/30", "85%", Google's FIVE or ``{"ratingValue": …}``.
    ``best`` and ``worst`` are the ends the source states, swapped or not. ``usual_scale`` is the scale this route
    always has. With no scale at all, five is assumed for values up to 5; a larger value has scale None.
    Zero on a scale from 1 means "not rated".
    """
    if isinstance(value, Mapping):
        best = best if best is not None else _first(value, "bestRating", "scale", "rating_max")
        worst = worst if worst is not None else value.get("worstRating")
        value = _first(value, "ratingValue", "value", "rating")
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    raw = "" if value is None or isinstance(value, bool) else str(value).strip()[:80]
    if not raw:
        return NOT_RATED, ()
    number, own_best, remark = _number(value, raw)
    if number is None:
        return Stars(raw=raw), (remark,) if remark else ()
    ends = (_plain(best), _plain(worst))
    if own_best is not None:
        return _on_scale(number, raw, best=own_best, zero_is_real="%" in raw or ends[1] == 0)
    return _on_scale(number, raw, best=_best(number, *ends, usual_scale), zero_is_real=ends[1] == 0)


def read_verdict(value: object) -> Verdict:
    """A thumb or a recommendation, for sites without stars; "" when it is neither."""
    word = str(value).strip().casefold().rstrip("\ufe0f") if isinstance(value, str) else ""
    if word in DOWN:
        return "not recommended"
    return "recommended" if word in UP else ""


def _on_scale(number: float, raw: str, *, best: float | None, zero_is_real: bool) -> tuple[Stars, tuple[str, ...]]:
    if number == 0 and not zero_is_real:
        return Stars(raw=raw), ("a rating of 0 on a scale that begins at 1 means: not rated",)
    if number < 0:
        return Stars(raw=raw), (f"the rating {raw} is below every scale we know",)
    if best is None or number > best:
        return Stars(value=number, raw=raw), (f"the rating {raw} stands on a scale we do not know",)
    return Stars(value=number, scale=best, raw=raw), ()


def _best(number: float, best: float | None, worst: float | None, usual: float | None) -> float | None:
    """The larger stated end, since sites swap them; a lone worst end counts only where it can be the upper one."""
    if best is not None and (stated := max(best, worst or 0)) > 0:
        return stated
    if worst is not None and worst > 1 and number <= worst:
        return worst
    return usual if usual is not None else USUAL_BEST


def _number(value: object, raw: str) -> tuple[float | None, float | None, str]:
    """Value, the scale it states itself, and a remark when it is no number."""
    if isinstance(value, int | float):
        return (float(value), None, "") if -MOST < value < MOST else (None, None, "the rating is not a number")
    if raw.upper() in ENUM:
        return ENUM[raw.upper()], None, ""
    if drawn := _drawn(raw):
        return *drawn, ""
    if read_verdict(raw):
        return None, None, "a thumb or a recommendation is not a number of stars"
    text = _plain_digits(raw)
    if match := PERCENT.fullmatch(text):
        return _decimal(match[1]), 100.0, ""
    if match := RATIO.search(text):
        return _decimal(match[1]), _decimal(match[2]), ""
    if len(found := ANY_NUMBER.findall(text)) == 1:
        return _decimal(found[0]), None, ""
    return None, None, f"the star value {raw[:30]} is not one we know"


def _drawn(raw: str) -> tuple[float, float] | None:
    signs = raw.replace("\ufe0f", "").replace(" ", "")
    if not signs or not set(signs) <= set(FULL + HALF + EMPTY):
        return None
    full, half, empty = (sum(signs.count(sign) for sign in kind) for kind in (FULL, HALF, EMPTY))
    return full + half / 2, float(max(full + half + empty, USUAL_BEST))


def _plain(end: object) -> float | None:
    if isinstance(end, bool) or end is None:
        return None
    found = ANY_NUMBER.findall(_plain_digits(str(end)))
    return _decimal(found[0]) if len(found) == 1 else None


def _plain_digits(text: str) -> str:
    """Digits of any script as 0-9, and Arabic's decimal sign as a point."""
    kept = unicodedata.normalize("NFKC", text).casefold().replace("٫", ".")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in kept)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _first(mapping: Mapping[str, object], *keys: str) -> object:
    return next((mapping[key] for key in keys if mapping.get(key) is not None), None)
