"""Which parts make a reply; and the playbooks that are refused because they could make an unsafe one."""

from __future__ import annotations

import shutil

import pytest

from monitor.errors import PolicyError
from monitor.policy import SHIPPED
from responders.drafting import build_context, load_library
from responders.drafting.library import Library, NoWording
from responders.drafting.playbook import load_playbook, plan
from responders.types import Particulars

PRACTICE = Particulars(name="Willow Lane Aesthetics", phone="555-0142", email="hello@willow.example", signer="Ada")


def context(stars=1.0, *, practice=PRACTICE, has_text=True, topics=(), seed="s"):
    return build_context(practice=practice, stars_of_five=stars, has_text=has_text, topics=topics, seed=seed)


def planned(given, turn=0):
    return plan(given, playbook=load_playbook(), library=load_library("en"), turn=turn)


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Lets a test change the shipped playbook and read it back."""
    shutil.copy(SHIPPED / "playbook.toml", tmp_path)
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))

    def edit(old: str, new: str) -> None:
        text = (tmp_path / "playbook.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "playbook.toml").write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.mark.parametrize("stars", [1.0, 2.0, 3.0, None])
@pytest.mark.parametrize("has_text", [True, False])
@pytest.mark.parametrize("turn", range(12))
def test_all_but_praise_offer_one_private_route(stars, has_text, turn):
    parts = [sentence.part for sentence in planned(context(stars, has_text=has_text), turn)]
    assert parts.count("route") == 1


@pytest.mark.parametrize("turn", range(12))
def test_a_complaint_in_words_always_hears_why_the_answer_is_general(turn):
    assert "privacy" in [sentence.part for sentence in planned(context(), turn)]


@pytest.mark.parametrize("theme", sorted(load_playbook().themes))
@pytest.mark.parametrize("stars", [1.0, 3.0, None])
def test_the_theme_chooses_the_value_statement(theme, stars):
    plans = [planned(context(stars, topics=[theme]), turn) for turn in range(8)]
    spoken = {sentence.topic for sentences in plans for sentence in sentences if sentence.part == "value"}
    assert spoken == {load_playbook().themes[theme]}


def test_the_first_theme_is_the_one_that_is_spoken_to():
    values = [sentence.topic for sentence in planned(context(topics=["price", "wait"])) if sentence.part == "value"]
    assert values == ["price"]


@pytest.mark.parametrize("topics", [[], ["weather"]])
def test_without_a_theme_that_we_have_words_for_the_value_is_general(topics):
    assert {s.topic for s in planned(context(topics=topics)) if s.part == "value"} == {""}


def test_a_theme_without_a_sentence_is_answered_in_general():
    library = Library(language="en", sentences=tuple(s for s in load_library("en").sentences if s.topic != "wait"))
    given = context(topics=["wait"])
    assert {sentence.topic for sentence in plan(given, playbook=load_playbook(), library=library, turn=0)} == {""}


def test_an_unknown_theme_does_not_hide_a_known_one():
    assert "wait" in {sentence.topic for sentence in planned(context(topics=["weather", "wait"]))}


@pytest.mark.parametrize("theme", ["complication", "safety"])
@pytest.mark.parametrize("stars", [1.0, 3.0, None])
@pytest.mark.parametrize("turn", range(6))
def test_worries_about_health_always_come_with_the_emergency_line(theme, stars, turn):
    given = context(stars, topics=["wait", theme])
    assert [sentence.part for sentence in planned(given, turn)].count("emergency") == 1


@pytest.mark.parametrize("turn", range(12))
def test_the_emergency_line_is_kept_for_worries_about_health(turn):
    assert "emergency" not in {sentence.part for sentence in planned(context(topics=["wait"]), turn)}


def test_praise_hears_neither_regret_nor_route():
    parts = {sentence.part for turn in range(20) for sentence in planned(context(5.0), turn)}
    assert parts == {"praise", "cheer", "closing"}


def test_no_sentence_stands_in_a_reply_twice(edited):
    edited('"value", ', '"value", "value", "value", ')
    for turn in range(40):
        slugs = [sentence.slug for sentence in planned(context(topics=["staff"]), turn)]
        assert len(set(slugs)) == len(slugs) >= 6


def test_two_value_statements_speak_to_two_themes(edited):
    edited('"value", ', '"value", "value", ')
    topics = [s.topic for s in planned(context(topics=["staff", "price"])) if s.part == "value"]
    assert topics == ["staff", "price"]


def test_a_practice_without_a_contact_is_told_to_give_one():
    with pytest.raises(NoWording, match="give the practice a phone number or an e-mail address"):
        planned(context(practice=Particulars(name="Willow Lane", signer="Ada")))


@pytest.mark.parametrize("fact", ["phone", "email"])
def test_one_contact_of_either_kind_is_enough(fact):
    practice = Particulars(name="Willow Lane", **{fact: getattr(PRACTICE, fact)})
    route = next(sentence for sentence in planned(context(practice=practice)) if sentence.part == "route")
    assert route.needs & {"phone", "email"} == {fact}


def test_an_edited_playbook_is_obeyed(edited):
    edited('parts = ["praise", "cheer"]', 'parts = ["praise"]')
    assert "praise" in {recipe.parts[0] for recipe in load_playbook().recipes if len(recipe.parts) == 1}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"route", "closing"]', '"closing"]', "has no private way to talk; add 'route'"),
        ('band = "unrated"', 'band = "praise"', "no general recipe for a review with words of the band unrated"),
        ('rating_only = true\nparts = ["unrated"', 'parts = ["unrated"', "a rating without words of the band unrated"),
        ("unrated = [25, 70]", "", "how long a reply to unrated may be"),
        ("complaint = [35, 80]", "complaint = [35]", "lacks or misspells"),
        ("complaint = [35, 80]", 'complaint = "short"', "lacks or misspells"),
        ("[themes]", "[topics]", "lacks or misspells 'themes'"),
        ("[[recipe]]", "[[recipes]]", "lacks or misspells 'recipe'"),
        ('parts = ["value"]', "", "lacks or misspells 'parts'"),
    ],
)
def test_a_playbook_that_could_harm_is_refused_in_plain_words(edited, old, new, complaint):
    edited(old, new)
    with pytest.raises(PolicyError, match=complaint):
        load_playbook()


def test_a_part_without_sentences_is_named(edited):
    edited('parts = ["praise", "cheer"', 'parts = ["praise", "song"')
    with pytest.raises(NoWording, match="“song”"):
        planned(context(5.0))
