"""The fast VADER must be VADER: the same scores to the last digit, or it is something else under a known name."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from monitor.understand import sentiment

PUBLISHED = SentimentIntensityAnalyzer()
SCORED = sorted(PUBLISHED.lexicon)
SPECIAL = [word for phrase in (*SPECIAL_CASES, *BOOSTER_DICT) for word in phrase.split()]
TURNS = [
    "but",
    "BUT",
    "no",
    "No",
    "nor",
    "or",
    "never",
    "so",
    "this",
    "without",
    "doubt",
    "least",
    "at",
    "very",
    "kind",
    "of",
]
PLAIN = ["the", "lips", "Dr", "a", "she", "filler", "x", "...", "—", "$900", "ok,", "(maybe)", "don't", "ISN'T"]
SIGNS = sorted(sign for sign in PUBLISHED.emojis if len(sign) == 1)[::40]

word = st.one_of(
    st.sampled_from(SCORED),
    st.sampled_from(SPECIAL),
    st.sampled_from(NEGATE),
    st.sampled_from(TURNS),
    st.sampled_from(PLAIN),
)
shaped = st.builds(
    lambda text, shape, tail: shape(text) + tail,
    word,
    st.sampled_from([str, str.upper, str.capitalize]),
    st.sampled_from(["", "", "", "!", "!!", "?", "??", ".", ",", "'s", "😊", "💘 "]),
)
sentence = st.lists(st.one_of(shaped, st.sampled_from(SIGNS)), max_size=14).map(" ".join)


def same(text: str) -> bool:
    return repr(sentiment.compound(text)) == repr(float(PUBLISHED.polarity_scores(text)["compound"]))


@given(sentence)
def test_a_sentence_of_scored_words_boosters_and_negations_scores_the_same(text: str) -> None:
    assert same(text)


@given(st.text(max_size=80))
def test_any_text_at_all_scores_the_same(text: str) -> None:
    assert same(text)


@given(st.lists(st.sampled_from(["good", "bad", "but", "great", "awful", "not"]), max_size=30).map(" ".join))
def test_the_rule_for_but_keeps_its_way_with_equal_values(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!!!",
        "\n\t",
        "but",
        "no good, no bad",
        "not bad at all but NOT GREAT!!!",
        "She was never so kind, but the least helpful kind of place",
        "the bomb and the shit to die for",
        "😀😀 great😀but 💔",
        "sort of good, kind of great, just enough nice",
        "without a doubt the best; without doubt good",
        ":) :( :D",
    ],
)
def test_the_odd_corners_score_the_same(text: str) -> None:
    assert same(text)


def test_a_text_without_a_scored_word_is_nought() -> None:
    assert sentiment.compound("The chair by the window.") == 0.0


def test_a_hundred_thousand_words_are_scored_like_the_few_they_repeat() -> None:
    assert sentiment.compound("lovely but slow. " * 50_000) == pytest.approx(1.0)


def test_the_lexicon_is_the_published_one() -> None:
    assert sentiment.lexicon() == PUBLISHED.lexicon


@pytest.mark.shared
def test_rated_tweets_films_products_and_news_score_the_same(shared: Path) -> None:
    path = shared / "data" / "sentiment" / "vader_ground_truth.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::7]
    assert len(texts) > 3000
    assert [text for text in texts if not same(text)] == []
