"""Urgency: every tag hears its sentences, lets look-alikes pass, and shows its words."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.errors import PolicyError
from monitor.types import UrgencyHit
from monitor.understand.assess import assess
from monitor.understand.urgency import urgency_rules

FOLDER = Path(__file__).parent / "rows"
BY_LEVEL = {
    level: tomllib.loads((FOLDER / f"urgency_level_{level}.toml").read_text(encoding="utf-8")) for level in (1, 2)
}


def said(kind: str) -> Iterator[tuple[int, str, str]]:
    for level, tags in BY_LEVEL.items():
        for tag, rows in tags.items():
            yield from ((level, tag, text) for text in rows[kind])


def heard(text: str) -> dict[str, UrgencyHit]:
    return {hit.tag: hit for hit in assess(text=text, stars_of_five=None).urgency}


@pytest.mark.parametrize(("level", "tag", "text"), [*said("fires")])
def test_a_tag_hears_what_it_is_for_and_shows_the_words(level: int, tag: str, text: str) -> None:
    hit = heard(text)[tag]
    assert hit.level == level
    assert hit.route
    assert all(text[word.start : word.end] == word.text for word in hit.words)


@pytest.mark.parametrize(("level", "tag", "text"), [*said("passes")])
def test_a_tag_lets_its_look_alikes_pass(level: int, tag: str, text: str) -> None:
    assert tag not in heard(text)


@pytest.mark.parametrize("level", [1, 2])
def test_every_tag_of_the_level_has_fifteen_rows_of_each_kind(level: int) -> None:
    assert set(BY_LEVEL[level]) == {tag.slug for tag in urgency_rules().tags.values() if tag.level == level}
    for rows in BY_LEVEL[level].values():
        assert len(set(rows["fires"])) >= 15
        assert len(set(rows["passes"])) >= 15


@pytest.mark.parametrize(
    ("tag", "level", "text"),
    [
        ("REFUND", 3, "I want a refund."),
        ("MEDIA", 3, "I am calling Channel 7 news."),
        ("CHURN", 3, "I cancelled my membership."),
        ("STAFF_NAMED", 0, "Ask for nurse Imani."),
        ("NOT_A_PATIENT", 0, "I have never been here, but I saw the sign."),
        ("SPAM", 0, "Click here and use my promo code."),
        ("COMPETITOR", 0, "Come to our clinic, we charge half."),
    ],
)
def test_the_calmer_tags_are_heard_too(tag: str, level: int, text: str) -> None:
    assert heard(text)[tag].level == level


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("REFUND", "They refunded me right away without any fuss."),
        ("MEDIA", "I saw you on the news and had to come."),
        ("CHURN", "I will never go anywhere else."),
        ("STAFF_NAMED", "The doctor is kind."),
        ("STAFF_NAMED", "THE DOCTOR IS KIND"),
        ("NOT_A_PATIENT", "I have never been happier."),
    ],
)
def test_the_calmer_tags_let_praise_pass(tag: str, text: str) -> None:
    assert tag not in heard(text)


@pytest.mark.parametrize("start", ["", "I love this place. ", "¡Hola! ", "“Quoted” — ", "👩🏽‍⚕️ 5★ "])
def test_what_stands_before_does_not_move_the_words(start: str) -> None:
    text = start + "I have retained an attorney."
    (word,) = heard(text)["LEGAL"].words
    assert text[word.start : word.end] == word.text


@pytest.mark.parametrize("text", ["MY LAWYER WILL CALL YOU", "my lawyer will call you", "My  lawyer\nwill call you"])
def test_capitals_and_spaces_do_not_matter(text: str) -> None:
    assert "LEGAL" in heard(text)


def test_the_most_urgent_comes_first() -> None:
    text = "Nurse Imani was sweet, I want a refund, my lawyer knows, and I ended up in the emergency room."
    levels = [hit.level for hit in assess(text=text, stars_of_five=None).urgency]
    assert levels == [1, 2, 3, 0]


def test_a_four_star_review_can_be_urgent() -> None:
    found = assess(text="Lovely team, but the laser left burns on my neck.", stars_of_five=4)
    assert found.flagged
    assert "urgency" in {reason.code for reason in found.reasons}


def test_a_tag_for_information_does_not_flag() -> None:
    found = assess(text="Nurse Imani is lovely.", stars_of_five=5)
    assert [hit.tag for hit in found.urgency] == ["STAFF_NAMED"]
    assert not found.flagged


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("level = 1", "level = 9", r"\[tag\.SELF_HARM\] has level 9"),
        ('label = "legal steps"', "", r"\[tag\.LEGAL\] does not say label"),
        ('"(suing|sue|', '"((suing|sue|', "bracket"),
        ('unless = ["elsewhere"]', 'unless = ["nowhere"]', r"remarks\.nowhere"),
        ("<helper>", "<healer>", "<healer>"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused(
    change_policy: Callable[[str, str, str], None], old: str, new: str, complaint: str
) -> None:
    change_policy("urgency", old, new)
    with pytest.raises(PolicyError, match=complaint):
        urgency_rules()


def test_a_practice_may_add_a_cue_of_its_own(change_policy: Callable[[str, str, str], None]) -> None:
    change_policy(
        "urgency", '"(press|pressing|pressed|file', '"ombudsman of zanzibar",\n  "(press|pressing|pressed|file'
    )
    assert "LEGAL" in heard("The Ombudsman of Zanzibar has my letter.")
