"""Cutting a text at its marks: not a character is lost, moved or marked twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.selectors.marks import Mark, Piece, cut

PLACES = st.integers(-5, 60)
MARKS = st.builds(Mark, start=PLACES, end=PLACES, kind=st.sampled_from(["urgent", "words"]), why=st.text(max_size=3))


def mark(start: int, end: int, kind: str = "words", why: str = "why") -> Mark:
    return Mark(start=start, end=end, kind=kind, why=why)


@given(text=st.text(max_size=50), marks=st.lists(MARKS, max_size=8))
def test_the_pieces_joined_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(piece.text for piece in cut(text, marks)) == text


@given(text=st.text(max_size=50), marks=st.lists(MARKS, max_size=8))
def test_every_character_stands_under_exactly_the_marks_that_cover_it(text: str, marks: list[Mark]) -> None:
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    at = 0
    for piece in cut(text, marks):
        assert piece.text
        for place in range(at, at + len(piece.text)):
            assert list(piece.marks) == [m for m in inside if m.start <= place < m.end]
        at += len(piece.text)


@given(text=st.text(max_size=50), marks=st.lists(MARKS, max_size=8))
def test_marks_that_do_not_fit_change_nothing(text: str, marks: list[Mark]) -> None:
    fitting = [m for m in marks if 0 <= m.start < m.end <= len(text)]

    assert cut(text, marks) == cut(text, fitting)


def test_no_marks_is_one_plain_piece_and_no_text_is_none() -> None:
    assert cut("Rude.", ()) == (Piece(text="Rude."),)
    assert cut("", [mark(0, 0), mark(0, 1)]) == ()


def test_two_marks_that_meet_are_said_together_and_the_first_gives_the_style() -> None:
    pieces = cut("very rude staff", [mark(0, 9, "urgent", "harsh"), mark(5, 15, "words", "staff")])

    assert [(piece.text, piece.kind, piece.why) for piece in pieces] == [
        ("very ", "urgent", "harsh"), ("rude", "urgent", "harsh; staff"), (" staff", "words", "staff"),
    ]  # fmt: skip


def test_the_same_reason_twice_is_said_once() -> None:
    (piece,) = cut("rude", [mark(0, 4), mark(0, 4)])

    assert piece.why == "why"
