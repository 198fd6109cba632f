"""Whole drafts: the same for the same seed, never lately used, and holding nothing that was not vetted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.drafting import MECHANISM, NoWording, alternatives, build_context, draft, fresh, load_library
from responders.drafting.playbook import load_playbook
from responders.drafting.render import TOO_ALIKE, _alike
from responders.types import Particulars

WILLOW = Particulars(
    name="Willow Lane Aesthetics", phone="(406) 555-0142", email="hello@willow.example", signer="Ada Brook"
)
PRACTICES = (
    WILLOW,
    Particulars(name="Prairie Vein & Laser", phone="918-555-0107", email="office@prairie.example", signer="Lou"),
    Particulars(name="Cole Facial Plastics", phone="615-555-0171"),
    Particulars(name="Clear Skin Dermatology", email="hello@clear.example", signer="Priscilla"),
    Particulars(name="Clínica Señorío de la Piel y el Láser", phone="+1 787 555 0133", signer="Íñigo"),
    Particulars(name="D'Or", phone="555-0100"),
)
STARS = (1.0, 2.0, 3.0, 5.0, None)
TOPICS = ((), ("wait",), ("price", "staff"), ("complication",), ("respect", "skill", "pain"))


def context(stars=1.0, *, practice=WILLOW, seed="a", **given_facts):
    given_facts = {"has_text": True, **given_facts}
    return build_context(practice=practice, stars_of_five=stars, seed=seed, **given_facts)


def some_contexts():
    for number, (practice, stars, topics, has_text) in enumerate(product(PRACTICES, STARS, TOPICS, (True, False))):
        yield context(stars, practice=practice, topics=topics, has_text=has_text, seed=f"seed-{number}")


# --- the same again ----------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(STARS), st.sampled_from(TOPICS))
@settings(max_examples=60)
def test_the_same_seed_gives_the_same_draft(seed, stars, topics):
    one, other = (draft(context(stars, seed=seed, topics=topics)) for _ in range(2))
    assert one == other


def test_another_process_gives_the_same_draft():
    code = (
        "from responders.drafting import build_context, draft; from responders.types import Particulars;"
        "p = Particulars(name='Willow Lane Aesthetics', phone='(406) 555-0142', email='hello@willow.example',"
        " signer='Ada Brook');"
        "print(draft(build_context(practice=p, stars_of_five=1.0, has_text=True, topics=['wait'], seed='a')).text)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == draft(context(topics=["wait"])).text


def test_seeds_spread_over_many_wordings():
    assert len({draft(context(seed=str(number))).text for number in range(100)}) >= 95


def test_platform_changes_nothing_in_the_words():
    assert draft(context(platform="yelp")).text == draft(context(platform="google_business")).text


# --- what a draft is made of --------------------------------------------------------------------------------------


def test_every_draft_is_exactly_its_vetted_sentences():
    vetted = {sentence.slug: sentence for sentence in load_library("en").sentences}
    for given_context in some_contexts():
        made = draft(given_context)
        assert made.text == " ".join(vetted[slug].render(given_context.practice) for slug in made.slugs)
        assert made.mechanism == MECHANISM


def test_every_draft_is_within_the_words_of_its_band():
    words = load_playbook().words
    for given_context in some_contexts():
        fewest, most = words[given_context.band]
        assert fewest <= len(draft(given_context).text.split()) <= most


def test_complaints_get_35_to_80_words_and_praise_12_to_40():
    assert load_playbook().words["complaint"] == (35, 80)
    assert load_playbook().words["praise"] == (12, 40)


def test_at_three_stars_or_fewer_a_role_and_a_contact_of_the_practice_are_named():
    for given_context in some_contexts():
        if given_context.band in {"complaint", "mixed"}:
            text, practice = draft(given_context).text, given_context.practice
            assert "practice manager" in text
            assert (practice.phone and practice.phone in text) or (practice.email and practice.email in text)


def test_no_draft_shouts_repeats_itself_or_shows_a_brace():
    for given_context in some_contexts():
        text = draft(given_context).text
        words = re.findall(r"[^\W_]+", text.casefold())
        runs = [tuple(words[at : at + 4]) for at in range(len(words) - 3)]
        assert text.count("!") <= 1
        assert len(set(runs)) == len(runs)
        assert not set("{}<>%\n") & set(text)


def test_a_name_with_an_ampersand_or_an_apostrophe_arrives_unescaped():
    practice = Particulars(name="Vein & Laser by D'Or", phone="555-0100", email="a@b.example", signer="O'Dell")
    texts = [draft(context(practice=practice, seed=str(number))).text for number in range(40)]
    assert any("Vein & Laser by D'Or" in text for text in texts)
    assert not any(re.search(r"&(amp|#\d+|quot);", text) for text in texts)


def test_a_name_that_looks_like_a_template_is_said_and_not_obeyed():
    practice = Particulars(name="{{ 7 * 7 }}", phone="555-0100")
    texts = [draft(context(practice=practice, seed=str(number))).text for number in range(40)]
    assert any("{{ 7 * 7 }}" in text for text in texts)
    assert not any("49" in text for text in texts)


CANARIES = ("Zebulon Quist", "zq_canary", "left eyelid", "$4,321", "zebulon", "quist_zq")


@pytest.mark.parametrize("stars", STARS)
@pytest.mark.parametrize("has_text", [True, False])
def test_canaries_in_every_open_field_never_reach_a_draft(stars, has_text):
    given_context = build_context(
        practice=WILLOW, stars_of_five=stars, verdict=CANARIES[0], has_text=has_text, topics=CANARIES,
        platform=CANARIES[1], seed=" ".join(CANARIES),
    )  # fmt: skip
    for made in alternatives(given_context, recent=CANARIES):
        said = f"{made.text} {made.slugs} {made.mechanism}".casefold()
        assert not [canary for canary in CANARIES if canary.casefold() in said]


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=60)
def test_whatever_the_open_fields_hold_the_words_are_from_the_library(seed, topics):
    vetted = {sentence.slug: sentence for sentence in load_library("en").sentences}
    made = draft(context(seed=seed.encode("utf-8", "replace").decode(), topics=topics, platform=seed))
    assert made.text == " ".join(vetted[slug].render(WILLOW) for slug in made.slugs)


# --- never lately used --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stars", "has_text"), [(1.0, True), (1.0, False), (3.0, True), (5.0, True), (5.0, False)])
def test_one_seed_a_hundred_times_never_repeats_one_of_the_last_fifty(stars, has_text):
    said: list[str] = []
    for _ in range(100):
        text = draft(context(stars, has_text=has_text), recent=said[-50:]).text
        assert text not in said[-50:]
        said.append(text)


def test_readers_do_not_find_nearly_the_same_answer_ten_times():
    said: list[str] = []
    for _ in range(10):
        said.append(fresh(context(topics=["wait"]), said))
    assert not any(_alike(one, other) for at, one in enumerate(said) for other in said[:at])


@pytest.mark.parametrize("stars", STARS)
def test_a_wording_that_differs_from_a_recent_one_by_a_word_is_passed_over(stars):
    suggested = draft(context(stars))
    nearly = suggested.text.replace("we", "they", 1)
    assert not _alike(draft(context(stars), recent=[nearly]).text, nearly)


def test_a_nearly_used_wording_is_still_better_than_none(monkeypatch):
    monkeypatch.setattr("responders.drafting.render.MOST_TURNS", 1)
    seed = next(str(number) for number in range(99) if _has_a_draft(str(number)))
    suggested = draft(context(seed=seed))
    assert draft(context(seed=seed), recent=[suggested.text + " Yes."]) == suggested


def _has_a_draft(seed):
    try:
        return bool(draft(context(seed=seed)))
    except NoWording:
        return False


def test_texts_are_alike_by_their_words_and_not_by_their_letters():
    words = [f"word{number}" for number in range(20)]
    assert _alike(" ".join(words), " ".join(["other", *words[1:]]))
    assert not _alike(" ".join(words), " ".join([*"abcde", *words[5:]]))
    assert 0.5 < TOO_ALIKE < 1


def test_what_was_said_elsewhere_changes_nothing():
    assert draft(context(), recent=["Something else entirely."]) == draft(context())


def test_fresh_is_the_draft_without_recent_when_nothing_is_recent():
    assert fresh(context(), []) == draft(context()).text


def test_when_every_wording_was_used_the_office_is_told_to_write_more():
    everything = _Everything()
    with pytest.raises(NoWording, match="add sentences to templates/replies/en"):
        draft(context(), recent=everything)


class _Everything(tuple[str, ...]):
    """A location that has said everything already."""

    def __contains__(self, text: object) -> bool:
        return True


# --- several to choose from ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stars", STARS)
@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_alternatives_differ_in_wording_and_begin_with_the_suggestion(stars, seed):
    given_context = context(stars, seed=seed)
    drafts = alternatives(given_context)
    assert drafts[0] == draft(given_context)
    assert len({made.text for made in drafts}) == 3
    assert not any(_alike(one.text, other.text) for at, one in enumerate(drafts) for other in drafts[:at])


@pytest.mark.parametrize("count", [1, 2, 5])
def test_there_are_as_many_alternatives_as_asked_for(count):
    assert len(alternatives(context(), count=count)) == count


def test_fewer_alternatives_are_given_when_the_library_has_no_more(monkeypatch):
    monkeypatch.setattr("responders.drafting.render.MOST_TURNS", 2)
    assert 1 <= len(alternatives(context(), count=9)) <= 2


def test_alternatives_avoid_what_was_said_lately():
    first = alternatives(context())
    again = alternatives(context(), recent=[made.text for made in first])
    assert not {made.text for made in first} & {made.text for made in again}


# --- what cannot be answered --------------------------------------------------------------------------------------


def test_a_complaint_is_not_answered_without_a_contact():
    with pytest.raises(NoWording, match="phone number or an e-mail"):
        draft(context(practice=Particulars(name="Willow Lane")))


def test_praise_is_answered_without_a_contact():
    assert draft(context(5.0, practice=Particulars(name="Willow Lane"))).text


@pytest.mark.parametrize("language", ["tlh", "fr-CA", "ar"])
def test_a_language_that_we_have_no_sentences_for_is_never_answered_in_english(language):
    with pytest.raises(NoWording, match="a person who speaks it"):
        draft(context(language=language))


def test_a_refusal_never_holds_the_practice_or_the_seed():
    with pytest.raises(NoWording) as refused:
        draft(context(practice=Particulars(name="Quist Clinic"), seed="zq_canary"))
    assert "Quist" not in str(refused.value)
    assert "canary" not in str(refused.value)
