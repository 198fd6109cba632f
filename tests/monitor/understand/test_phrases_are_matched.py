"""The phrase language: what a line of a policy file hears, and how a broken line is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import PolicyError
from monitor.understand.clauses import read
from monitor.understand.phrasebook import Phrasebook

SETS = {"pet": ["cat", "dog"], "move": ["ran", "walk*"]}


def heard(phrase: str, text: str) -> list[str]:
    reading = read(text)
    hits = Phrasebook([(phrase, phrase)], sets=SETS, where="test.toml").find(reading)
    return [" ".join(reading.words[hit.first : hit.last]) for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("numb for", "It was NUMB for weeks", ["numb for"]),
        ("numb for", "It was numb. For weeks", []),
        ("numb for", "It was numb,\u2014for weeks", []),
        ("burn*", "burned and burning", ["burned", "burning"]),
        ("not the *est", "not the friendliest", ["not the friendliest"]),
        ("cat|dog ran", "the dog ran", ["dog ran"]),
        ("(call back|callback) now", "callback now, call back now", ["callback now", "call back now"]),
        ("very? good", "good and very good", ["good", "very good", "good"]),
        ("<pet> ~ <move>", "the cat quickly and quietly walked", ["cat quickly and quietly walked"]),
        ("<pet> ~ <move>", "the cat one two three four ran", []),
        ("<pet> ~~ <move>", "the cat one two three four ran", ["cat one two three four ran"]),
        ("for # weeks", "for 6 weeks, for six weeks, for the weeks", ["for 6 weeks", "for six weeks"]),
        ("did not call", "they didn't call, didnt call, did not call", ["did not call"] * 3),
        ("(not|never) (been)? (born|(set foot) here)", "never set foot here", ["never set foot here"]),
        ("I am".lower(), "I\u2019m", ["i am"]),
    ],
)
def test_a_phrase_hears_its_words(phrase: str, text: str, words: list[str]) -> None:
    assert heard(phrase, text) == words


def test_of_one_entry_from_one_word_on_the_longest_is_given() -> None:
    entry = object()
    book = Phrasebook([("go", entry), ("go home now", entry), ("go home", entry)], sets={}, where="test.toml")
    assert [(hit.first, hit.last) for hit in book.find(read("go home now"))] == [(0, 3)]


@pytest.mark.parametrize(
    "phrase", ["", "  ", "(a|b", "a)", "<nobody> ran", "~ ran", "*est thing", "Upper case", "semi;colon", "a*", "(|)?"]
)
def test_a_broken_phrase_is_refused_with_file_and_phrase(phrase: str) -> None:
    with pytest.raises(PolicyError, match=r"^test\.toml: ") as refusal:
        Phrasebook([(phrase, 1)], sets=SETS, where="test.toml")
    assert str(refusal.value).endswith(("mend it.", "add it."))


plain = st.sampled_from(["cat", "ran", "fast", "home", "the", "very", "not"])


@given(st.lists(plain, min_size=1, max_size=4), st.lists(plain, max_size=8), st.lists(plain, max_size=8))
def test_a_phrase_of_plain_words_is_heard_wherever_it_stands(
    words: list[str], before: list[str], after: list[str]
) -> None:
    phrase = " ".join(words)
    text = " ".join([*before, *words, *after])
    reading = read(text)
    hits = Phrasebook([(phrase, 1)], sets={}, where="test.toml").find(reading)
    everywhere = [at for at in range(len(reading.words)) if list(reading.words[at : at + len(words)]) == words]
    assert [hit.first for hit in hits] == everywhere


@given(st.lists(plain, min_size=2, max_size=3), st.lists(plain, max_size=12))
def test_a_gap_is_heard_where_a_plain_search_hears_one(ends: list[str], words: list[str]) -> None:
    first, last = ends[0], ends[-1]
    hits = Phrasebook([(f"{first} ~ {last}", 1)], sets={}, where="test.toml").find(read(" ".join(words)))
    starts = {at for at, word in enumerate(words) if word == first and last in words[at + 1 : at + 5]}
    assert {hit.first for hit in hits} <= starts
    assert bool(hits) == bool(starts)
