"""Every screen at a desk's and a phone's width, in light and dark: nothing cut off, nothing refused by the policy."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, Visit

pytestmark = pytest.mark.browser

SCREENS = [
    "/", "/?tab=done", "/?tab=all&q=nothingfitsthis", "/reviews/2/", "/complaints/", "/complaints/1/",
    "/complaints/new/", "/complaints/import/", "/reconcile/", "/sources/", "/audit/?verify=yes", "/help/keys/",
    "/reviews/999999/",
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_screen_is_wider_than_its_window(visit: object, width: int, dark: bool) -> None:
    owner: Visit = visit("nora", width=width, dark=dark)
    for path in SCREENS:
        owner.complaints = [c for c in owner.complaints if "404" not in c]
        page = owner.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        expect(page.locator("h1")).to_have_count(1)
        unnamed = page.locator("input:not([type=hidden]), select, textarea").evaluate_all(
            "all => all.filter(e => !e.labels || !e.labels.length).map(e => e.outerHTML)"
        )
        assert unnamed == [], path
    owner.complaints = [c for c in owner.complaints if "404" not in c]


def test_the_inbox_can_be_walked_by_keyboard_alone(visit: object) -> None:
    dana: Visit = visit("dana")
    page = dana.go("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-here]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The public reply")).to_be_visible()

    page.keyboard.press("r")
    expect(page.get_by_label("Wording")).to_be_focused()
    page.keyboard.type("aaa")
    assert "aaa" in page.get_by_label("Wording").input_value(), "single keys rest while somebody types"

    page.go_back()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Complaints", exact=True)).to_be_visible()


def test_the_keys_can_be_switched_off(visit: object) -> None:
    dana: Visit = visit("dana")
    page = dana.go("/help/keys/")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page = dana.go("/")

    page.keyboard.press("j")

    expect(page.locator("[data-here]")).to_have_count(0)


def test_a_complaint_is_logged_with_a_number_on_a_phone(visit: object) -> None:
    sam: Visit = visit("sam", width=390)
    page = sam.go("/complaints/new/")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("alert")).to_contain_text("What they said")

    page.get_by_label("What they said").fill("Called about the wait last Tuesday and wants to be called back.")
    page.get_by_label("Last name").fill("Tester")
    page.get_by_role("button", name="Log it").click()

    expect(page.get_by_text(re.compile(r"Logged as C-\d{4}\."))).to_be_visible()
    page.get_by_label("What happened").fill("Called back, no answer.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Added to the timeline.")).to_be_visible()


def test_a_match_needs_a_reason_and_is_then_settled(visit: object) -> None:
    sam: Visit = visit("sam")
    page = sam.go("/reconcile/")
    page.get_by_role("button", name="Same matter").click()
    expect(page.get_by_role("alert")).to_contain_text("why these are the same matter")

    page.get_by_label("What makes you think so").fill("Same treatment, same week, same first name.")
    page.get_by_role("button", name="Same matter").click()

    expect(page.get_by_text("Noted. You can change your answer")).to_be_visible()


def test_a_picture_of_the_inbox(visit: object, tmp_path: Path) -> None:
    """Kept for the README when asked for: AFTERCARE_PICTURES=1 writes docs/images/inbox.png."""
    folder = ROOT / "docs" / "images" if os.environ.get("AFTERCARE_PICTURES") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    dana: Visit = visit("dana")
    dana.go("/")

    dana.page.screenshot(path=folder / "inbox.png")

    assert (folder / "inbox.png").stat().st_size > 10_000
