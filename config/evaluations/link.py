"""Runs the linker over a folder of complaints and reviews, and scores it where gold answers are given."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from config.evaluations import Evaluation
from monitor.errors import ReadError
from monitor.link.candidates import Log
from monitor.link.choose import candidates_for
from monitor.types import Candidate, LoggedComplaint, PublicReview

SUGGESTED = 0.5
PRESELECTED = 0.95
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The right answers for one review: complaint ids, or None for nobody in the log; and what makes it hard."""

    accepted: frozenset[str | None]
    cases: tuple[str, ...]

    @property
    def is_linked(self) -> bool:
        return None not in self.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The linker's answer rows for one review, best first."""

    review_id: str
    rows: tuple[Candidate, ...]

    @property
    def named(self) -> list[Candidate]:
        return [row for row in self.rows if row.complaint_id is not None]


def evaluate(given: Path) -> Evaluation:
    """Link every review in ``given``/reviews.jsonl. Raises ReadError naming file and line when a row is unusable."""
    complaints, reviews, gold = read_folder(given)
    started = time.perf_counter()
    known = Log(complaints)
    answers = [Linked(review_id=one.review_id, rows=candidates_for(one, known, explain=False)) for one in reviews]
    seconds = time.perf_counter() - started
    scores = score_lines(answers, gold) if gold else ()
    return Evaluation(
        rows=[as_row(row) for answer in answers for row in answer.rows],
        scores=(*scores, f"seconds: {seconds:.1f} for {len(reviews)} reviews against {len(known)} complaints"),
    )


def as_row(row: Candidate) -> dict[str, Any]:
    """One answer row as it is written out."""
    return {"review_id": row.review_id, "complaint_id": row.complaint_id, "probability": round(row.probability, 6)}


# --- reading ------------------------------------------------------------------------------------------------


def read_folder(given: Path) -> tuple[list[LoggedComplaint], list[PublicReview], dict[str, Gold]]:
    """Complaints, reviews and, where ``gold.jsonl`` is there, the gold answers by review id."""
    if not given.is_dir():
        raise ReadError(f"{given} is not a folder; give the folder that holds complaints.jsonl and reviews.jsonl.")
    complaints = _read(given / "complaints.jsonl", complaint_of)
    reviews = _read(given / "reviews.jsonl", review_of)
    gold = dict(_read(given / "gold.jsonl", gold_of)) if (given / "gold.jsonl").exists() else {}
    return complaints, reviews, gold


def _read(path: Path, build: Callable[[dict[str, Any]], Row]) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise ReadError(f"{path.name} is missing in {path.parent}; put it there.") from None
    except UnicodeDecodeError:
        raise ReadError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from None
    return list(_built(path, lines, build))


