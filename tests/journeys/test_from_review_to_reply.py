"""The office manager's whole way: a flagged review, a forbidden wording, a better one, the site, the owner's edit."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk, Visit

pytestmark = pytest.mark.browser

FORBIDDEN = "Dear Jen, thank you for choosing us. We are sorry that your appointment on 3 March ran late."
SAFE = (
    "Thank you for taking the time to write. Privacy rules mean we do not discuss anyone's care in public. "
    "Please call our practice manager at (512) 555-0142."
)
OTHER = SAFE + " We read every comment."
PATIENCE = 45_000
"""Milliseconds for the hold, a heartbeat and the site; the page is asked again until then."""


def open_review(visit: Visit, words: str) -> Page:
    page = visit.go("/?tab=all&q=" + words)
    page.get_by_role("link", name=re.compile("^Open")).first.click()
    return page


def approve(page: Page, text: str) -> None:
    page.get_by_label("Wording").fill(text)
    page.get_by_role("button", name="Approve this wording").click()


def shown_on(desk: Desk, page: Page, identifier: str) -> Page:
    page.goto(f"{desk.site}/places/101/reviews/{identifier}")
    return page


def wait_until_answered(desk: Desk, page: Page, identifier: str) -> str:
    """Ask the site again until it shows an answer; its form holds the answer's exact text."""

    def answered() -> None:
        shown_on(desk, page, identifier)
        expect(page.locator("textarea[name=comment]")).not_to_be_empty(timeout=500)

    expect(page.locator("body")).to_be_attached()
    for _ in range(PATIENCE // 500):
        try:
            answered()
        except AssertionError:
            continue
        return page.locator("textarea[name=comment]").input_value()
    pytest.fail("the site never showed the reply")


def test_the_office_manager_is_stopped_mends_and_approves_and_the_site_shows_those_bytes(
    desk: Desk, visit: object
) -> None:
    dana: Visit = visit("dana")
    page = open_review(dana, "eyelid")
    expect(page.get_by_text("Why it is flagged")).to_be_visible()

    approve(page, FORBIDDEN)

    expect(page.get_by_role("alert").first).to_contain_text("cannot be approved as it stands")
    marked = "".join(page.locator("[data-guard] mark.block").all_text_contents())
    assert "choosing us" in marked
    assert "appointment" in marked
    assert page.locator("mark.block").first.evaluate("e => getComputedStyle(e).textDecorationStyle") == "wavy"
    expect(page.get_by_label("Wording")).to_have_value(FORBIDDEN)

    approve(page, SAFE)

    expect(page.get_by_text("Approved by Dana Reyes")).to_be_visible()
    visitor = page.context.new_page()
    assert wait_until_answered(desk, visitor, "g101") == SAFE
    page.reload()
    expect(page.locator(".head .chip")).to_have_text(re.compile("On the site|Seen on the site"))


def test_the_owners_edit_after_the_approval_voids_it_and_nothing_is_sent(desk: Desk, visit: object) -> None:
    dana, nora = visit("dana"), visit("nora")
    first, second = open_review(dana, "lobby"), open_review(nora, "lobby")

    approve(first, SAFE)
    expect(first.get_by_text("Approved by Dana Reyes")).to_be_visible()
    second.reload()
    second.get_by_text("Change the wording").click()
    second.get_by_label("Wording").fill(OTHER)
    second.get_by_role("button", name="Save").click()

    expect(second.locator(".head .chip")).to_have_text("Being edited")
    first.reload()
    expect(first.get_by_text("Approved by Dana Reyes")).to_have_count(0)
    witness = open_review(dana, "hidden+fees")
    approve(witness, SAFE)
    visitor = witness.context.new_page()
    assert wait_until_answered(desk, visitor, "g103") == SAFE, "the outbox has run since"
    shown_on(desk, visitor, "g102")
    expect(visitor.locator("textarea[name=comment]")).to_be_empty()


def test_two_people_on_one_reply_lose_no_word(desk: Desk, visit: object) -> None:
    dana, nora = visit("dana"), visit("nora")
    first, second = open_review(dana, "accent"), open_review(nora, "accent")
    first.get_by_label("Wording").fill(SAFE)
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()

    second.get_by_label("Wording").fill(OTHER)
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_role("alert").first).to_contain_text("Somebody has changed this reply")
    expect(second.get_by_role("alert").first).to_contain_text(OTHER)
    expect(second.get_by_label("Wording")).to_have_value(SAFE)


def test_the_way_by_hand_works_without_javascript(desk: Desk, visit: object) -> None:
    dana: Visit = visit("dana", scripts=False)
    page = open_review(dana, "sales+pitch")

    approve(page, SAFE)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_label("Copy the approved text")).to_have_value(SAFE)
    page.get_by_role("link", name="Back to the review").click()
    page.get_by_role("button", name="I have posted it").click()

    expect(page.get_by_text("Noted as posted by you.")).to_be_visible()
    expect(page.locator(".head .chip")).to_have_text("Posted by hand")
