"""The page of one review: each state says what it means and offers the step that fits; one answer leads to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitor.models import Location, Review, User
from responders.approval.states import ReplyState
from responders.models import Publication, ReplyDraft
from responders.services.drafts import propose
from tests.factories import make_review, make_source

SAFE = (
    "Thank you for taking the time to write. Privacy rules mean we do not discuss anyone's care in public. "
    "Please call our practice manager at (512) 555-0147."
)
Enter = Callable[[str], Client]
People = dict[str, User]


@pytest.fixture
def enter(people: People) -> Enter:
    def browser(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return browser


@pytest.fixture
def reviews(location: Location) -> list[Review]:
    """Three flagged reviews with a suggestion each, in the order of the inbox."""
    source = make_source(location)
    made = [make_review(source, id=f"r{n}") for n in range(3)]
    for review in made:
        propose(review)
    return made[::-1]


def page(response: HttpResponse) -> str:
    return response.content.decode()


def send(browser: Client, step: str, review: Review, **form: object) -> HttpResponse:
    version = ReplyDraft.objects.get(review=review).version
    return browser.post(reverse(step, args=(review.pk,)), {"version": version} | form, follow=True)


def approve(browser: Client, review: Review, text: str = SAFE) -> HttpResponse:
    return send(browser, "reply-approve", review, text=text)


def force(review: Review, state: str, **publication: object) -> None:
    """Into a state that only a site brings about."""
    ReplyDraft.objects.filter(review=review).update(state=state)
    if publication:
        Publication.objects.filter(review=review).update(**publication)


# --- from one to the next


def test_the_page_says_which_of_those_that_need_a_reply_this_is(reviews: list[Review], enter: Enter) -> None:
    middle = page(enter("owner").get(reverse("review", args=(reviews[1].pk,))))

    assert "2 of 3" in middle
    assert f'href="{reverse("review", args=(reviews[0].pk,))}" rel="prev"' in middle
    assert f'href="{reverse("review", args=(reviews[2].pk,))}" rel="next"' in middle


@pytest.mark.parametrize("step", ["approve", "close"])
def test_what_is_done_offers_the_next_until_none_is_left(reviews: list[Review], enter: Enter, step: str) -> None:
    browser, met = enter("owner"), []
    review: Review | None = reviews[0]
    while review is not None:
        met.append(review.pk)
        done = approve(browser, review) if step == "approve" else send(browser, "reply-close", review, reason="Quiet.")
        offered = re.search(r'/reviews/(\d+)/">Open the next to answer</a> <span class="soft">(\d) left', page(done))
        review = next((r for r in reviews if offered and r.pk == int(offered[1])), None)
        assert not offered or int(offered[2]) == 3 - len(met)

    assert met == [review.pk for review in reviews]


def test_who_does_not_answer_is_not_led_through_the_queue(reviews: list[Review], enter: Enter) -> None:
    for role in ("provider", "auditor"):
        assert "of 3" not in page(enter(role).get(reverse("review", args=(reviews[1].pk,))))


# --- what each state says


def test_while_it_is_held_the_way_back_is_the_first_button_and_the_time_is_said(
    reviews: list[Review], enter: Enter
) -> None:
    browser = enter("owner")
    shown = page(approve(browser, reviews[0]))

    assert re.search(r'It leaves in <b data-countdown="(5\d|60)">\1 seconds</b>', shown)
    assert re.search(r'class="primary" data-key="undo">Take it back</button>', shown)
    assert shown.count('class="primary"') == 1

    Publication.objects.update(not_before=timezone.now() - timedelta(seconds=5))
    late = page(browser.get(reverse("review", args=(reviews[0].pk,))))
    assert "It is leaving now." in late
    assert "data-countdown" not in late


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second"), (119, "119 seconds"), (150, "2 minutes"), (7300, "2 hours")]
)
def test_a_wait_is_said_in_the_unit_a_person_waits_in(
    reviews: list[Review], enter: Enter, seconds: int, said: str
) -> None:
    approve(enter("owner"), reviews[0])
    Publication.objects.update(not_before=timezone.now() + timedelta(seconds=seconds))

    shown = page(enter("owner").get(reverse("review", args=(reviews[0].pk,))))

    assert re.search(rf'data-countdown="\d+">{said}</b>', shown)


WHY = "The site says that the location is not verified."
STATES = [
    ("retry_at", "The site has not taken it yet", ["Try again now", "Post it by hand instead", "Look again"]),
    ("publishing", "It is on its way to the site", ["Look again"]),
    ("uncertain", "We do not know yet whether it arrived", ["Look again"]),
    ("failed", "It could not be placed on the site", ["Try again now", "Post it by hand instead"]),
    ("published", "on the site since", ["Change the wording"]),
    ("verified", "on the site since", ["Change the wording"]),
    ("in_moderation", "looks at it before it shows it", []),
    ("rejected_by_site", "The site refused this wording", ["Save", "No public reply"]),
    ("drift", "is not the one that was approved", ["Change the wording"]),
    ("superseded", "The review changed after this reply was written", ["Save", "Suggest a new reply"]),
]


@pytest.mark.parametrize(("state", "said", "steps"), STATES, ids=[state for state, _, _ in STATES])
def test_every_state_says_what_it_means_and_what_can_be_done(
    reviews: list[Review], enter: Enter, state: str, said: str, steps: list[str]
) -> None:
    browser = enter("owner")
    approve(browser, reviews[0])
    force(reviews[0], state, last_error=WHY, placed_at=timezone.now())

    shown = page(browser.get(reverse("review", args=(reviews[0].pk,))))

    assert said in shown
    assert [step for step in steps if f">{step}<" not in shown] == []
    assert (WHY in shown) == (state in ("retry_at", "failed", "rejected_by_site"))
    assert "Take it back" not in shown


def test_every_state_of_a_reply_has_words_and_no_code_is_shown(reviews: list[Review], enter: Enter) -> None:
    browser = enter("owner")
    approve(browser, reviews[0])
    for state in ReplyState:
        force(reviews[0], state)
        for address in ("/?tab=all", reverse("review", args=(reviews[0].pk,))):
            shown = page(browser.get(address))
            chips = re.findall(r'<span class="chip[^"]*">([^<]*)</span>', shown)
            assert "" not in chips, (state, address)
            assert not re.search(r">[^<]*\b[a-z]+_[a-z_]+\b[^<]*<", shown.split("<main")[1]), (state, address)


def test_on_a_review_that_is_gone_nothing_can_be_answered(reviews: list[Review], enter: Enter) -> None:
    Review.objects.filter(pk=reviews[0].pk).update(gone_at=timezone.now())

    shown = page(enter("owner").get(reverse("review", args=(reviews[0].pk,))))

    assert "no longer on the site" in shown
    assert "Approve this wording" not in shown
    assert "Save" not in shown


# --- writing


def test_a_person_can_write_where_nothing_was_suggested(location: Location, enter: Enter) -> None:
    review = make_review(make_source(location))
    assert ">Write it yourself<" in page(enter("staff").get(reverse("review", args=(review.pk,))))

    saved = enter("staff").post(reverse("reply-save", args=(review.pk,)), {"version": "1", "text": SAFE}, follow=True)

    assert "Saved." in page(saved)
    assert ReplyDraft.objects.get().current.text == SAFE
    assert "An owner or the office manager approves it" in page(saved)
    assert "Approve this wording" not in page(saved)


def test_an_own_first_wording_can_be_approved_at_once(location: Location, enter: Enter) -> None:
    review = make_review(make_source(location))

    approved = enter("owner").post(
        reverse("reply-approve", args=(review.pk,)), {"version": "1", "text": SAFE}, follow=True
    )

    assert "Approved." in page(approved)
    assert Publication.objects.get().approval.version.text == SAFE


def test_silence_can_be_thought_over(reviews: list[Review], enter: Enter) -> None:
    browser = enter("office_manager")
    kept = ReplyDraft.objects.get(review=reviews[0]).current.text
    closed = send(browser, "reply-close", reviews[0], reason="The writer has calmed down.")
    assert "The writer has calmed down." in page(closed)
    assert Review.objects.get(pk=reviews[0].pk).handled_at is not None

    opened = send(browser, "reply-reopen", reviews[0])

    assert "A reply can be written now." in page(opened)
    assert Review.objects.get(pk=reviews[0].pk).handled_at is None
    assert "Approved." in page(approve(browser, reviews[0], kept)), "the same words are a new answer"


def test_opening_again_is_no_way_around_anything(reviews: list[Review], enter: Enter) -> None:
    browser = enter("owner")
    approve(browser, reviews[0])

    refused = send(browser, "reply-reopen", reviews[0])

    assert refused.status_code == 422
    assert ReplyDraft.objects.get(review=reviews[0]).state == ReplyState.HELD


def test_a_reason_typed_while_somebody_was_faster_is_not_lost(reviews: list[Review], enter: Enter) -> None:
    answer = enter("owner").post(
        reverse("reply-close", args=(reviews[0].pk,)), {"version": "0", "reason": "Spoke with the writer at length."}
    )

    assert answer.status_code == 409
    assert "Spoke with the writer at length." in page(answer)
