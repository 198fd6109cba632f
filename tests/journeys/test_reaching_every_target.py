"""Sizes and order: a thumb finds every target, the focus goes the way of the eye, nothing moves by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_every_screen import SCREENS

pytestmark = pytest.mark.browser
THUMB = 44
SMALL = """least => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .map(e => e.labels && e.labels.length && e.type === 'checkbox' ? e.labels[0] : e)
  .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
  .map(e => [e.innerText || e.name, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < 24)
  .map(([name, box]) => `${name.slice(0, 40)}: ${Math.round(box.width)}×${Math.round(box.height)}`)"""


def untouched(visit: Visit) -> Page:
    """The page of a review that no other journey answers."""
    page = visit.go("/?tab=all&q=Local+Guide")
    page.get_by_role("link", name="Open the review").click()
    return page


def test_a_thumb_finds_every_target_on_a_phone(visit: object) -> None:
    owner: Visit = visit("nora", width=390)
    small = {}
    for path in SCREENS:
        page = owner.go(path)
        for summary in page.locator("summary").all():
            summary.click()
        if found := page.evaluate(SMALL, THUMB):
            small[path] = found
    owner.complaints = [c for c in owner.complaints if "404" not in c]

    assert small == {}


def test_the_focus_goes_the_way_of_the_eye_where_the_work_is_done(visit: object) -> None:
    page = untouched(visit("dana"))
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"))

    way = [
        "Inbox",
        "Look by hand",
        "Wording",
        "Approve this wording",
        "Save",
        "No public reply",
        "What happened so far",
    ]
    assert [stop for stop in dict.fromkeys(stops[7:]) if stop in way] == way


def test_all_of_a_wording_is_in_sight_before_it_is_approved(visit: object) -> None:
    page = untouched(visit("dana", width=390))
    field = page.get_by_label("Wording")
    field.fill("One more sentence to fill a line. " * 40)

    assert field.evaluate("e => e.scrollHeight <= e.clientHeight + 2")
    below, above = page.get_by_role("button", name="Approve this wording").bounding_box(), field.bounding_box()
    assert below["y"] >= above["y"] + above["height"]


def test_a_wait_counts_down_and_typed_words_stay(visit: object) -> None:
    dana: Visit = visit("dana")
    page = dana.go("/?tab=quiet&q=pressure")
    page.get_by_role("link", name="Open").first.click()
    page.get_by_role("button", name="Suggest a reply").click()
    page.get_by_role("button", name="Approve this wording").click()
    page.get_by_text("Change the wording").click()
    page.get_by_label("Wording").fill("Half a thought")

    expect(page.get_by_text("It is leaving now. Look again to see where it stands.")).to_be_visible(timeout=10_000)
    expect(page.get_by_label("Wording")).to_have_value("Half a thought")
