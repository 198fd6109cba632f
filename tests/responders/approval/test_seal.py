"""What exactly was approved."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.approval.seal import fits, sha256_of
from responders.errors import NotAllowed

LIMIT = 4096


def test_the_seal_is_the_hash_of_the_utf8_bytes():
    assert sha256_of("Señora – 🙂") == hashlib.sha256("Señora – 🙂".encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        "Thank you",
        "Thank you. ",
        "Thank you.\n",
        "thank you.",
        "\u0422hank you.",
        "Thank\u00a0you.",
        "Thank\u200b you.",
    ],
)
def test_the_smallest_change_breaks_the_seal(other):
    assert sha256_of(other) != sha256_of("Thank you.")


def test_letters_that_look_the_same_but_are_other_bytes_have_another_seal():
    assert sha256_of("Ren\u00e9") != sha256_of("Rene\u0301")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_two_texts_share_a_seal_only_when_they_are_the_same(one, other):
    assert (sha256_of(one) == sha256_of(other)) == (one == other)


def test_a_broken_character_is_refused_by_its_place_and_not_by_its_words():
    with pytest.raises(NotAllowed, match="Character 8 of the reply is broken") as refused:
        sha256_of("private\ud800")
    assert "private" not in str(refused.value)


@pytest.mark.parametrize("platform", ["google", "google_business", "google-maps", "yelp", "", "somewhere_else"])
def test_a_reply_of_exactly_the_limit_fits_and_one_byte_more_does_not(platform):
    assert fits("a" * LIMIT, platform) is None
    assert fits("a" * (LIMIT + 1), platform)


def test_google_counts_bytes_and_not_characters():
    assert fits("é" * (LIMIT // 2), "google_business") is None
    assert fits("é" * (LIMIT // 2) + "!", "google_business") is not None
    assert fits("🙂" * (LIMIT // 4 + 1), "google_business") is not None


def test_the_refusal_names_the_site_its_limit_and_the_length():
    assert (
        fits("a" * 5000, "google_business") == "The reply has 5000 bytes; Google takes at most 4096. Please shorten it."
    )


def test_nothing_fits_everywhere():
    assert fits("", "google") is None
