"""Placing a reply on Google, over real HTTP: at most once, exactly these bytes, never over another's words."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.practice_platform import Moderation, PracticePlatform
from monitor.sources.client import Client
from responders.errors import ForeignReply, PublishError, SiteBusy
from responders.publishing.google_business import Placed, RemoteReply, place_reply, read_remote, same_words

TEXT = "Thank you for your words. Please ring us on 555-0142, and ask for the practice manager."
OURS_BEFORE = "Thank you. Please ring us on 555-0100."


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def name(platform: PracticePlatform, review: str = "r2") -> str:
    return f"{platform.location}/reviews/{review}"


def client_for(platform: PracticePlatform) -> Client:
    return Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)


def place(platform: PracticePlatform, text: str = TEXT, review: str = "r2", **options) -> Placed:
    where = {"base_url": platform.api_url, "review_name": name(platform, review), "token": platform.token}
    return place_reply(client_for(platform), text=text, **(where | options))


def remote(platform: PracticePlatform, review: str = "r2") -> RemoteReply | None:
    where = {"base_url": platform.api_url, "review_name": name(platform, review), "token": platform.token}
    return read_remote(client_for(platform), **where)


def on_the_site(platform: PracticePlatform, review: str = "r2") -> str | None:
    reply = platform.state.review(name(platform, review)).reply
    return reply.comment if reply else None


def methods(platform: PracticePlatform) -> list[str]:
    return [request.method for request in platform.seen]


# --- the plain way


def test_a_reply_is_read_for_put_and_read_back(platform) -> None:
    placed = place(platform)
    assert on_the_site(platform) == TEXT
    assert placed.text_sha256 == sha256(TEXT.encode()).hexdigest()
    assert (placed.state, placed.seen, placed.was_there) == ("approved", True, False)
    assert placed.remote_updated.startswith("20")
    assert methods(platform) == ["GET", "PUT", "GET"]


@pytest.mark.parametrize(
    "text", ["Línea uno.\nLínea dos.", "👩🏽‍⚕️ — “danke”", "  outer blanks ", "a" * 4096, "é" * 2048]
)
def test_exactly_the_approved_bytes_arrive(platform, text) -> None:
    placed = place(platform, text)
    assert on_the_site(platform).encode() == text.encode()
    assert placed.text_sha256 == sha256(text.encode()).hexdigest()


def test_a_second_click_sends_nothing(platform) -> None:
    first, second = place(platform), place(platform)
    assert (first.was_there, second.was_there) == (False, True)
    assert (second.text_sha256, second.state) == (first.text_sha256, "approved")
    assert platform.state.received == [(name(platform), TEXT)]


def test_our_own_earlier_reply_is_replaced_by_a_newer_approved_one(platform) -> None:
    place(platform, OURS_BEFORE)
    place(platform, TEXT, expected=OURS_BEFORE)
    assert on_the_site(platform) == TEXT


def test_what_a_site_does_to_line_ends_and_outer_blanks_does_not_make_it_foreign(platform) -> None:
    platform.state.reply_by_hand(name(platform), TEXT.replace(". ", ".\r\n") + "\n")
    placed = place(platform, TEXT.replace(". ", ".\n"))
    assert placed.was_there
    assert platform.state.received == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a\r\nb", "a\nb", True),
        (" a ", "a", True),
        ("e\u0301", "é", True),
        ("a b", "a  b", False),
        ("a", "A", False),
        ("a.", "a", False),
        ("", " ", True),
    ],
)
def test_same_words_means_the_same_words(one, other, same) -> None:
    assert same_words(one, other) is same


# --- somebody else's reply


def test_a_reply_typed_at_the_site_is_never_overwritten(platform) -> None:
    platform.state.reply_by_hand(name(platform), "Typed by the owner.")
    with pytest.raises(ForeignReply) as caught:
        place(platform)
    assert not caught.value.transient
    assert not caught.value.uncertain
    assert on_the_site(platform) == "Typed by the owner."
    assert methods(platform) == ["GET"]


def test_nor_is_one_that_replaced_ours(platform) -> None:
    place(platform, OURS_BEFORE)
    platform.state.reply_by_hand(name(platform), "Better words, by hand.")
    with pytest.raises(ForeignReply):
        place(platform, TEXT, expected=OURS_BEFORE)
    assert on_the_site(platform) == "Better words, by hand."


@pytest.mark.parametrize("near", [TEXT + "!", TEXT.upper(), TEXT[:-1], TEXT.replace("555-0142", "555-0143")])
def test_nearly_ours_is_not_ours(platform, near) -> None:
    platform.state.reply_by_hand(name(platform), near)
    with pytest.raises(ForeignReply):
        place(platform)
    assert on_the_site(platform) == near


def test_an_error_about_a_foreign_reply_holds_none_of_its_words(platform) -> None:
    platform.state.reply_by_hand(name(platform), "Dear Tom Ashby")
    with pytest.raises(ForeignReply) as caught:
        place(platform)
    assert "Ashby" not in str(caught.value)
    assert TEXT not in str(caught.value)


def test_a_reply_typed_over_ours_before_we_look_again_is_told(platform) -> None:
    platform.faults.arm("foreign reply", method="PUT", path="/reply$", comment="Mine is better.")
    with pytest.raises(ForeignReply):
        place(platform)
    assert on_the_site(platform) == "Mine is better."
    assert len(platform.state.received) == 1


def test_the_one_moment_that_google_leaves_open_is_between_our_reading_and_our_put(platform) -> None:
    platform.faults.arm("foreign reply")
    place(platform)
    assert on_the_site(platform) == TEXT, "the call knows no condition; the docstring of the module says so"


# --- moderation


@pytest.mark.parametrize(
    ("moderation", "state"),
    [
        (Moderation.APPROVE, "approved"),
        (Moderation.APPROVE_ON_READ, "approved"),
        (Moderation.HOLD, "pending"),
        (Moderation.REJECT, "rejected"),
        (Moderation.REJECT_ON_READ, "rejected"),
    ],
)
def test_the_moderation_state_is_told(platform, moderation, state) -> None:
    platform.state.moderation = moderation
    placed = place(platform)
    assert placed.state == state
    assert bool(placed.violation) == (state == "rejected")


def test_a_rejected_reply_that_is_ours_is_not_sent_again(platform) -> None:
    platform.state.moderation = Moderation.REJECT
    place(platform)
    again = place(platform)
    assert (again.was_there, again.state) == (True, "rejected")
    assert len(platform.state.received) == 1


# --- reading


def test_a_review_without_a_reply_reads_as_none(platform) -> None:
    assert remote(platform, "r1") is None


def test_a_reply_reads_with_text_state_and_time(platform) -> None:
    reply = remote(platform, "r3")
    assert (reply.text, reply.state) == ("Thank you for telling us about the wait.", "approved")
    assert reply.updated.startswith("2026-03-07T08:00:00")


def test_the_words_of_a_reply_are_compared_as_they_are_and_not_cleaned(platform) -> None:
    text = "Ring <b>us</b> &amp; ask."
    place(platform, text)
    assert remote(platform).text == text
    assert place(platform, text).was_there


# --- what Google refuses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 4097, "4097 bytes"),
        ("é" * 2049, "4098 bytes"),
        ("", "empty"),
        (" \n", "empty"),
        ("\ud83d", "half a character"),
    ],
)
def test_what_google_would_refuse_never_leaves(platform, text, says) -> None:
    with pytest.raises(PublishError, match=says) as caught:
        place(platform, text)
    assert not caught.value.transient
    assert not caught.value.uncertain
    assert methods(platform) == []


@pytest.mark.parametrize(
    "review_name", ["", "r2", "accounts/1/locations/11/reviews/", "accounts/1/locations/11/reviews/r2/reply", "a/../b"]
)
def test_a_name_that_is_no_review_never_leaves(platform, review_name) -> None:
    with pytest.raises(PublishError, match="named accounts/…"):
        place(platform, review_name=review_name)
    assert methods(platform) == []


REFUSALS = [
    ("token expired", {}, False, "sign in again"),
    ("service disabled", {}, False, "Google Cloud console"),
    ("permission denied", {}, False, "approved the project"),
    ("gone", {}, False, "does not exist any more"),
    ("gone", {"status": 410}, False, "does not exist any more"),
    ("gone", {"status": 400}, False, "400"),
    ("gone", {"status": 409}, False, "409"),
    ("too many requests", {"retry_after": 120}, True, "429"),
]
REFUSALS_OF_A_READING = [
    ("html instead of json", {}, False, "sign in again"),
    ("server error", {"status": 500}, True, "500"),
    ("lost request", {}, True, "broke off"),
    ("broken json", {}, True, "broken JSON"),
]


@pytest.mark.parametrize(
    ("at", "fault", "options", "transient", "says"),
    [("PUT", *row) for row in REFUSALS] + [("GET", *row) for row in REFUSALS + REFUSALS_OF_A_READING],
)
def test_each_refusal_is_permanent_or_for_later_and_leaves_nothing_on_the_site(
    platform, at, fault, options, transient, says
) -> None:
    platform.faults.arm(fault, method=at, **options)
    with pytest.raises(PublishError, match=says) as caught:
        place(platform)
    assert (caught.value.transient, caught.value.uncertain) == (transient, False)
    assert on_the_site(platform) is None
    assert platform.state.received == []


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(("said", "seconds"), [(120, 120.0), ("", None)])
def test_a_busy_site_says_how_long_to_wait(platform, method, said, seconds) -> None:
    platform.faults.arm("too many requests", method=method, retry_after=said)
    with pytest.raises(PublishError) as caught:
        place(platform)
    assert caught.value.transient
    assert getattr(caught.value, "retry_after", None) == seconds
    assert isinstance(caught.value, SiteBusy) or method == "GET"


def test_a_wrong_token_never_shows_in_the_error(platform) -> None:
    with pytest.raises(PublishError) as caught:
        place(platform, token="canary-5550100")
    assert "canary" not in str(caught.value) + repr(vars(caught.value))


def test_a_site_out_of_reach_is_for_later_and_certain() -> None:
    with PracticePlatform() as platform:
        client, where = (
            client_for(platform),
            {"base_url": platform.api_url, "review_name": name(platform), "token": "t"},
        )
    with pytest.raises(PublishError, match="cannot be reached") as caught:
        place_reply(client, text=TEXT, **where)
    assert (caught.value.transient, caught.value.uncertain) == (True, False)


# --- what is uncertain


@pytest.mark.parametrize("fault", ["lost answer", "truncated body", "truncated stream"])
def test_an_answer_that_is_lost_is_looked_up_and_found(platform, fault) -> None:
    platform.faults.arm(fault, path="/reply$")
    assert place(platform).seen
    assert on_the_site(platform) == TEXT
    assert len(platform.state.received) == 1


@pytest.mark.parametrize("fault", ["broken json", "html instead of json", "wrong type"])
def test_a_yes_that_cannot_be_understood_is_no_yes(platform, fault) -> None:
    platform.faults.arm(fault, path="/reply$")
    with pytest.raises(PublishError, match="no clear answer") as caught:
        place(platform)
    assert (caught.value.transient, caught.value.uncertain) == (True, True)
    assert methods(platform) == ["GET", "PUT", "GET"]


@pytest.mark.parametrize(
    ("fault", "options"), [("lost request", {}), ("server error", {"status": 500}), ("server error", {"status": 503})]
)
def test_a_put_that_left_no_trace_is_uncertain_and_is_not_repeated_here(platform, fault, options) -> None:
    platform.faults.arm(fault, method="PUT", **options)
    with pytest.raises(PublishError) as caught:
        place(platform)
    assert (caught.value.transient, caught.value.uncertain) == (True, True)
    assert methods(platform).count("PUT") == 1
    assert place(platform).state == "approved", "the next try reads first and then sends"
    assert len(platform.state.received) == 1


def test_a_lost_answer_with_a_site_that_cannot_be_read_is_uncertain(platform) -> None:
    platform.faults.arm("lost answer")
    platform.faults.arm("lost request", method="GET", after=1)
    with pytest.raises(PublishError, match="not known") as caught:
        place(platform)
    assert caught.value.uncertain
    assert on_the_site(platform) == TEXT
    assert place(platform).was_there, "reading first finds it, and nothing is sent again"
    assert len(platform.state.received) == 1


def test_a_yes_whose_reading_lags_is_placed_but_not_yet_seen(platform) -> None:
    platform.faults.arm("delayed reply", reads=2)
    placed = place(platform)
    assert (placed.seen, placed.state) == (False, "approved")
    assert len(platform.state.received) == 1


def test_a_yes_that_cannot_be_read_back_is_placed_but_not_yet_seen(platform) -> None:
    platform.faults.arm("server error", status=500, method="GET", after=1)
    placed = place(platform)
    assert (placed.seen, placed.state) == (False, "approved")


def test_a_reply_that_lags_behind_our_earlier_one_is_not_taken_for_a_foreign_one(platform) -> None:
    place(platform, OURS_BEFORE)
    platform.faults.arm("delayed reply", reads=1)
    assert not place(platform, TEXT, expected=OURS_BEFORE).seen
    assert place(platform, TEXT, expected=OURS_BEFORE).was_there


def test_a_review_deleted_under_our_hands_is_a_permanent_error(platform) -> None:
    platform.faults.arm("review deleted", method="PUT", path="/reply$", review=name(platform))
    with pytest.raises(PublishError) as caught:
        place(platform)
    assert not caught.value.transient


@given(st.lists(st.sampled_from(["lost answer", "lost request", "server error", "delayed reply", ""]), max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_goes_wrong_in_whatever_order_the_site_ends_with_our_reply_and_no_other(troubles) -> None:
    with PracticePlatform() as platform:
        for trouble in [*troubles, ""]:
            if trouble:
                platform.faults.arm(trouble, method="PUT")
            with suppress(PublishError):
                place(platform)
            platform.faults.clear()
        assert on_the_site(platform) == TEXT
        assert {text for _, text in platform.state.received} == {TEXT}


@given(st.text(min_size=1, max_size=300))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_any_text_is_placed_byte_for_byte_and_found_again(platform, text) -> None:
    platform.state.delete_reply(name(platform))
    if not text.strip():
        with pytest.raises(PublishError, match="empty"):
            place(platform, text)
        return
    placed = place(platform, text)
    assert on_the_site(platform) == text
    assert placed.text_sha256 == sha256(text.encode()).hexdigest()
    assert place(platform, text).was_there
