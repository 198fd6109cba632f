"""Words with their places, sentences and clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.understand.clauses import read


def clauses(text: str) -> list[str]:
    reading = read(text)
    return [" ".join(reading.words[clause.first : clause.last]) for clause in reading.clauses]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Great hands but rude desk", ["great hands", "but rude desk"]),
        ("Nice. Clean! Quick?", ["nice", "clean", "quick"]),
        ("Dr. Moreau is kind", ["dr moreau is kind"]),
        ("It cost 2.5 times more", ["it cost 2 5 times more"]),
        ("Lovely place.Rude desk", ["lovely place", "rude desk"]),
        ("kind, however late, unfortunately", ["kind", "however late", "unfortunately"]),
        ("clean - dark", ["clean", "dark"]),
        ("a follow-up visit", ["a follow up visit"]),
        ("line one\nline two", ["line one", "line two"]),
        ("", []),
        ("...!?", []),
        ("¡Nunca más! ¿Por qué?", ["nunca más", "por qué"]),
    ],
)
def test_sentences_end_and_contrast_begins_a_clause(text: str, cut: list[str]) -> None:
    assert clauses(text) == cut


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("can't won't isn't", "can not will not is not"),
        ("cant wont didnt", "can not will not did not"),
        ("I’m she'll they've", "i am she will they have"),
        ("I'm GONNA", "i am going to"),
        ("o'clock", "o'clock"),
    ],
)
def test_contractions_are_opened_however_they_are_typed(text: str, words: str) -> None:
    assert " ".join(read(text).words) == words


@given(st.text(max_size=200))
def test_places_point_into_the_text_and_never_run_backwards(text: str) -> None:
    reading = read(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)
    assert list(reading.sentences) == sorted(reading.sentences)


@given(st.text(max_size=200))
def test_clauses_and_sentences_cover_every_word_once(text: str) -> None:
    reading = read(text)
    assert [at for clause in reading.clauses for at in range(clause.first, clause.last)] == list(
        range(len(reading.words))
    )
    assert tuple(word for _, words in reading.by_sentence for word in words) == reading.words
    assert len(reading.clause_of) == len(reading.words)


@given(st.lists(st.sampled_from(["clean", "lips", "Dr.", "ok!", "but", "\n"]), max_size=20).map(" ".join))
def test_a_clause_never_holds_two_sentences(text: str) -> None:
    reading = read(text)
    for clause in reading.clauses:
        assert {reading.sentences[at] for at in range(clause.first, clause.last)} == {clause.sentence}
