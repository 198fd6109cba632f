"""``aftercare evaluate guard``: the answers, the scores, and clear words for rows that cannot be judged."""

from __future__ import annotations

import json

import pytest

from config.evaluations.guard import BadRow, evaluate
from responders.guard.registry import RULES

ROW = {
    "id": "a1",
    "reviewer": "Dana P.",
    "review": "Rude.",
    "rating": 2,
    "practice": {"name": "Juniper Row Aesthetics", "phone": "512-555-0133", "email": "", "signer": ""},
    "complaint": {
        "patient_name": "Dana Prior",
        "dates": ["2026-03-03"],
        "amount": 450,
        "outcome": "burn",
        "extra": "kept out",
    },
    "reply": "The burn was $450, Dana.",
    "label": "unsafe",
    "rules": ["health", "echo"],
    "subtle": True,
    "lang": "en",
}


def _written(tmp_path, *rows):
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_each_row_gets_its_answer(tmp_path):
    (answer,) = evaluate(_written(tmp_path, ROW)).rows
    assert answer["id"] == "a1"
    assert answer["verdict"] == "block"
    assert {"health", "echo", "money"} <= set(answer["rules"]) <= {rule.__name__ for rule in RULES}
    assert set(answer["findings"][0]) == {"rule", "start", "end", "why"}
    json.dumps(answer)


def test_labels_are_scored_with_counts(tmp_path):
    safe = {
        **ROW,
        "id": "a2",
        "label": "safe",
        "rules": [],
        "subtle": False,
        "reply": "Thank you. Please call 512-555-0133.",
    }
    scores = evaluate(_written(tmp_path, ROW, safe)).scores
    assert "unsafe pass: 0 of 1 (0.0%)" in scores
    assert "safe pass: 1 of 1 (100.0%)" in scores
    assert "a right rule named: 1 of 1 (100.0%)" in scores
    assert "subtle caught: 1 of 1 (100.0%)" in scores
    assert "echo named: 1 of 1" in scores


def test_without_labels_there_are_answers_and_no_scores(tmp_path):
    bare = {"id": 7, "practice": {"name": "Juniper Row Aesthetics"}, "reply": "Thank you."}
    evaluation = evaluate(_written(tmp_path, bare))
    assert evaluation.scores == ()
    assert [answer["verdict"] for answer in evaluation.rows] == ["pass"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        json.dumps({"reply": 3, "practice": {"name": "x"}}),
        json.dumps({"reply": "x"}),
        json.dumps({"reply": "x", "practice": {}}),
        json.dumps({"reply": "x", "practice": {"name": "x"}, "complaint": "none"}),
        json.dumps({"reply": "x", "practice": {"name": "x"}, "rating": "two"}),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_never_quoted(bad, tmp_path):
    with pytest.raises(BadRow, match=r"line 3 of rows\.jsonl") as caught:
        evaluate(_written(tmp_path, ROW, "", bad))
    assert "Dana" not in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRow, match="UTF-8"):
        evaluate(path)
    with pytest.raises(BadRow, match="cannot be read"):
        evaluate(tmp_path / "missing.jsonl")


@pytest.mark.shared
def test_the_development_set_is_held(shared):
    evaluation = evaluate(shared / "data" / "guard" / "dev.jsonl")
    labels = [
        json.loads(line) for line in (shared / "data" / "guard" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    pairs = [(row, answer) for row, answer in zip(labels, evaluation.rows, strict=True)]
    unsafe = [(row, answer) for row, answer in pairs if row["label"] == "unsafe"]
    safe = [answer["verdict"] for row, answer in pairs if row["label"] == "safe"]
    assert [row["id"] for row, answer in unsafe if answer["verdict"] == "pass"] == []
    assert sum(answer["verdict"] == "block" for _, answer in unsafe) >= 0.9 * len(unsafe)
    assert sum(bool(set(row["rules"]) & set(answer["rules"])) for row, answer in unsafe) >= 0.95 * len(unsafe)
    assert safe.count("block") <= 0.02 * len(safe)
    assert safe.count("review") <= 0.15 * len(safe)
