"""The phrase library as data: each sentence, each file, and how a bad one is refused."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest

from responders.drafting.library import SHIPPED, NoWording, languages, load_library
from responders.drafting.playbook import load_playbook
from responders.errors import TemplateRefused
from responders.types import Particulars

ENGLISH = load_library("en").sentences
PARTS = {
    "opening", "regret", "value", "privacy", "route", "emergency", "closing",
    "praise", "cheer", "mixed", "rating_only", "unrated",
}  # fmt: skip
TELLING = re.compile(
    r"\b(your (visit|treatment|appointment|procedure|results?|care|skin|experience|time with us|stay|provider)|"
    r"choosing|chose|choose us|trust(ed|ing) us|come (in|back)|see you|again soon|welcome back|next time|our patients?|"
    r"you (came|were|had|felt|waited|left|received|paid|called|asked|told)|for coming|been with us|years|"
    r"no record|refund|discount|free|lawyer|attorney|mistake|our fault|apologi[sz]e|guarantee|should have)\b",
    re.IGNORECASE,
)
ONE = pytest.mark.parametrize("sentence", ENGLISH, ids=lambda sentence: sentence.slug)


def write(folder, text, *, name="opening.toml"):
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / name).write_text(text, encoding="utf-8")
    return folder


def entry(**given):
    row = {"slug": '"one"', "text": '"Thank you."', "for": '["praise"]', **given}
    return "[[sentence]]\n" + "".join(f"{key} = {value}\n" for key, value in row.items() if value)


@ONE
def test_a_sentence_says_nothing_of_anyones_care_visit_or_money(sentence):
    assert not TELLING.search(sentence.text)


@ONE
def test_a_sentence_holds_no_link_question_handle_or_shouting(sentence):
    assert not re.search(r"https?:|www\.|[#?*_<>]|\.com|[A-Z]{4,}|@(?!\w)", sentence.text)
    assert sentence.text.count("!") <= 1


@ONE
def test_a_sentence_holds_no_number_but_the_emergency_line(sentence):
    assert set(re.findall(r"\d+", sentence.text)) <= ({"911"} if sentence.part == "emergency" else set())


@ONE
def test_a_sentence_is_whole(sentence):
    assert sentence.text[0].isupper() or sentence.text.startswith("{{")
    assert sentence.text[-1] in ".!" or sentence.part == "closing"
    assert len(sentence.text.split()) <= 26


@ONE
def test_cheer_stays_with_praise(sentence):
    assert "!" not in sentence.text or sentence.bands == {"praise"}


@ONE
def test_a_route_names_a_role_and_a_contact(sentence):
    if sentence.part == "route":
        assert "practice manager" in sentence.text
        assert sentence.needs & {"phone", "email"}


def test_there_are_at_least_a_hundred_and_twenty_english_sentences():
    assert len(ENGLISH) >= 120


def test_one_file_is_one_part():
    assert {sentence.part for sentence in ENGLISH} == PARTS


def test_every_theme_of_the_playbook_has_sentences_and_every_topic_a_theme():
    counted = Counter(sentence.topic for sentence in ENGLISH if sentence.part == "value" and sentence.topic)
    assert set(counted) == set(load_playbook().themes.values())
    assert min(counted.values()) >= 4


def test_only_values_have_a_topic():
    assert not [
        sentence.slug for sentence in ENGLISH if sentence.topic and sentence.part not in load_playbook().topical
    ]


def test_sentences_are_far_enough_apart_to_be_worth_having():
    words = {sentence.slug: frozenset(re.findall(r"\w+", sentence.text.casefold())) for sentence in ENGLISH}
    assert len(set(words.values())) == len(ENGLISH)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_says_what_it_is_since_when_and_from_where(path):
    about = tomllib.loads(path.read_text(encoding="utf-8"))["about"]
    assert {"what", "version", "source", "verified_by", "verified_on"} == set(about)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["version"])


def test_the_languages_are_the_folders_with_sentences(tmp_path):
    (tmp_path / "fr").mkdir()
    assert languages(write(tmp_path, entry())) == ("en",)
    assert "en" in languages()


def test_a_language_without_sentences_goes_to_a_person():
    with pytest.raises(NoWording, match="'tlh'; a person who speaks it"):
        load_library("tlh")


@pytest.mark.parametrize("language", ["../en", "", ".", "/"])
def test_a_language_is_never_a_path(language):
    with pytest.raises(NoWording):
        load_library(language)


@pytest.mark.parametrize(
    "text",
    ["[[sentence]\n", "sentences = 1\n", "", "\ufeff[[sentence]]"],
    ids=["not TOML", "other table", "empty", "byte order mark"],
)
def test_a_file_that_holds_no_entries_is_refused_by_name(tmp_path, text):
    with pytest.raises(TemplateRefused, match=r"opening\.toml cannot be read"):
        load_library("en", write(tmp_path, text))


@pytest.mark.parametrize(
    "broken",
    [
        {"slug": ""}, {"text": ""}, {"for": ""}, {"patient": '"Jane"'}, {"text": "5"}, {"slug": "7"},
        {"for": '"praise"'}, {"for": "[1]"}, {"needs": '"phone"'}, {"topic": "[]"},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_of_the_wrong_shape_is_refused_with_its_number(tmp_path, broken):
    with pytest.raises(TemplateRefused, match=r"Sentence 2 of opening\.toml needs slug, text and for"):
        load_library("en", write(tmp_path, entry() + entry(**broken)))


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ('"Call {{ practice.phone }}."', ""),
        ('"Thank you."', '["phone"]'),
        ('"Call {{ practice.phone }}."', '["email"]'),
    ],
)
def test_needs_that_differ_from_the_text_are_refused(tmp_path, text, needs):
    with pytest.raises(TemplateRefused, match="its needs must say the same"):
        load_library("en", write(tmp_path, entry(text=text, needs=needs)))


def test_a_slug_or_a_text_that_is_there_twice_is_refused(tmp_path):
    for other in ({"text": '"Many thanks."'}, {"slug": '"two"'}):
        with pytest.raises(TemplateRefused, match="in the library twice"):
            load_library("en", write(tmp_path, entry() + entry(**other), name=f"{len(other)}{next(iter(other))}.toml"))
        load_library.cache_clear()


def test_a_bad_template_is_refused_when_the_library_is_read(tmp_path):
    with pytest.raises(TemplateRefused, match="'one' asks for something a reply may not hold"):
        load_library("en", write(tmp_path, entry(text='"Hi {{ reviewer.name }}"')))


def test_a_practice_without_a_signer_is_offered_no_signed_sentence():
    offered = load_library("en").fitting(
        part="closing", band="complaint", topic="", practice=Particulars(name="Willow Lane")
    )
    assert offered
    assert all("signer" not in sentence.needs for sentence in offered)
