"""``aftercare read`` as a person meets it: rows, messages and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.cli import main
from monitor.sources.registry import SOURCES

KEYS = [
    "file", "source", "external_id", "author", "rating", "scale", "title", "text", "language", "published_at",
    "date_precision", "edited_at", "owner_reply", "is_excerpt", "url",
]  # fmt: skip
OVERALL_ONLY = """<div itemscope itemtype="https://schema.org/Dentist">
<div itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating">
<b itemprop="ratingValue">4</b> of <i itemprop="reviewCount">9</i></div></div>"""
REMOVAL = json.dumps(
    {
        "object": "page",
        "entry": [{"changes": [{"value": {"item": "rating", "verb": "remove", "open_graph_story_id": 7}}]}],
    }
)
SHOW_LOADED = """
import sys
from config.cli import main
try:
    main(["read", "--help"])
except SystemExit:
    print(sorted(sys.modules))
"""
GOOD = "author,rating,text,date\nAnn,2,Rushed,2026-01\nBo,5,,\n"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.json"
    path.write_text('{"reviews": [', encoding="utf-8")
    return path


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_rows_have_exactly_the_promised_keys_in_order(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(good)]) == 0
    out, err = capsys.readouterr()
    first, second = rows(out)
    assert list(first) == list(second) == KEYS
    assert first == {
        "file": str(good), "source": "table", "external_id": None, "author": "Ann", "rating": 2, "scale": 5,
        "title": "", "text": "Rushed", "language": "", "published_at": "2026-01", "date_precision": "month",
        "edited_at": None, "owner_reply": None, "is_excerpt": False, "url": "",
    }  # fmt: skip
    assert (second["published_at"], second["date_precision"]) == (None, "unknown")
    assert err.splitlines()[-1] == "2 reviews in 1 file"


def test_one_bad_file_does_not_stop_the_others(good: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(bad), str(good)]) == 1
    out, err = capsys.readouterr()
    assert len(rows(out)) == 2
    assert "bad.json ends too early" in err
    assert err.splitlines()[-1] == "2 reviews in 1 file"


def test_rows_go_into_a_file_whole(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    assert main(["read", str(good), "-o", str(out)]) == 0
    assert [row["author"] for row in rows(out.read_text(encoding="utf-8"))] == ["Ann", "Bo"]
    assert capsys.readouterr().out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.csv", "out.jsonl"]


def test_when_nothing_could_be_read_the_old_file_stays(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    assert main(["read", str(bad), "-o", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json", "out.jsonl"]


def test_a_folder_that_cannot_be_written_is_said(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(good), "-o", str(tmp_path / "nowhere" / "out.jsonl")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_opened_is_said(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / name)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "cannot be opened" in err


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("none.json", "[]", 0, "says that there are no reviews"),
        ("overall.html", OVERALL_ONLY, 0, "0 reviews in 1 file"),
        ("gone.json", REMOVAL, 0, "1 review removed at the source"),
        ("plain.html", "<html><body>Five stars, says Ann</body></html>", 1, "plain.html"),
        ("login.json", "<html><form></form></html>", 1, "log-in or consent"),
        ("nothing.json", "{}", 1, "nothing readable here"),
    ],
)  # fmt: skip
def test_silence_and_none_have_different_exit_codes(
    name: str, content: str, code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert main(["read", str(path)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err


@pytest.mark.parametrize(
    "words",
    [
        [], ["--source", "myspace", "x"], ["--map", "text", "x"], ["--map", "colour=Red", "x"], ["--map", "text=", "x"],
        ["--zone", "Mars/Olympus", "x"], ["--read-at", "yesterday", "x"], ["--nonsense", "x"],
    ],
)  # fmt: skip
def test_wrong_use_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["read", *words])
    assert left.value.code == 2
    assert "usage: aftercare" in capsys.readouterr().err


def test_options_reach_the_readers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        "who,words,when\nAnn,Rushed,2 weeks ago\nClinic Aurora,Thanks,2026-01-01 10:00:00\n", encoding="utf-8"
    )
    options = ["--map", "author=who", "--map", "text=words", "--map", "date=when", "--read-at", "2026-08-17"]
    assert main(["read", str(path), *options, "--zone", "Europe/Madrid"]) == 0
    assert [row["published_at"] for row in rows(capsys.readouterr().out)] == ["2026-W32", "2026-01-01T10:00:00+01:00"]
    assert main(["read", str(path), *options, "--practice-name", "clinic aurora"]) == 0
    out, err = capsys.readouterr()
    assert [row["author"] for row in rows(out)] == ["Ann"]
    assert "1 answer by the practice itself" in err


def test_help_names_every_source(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["read", "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(slug in shown for slug in SOURCES)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "config.cli", "read", *words]
    return subprocess.run(command, capture_output=True, check=False, env=os.environ | environment, timeout=60)


def test_a_terminal_without_unicode_still_gets_whole_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,rating\nPésimo 😡,1\n", encoding="utf-8")
    done = run(str(path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert rows(done.stdout.decode("ascii"))[0]["text"] == "Pésimo 😡"


def test_help_does_not_wait_for_the_page_parsers() -> None:
    done = subprocess.run([sys.executable, "-c", SHOW_LOADED], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.splitlines()[-1]
    assert not any(f"'{name}'" in loaded for name in ("bs4", "lxml", "django", "requests", "dateparser"))
