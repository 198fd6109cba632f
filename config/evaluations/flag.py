"""``aftercare evaluate flag``: what the flag says of each row, and how well the text alone tells bad from good."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.evaluations import Evaluation
from monitor.errors import ReadError
from monitor.types import Understanding
from monitor.understand.assess import assess
from monitor.understand.lexicon import clinic_lexicon

FALSE_ALARMS = 0.05
BAD, GOOD = "neg", "pos"


def evaluate(given: Path) -> Evaluation:
    """Flag every row of a JSONL or CSV file with ``text`` and, where known, ``id``, ``stars`` (of five) and ``label``.

    Raises ReadError naming file and line when a row cannot be used. Scores are given where rows are labelled ``neg``
    and ``pos`` (any other label is left out); they judge the probability, which is from the text alone.
    """
    answers: list[dict[str, Any]] = []
    scored: list[tuple[float, bool]] = []
    for number, row in enumerate(_rows(given), start=1):
        found = assess(text=_text(row, given, number), stars_of_five=_stars(row, given, number))
        answers.append(answer(str(row.get("id") or number), found))
        if row.get("label") in (BAD, GOOD):
            scored.append((found.negative_probability, row["label"] == BAD))
    return Evaluation(rows=answers, scores=tuple(score_lines(scored, threshold=clinic_lexicon().squash.threshold)))


def answer(row_id: str, found: Understanding) -> dict[str, Any]:
    """One answer row, ready for JSON."""
    return {
        "id": row_id,
        "negative_probability": round(found.negative_probability, 6),
        "flagged": found.flagged,
        "reasons": [reason.code for reason in found.reasons],
        "urgency": [
            {"tag": hit.tag, "level": hit.level, "words": [word.text for word in hit.words]} for hit in found.urgency
        ],
        "themes": [hit.theme for hit in found.themes],
    }


def score_lines(scored: Sequence[tuple[float, bool]], *, threshold: float) -> Iterator[str]:
    """Lines to print for (probability, is bad) pairs; none unless both kinds are there."""
    bad = [value for value, is_bad in scored if is_bad]
    good = [value for value, is_bad in scored if not is_bad]
    if not bad or not good:
        return
    caught = sum(value >= threshold for value in bad)
    alarms = sum(value >= threshold for value in good)
    right = (caught + len(good) - alarms) / len(scored)
    yield f"text alone, {len(bad)} bad and {len(good)} good rows"
    yield f"AUROC {auroc(bad, good):.4f}"
    yield f"recall at {FALSE_ALARMS:.0%} false alarms {recall_at(bad, good, FALSE_ALARMS):.3f}"
    yield (
        f"at the shipped threshold {threshold:g}: accuracy {right:.3f}, recall {caught / len(bad):.3f}, "
        f"false alarms {alarms / len(good):.3f}"
    )


def auroc(bad: Sequence[float], good: Sequence[float]) -> float:
    """How often a bad row scores above a good one, ties counting half (Mann-Whitney U over the number of pairs)."""
    ranked = sorted([(value, True) for value in bad] + [(value, False) for value in good])
    rank_sum, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        rank_sum += (start + 1 + end) / 2 * sum(is_bad for _, is_bad in ranked[start:end])
        start = end
    return (rank_sum - len(bad) * (len(bad) + 1) / 2) / (len(bad) * len(good))


def recall_at(bad: Sequence[float], good: Sequence[float], false_alarms: float) -> float:
    """The share of bad rows above the lowest cut that lets at most ``false_alarms`` of the good rows through."""
    cut = sorted(good, reverse=True)[int(false_alarms * len(good))]
    return sum(value > cut for value in bad) / len(bad)


def _rows(given: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with given.open(encoding="utf-8-sig", newline="") as file:
            if given.suffix.lower() == ".csv":
                yield from csv.DictReader(file)
            else:
                yield from (_json_row(line, given, number) for number, line in enumerate(file, 1) if line.strip())
    except OSError as error:
        raise ReadError(f"{given.name} cannot be opened ({error.strerror}); check the path.") from None
    except UnicodeDecodeError:
        raise ReadError(f"{given.name} is not UTF-8 text; save it as UTF-8 and try again.") from None


def _json_row(line: str, given: Path, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"{given.name}, line {number}: not valid JSON ({error.msg}); mend the line.") from None
    if not isinstance(row, dict):
        raise ReadError(f"{given.name}, line {number}: not a JSON object; each line must be one row.")
    return row


def _text(row: Mapping[str, Any], given: Path, number: int) -> str:
    text = row.get("text")
    if text is None and "text" in row:
        return ""
    if not isinstance(text, str):
        raise ReadError(f'{given.name}, row {number}: no "text"; each row needs one (it may be empty).')
    return text


def _stars(row: Mapping[str, Any], given: Path, number: int) -> float | None:
    stars = row.get("stars")
    if stars is None or stars == "":
        return None
    try:
        value = float(stars)
    except (TypeError, ValueError):
        value = math.nan
    if math.isfinite(value):
        return value
    raise ReadError(f"{given.name}, row {number}: stars must be a number of five or empty; mend it.")
