"""``aftercare evaluate flag``: rows in, rows and honest scores out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cli import main
from config.evaluations.flag import auroc, evaluate, recall_at, score_lines
from monitor.errors import ReadError

scores = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=12)


@given(bad=scores, good=scores)
def test_auroc_is_the_share_of_pairs_in_the_right_order(bad: list[float], good: list[float]) -> None:
    pairs = [(high > low) + (high == low) / 2 for high in bad for low in good]
    assert auroc(bad, good) == pytest.approx(sum(pairs) / len(pairs))


@given(bad=scores, good=scores)
def test_auroc_turns_round_with_the_labels(bad: list[float], good: list[float]) -> None:
    assert auroc(bad, good) == pytest.approx(1 - auroc(good, bad))


def test_recall_at_five_per_cent_lets_five_of_a_hundred_through() -> None:
    good = [index / 100 for index in range(100)]
    assert recall_at([0.945, 0.93, 0.99], good, 0.05) == pytest.approx(2 / 3)


def test_scores_need_both_kinds_of_rows() -> None:
    assert list(score_lines([(0.9, True)], threshold=0.5)) == []
    assert list(score_lines([], threshold=0.5)) == []
    assert list(score_lines([(0.9, True), (0.1, False)], threshold=0.5))[1] == "AUROC 1.0000"


def test_rows_are_answered_in_order_with_reasons_urgency_and_themes(tmp_path: Path) -> None:
    given_file = tmp_path / "rows.jsonl"
    rows = [
        {"id": "a", "text": "My lawyer will call about the bill.", "stars": 5},
        {"id": "b", "text": "", "stars": 1},
        {"id": "c", "text": "Lovely results.", "stars": None, "label": "pos"},
        {"id": "d", "text": None, "stars": "4.5"},
    ]
    given_file.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = list(evaluate(given_file).rows)
    assert [row["id"] for row in answers] == ["a", "b", "c", "d"]
    assert answers[0]["urgency"][0]["tag"] == "LEGAL"
    assert "price" in answers[0]["themes"]
    assert answers[1]["reasons"] == ["stars"]
    assert answers[1]["negative_probability"] == 0
    assert not answers[2]["flagged"]
    assert not answers[3]["flagged"]


def test_a_table_with_labels_is_scored_and_neutral_rows_are_left_out(tmp_path: Path) -> None:
    given_file = tmp_path / "rows.csv"
    given_file.write_text(
        'text,stars,label\n"Rude, filthy, avoid.",1,neg\n"Lovely, gentle, thank you",5,pos\n"It was fine",3,neu\n',
        encoding="utf-8",
    )
    scored = evaluate(given_file).scores
    assert scored[0] == "text alone, 1 bad and 1 good rows"
    assert scored[1] == "AUROC 1.0000"
    assert "recall 1.000, false alarms 0.000" in scored[3]


def test_the_command_writes_rows_and_prints_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    given_file.write_text(
        '{"id": 1, "text": "Botched.", "stars": null, "label": "neg"}\n'
        '{"id": 2, "text": "Flawless.", "stars": null, "label": "pos"}\n',
        encoding="utf-8",
    )
    assert main(["evaluate", "flag", str(given_file), "-o", str(out)]) == 0
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["1", "2"]
    assert "AUROC 1.0000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("rows.jsonl", '{"id": 1, "text": "x"}\n{broken', "line 2: not valid JSON"),
        ("rows.jsonl", "[1, 2]", "line 1: not a JSON object"),
        ("rows.jsonl", '{"id": 1}', 'row 1: no "text"'),
        ("rows.jsonl", '{"text": 5}', 'row 1: no "text"'),
        ("rows.jsonl", '{"text": "x", "stars": "many"}', "row 1: stars must be a number"),
        ("rows.jsonl", '{"text": "x", "stars": NaN}', "row 1: stars must be a number"),
        ("rows.csv", "stars,label\n5,pos\n", 'row 1: no "text"'),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    given_file = tmp_path / name
    given_file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=complaint):
        evaluate(given_file)


def test_a_missing_file_and_a_file_in_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.jsonl cannot be opened"):
        evaluate(tmp_path / "gone.jsonl")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("text\ncafé\n".encode("latin-1"))
    with pytest.raises(ReadError, match=r"latin\.csv is not UTF-8"):
        evaluate(latin)
