"""The guard's words are data: every file is dated, every phrase can be read, and what is broken is refused."""

from __future__ import annotations

import shutil

import pytest

from monitor.errors import PolicyError
from monitor.policy import SHIPPED, load_policy
from responders.guard.lexicon import BOOKS, lexicon
from responders.guard.phrases import Entry, PhraseBook
from responders.types import Verdict

FILES = sorted(path.stem for path in SHIPPED.glob("guard_*.toml"))


def _hits(phrase, text, **sets):
    entry = Entry(rule="x", why="x", severity="block", phrases=(phrase,))
    book = PhraseBook(sets=sets, entries=(entry,))
    words, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        words.append((word.strip(".,;"), place))
    return [text[hit.start : hit.end] for hit in book.hits(text, words)]


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_what_since_when_and_from_where(name):
    policy = load_policy(name)
    assert policy.version >= "2026"
    assert policy.source
    assert not policy.is_verified or policy.verified_on


def test_every_phrase_compiles():
    words = lexicon()
    words.rules.compile_all()
    words.clauses.compile_all()
    assert {entry.rule for entry in words.rules.entries} == set(BOOKS)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("your visit", "about your visit here", ["your visit"]),
        ("your visit", "about your visitor here", []),
        ("swell*", "a swelling", ["swelling"]),
        ("a/the visit", "the visit, a visit", ["the visit", "a visit"]),
        ("take_down it", "take down it", ["take down it"]),
        ("your first? visit", "your visit, your first visit", ["your visit", "your first visit"]),
        ("first? visit", "visit", ["visit"]),
        ("you … late", "you came forty minutes late", ["you came forty minutes late"]),
        ("you … late", "you came. Others were late", []),
        ("about <thing>+", "about refunds, visits or care", ["about refunds, visits or care"]),
        ("<thing> here", "refunds here", ["refunds here"]),
    ],
)
def test_the_little_language_of_phrases(phrase, text, found):
    assert _hits(phrase, text, thing=("refunds", "visits", "care")) == found


@pytest.mark.parametrize("phrase", ["… late", "late?", "<nowhere> late", "% off"])
def test_a_phrase_that_cannot_be_read_is_refused_with_its_mend(phrase):
    with pytest.raises(PolicyError, match=r"guard (phrase|word)"):
        _hits(phrase, "late")


def test_a_broken_policy_file_blocks_every_reply(tmp_path, monkeypatch, judged):
    shutil.copytree(SHIPPED, tmp_path / "policy")
    (tmp_path / "policy" / "guard_money.toml").write_text("not toml at all [", encoding="utf-8")
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path / "policy"))
    assert judged("Thank you.").rules == ("guard",)


def test_a_practice_can_add_a_phrase_of_its_own(tmp_path, monkeypatch, judged):
    shutil.copytree(SHIPPED, tmp_path / "policy")
    file = tmp_path / "policy" / "guard_policy.toml"
    added = '\n[[group]]\nwhy = "is a word we do not use"\nseverity = "block"\nphrases = ["warm wishes"]\n'
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path / "policy"))
    assert judged("Warm wishes.").verdict is Verdict.BLOCK


def test_an_unknown_severity_is_refused(tmp_path, monkeypatch):
    shutil.copytree(SHIPPED, tmp_path / "policy")
    file = tmp_path / "policy" / "guard_threat.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"block"', '"maybe"'), encoding="utf-8")
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path / "policy"))
    with pytest.raises(PolicyError, match=r"guard_threat\.toml"):
        lexicon()
