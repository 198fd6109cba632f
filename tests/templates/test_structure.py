"""Every page, full and empty, right and wrong: one first heading, names on all fields, nothing inline, plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from monitor.models import Location, User
from monitor.services.complaints import add_entry
from monitor.services.linking import suggest_matches
from responders.models import ReplyDraft
from responders.services.drafts import propose, write
from tests.factories import make_complaint, make_review, make_source

PAGES = Path(__file__).resolve().parents[2] / "templates" / "pages"
Open = Callable[[str], list[BeautifulSoup]]
FORBIDDEN = "Thank you for choosing us, we are sorry your appointment ran late."
FULL = (
    "/", "/?tab=done", "/?tab=all", "/?tab=all&q=nothingfitsthis", "/reviews/{review}/", "/reviews/{blocked}/",
    "/reviews/{quiet}/", "/complaints/", "/complaints/?q=nothingfitsthis", "/complaints/1/", "/complaints/new/",
    "/complaints/import/", "/reconcile/{review}/", "/reconcile/{quiet}/?q=petrov", "/sources/", "/audit/",
    "/audit/?verify=yes", "/help/keys/", "/nowhere/",
)  # fmt: skip
WRONG = {
    "/log-in/": {"username": "nobody", "password": "no"},
    "/complaints/new/": {},
    "/complaints/1/entry/": {"kind": "note"},
    "/complaints/import/": {},
    "/sources/file/": {},
    "/reviews/{blocked}/approve/": {"text": FORBIDDEN, "version": "{version}"},
    "/reviews/{review}/save/": {"text": "Mine.", "version": "0"},
    "/reviews/{review}/close/": {"reason": "Mine.", "version": "0"},
    "/reconcile/{review}/answer/": {"answer": "same", "complaint": "{complaint}"},
}


@pytest.fixture
def ids(location: Location, people: dict[str, User]) -> dict[str, int]:
    """A full desk: reviews with and without a reply, one blocked wording, a complaint with a timeline, a match."""
    source = make_source(location)
    review, blocked = make_review(source, id="r1"), make_review(source, id="r2")
    quiet = make_review(source, id="r3", stars=5, text="Lovely people.")
    complaint = make_complaint(location)
    add_entry(complaint, by=people["staff"], kind="note", text="Called back.")
    suggest_matches(location.practice)
    for one in (review, blocked):
        propose(one)
    reply = ReplyDraft.objects.select_related("current").get(review=blocked)
    write(reply, FORBIDDEN, opened_version=reply.version, by=people["staff"])
    return {
        "review": review.pk,
        "blocked": blocked.pk,
        "quiet": quiet.pk,
        "complaint": complaint.pk,
        "version": reply.version,
    }


@pytest.fixture
def full(ids: dict[str, int], people: dict[str, User]) -> dict[str, BeautifulSoup]:
    """Every screen as the owner sees it, and every form sent wrongly."""
    browser = Client()
    browser.force_login(people["owner"])
    shown = {address: browser.get(address.format(**ids)) for address in FULL}
    for address, form in WRONG.items():
        visitor = Client() if "log-in" in address else browser
        given = {key: value.format(**ids) for key, value in form.items()}
        shown[f"POST {address}"] = visitor.post(address.format(**ids), given)
    assert {response.status_code for response in shown.values()} <= {200, 404, 409, 422}
    return {address: BeautifulSoup(response.content, "lxml") for address, response in shown.items()}


@pytest.fixture
def empty(people: dict[str, User]) -> dict[str, BeautifulSoup]:
    """The first minute of another practice."""
    browser = Client()
    browser.force_login(people["outsider"])
    addresses = ("/", "/complaints/", "/reconcile/", "/sources/", "/audit/?who=nobody")
    return {f"empty {address}": BeautifulSoup(browser.get(address).content, "lxml") for address in addresses}


@pytest.fixture
def pages(full: dict[str, BeautifulSoup], empty: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    return full | empty


def name_of(page: BeautifulSoup, field: Tag) -> str:
    """What a screen reader says for a field: its label, wherever it stands."""
    label = page.find("label", attrs={"for": field.get("id")}) if field.get("id") else None
    label = label or field.find_parent("label")
    return label.get_text(" ", strip=True) if label else ""


def test_every_page_begins_with_one_heading_and_skips_none(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.main.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)


def test_every_page_has_its_landmarks_its_language_and_a_title_of_its_own(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        assert page.html["lang"] == "en", address
        for landmark in ("main", "header", "footer"):
            assert len(page.find_all(landmark)) == 1, (address, landmark)
        assert page.title.get_text().endswith(" · Aftercare"), address
        assert page.body.find("a")["href"] == "#main", f"{address}: the way past the rooms comes first"
        outside = [
            one for one in page.body.find_all(recursive=False) if one.name not in ("main", "header", "footer", "a")
        ]
        assert outside == [], f"{address}: text outside every landmark is met by nobody who jumps between them"
        names = [nav.get("aria-label") for nav in page.find_all("nav")]
        assert all(names), address
        assert len(set(names)) == len(names), address


def test_every_field_and_button_has_a_name_and_no_two_things_share_an_id(pages: dict[str, BeautifulSoup]) -> None:
    fields = 0
    for address, page in pages.items():
        for field in page.find_all(["input", "select", "textarea"]):
            if field.get("type") != "hidden":
                fields += 1
                assert name_of(page, field), (address, str(field)[:90])
        for control in page.find_all(["button", "a", "summary"]):
            assert control.get_text(strip=True), (address, str(control)[:90])
        doubles = [one for one, count in Counter(tag["id"] for tag in page.find_all(id=True)).items() if count > 1]
        assert doubles == [], address
        for tag in page.find_all(attrs={"aria-describedby": True}):
            assert [one for one in tag["aria-describedby"].split() if not page.find(id=one)] == [], address
    assert fields > 60


def test_a_fault_is_told_at_the_top_beside_the_field_and_to_a_screen_reader(full: dict[str, BeautifulSoup]) -> None:
    for address, page in full.items():
        if address.startswith("POST"):
            assert page.main.find(attrs={"role": "alert"}), address
        for wrong in page.select(".field.wrong"):
            field = wrong.find(["input", "select", "textarea"])
            assert field.get("aria-invalid") == "true", address
            assert page.find("a", href=f"#{field['id']}"), f"{address}: the summary leads to the field"


def test_every_link_within_a_page_leads_somewhere(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        for link in page.find_all("a", href=re.compile("^#.")):
            assert page.find(id=link["href"][1:]), (address, link["href"])


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        assert page.find_all("style") == page.find_all(style=True) == [], address
        assert [script for script in page.find_all("script") if script.string or not script.get("src")] == [], address
        assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)], address
        for tag in page.find_all(["script", "link", "img"]):
            assert (tag.get("src") or tag.get("href")).startswith("/static/"), address
        assert not page.find("meta", attrs={"http-equiv": True}), f"{address}: a page that reloads loses typed words"


def test_every_form_that_changes_something_posts_with_its_token(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        for form in page.find_all("form"):
            if form.get("method") == "post":
                assert form.find("input", attrs={"name": "csrfmiddlewaretoken"}), address
            else:
                assert not form.find("textarea"), address


def test_at_most_one_step_of_a_section_is_the_first_choice(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        for section in page.main.find_all(["section", "form"]):
            assert len(section.select(".primary")) <= 1, address


def test_an_empty_desk_does_not_claim_to_be_caught_up(empty: dict[str, BeautifulSoup]) -> None:
    """No source is not the same as no news."""
    inbox = empty["empty /"].main.get_text(" ")

    assert "All caught up" not in inbox
    assert "No source is set up yet" in inbox
    assert empty["empty /"].main.find("a", href=reverse("sources"))


BRITISH = r"\b\w*(colou?r(?<!color)|favour|apologis|organis|recognis|centre|cancelled|honour|grey|licence|enquir)\w*"
CLAIMS = r"(?i)hipaa|complian|\bsafe to post|guarantee|100 ?%"
UNKIND = r"(?i)\bdifficult (patient|person)|\bproblem patient|\babus|\bcomplainer|\byour fault|\binvalid\b|\billegal\b"


@pytest.mark.parametrize("unwanted", [BRITISH, CLAIMS, UNKIND], ids=["spelling", "claims", "unkind words"])
def test_the_desk_speaks_american_promises_nothing_and_blames_nobody(unwanted: str) -> None:
    files = [*PAGES.rglob("*.html")]
    assert len(files) > 15

    found = {file.name: match[0] for file in files if (match := re.search(unwanted, file.read_text(encoding="utf-8")))}

    assert found == {}


def test_quotes_and_dashes_are_the_printers_ones() -> None:
    """What people read, outside of tags and template code, has no typewriter quotes or double hyphens."""
    for file in PAGES.rglob("*.html"):
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", file.read_text(encoding="utf-8"), flags=re.S)
        said = re.sub(r"<[^>]*>", "", text)
        assert re.findall(r'"|--|\.\.\.', said) == [], file.name
