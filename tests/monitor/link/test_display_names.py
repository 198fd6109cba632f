"""What a display name shows of a person, and which person it may stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.link.names import NameKind, Reading, fold, is_nickname, pieces, read_name, roots, short_names_in

FIRSTS = {"jennifer", "mike", "michael", "ana", "lars"}
LASTS = {"miller", "obrien", "garcia", "lopez"}


def kind_of(display: str) -> NameKind:
    return read_name(display, firsts=FIRSTS, lasts=LASTS).kind


@pytest.mark.parametrize(
    ("display", "kind"),
    [
        ("Jennifer Miller", NameKind.FULL),
        ("JENNIFER MILLER", NameKind.FULL),
        ("Miller, Jennifer", NameKind.FULL),
        ("Jennifer Ann Miller", NameKind.FULL),
        ("Dr. Jennifer Miller", NameKind.FULL),
        ("Jennifer Miller, RN", NameKind.FULL),
        ("Jennifer Miller 🌸", NameKind.FULL),
        ("jennifer.miller", NameKind.FULL),
        ("Jennifer M.", NameKind.FIRST_INITIAL),
        ("Jennifer M", NameKind.FIRST_INITIAL),
        ("J. Miller", NameKind.INITIAL_LAST),
        ("J Miller", NameKind.INITIAL_LAST),
        ("Jennifer", NameKind.FIRST),
        ("jen", NameKind.FIRST),
        ("Mrs. Miller", NameKind.LAST),
        ("Miller", NameKind.LAST),
        ("J.M.", NameKind.INITIALS),
        ("J M", NameKind.INITIALS),
        ("JM", NameKind.INITIALS),
        ("jenmiller84", NameKind.HANDLE),
        ("jmiller", NameKind.HANDLE),
        ("sunny_walker", NameKind.HANDLE),
        ("@jennifer", NameKind.HANDLE),
        ("Jennifer & Mike Miller", NameKind.TWO),
        ("Jennifer and Mike", NameKind.TWO),
        ("Local Guide", NameKind.GENERIC),
        ("A Google User", NameKind.GENERIC),
        ("Anonymous", NameKind.GENERIC),
        ("Customer 8812", NameKind.GENERIC),
        ("Verified Patient", NameKind.GENERIC),
        ("Retired RN", NameKind.GENERIC),
        ("", NameKind.GENERIC),
        ("   ", NameKind.GENERIC),
        ("🌸🌸", NameKind.GENERIC),
        ("...", NameKind.GENERIC),
        ("12345", NameKind.GENERIC),
        ("Velvet Thunder", NameKind.PSEUDONYM),
    ],
)
def test_a_display_name_is_classified(display: str, kind: NameKind) -> None:
    assert kind_of(display) is kind


@pytest.mark.parametrize(
    ("display", "reading"),
    [
        ("Jennifer Miller", Reading("jennifer", "miller")),
        ("Miller, Jennifer", Reading("jennifer", "miller")),
        ("Ms. Jennifer Miller Jr.", Reading("jennifer", "miller")),
        ("Jennifer O’Brien", Reading("jennifer", "obrien")),
        ("Jennifer Miller-Garcia", Reading("jennifer", "garcia")),
        ("Jen M.", Reading("jen", "m")),
        ("M. Jennifer", Reading("jennifer", "m")),
        ("J.M.", Reading("j", "m")),
        ("Mrs. Miller", Reading("", "miller")),
        ("Ana García López", Reading("ana", "garcialopez")),
        ("Ana García López", Reading("ana", "garcia")),
        ('Jennifer "Jenny" Miller', Reading("jenny", "miller")),
        ("Jennifer & Mike Miller", Reading("mike", "miller")),
        ("Jennifer & Mike Miller", Reading("jennifer", "miller")),
        ("Łars Ødegård", Reading("lars", "odegard")),
    ],
)
def test_a_display_name_has_the_reading_a_person_would_see(display: str, reading: Reading) -> None:
    assert reading in read_name(display, firsts=FIRSTS, lasts=LASTS).readings


def test_the_likeliest_reading_comes_first() -> None:
    assert read_name("Miller, Jennifer", firsts=FIRSTS, lasts=LASTS).readings[0] == Reading("jennifer", "miller")


def test_a_generic_name_and_a_bare_handle_have_no_reading() -> None:
    assert read_name("Local Guide").readings == ()
    assert read_name("sunny_walker").readings == ()


def test_a_handle_keeps_its_letters_only() -> None:
    assert read_name("Jen_Miller.84").handle == "jenmiller"


@pytest.mark.parametrize(
    ("short", "formal"),
    [
        ("peggy", "margaret"),
        ("bob", "robert"),
        ("liz", "elizabeth"),
        ("jen", "jennifer"),
        ("bill", "william"),
        ("trish", "patricia"),
        ("chuy", "jesus"),
        ("lupe", "guadalupe"),
        ("paco", "francisco"),
    ],
)
def test_a_nickname_leads_to_its_formal_name(short: str, formal: str) -> None:
    assert formal in roots(short)
    assert is_nickname(short)


def test_two_short_forms_of_one_name_share_a_root() -> None:
    assert roots("kate") & roots("kathy")


def test_names_that_only_look_alike_share_no_root() -> None:
    assert not roots("jennifer") & roots("robert")
    assert not roots("marta") & roots("mark")


def test_a_handle_gives_up_the_short_names_inside_it() -> None:
    assert ("jen", roots("jen")) in short_names_in("jenmiller")
    assert short_names_in("xq") == ()


def test_pieces_of_a_very_long_handle_stay_few() -> None:
    assert len(pieces("a" * 5000)) < 300


@given(st.text(max_size=60))
def test_any_text_can_be_a_display_name(display: str) -> None:
    name = read_name(display, firsts=FIRSTS, lasts=LASTS)
    assert name.kind in NameKind
    assert all(reading.first or reading.last for reading in name.readings)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(["Jennifer Miller", "Jen M.", "J. Miller", "Jennifer"]))
def test_case_does_not_change_who_is_read(display: str) -> None:
    readings = set(read_name(display, firsts=FIRSTS, lasts=LASTS).readings)
    assert readings == set(read_name(display.upper(), firsts=FIRSTS, lasts=LASTS).readings)
