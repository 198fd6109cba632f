"""What review platforms really do with a reply: rows 40 and 41 of the domain table, over real HTTP."""

import threading
from collections.abc import Iterator

import pytest

from monitor.practice_platform import Moderation, PracticePlatform
from monitor.sources.client import Client
from responders.errors import ForeignReply, PublishError
from responders.publishing.google_business import Placed, place_reply

TEXT = "Thank you for telling us. Please ring the practice on 555-0142."


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def place(platform: PracticePlatform, text: str = TEXT, **options) -> Placed:
    client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
    where = {"base_url": platform.api_url, "review_name": f"{platform.location}/reviews/r2", "token": platform.token}
    return place_reply(client, text=text, **where, **options)


def on_the_site(platform: PracticePlatform) -> str | None:
    reply = platform.state.review(f"{platform.location}/reviews/r2").reply
    return reply.comment if reply else None


# --- row 40: a reply that may or may not have arrived


def test_row_40_a_timeout_after_the_put_is_read_back_and_not_sent_again(platform) -> None:
    platform.faults.arm("lost answer")
    assert place(platform).state == "approved"
    assert platform.state.received == [(f"{platform.location}/reviews/r2", TEXT)]


def test_row_40_a_process_killed_after_the_put_finds_its_reply_at_the_next_try(platform) -> None:
    platform.state.put_reply(f"{platform.location}/reviews/r2", TEXT)
    assert place(platform).was_there
    assert len(platform.state.received) == 1


def test_row_40_a_second_click_places_nothing(platform) -> None:
    place(platform)
    place(platform)
    assert len(platform.state.received) == 1


def test_row_40_two_people_at_once_leave_one_reply(platform) -> None:
    results: list[Placed | PublishError] = []

    def click() -> None:
        try:
            results.append(place(platform))
        except PublishError as error:
            results.append(error)

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(results) == 6
    assert all(isinstance(result, Placed) for result in results)
    assert on_the_site(platform) == TEXT
    assert {text for _, text in platform.state.received} == {TEXT}


def test_row_40_two_people_with_different_words_do_not_overwrite_each_other(platform) -> None:
    place(platform, "The first one's words.")
    with pytest.raises(ForeignReply):
        place(platform, "The second one's words.")
    assert on_the_site(platform) == "The first one's words."


def test_row_40_when_nothing_can_be_read_a_person_is_asked_and_nothing_is_sent_blindly(platform) -> None:
    platform.faults.arm("lost answer")
    platform.faults.arm("server error", status=500, method="GET", after=1, times=None)
    with pytest.raises(PublishError) as caught:
        place(platform)
    assert caught.value.uncertain
    for _ in range(3):
        with pytest.raises(PublishError):
            place(platform)
    assert len(platform.state.received) == 1


# --- row 41: too long, or rejected


@pytest.mark.parametrize(("text", "size"), [("a" * 4097, 4097), ("ж" * 2049, 4098), ("😡" * 1025, 4100)])
def test_row_41_too_many_bytes_are_refused_before_anything_is_sent(platform, text, size) -> None:
    with pytest.raises(PublishError, match=f"{size} bytes"):
        place(platform, text)
    assert not platform.seen


@pytest.mark.parametrize("text", ["a" * 4096, "ж" * 2048, "😡" * 1024])
def test_row_41_exactly_4096_bytes_are_taken(platform, text) -> None:
    place(platform, text)
    assert on_the_site(platform) == text


@pytest.mark.parametrize("moderation", [Moderation.REJECT, Moderation.REJECT_ON_READ])
def test_row_41_a_rejection_comes_back_with_its_reason(platform, moderation) -> None:
    platform.state.moderation = moderation
    placed = place(platform)
    assert (placed.state, placed.violation) == ("rejected", "CONTACT_DETAILS_NOT_ALLOWED")


def test_row_41_a_yes_is_not_yet_published_while_it_is_held(platform) -> None:
    platform.state.moderation = Moderation.HOLD
    assert place(platform).state == "pending"
