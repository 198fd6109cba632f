"""Words and names from strangers."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.normalise import looks_cut, own_title, person_name, plain_text, split_translation, whole_characters

LETTERS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80)


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("I&#39;d say &quot;no&quot;", "I'd say \"no\""),
        ("&amp;lt;b&gt;", "&lt;b>"),
        ("&amp;amp;", "&amp;"),
        ("one<br />two<BR>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<b>bold</b> and <a href='x'>link</a>", "bold and link"),
        ("&lt;br&gt;one", "one"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("I <3 you, <my doctor> & 5 < 6 > 4", "I <3 you, <my doctor> & 5 < 6 > 4"),
        ("AT&T &copy &nosuchthing; x?a=1&copy=2", "AT&T &copy &nosuchthing; x?a=1&copy=2"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("\ud83d\ude21 and \ud83d", "😡 and \ufffd"),
        ("👩🏽‍⚕️ 👨‍👩‍👧 \ufffd", "👩🏽‍⚕️ 👨‍👩‍👧 \ufffd"),
        ("مرحبا \u202eabc", "مرحبا \u202eabc"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<!-- hidden -->shown", "shown"),
        ("  spaced\u00a0 ", "spaced"),
        (None, ""), (5, "5"), (4.5, "4.5"), (True, ""), (["a", None, "b"], "a\nb"),
        ({"@value": "x", "@language": "en"}, "x"), (object(), ""),
    ],
)  # fmt: skip
def test_text_is_decoded_once_and_stripped_of_tags(received: object, text: str) -> None:
    assert plain_text(received) == text


@given(LETTERS)
def test_escaping_and_reading_give_back_what_was_written(written: str) -> None:
    plain = plain_text(written.replace("<", "").replace("&", ""))
    assert plain_text(html.escape(plain)) == plain


@given(st.text(max_size=200))
def test_any_text_comes_out_storable(written: str) -> None:
    text = plain_text(written)
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\x00" not in text
    assert text == text.strip()


def test_a_megabyte_of_brackets_is_read_in_one_pass() -> None:
    assert plain_text("<" * 1_000_000) == "<" * 1_000_000
    assert plain_text("<b <!-- &lt" * 100_000).startswith("<b <!-- &lt")


@pytest.mark.parametrize(
    ("received", "name"),
    [
        ("  Ann \n  Lee ", "Ann Lee"),
        ("\u202eeel nnA\u202c", "eel nnA"),
        ("A\u200bn\u2066n\u00ad", "Ann"),
        ("نگار\u200cنور", "نگار\u200cنور"),
        ({"@type": "Person", "name": "Ann"}, "Ann"),
        ({"displayName": "Ann", "profilePhotoUrl": "x"}, "Ann"),
        ({"name": None, "display_name": "Ann"}, "Ann"),
        ([{"name": "Ann"}, "Bo", "Ann"], "Ann, Bo"),
        ("ann@mail.example", ""),
        ("Ann &amp; Bo", "Ann & Bo"),
        (None, ""), ({}, ""), ({"@id": "#a"}, ""),
    ],
)  # fmt: skip
def test_a_name_is_one_harmless_line(received: object, name: str) -> None:
    assert person_name(received) == name


@given(st.text(max_size=100))
def test_no_name_can_turn_the_words_around_it(written: str) -> None:
    assert not set(person_name(written)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n\r\t\x00\u200b")


@pytest.mark.parametrize("marker", ["(Translated by Google)", "(Traducido por Google)", "(Übersetzt von Google)"])
def test_both_translation_envelopes_are_opened(marker: str) -> None:
    assert split_translation(f"{marker} Bad\nstay\n\n(Original)\nMala\nestancia") == ("Mala\nestancia", "Bad\nstay")
    assert split_translation(f"Mala\n\n{marker}\nBad") == ("Mala", "Bad")


@pytest.mark.parametrize(
    "text",
    ["(Translated by Google) Bad", "Bad (Translated by Google) text", "(Original)\nMala", "",
     "(Translated by Google) x\n\n(Original)\n", "\n(Translated by Google)\nBad"],
)  # fmt: skip
def test_half_an_envelope_is_left_whole(text: str) -> None:
    assert split_translation(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "I waited...",
        "I waited…",
        "I waited… More",
        "I waited Read more",
        "Esperé… Leer más",
        "Ich warte ... Mehr",
        "x […]",
        "x (...)",
        "ждал… Ещё",
    ],
)
def test_cut_texts_are_noticed(text: str) -> None:
    assert looks_cut(text)


@pytest.mark.parametrize(
    "text", ["", "I waited.", "I waited....", "I could not ask for more", "Nothing more", "... and then home", "no más"]
)
def test_whole_texts_are_not_called_cut(text: str) -> None:
    assert not looks_cut(text)


def test_a_title_cut_from_the_text_is_no_title() -> None:
    assert own_title("They never refunded the…", "They never refunded the deposit") == ""
    assert own_title("They never refunded the deposit", "They never refunded the deposit") == ""
    assert own_title("Avoid", "They never refunded the deposit") == "Avoid"
    assert own_title("They", "They never refunded the deposit") == "They"


def test_whole_pairs_of_surrogates_are_joined() -> None:
    assert whole_characters("\ud83d\ude21\ude21") == "😡\ufffd"
