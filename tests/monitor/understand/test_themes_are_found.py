"""Themes: each hears its sentences and leaves the others alone."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.errors import PolicyError
from monitor.understand.clauses import read
from monitor.understand.themes import find_themes

ROWS = tomllib.loads((Path(__file__).parent / "rows" / "themes.toml").read_text(encoding="utf-8"))
SLUGS = {
    "result", "pain", "safety", "skill", "wait", "booking", "price", "upselling", "cleanliness", "communication",
    "follow_up", "staff", "respect",
}  # fmt: skip


def said(kind: str) -> Iterator[tuple[str, str]]:
    return ((theme, text) for theme, rows in ROWS.items() for text in rows[kind])


def found(text: str) -> list[str]:
    return [hit.theme for hit in find_themes(read(text))]


@pytest.mark.parametrize(("theme", "text"), [*said("belongs")])
def test_a_theme_hears_its_sentences_and_shows_the_words(theme: str, text: str) -> None:
    (hit,) = [hit for hit in find_themes(read(text)) if hit.theme == theme]
    assert all(text[word.start : word.end] == word.text for word in hit.words)


@pytest.mark.parametrize(("theme", "text"), [*said("foreign")])
def test_a_theme_leaves_other_sentences_alone(theme: str, text: str) -> None:
    assert theme not in found(text)


def test_every_theme_has_eight_rows_of_each_kind() -> None:
    assert set(ROWS) == SLUGS
    assert all(len(set(rows[kind])) >= 8 for rows in ROWS.values() for kind in ("belongs", "foreign"))


def test_a_review_may_speak_of_several_in_the_order_of_the_text() -> None:
    assert found("I waited an hour, the front desk was rude, and they charged me twice.") == ["wait", "staff", "price"]


def test_praise_and_blame_both_count() -> None:
    assert "wait" in found("No wait at all.")
    assert "wait" in found("I waited forever.")


def test_a_review_of_nothing_in_particular_has_none() -> None:
    assert found("Thank you!") == []
    assert found("") == []


def test_a_theme_without_cues_is_refused(change_policy: Callable[[str, str, str], None]) -> None:
    change_policy("themes", "[theme.result]", '[theme.empty]\ngroup = "quality"\n\n[theme.result]')
    with pytest.raises(PolicyError, match=r"themes\.toml: \[empty\] has no cues"):
        found("Anything.")
