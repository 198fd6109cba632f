"""Nothing on the desk is called by its code."""

from __future__ import annotations

import re

import pytest

from monitor.policy import load_policy
from monitor.selectors.labels import label
from monitor.services.audit import Action
from monitor.types import SourceState
from responders.guard.registry import RULES

KINDS = {
    "urgency": set(load_policy("urgency").data["tag"]),
    "theme": set(load_policy("themes").data["theme"]),
    "rule": {rule.__name__ for rule in RULES} | {"guard"},
    "source": {state.value for state in SourceState},
    "act": {action.value for action in Action},
}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_can_be_shown_has_words_and_no_word_is_left_over(kind: str) -> None:
    assert set(load_policy("labels").data[kind]) == KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_words_short_and_told_apart(kind: str) -> None:
    labels = [label(code, kind) for code in sorted(KINDS[kind])]

    assert [words for words in labels if not re.fullmatch(r"[A-Za-z][a-z,-]*( [a-z,-]+)*", words)] == []
    assert max(map(len, labels)) <= 30
    assert len(set(labels)) == len(labels)


def test_every_urgent_tag_says_what_it_may_speak_of_and_who_acts() -> None:
    for slug, tag in load_policy("urgency").data["tag"].items():
        assert not re.search(r"[_{}<>]", tag["label"] + tag["route"]), slug
        assert tag["route"][0].isupper(), slug
        assert tag["route"].endswith("."), slug


def test_a_code_that_is_forgotten_is_still_shown_as_words() -> None:
    assert label("OLD_TAG", "urgency") == label("old_tag", "kind nobody knows") == "old tag"