def _built(path: Path, lines: list[str], build: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield build(json.loads(line))
        except json.JSONDecodeError:
            raise ReadError(f"{path.name} line {number} is not JSON; write one object a line.") from None
        except KeyError as error:
            raise ReadError(f"{path.name} line {number} lacks the field {error}; add it.") from None
        except (TypeError, ValueError, AttributeError):
            raise ReadError(
                f"{path.name} line {number} has a field of the wrong kind; compare it with the others."
            ) from None


def complaint_of(row: dict[str, Any]) -> LoggedComplaint:
    """One line of complaints.jsonl. Only ``complaint_id`` must be there; null means not recorded."""
    return LoggedComplaint(
        complaint_id=str(row["complaint_id"]),
        staff_involved=tuple(str(name) for name in row.get("staff_involved") or ()),
        amount=None if row.get("amount") is None else float(row["amount"]),
        **{name: _text(row, name) for name in COMPLAINT_TEXTS},
    )


COMPLAINT_TEXTS = (
    "patient_id", "patient_first", "patient_last", "patient_known_as", "patient_former_last", "related_contact",
    "location", "treatment_date", "received_date", "procedure", "provider", "category", "narrative",
)  # fmt: skip


def review_of(row: dict[str, Any]) -> PublicReview:
    """One line of reviews.jsonl. Only ``review_id`` must be there."""
    rating = row.get("rating")
    return PublicReview(
        review_id=str(row["review_id"]),
        rating=None if rating is None else float(rating),
        author_name=_text(row, "author_name"),
        location=_text(row, "location"),
        date_posted=_text(row, "date_posted"),
        text=_text(row, "text"),
    )


def gold_of(row: dict[str, Any]) -> tuple[str, Gold]:
    """One line of gold.jsonl."""
    right = [row["complaint_id"], *(row.get("also_acceptable") or ())]
    return str(row["review_id"]), Gold(accepted=frozenset(right), cases=tuple(row.get("cases") or ()))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(name)
    return value


# --- scoring ------------------------------------------------------------------------------------------------


def score_lines(answers: Sequence[Linked], gold: dict[str, Gold]) -> tuple[str, ...]:
    """The figures to print, over the reviews that have a gold answer."""
    pairs = [(answer, gold[answer.review_id]) for answer in answers if answer.review_id in gold]
    if not pairs:
        return ("no review has a gold answer",)
    precision, recall = precision_recall(pairs, SUGGESTED)
    sure, reached = precision_recall(pairs, PRESELECTED)
    one, three = recall_at(pairs, 1), recall_at(pairs, 3)
    return (
        f"reviews: {len(pairs)}, linked: {sum(right.is_linked for _, right in pairs)}",
        f"at 0.5: precision {precision:.3f}, recall {recall:.3f}, F1 {f1(precision, recall):.3f}",
        f"at 0.95: precision {sure:.3f}, recall {reached:.3f}",
        f"recall@1 {one:.3f}, recall@3 {three:.3f}",
        f"ECE {calibration_error(pairs):.3f}, Brier {brier(pairs):.3f}",
        f"suggested though nobody in the log: {false_share(pairs, SUGGESTED):.3f} at 0.5, "
        f"{false_share(pairs, PRESELECTED):.3f} at 0.95",
        *case_lines(pairs),
    )


Pairs = Sequence[tuple[Linked, Gold]]


def precision_recall(pairs: Pairs, threshold: float) -> tuple[float, float]:
    """Of the best complaints at or above the threshold, the share right; of the linked reviews, the share found."""
    named = [(answer.named[0], right) for answer, right in pairs if answer.named]
    taken = [(row, right) for row, right in named if row.probability >= threshold]
    good = sum(row.complaint_id in right.accepted for row, right in taken)
    linked = sum(right.is_linked for _, right in pairs)
    return good / len(taken) if taken else 1.0, good / linked if linked else 1.0


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of both."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def recall_at(pairs: Pairs, rank: int) -> float:
    """Of the linked reviews, the share whose right complaint is among the first ``rank`` complaints."""
    hits = [
        any(row.complaint_id in right.accepted for row in answer.named[:rank])
        for answer, right in pairs
        if right.is_linked
    ]
    return sum(hits) / len(hits) if hits else 1.0


def calibration_error(pairs: Pairs, bins: int = 10) -> float:
    """Expected calibration error of the best complaint's probability, in ten equal bins."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for answer, right in pairs:
        best = answer.named[0] if answer.named else None
        chance, hit = (best.probability, best.complaint_id in right.accepted) if best else (0.0, False)
        held[min(int(chance * bins), bins - 1)].append((chance, hit))
    gaps = (abs(sum(chance - hit for chance, hit in part)) for part in held.values())
    return sum(gaps) / len(pairs)


def brier(pairs: Pairs) -> float:
    """The multi-class Brier score over the shown answers and nobody; a right answer not shown counts as missed."""
    return sum(_squared_error(answer, right) for answer, right in pairs) / len(pairs)


def _squared_error(answer: Linked, right: Gold) -> float:
    good = sum(row.probability for row in answer.rows if row.complaint_id in right.accepted)
    wrong = sum(row.probability**2 for row in answer.rows if row.complaint_id not in right.accepted)
    return (1 - good) ** 2 + wrong


def false_share(pairs: Pairs, threshold: float) -> float:
    """Of the reviews by nobody in the log, the share for which a complaint is suggested at the threshold."""
    tops = [answer.named[0].probability if answer.named else 0.0 for answer, right in pairs if not right.is_linked]
    return sum(top >= threshold for top in tops) / len(tops) if tops else 0.0


def case_lines(pairs: Pairs) -> Iterator[str]:
    """For each hard case: recall at 1 and 3 of linked reviews, false suggestions for the others."""
    by_case: dict[tuple[str, bool], list[tuple[Linked, Gold]]] = defaultdict(list)
    for answer, right in pairs:
        for case in right.cases:
            by_case[case, right.is_linked].append((answer, right))
    for (case, linked), part in sorted(by_case.items()):
        if linked:
            yield f"case {case} ({len(part)}): recall@1 {recall_at(part, 1):.3f}, recall@3 {recall_at(part, 3):.3f}"
        else:
            yield f"case {case} ({len(part)} by nobody): suggested {false_share(part, SUGGESTED):.3f} at 0.5"
