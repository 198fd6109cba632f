"""Every job with the keyboard alone, with scripts and without: what has the focus has a name and is in sight."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])]

SAFE = (
    "Thank you for taking the time to write. Privacy rules mean we do not discuss anyone's care in public. "
    "Please call our practice manager at (512) 555-0142."
)
MOST_STEPS = 150
FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const label = here.labels && here.labels.length ? here.labels[0].innerText : here.innerText;
  const box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {
    name: (label || '').replace(/\\s+/g, ' ').trim(),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    covered: box.bottom < 0 || box.top > innerHeight || !top || !(here.contains(top) || top.contains(here)),
  };
}"""
"""Null between the last stop of a page and its first. Needs no scripts of the page: the browser itself is asked."""
Enter = Callable[..., Visit]


def reach(page: Page, name: str) -> None:
    """Press Tab until the thing called ``name`` has the focus; every stop on the way must be nameable and in sight."""
    met: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            continue
        met.append(focus["name"])
        assert focus["name"], met
        assert focus["outline"] >= 2, met
        assert not focus["covered"], met
        if re.search(name, focus["name"]):
            return
    pytest.fail(f"{name} was not reached; met {met}")


def press(page: Page, name: str) -> None:
    """What opens on the page itself."""
    reach(page, name)
    page.keyboard.press("Enter")


def follow(page: Page, name: str) -> None:
    """What leads to another page."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, name: str, text: str) -> None:
    reach(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_answering_and_going_on_to_the_next(visit: Enter, scripts: bool) -> None:
    page = visit("dana", scripts=scripts).go("/?tab=quiet&q=" + ("friendly" if scripts else "honest"))
    follow(page, "^Open the review")
    follow(page, "Suggest a reply")
    type_into(page, "^Wording", SAFE)
    follow(page, "Approve this wording")

    expect(page.get_by_text("Approved by Dana Reyes")).to_be_visible()
    answered = page.url
    follow(page, "Open the next to answer")
    expect(page.get_by_role("button", name="Approve this wording")).to_be_visible()
    assert page.url != answered
    reach(page, "Next to answer")


def test_returning_a_wording_with_a_note(visit: Enter, scripts: bool) -> None:
    which = "/?tab=all&q=" + ("pictures" if scripts else "returns")
    sam = visit("sam", scripts=scripts).go(which)
    follow(sam, "^Open the review")
    type_into(sam, "^Wording", SAFE + " We are glad of every word.")
    follow(sam, "^Save")
    expect(sam.get_by_text("Saved.")).to_be_visible()

    dana = visit("dana", scripts=scripts).go(which)
    follow(dana, "^Open the review")
    press(dana, "Return it to Sam Ortiz")
    type_into(dana, "What should change", "Please end it one sentence sooner.")
    follow(dana, "Return with this note")

    expect(dana.get_by_text("Returned to its author with your note.")).to_be_visible()
    sam.reload()
    expect(sam.get_by_role("heading", name="Returned with a note")).to_be_visible()
    expect(sam.get_by_text("Please end it one sentence sooner.")).to_be_visible()


def test_deciding_for_silence_and_thinking_it_over(visit: Enter, scripts: bool) -> None:
    page = visit("dana", scripts=scripts).go("/?tab=all&q=Disappointing")
    follow(page, "^Open the review")
    press(page, "^No public reply")
    type_into(page, "Why silence is the better answer", "The matter was settled by phone.")
    follow(page, "Close without a reply")
    expect(page.get_by_text("Closed without a public reply.")).to_be_visible()

    follow(page, "Open it again")
    expect(page.get_by_text("A reply can be written now.")).to_be_visible()


def test_matching_a_review_with_a_complaint(visit: Enter, scripts: bool) -> None:
    page = visit("sam", scripts=scripts).go("/reconcile/")
    type_into(page, "What makes you think so", "Same week and same words.")
    follow(page, "^Probably")
    expect(page.get_by_text("Noted. You can change your answer")).to_be_visible()


def test_logging_a_complaint_and_adding_to_it(visit: Enter, scripts: bool) -> None:
    page = visit("sam", scripts=scripts).go("/complaints/")
    follow(page, "^Log a complaint")
    type_into(page, "What they said", "The music in the lobby was too loud to rest.")
    reach(page, "Somebody may be unwell")
    page.keyboard.press("Space")
    follow(page, "^Log it")
    expect(page.get_by_text("Logged as C-")).to_be_visible()
    expect(page.get_by_text("may be unsafe")).to_be_visible()

    type_into(page, "What happened", "Turned the music down.")
    follow(page, "^Add$")
    expect(page.get_by_text("Added to the timeline.")).to_be_visible()


def test_bringing_in_a_log(visit: Enter, scripts: bool) -> None:
    number = 7001 if scripts else 7002
    rows = f"complaint_id,received_date,narrative,location\n{number},2026-01-05,Parking was dear.,Riverside\n"
    file = {"name": "log.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page = visit("dana", scripts=scripts).go("/complaints/")
    follow(page, "^Bring in a log")
    for button, said in (
        ("^Look first", "1 new complaint, 0 already in the log"),
        ("^Take it in", "1 complaints? taken"),
    ):
        reach(page, "CSV, TSV or JSON file")
        page.locator("input[type=file]:focus").set_input_files(files=[file])
        follow(page, button)
        expect(page.get_by_text(re.compile(said))).to_be_visible()


def test_checking_a_source(visit: Enter, scripts: bool) -> None:
    page = visit("nora", scripts=scripts).go("/sources/")
    follow(page, "Check now ?: Own page")
    expect(page.get_by_text(re.compile("Own page · Hillcrest: (checked|not modified)"))).to_be_visible()


def test_past_the_rooms_and_out(visit: Enter, scripts: bool) -> None:
    """The first stop leads past the rooms; the last one of the head leads out."""
    page = visit("dana", scripts=scripts).go("/")
    follow(page, "Skip to the page")
    assert page.evaluate("document.activeElement.id") == "main"
    reach(page, "to match with complaints|^Needs reply")

    page.reload()
    follow(page, "^Log out$")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
