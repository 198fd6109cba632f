"""Which language a review is in, as far as the scores need to know: a first, honest cut by script and small words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal

from monitor.understand.clauses import words_of

Language = Literal["en", "es", "other", "unknown"]
"""``unknown`` is a text too short to tell: it is read as English, whose words would not fire in another language."""

SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": words_of(
        "the and to of was is it they in for my this that with you are on have not be at she he we i had very were me "
        "her his so but all from as there what been our will would who do did if by an or no out up when here your "
        "their them has am just get got went more than then because after about"
    ),
    "es": words_of(
        "el la los las de que y en un una muy por con para no se es mi me lo su al del fue como más pero todo está son "
        "sin estoy ella ellos nos le les han he ha esta este cuando ya porque gracias bien mal yo tengo soy quiero "
        "nunca nadie hasta desde donde puedo ni si tan"
    ),
    "fr": words_of(
        "le la les de des et est un une très je pas pour que qui dans avec ce cette il elle nous vous sur au du mais "
        "ne mon ma mes son sa été c'est j'ai plus tout bien merci chez suis ai"
    ),
    "de": words_of(
        "der die das und ist nicht ich sehr mit ein eine zu den war es auf für sie wir von im dem hat habe auch aber "
        "mich mir als wie man bei nur noch sind wurde"
    ),
    "pt": words_of(
        "o os as de que e em um uma muito por com para não se é meu minha foi como mais mas tudo está são sem do da no "
        "na dos das eu me ao pelo pela você ele ela"
    ),
    "it": words_of(
        "il lo la gli le di che e in un una molto per con non si è mio mia sono come più ma tutto ho del della ha mi "
        "anche dal alla nel questo"
    ),
    "nl": words_of(
        "de het een en van ik is niet zeer met te op voor zijn was er maar ook aan bij heb mijn dat die naar heel "
        "goed geen wel"
    ),
    "pl": words_of("i w na nie się jest do że z to bardzo o za jak ale po co tak od przez był była mi mnie"),
    "tr": words_of("ve bir çok bu için da de ile ben ama daha gibi her olarak kadar en sonra iyi değil"),
    "sv": words_of("och i att det som en på är av för med jag har inte den var mig till mycket men så vi ett"),
}
_SPOKEN_BY = {
    word: tuple(name for name, small in SMALL_WORDS.items() if word in small)
    for word in frozenset().union(*SMALL_WORDS.values())
}
CLEAR = 3
"""Small words of one language before we name it; fewer in a text say nothing."""


def language_of(words: Sequence[str], *, text: str) -> Language:
    """Name the language of a review from its lower-case ``words`` and its ``text`` (for the script)."""
    if _is_foreign_script(text[:2000]):
        return "other"
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word in words[:200]:
        for name in _SPOKEN_BY.get(word, ()):
            counts[name] += 1
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < CLEAR or counts["en"] == counts[best]:
        return "en" if counts["en"] >= CLEAR else "unknown"
    return "es" if best == "es" else "en" if best == "en" else "other"


def _is_foreign_script(text: str) -> bool:
    """True when most letters are not Latin ones."""
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    foreign = sum(1 for letter in letters if letter > "\u024f" and not unicodedata.name(letter, "").startswith("LATIN"))
    return foreign * 2 > len(letters)
