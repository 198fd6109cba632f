"""The address a person opens to answer by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responders.publishing.by_hand import deep_link

REVIEW = "https://reviews.example/r/1"
REPLY = "https://business.example/reply/1"


def test_the_sites_own_reply_page_comes_first() -> None:
    assert deep_link(REVIEW, REPLY) == REPLY


def test_without_one_the_review_is_opened() -> None:
    assert deep_link(REVIEW) == deep_link(REVIEW, "") == REVIEW


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//reviews.example/",
        "reviews.example/r/1",
        "https://",
        "https://[",
        "https://a.example\\@b.example/",
        "https://a.example/\r\nx",
        "",
    ],
)
def test_anything_but_a_web_address_is_never_a_link(bad) -> None:
    assert deep_link(bad, bad) == ""
    assert deep_link(REVIEW, bad) == REVIEW


def test_blanks_around_an_address_are_no_harm() -> None:
    assert deep_link(f"  {REVIEW} ") == REVIEW


def test_the_practice_platform_on_this_machine_can_be_opened() -> None:
    assert deep_link("http://127.0.0.1:8077/places/11/reviews/r1") == "http://127.0.0.1:8077/places/11/reviews/r1"


@given(st.text(max_size=60), st.text(max_size=60))
@settings(deadline=None)
def test_whatever_a_stranger_wrote_only_http_comes_out(review, reply) -> None:
    assert deep_link(review, reply).startswith(("http://", "https://")) or deep_link(review, reply) == ""
