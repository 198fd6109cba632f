"""Letters that only look like Latin ones; disguised words must be read as a patient's neighbour would read them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TWINS = str.maketrans(
    "авсԁеғнһіјкӏмոоресптԛгѕтцԝхуьёєдΑαΒβΓγεΕΗηΙικΚΜΝνοΟΡρτΤυχΧΥΖωσμΒАВСЕНІЈКМОРЅТХУЅԌօսհցքɑɡɩıǀ’‘ʼ`´＇“”„–—−‑‒⁄∙",
    "abcdefhhijklmnopecntqrstuwxybeedaabbryeehniikkmnvooppttuxxyzwoubABCEHIJKMOPSTXYSGouhgqagiil''''''\"\"\"-----/.",
)
LATIN_NAME = re.compile(
    r"(?:LATIN|NEGATIVE SQUARED|NEGATIVE CIRCLED|SQUARED|REGIONAL INDICATOR|TAG|PARENTHESIZED)"
    r"[A-Z ]*? (?:LETTER|SYMBOL LETTER)(?: SMALL CAPITAL| DOTLESS)? ([A-Z])(?: WITH .*)?"
)


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """The plain letters one character stands for: no accent, no ornament; "" for what nobody sees."""
    if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc") and character not in "\n\t\r":
        return ""
    parts = unicodedata.normalize("NFKD", character).translate(TWINS)
    return "".join(_letter(part) for part in parts if not unicodedata.combining(part))


def _letter(character: str) -> str:
    if character.isspace():
        return " "
    if character.isascii():
        return character
    named = LATIN_NAME.fullmatch(unicodedata.name(character, ""))
    return (named[1].lower() if character.islower() else named[1]) if named else character
