"""The one door: three separate reasons, notes for a person, words with true places."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import PolicyError
from monitor.types import Understanding
from monitor.understand.assess import LONGEST, MECHANISM, assess
from monitor.understand.lexicon import clinic_lexicon

COMPLAINT = "She botched my lips and nobody calls me back."
PRAISE = "Wonderful team, I love my results and I will be back."


def codes(found: Understanding) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize("stars", [0.5, 1, 1.5, 2])
def test_two_stars_or_fewer_flag_whatever_the_words(stars: float) -> None:
    assert codes(assess(text=PRAISE, stars_of_five=stars)) == ["stars"]


@pytest.mark.parametrize("stars", [2.5, 3, 4, 5, None])
def test_more_stars_or_none_do_not_flag_praise(stars: float | None) -> None:
    found = assess(text=PRAISE, stars_of_five=stars)
    assert (found.flagged, found.reasons) == (False, ())


def test_the_three_reasons_stand_apart() -> None:
    found = assess(text=COMPLAINT + " My lawyer will call.", stars_of_five=1)
    assert codes(found)[:2] == ["stars", "text"]
    assert set(codes(found)) == {"stars", "text", "urgency"}


@given(stars=st.one_of(st.none(), st.floats(0, 5)))
def test_the_probability_is_from_the_text_alone(stars: float | None) -> None:
    assert (
        assess(text=COMPLAINT, stars_of_five=stars).negative_probability
        == assess(text=COMPLAINT, stars_of_five=None).negative_probability
    )


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_rating_only_is_scored_by_its_stars(text: str) -> None:
    low, high = assess(text=text, stars_of_five=1), assess(text=text, stars_of_five=5)
    assert (codes(low), codes(high)) == (["stars"], [])
    assert low.negative_probability == high.negative_probability == 0.0
    assert low.notes == high.notes == ("rating only",)


def test_no_text_and_no_stars_say_nothing() -> None:
    assert not assess(text="", stars_of_five=None, threshold=0.0).flagged


def test_good_stars_over_a_complaint_are_a_quarrel() -> None:
    notes = assess(text=COMPLAINT, stars_of_five=5).notes
    assert "stars and text disagree" in notes
    assert "complaint inside a good rating" in notes


def test_one_star_over_praise_is_a_quarrel_too() -> None:
    assert assess(text=PRAISE, stars_of_five=1).notes == ("stars and text disagree",)


def test_a_complaint_inside_a_warm_review_is_noted() -> None:
    text = "Wonderful doctor, lovely office, great results, but the front desk is rude."
    assert "complaint inside a good rating" in assess(text=text, stars_of_five=5).notes


@pytest.mark.parametrize(("text", "stars"), [(PRAISE, 5), (COMPLAINT, 1), (COMPLAINT, None), (PRAISE, None)])
def test_where_stars_and_words_agree_there_is_no_note(text: str, stars: float | None) -> None:
    assert assess(text=text, stars_of_five=stars).notes == ()


def test_an_excerpt_is_noted() -> None:
    assert "excerpt" in assess(text=PRAISE, stars_of_five=5, is_excerpt=True).notes


def test_another_language_gets_no_text_flag_and_goes_to_a_person() -> None:
    text = "Le personnel est horrible et la salle est sale, je ne recommande pas du tout."
    found = assess(text=text, stars_of_five=4)
    assert "text" not in codes(found)
    assert "other language" in found.notes
    assert codes(assess(text=text, stars_of_five=1)) == ["stars"]


def test_spanish_still_gets_urgency() -> None:
    found = assess(text="Me quemaron la cara con el láser y ya hablé con un abogado.", stars_of_five=3)
    assert {hit.tag for hit in found.urgency} == {"COMPLICATION", "LEGAL"}
    assert codes(found) == ["urgency", "urgency"]
    assert "other language" in found.notes


def test_the_threshold_can_be_the_practices_own() -> None:
    probability = assess(text=COMPLAINT, stars_of_five=None).negative_probability
    assert "text" in codes(assess(text=COMPLAINT, stars_of_five=None, threshold=probability))
    assert "text" not in codes(assess(text=COMPLAINT, stars_of_five=None, threshold=min(1.0, probability + 1e-9)))


def test_the_title_counts_and_its_words_lose_their_place() -> None:
    found = assess(title="My lawyer has the photos", text="The office is on Main Street.", stars_of_five=None)
    (hit,) = [hit for hit in found.urgency if hit.tag == "LEGAL"]
    (word,) = hit.words
    assert (word.start, word.end, word.meaning) == (0, 0, "LEGAL (in the title)")


def test_a_title_moves_no_words_of_the_text() -> None:
    found = assess(title="Careful", text=COMPLAINT, stars_of_five=None)
    for reason in found.reasons:
        assert all(COMPLAINT[word.start : word.end] == word.text for word in reason.words)


def test_a_title_that_opens_the_text_is_not_counted_twice() -> None:
    assert assess(title="She botched my lips", text=COMPLAINT, stars_of_five=None) == assess(
        text=COMPLAINT, stars_of_five=None
    )


def test_a_pasted_book_is_cut_and_says_so() -> None:
    found = assess(text="The tea is nice. " * 60_000 + COMPLAINT, stars_of_five=None)
    assert found.notes == (f"only the first {LONGEST} characters were scored",)
    assert not found.flagged


def test_every_answer_names_its_mechanism() -> None:
    assert assess(text="", stars_of_five=None).mechanism == MECHANISM == "understand-1"


def test_reasons_hold_no_words_of_the_review() -> None:
    for reason in assess(text=COMPLAINT + " I want a refund.", stars_of_five=1).reasons:
        assert not {"botched", "lips", "calls"} & set(reason.why.lower().split())


@given(st.text(max_size=300))
def test_any_text_is_understood_and_its_words_are_where_they_say(text: str) -> None:
    found = assess(text=text, stars_of_five=None)
    assert 0 <= found.negative_probability <= 1
    words = itertools.chain(
        (word for reason in found.reasons for word in reason.words),
        (word for hit in (*found.urgency, *found.themes) for word in hit.words),
    )
    assert all(text[word.start : word.end] == word.text != "" for word in words)


@given(st.lists(st.sampled_from(["great", "botched", "not", "but", "lips", "my lawyer", ".", "numb for"]), max_size=12))
def test_capitals_everywhere_change_no_tag(words: list[str]) -> None:
    text = " ".join(words)
    assert [hit.tag for hit in assess(text=text, stars_of_five=None).urgency] == [
        hit.tag for hit in assess(text=text.upper(), stars_of_five=None).urgency
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("botched = -3.4", "botched = -34", r'lexicon\.toml: "botched" weighs -34'),
        ("botched = -3.4", 'botched = "bad"', r'lexicon\.toml: "botched" must be a number'),
        ("threshold = 0.5", "threshold = 1.5", "between 0 and 1"),
        ("threshold = 0.5", "", r"\[squash\] threshold must be a number"),
        ('"numb for" = -2.6', '"numb (for" = -2.6', "bracket"),
        ('"numb for" = -2.6', '"numb <ever>" = -2.6', "<ever>"),
        ("frame_keeps = 0.05", 'frame_keeps = "much"', "frame_keeps must be a number"),
        ('version = "', 'edition = "', "does not say version"),
    ],
)
def test_a_lexicon_that_cannot_be_used_is_refused(
    change_policy: Callable[[str, str, str], None], old: str, new: str, complaint: str
) -> None:
    change_policy("lexicon", old, new)
    with pytest.raises(PolicyError, match=complaint):
        assess(text=COMPLAINT, stars_of_five=None)


def test_a_practice_may_weigh_a_word_of_its_own(change_policy: Callable[[str, str, str], None]) -> None:
    assert "flurbed" not in clinic_lexicon().weights
    change_policy("lexicon", "botched = -3.4", "botched = -3.4\nflurbed = -3.9")
    found = assess(text="They flurbed it.", stars_of_five=None)
    assert codes(found) == ["text"]
    assert [word.text for word in found.reasons[0].words] == ["flurbed"]
