"""Lay words and chart words for the same thing; money; counted things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import PolicyError
from monitor.link.words import counts_in, flat, forget, mend, money_in, places_of, stem, tokens_of, vocabulary


def events(text: str) -> set[str]:
    return set(vocabulary().events.find(places_of(tokens_of(text))))


def treatments(text: str) -> set[str]:
    return set(vocabulary().treatments.find(places_of(tokens_of(text))))


@pytest.mark.parametrize(
    ("lay", "chart"),
    [
        ("My eyelid is drooping so badly", "Eyelid ptosis noted"),
        ("one eye sits lower than the other", "lid droop after toxin"),
        ("I was black and blue for two weeks", "prolonged ecchymoses"),
        ("Bruised everywhere", "Ecchymosis L cheek"),
        ("dark patches all over my cheeks", "PIH after tx"),
        ("my face blew up like a balloon", "edema > expected"),
        ("I can feel hard lumps in my lip", "nodule palpable"),
        ("it burned my skin", "thermal injury, leg"),
        ("my lip turned white", "vascular compromise, dissolved"),
        ("I threw up for days", "N/V since dose increase"),
        ("no feeling in my chin", "paresthesia"),
        ("it did nothing at all", "no improvement reported"),
        ("they kept me waiting an hour", "wait time 60 min"),
        ("nobody ever called me back", "3 calls unreturned"),
        ("the receptionist was so nasty", "rude FD"),
        ("they posted my photo without asking", "photo consent issue"),
        ("they keep charging the monthly membership", "membership billing 4 mo"),
        ("they kept my deposit", "deposit dispute"),
        ("charged me more than they quoted", "price higher than quoted"),
        ("such a pushy sales pitch", "felt pressured"),
        ("my fat grew back bigger than before", "PAH suspected"),
        ("awful migraine for days", "severe HA post injection"),
    ],
)
def test_lay_words_and_chart_words_meet(lay: str, chart: str) -> None:
    assert events(lay) & events(chart)


@pytest.mark.parametrize(
    ("brand", "lay"),
    [
        ("Dysport 60u, glabella", "wrinkle relaxers"),
        ("Xeomin", "my botox"),
        ("Restylane, lips", "lip plumping"),
        ("LHR, underarm", "laser hair removal"),
        ("Photofacial IPL", "the light laser"),
        ("Microneedling, face", "collagen induction"),
        ("VI Peel", "a chemical peel"),
        ("CoolSculpting, flank", "fat freezing"),
        ("Ultherapy, neck", "skin tightening"),
        ("Semaglutide", "weight loss shots"),
        ("Blepharoplasty", "eyelid lift"),
        ("Rhinoplasty", "nose job"),
    ],
)
def test_brand_and_lay_words_name_one_kind_of_treatment(brand: str, lay: str) -> None:
    group_of = vocabulary().group_of
    assert {group_of[one] for one in treatments(brand)} & {group_of[one] for one in treatments(lay)}


def test_word_order_and_small_words_between_do_not_matter() -> None:
    assert "lid_droop" in events("a very droopy left eyelid")
    assert "lid_droop" in events("her eyelid began to droop")


def test_a_phrase_does_not_reach_over_a_full_stop() -> None:
    assert "wait" not in events("We sat in the sun. The lobby is nice.")
    assert "lid_droop" not in events("I love my eyelid tape. My plants droop.")


def test_one_slip_of_the_pen_is_forgiven_in_long_words_only() -> None:
    assert "swelling" in events("so much sweling")
    assert mend("cat") == "cat"


def test_an_ordinary_happy_sentence_holds_no_event() -> None:
    assert events("Lovely place, thank you all.") == set()


@pytest.mark.parametrize(
    ("one", "other"), [("droopy", "drooping"), ("bruised", "bruises"), ("injections", "injection"), ("rushed", "rush")]
)
def test_endings_do_not_part_words(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("It cost $1,085.", [1085]),
        ("1290 bucks gone", [1290]),
        ("100 dollars", [100]),
        ("over $900", [900]),
        ("$443.50 for that", [443.5]),
        ("I paid $1.2k", [1200]),
        ("about 2k", [2000]),
        ("The charge was 1,610.95", [1610.95]),
        ("Value $575. Wants $50 back", [575, 50]),
        ("I came on 10/24 at 3", []),
        ("waited 45 minutes, 6 calls", []),
        ("call 555-0142", []),
    ],
)
def test_sums_of_money_are_read(text: str, amounts: list[float]) -> None:
    assert [money.amount for money in money_in(flat(text))] == amounts


@pytest.mark.parametrize(
    ("lay", "chart"),
    [
        ("they rescheduled me six times", "clinic rescheduled x6"),
        ("I called 4 times", "4 calls unreturned"),
        ("35 minutes in the lobby", "wait time 35 min"),
        ("it was gone in two months", "effect lasted <2 mo"),
        ("I went back three times", "3 f/u visits"),
    ],
)
def test_counted_things_meet(lay: str, chart: str) -> None:
    assert counts_in(flat(lay)) & counts_in(flat(chart))


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    tokens = tokens_of(text)
    assert [token.place for token in tokens] == sorted(token.place for token in tokens)
    places = {token.place for token in tokens}
    for lexicon in (vocabulary().events, vocabulary().facts, vocabulary().treatments, vocabulary().asides):
        assert set(lexicon.find(places_of(tokens)).values()) <= places
    assert all(money.amount >= 0 for money in money_in(flat(text)))
    counts_in(flat(text))


@given(st.lists(st.sampled_from(["ptosis", "bruise", "rude", "lump", "the", "my", "wait"]), max_size=8))
def test_more_words_never_hide_an_event_already_told(words: list[str]) -> None:
    told = " ".join(words)
    assert events(told) <= events(f"{told}. And the parking was bad.")


def test_every_entry_of_the_shipped_vocabulary_finds_itself() -> None:
    words = vocabulary()
    for entry, phrase in (("lid_droop", "ptosis"), ("bruising", "ecchymosis"), ("occlusion", "vascular compromise")):
        assert entry in words.events.find(places_of(tokens_of(phrase)))
    assert set(words.group_of.values()) >= {"toxin", "filler", "surgery", "weight"}


def test_a_practice_can_teach_its_own_word(tmp_path, monkeypatch) -> None:
    (tmp_path / "linking.toml").write_text(
        '[about]\nwhat = "w"\nversion = "2026-01-01"\nsource = "s"\n'
        '[same_words]\neye = ["peeper"]\n[treatments.toxin]\ntoxin = ["smooth shot"]\n'
        '[events]\nlid_droop = ["winky"]\n[facts]\ngala = ["gala"]\n[asides]\nhearsay = ["they say"]\n'
        '[elsewhere]\nnot_here = ["never been"]\n[kin]\nwords = ["wife"]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))
    forget()
    try:
        assert events("my winky eye") == {"lid_droop"}
        assert [token.stem for token in tokens_of("peeper")] == ["eye"]
        assert treatments("the smooth shot") == {"toxin"}
    finally:
        monkeypatch.undo()
        forget()


def test_a_missing_vocabulary_is_one_clear_sentence(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AFTERCARE_POLICY", str(tmp_path))
    forget()
    try:
        with pytest.raises(PolicyError, match=r"linking\.toml is missing"):
            vocabulary()
    finally:
        monkeypatch.undo()
        forget()
