"""A disguise never turns a blocked reply into a passing one, and company does not excuse a violation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from responders.types import Verdict

BLOCKED = [
    text
    for path in sorted(Path(__file__).parent.glob("rows/*.toml"))
    if path.stem != "echo"
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["block"]
]
CYRILLIC = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
LEET = str.maketrans("aeiost", "4310$7")
LETTER = re.compile(r"[A-Za-z]")
LONGEST_WORD = re.compile(r"[A-Za-z]{4,}")


def _longest(text):
    return max(LONGEST_WORD.findall(text), key=len, default="")


def _in_longest_word(text, change):
    word = _longest(text)
    return text.replace(word, change(word), 1) if word else text


def _bold(letter):
    return chr((0x1D41A if letter.islower() else 0x1D400) + ord(letter.lower()) - ord("a"))


DISGUISES = {
    "zero-width": lambda text: LETTER.sub(lambda match: match[0] + "\u200b", text),
    "zero-width joiner": lambda text: _in_longest_word(text, "\u200d".join),
    "soft hyphen": lambda text: _in_longest_word(text, "\u00ad".join),
    "look-alike": lambda text: text.translate(CYRILLIC),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "bold": lambda text: LETTER.sub(lambda match: _bold(match[0]), text),
    "leet": lambda text: _in_longest_word(text, lambda word: word[0] + word[1:].translate(LEET)),
    "spaced": lambda text: _in_longest_word(text, " ".join),
    "dotted": lambda text: _in_longest_word(text, ".".join),
    "hyphened": lambda text: _in_longest_word(text, "-".join),
    "upper case": str.upper,
    "lower case": str.lower,
    "combining marks": lambda text: LETTER.sub(lambda match: match[0] + "\u0336", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "wide spaces": lambda text: text.replace(" ", "\u2003"),
    "double spaces": lambda text: text.replace(" ", "  "),
}
SAFE = "Thank you for writing, and please call 512-555-0133."


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_no_disguise_makes_a_blocked_reply_pass(disguise, judged):
    passed = [text for text in BLOCKED if judged(disguise(text)).verdict is Verdict.PASS]
    assert passed == []


@pytest.mark.parametrize("disguise", ["zero-width", "look-alike", "full width", "bold", "wide spaces", "line breaks"])
def test_disguises_that_can_be_undone_are_still_blocked(disguise, judged):
    blocked = [judged(DISGUISES[disguise](text)).verdict is Verdict.BLOCK for text in BLOCKED]
    assert sum(blocked) / len(blocked) >= 0.95


@pytest.mark.parametrize("company", ["{safe} {text}", "{text} {safe}", "{safe}\n{text}\n{safe}"])
def test_a_safe_sentence_beside_it_never_excuses_a_violation(company, judged):
    excused = [text for text in BLOCKED if judged(company.format(safe=SAFE, text=text)).verdict is not Verdict.BLOCK]
    assert excused == []


@pytest.mark.parametrize(
    "text", ["The b0t0x was fine.", "A fi11er does that.", "Our l@ser is new.", "You were a 11ar."]
)
def test_digits_inside_words_are_read_as_letters(text, judged):
    assert judged(text).verdict is Verdict.BLOCK


@pytest.mark.parametrize("text", ["The 💉 went well.", "P.R.P is slow.", "b-o-t-o-x is slow.", "Ｂｏｔｏｘ is slow."])
def test_signs_and_spelled_words_are_read(text, judged):
    assert "health" in judged(text).rules
