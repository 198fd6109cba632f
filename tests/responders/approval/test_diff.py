"""What an edit changed, word by word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.approval.diff import MOST_WORDS, Segment, after, before, compare, share_kept

PIECES = ("thank ", "you", "we", "'", "é", "\n", "\t", "🙂", ". ", "-", "_", "9", "\u0301")
WORDS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in compare(old, new)]


def test_one_changed_word_is_shown_as_removed_and_added():
    assert shown("We are sorry.", "We are grateful.") == [
        ("same", "We are "), ("removed", "sorry"), ("added", "grateful"), ("same", "."),
    ]  # fmt: skip


def test_an_added_sentence_leaves_the_rest_alone():
    assert shown("Thank you.", "Thank you. Do call us.") == [("same", "Thank you."), ("added", " Do call us.")]


def test_a_removed_comma_is_only_the_comma():
    assert shown("Thanks, all", "Thanks all") == [("same", "Thanks"), ("removed", ","), ("same", " all")]


@pytest.mark.parametrize("word", ["We're", "e-mail", "l’équipe"])
def test_a_word_with_an_apostrophe_or_hyphen_changes_whole(word):
    assert shown(f"{word} here", "You here") == [("removed", word), ("added", "You"), ("same", " here")]


def test_changed_spaces_are_changes_too():
    assert shown("a b", "a  b") == [("same", "a"), ("removed", " "), ("added", "  "), ("same", "b")]


def test_equal_texts_are_one_segment():
    assert compare("Thank you.", "Thank you.") == (Segment(kind="same", text="Thank you."),)


def test_nothing_against_nothing_is_nothing():
    assert compare("", "") == ()


@given(WORDS, WORDS)
def test_both_texts_come_back_whole(old, new):
    segments = compare(old, new)
    assert (before(segments), after(segments)) == (old, new)


@given(st.text(), st.text())
def test_both_texts_come_back_whole_whatever_they_hold(old, new):
    segments = compare(old, new)
    assert (before(segments), after(segments)) == (old, new)


@given(WORDS, WORDS)
def test_no_segment_is_empty_and_no_two_of_a_kind_follow_each_other(old, new):
    segments = compare(old, new)
    assert all(segment.text for segment in segments)
    assert all(one.kind != other.kind for one, other in pairwise(segments))


def test_a_pasted_book_is_shown_as_one_change_and_stays_whole():
    old, new = "word " * MOST_WORDS, "other " * MOST_WORDS
    assert [segment.kind for segment in compare(old, new)] == ["removed", "added"]
    assert before(compare(old, new)) == old


def test_words_that_are_used_often_are_still_compared_one_by_one():
    old = "we listen and we care " * 80
    new = old.replace("care ", "care, truly ", 1)
    assert [segment.text for segment in compare(old, new) if segment.kind != "same"] == [", truly"]


@given(WORDS)
def test_everything_is_kept_of_an_untouched_suggestion(text):
    assert share_kept(text, text) == 1.0


@given(WORDS, WORDS)
def test_the_share_kept_is_between_nothing_and_all(old, new):
    assert 0.0 <= share_kept(old, new) <= 1.0


def test_half_a_rewrite_keeps_about_half():
    assert share_kept("aaaa bbbb", "aaaa cccc") == pytest.approx(10 / 18)
