"""English, Spanish, another language, or too short to tell."""

import pytest

from monitor.understand.clauses import read
from monitor.understand.language import language_of


def told(text: str) -> str:
    return language_of(read(text).words, text=text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The staff was very kind and they took the time to explain what was going to happen."),
        ("en", "I have been to many places but this is the best one for my skin."),
        ("en", "I met Señor Peña at the café and he was as kind as they say."),
        ("es", "El personal fue muy amable y me explicaron todo con mucha paciencia."),
        ("es", "No vuelvo nunca, me cobraron dos veces y nadie contesta el teléfono."),
        ("other", "Le personnel est très gentil et le médecin prend le temps de vous écouter."),
        ("other", "Die Ärztin war sehr freundlich und ich bin mit dem Ergebnis zufrieden."),
        ("other", "A equipe é muito atenciosa e o resultado ficou como eu queria, não tenho do que reclamar."),
        ("other", "Il personale è molto gentile e il risultato mi piace, non posso che dire grazie."),
        ("other", "Отличная клиника, врачи внимательные, результат прекрасный."),
        ("other", "医生非常专业，效果很好，推荐给大家。"),
        ("other", "الطبيب ممتاز والموظفون لطفاء جدا"),
        ("other", "Ο γιατρός ήταν εξαιρετικός και το προσωπικό πολύ ευγενικό."),
        ("unknown", "Botched."),
        ("unknown", "Wow!"),
        ("unknown", ""),
        ("unknown", "😡😡😡"),
    ],
)
def test_a_text_is_told_by_script_and_small_words(language: str, text: str) -> None:
    assert told(text) == language


def test_one_foreign_word_does_not_make_an_english_text_foreign() -> None:
    assert told("We had the facial and it was wonderful, as they say in Russian: отлично.") == "en"
