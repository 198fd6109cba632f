"""Linking a folder of complaints and reviews from the command line's side: rows, figures, and refusals."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks.invented_log import InventedLog, invent
from config.cli import main
from config.evaluations.link import (
    Gold,
    Linked,
    calibration_error,
    evaluate,
    f1,
    false_share,
    precision_recall,
    read_folder,
    recall_at,
)
from monitor.errors import ReadError
from monitor.types import Candidate

SIZE = 400


@pytest.fixture(scope="module")
def invented() -> InventedLog:
    return invent(SIZE, locations=5)


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, default=list) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, invented: InventedLog) -> Path:
    write(tmp_path / "complaints.jsonl", [asdict(one) for one in invented.complaints])
    write(tmp_path / "reviews.jsonl", [asdict(one) for one in invented.reviews])
    write(tmp_path / "gold.jsonl", [{"review_id": key, "complaint_id": one} for key, one in invented.right.items()])
    return tmp_path


def figures(scores: tuple[str, ...], start: str) -> list[float]:
    [line] = [line for line in scores if line.startswith(start)]
    return [float(word.strip(",")) for word in line.split(":")[-1].replace("@", " @").split() if word[0].isdigit()]


def test_every_review_gets_up_to_five_complaints_and_one_row_for_nobody(folder: Path, invented: InventedLog) -> None:
    rows = list(evaluate(folder).rows)
    for review in invented.reviews:
        own = [row for row in rows if row["review_id"] == review.review_id]
        assert sum(row["complaint_id"] is None for row in own) == 1
        assert len(own) <= 6
        assert sum(row["probability"] for row in own) <= 1.0001
    assert set(rows[0]) == {"review_id", "complaint_id", "probability"}


def test_invented_reviews_are_linked_well(folder: Path) -> None:
    scores = evaluate(folder).scores
    precision, recall, f = figures(scores, "at 0.5")[-3:]
    assert precision > 0.88
    assert recall > 0.88
    assert f == pytest.approx(f1(precision, recall), abs=0.002)
    assert any(line.startswith("seconds:") for line in scores)


def test_without_gold_there_are_rows_and_seconds_but_no_figures(folder: Path) -> None:
    (folder / "gold.jsonl").unlink()
    evaluation = evaluate(folder)
    assert len(list(evaluation.rows)) >= SIZE
    [seconds] = evaluation.scores
    assert seconds.startswith("seconds:")


def test_the_command_writes_the_same_bytes_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        assert main(["evaluate", "link", str(folder), "-o", str(folder / name)]) == 0
    assert (folder / "one").read_bytes() == (folder / "two").read_bytes()
    assert "at 0.5: precision" in capsys.readouterr().out


def test_the_order_of_the_log_s_lines_does_not_change_the_answers(folder: Path) -> None:
    before = list(evaluate(folder).rows)
    lines = (folder / "complaints.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "complaints.jsonl").write_text("".join(reversed(lines)), encoding="utf-8")
    assert list(evaluate(folder).rows) == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{not json", "line 2 is not JSON"),
        ('{"author_name": "x"}', "line 2 lacks the field 'review_id'"),
        ('{"review_id": "R", "text": 7}', "line 2 has a field of the wrong kind"),
        ('{"review_id": "R", "rating": "many"}', "line 2 has a field of the wrong kind"),
        ("[1, 2]", "line 2 has a field of the wrong kind"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number_and_never_skipped(folder: Path, line: str, problem: str) -> None:
    (folder / "reviews.jsonl").write_text(f'{{"review_id": "R0"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(ReadError, match=problem) as refusal:
        evaluate(folder)
    assert "reviews.jsonl" in str(refusal.value)
    assert "author" not in str(refusal.value)


def test_blank_lines_and_a_byte_order_mark_are_no_problem(folder: Path) -> None:
    (folder / "reviews.jsonl").write_text('﻿{"review_id": "R0"}\n\n', encoding="utf-8")
    assert next(row["review_id"] for row in evaluate(folder).rows) == "R0"


@pytest.mark.parametrize("name", ["complaints.jsonl", "reviews.jsonl"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReadError, match=f"{name} is missing"):
        evaluate(folder)


def test_a_file_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / "reviews.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match=r"reviews\.jsonl is not UTF-8"):
        evaluate(folder)


def test_a_file_instead_of_a_folder_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "link", str(folder / "reviews.jsonl")]) == 1
    assert "is not a folder" in capsys.readouterr().err


def test_either_copy_of_an_incident_logged_twice_counts_as_right(tmp_path: Path) -> None:
    write(tmp_path / "complaints.jsonl", [{"complaint_id": "A"}, {"complaint_id": "B"}])
    write(tmp_path / "reviews.jsonl", [{"review_id": "R"}])
    write(
        tmp_path / "gold.jsonl", [{"review_id": "R", "complaint_id": "A", "also_acceptable": ["B"], "cases": ["dup"]}]
    )
    _, _, gold = read_folder(tmp_path)
    assert gold["R"] == Gold(accepted=frozenset({"A", "B"}), cases=("dup",))


# --- the figures themselves, on answers small enough to count by hand


def answer(review_id: str, *rows: tuple[str | None, float]) -> Linked:
    return Linked(
        review_id=review_id,
        rows=tuple(Candidate(review_id=review_id, complaint_id=one, probability=p) for one, p in rows),
    )


PAIRS = [
    (answer("1", ("A", 0.9), (None, 0.1)), Gold(accepted=frozenset({"A"}), cases=())),
    (answer("2", ("B", 0.6), ("C", 0.3), (None, 0.1)), Gold(accepted=frozenset({"C"}), cases=())),
    (answer("3", (None, 0.7), ("D", 0.3)), Gold(accepted=frozenset({"D"}), cases=())),
    (answer("4", ("E", 0.55), (None, 0.45)), Gold(accepted=frozenset({None}), cases=())),
    (answer("5", (None, 1.0)), Gold(accepted=frozenset({None}), cases=())),
]


def test_figures_are_what_one_counts_by_hand() -> None:
    assert precision_recall(PAIRS, 0.5) == (1 / 3, 1 / 3)
    assert precision_recall(PAIRS, 0.95) == (1.0, 0.0)
    assert recall_at(PAIRS, 1) == 2 / 3
    assert recall_at(PAIRS, 3) == 1.0
    assert false_share(PAIRS, 0.5) == 1 / 2
    assert calibration_error(PAIRS) == pytest.approx((0.1 + 0.6 + 0.7 + 0.55 + 0.0) / 5)
    assert f1(0.0, 0.0) == 0.0


@pytest.mark.shared
def test_the_small_development_set_is_linked_within_honest_floors(shared: Path) -> None:
    scores = evaluate(shared / "data" / "linking" / "small").scores
    assert figures(scores, "at 0.5")[-1] >= 0.9
    assert figures(scores, "recall@1")[-1] >= 0.95
    assert figures(scores, "ECE")[0] <= 0.05
