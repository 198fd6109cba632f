"""What strangers write stays words; every answer carries its headers; names stay with those who may read them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from monitor.models import Location, Mention, Source, User
from monitor.services.complaints import add_entry
from monitor.services.intake import take_in
from monitor.services.linking import judge, suggest_matches
from monitor.services.understanding import understand_waiting
from monitor.types import OwnerReply
from monitor.views import complaints as complaint_views
from responders.services.drafts import propose, reply_of, write
from tests.factories import NOON, listing, make_complaint, make_review, make_source, raw
from tests.monitor.views.conftest import World
from tests.monitor.views.test_doors import EXPECTED, NOT_OFFERED, PEOPLE, ROUTES

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=https://evil.example><input name=p></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<object data=//evil.example></object>",
    "\"><script>alert(1)</script>",
    "' autofocus onfocus=alert(1) x='",
    "\" onmouseover=\"alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "{{ 7*7 }}{% raw %}{{ person.password }}",
    "${7*7}#{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<x\x0bonclick=alert(1)>",
    "‮<script>alert(1)</script>",
)  # fmt: skip
EVERYTHING = " ".join(PAYLOADS)
CANARIES = {
    "first_name": "Zephyrine", "last_name": "Quillfeather", "known_as": "Zephie", "former_last_name": "Dovecote",
    "related_contact": "Balthasar Nightjar",
}  # fmt: skip
CANARY = re.compile("zephyrine|quillfeather|zephie|dovecote|balthasar|nightjar", re.IGNORECASE)


@pytest.fixture
def hostile(location: Location, people: dict[str, User]) -> dict[str, str]:
    """The payloads in every place that a stranger or a slip can fill; the address of every page that shows them."""
    source = make_source(location, label=PAYLOADS[0], state_detail=EVERYTHING[:500])
    review = raw(
        title=PAYLOADS[1], text=EVERYTHING + " Rude staff, terrible.", author=PAYLOADS[3],
        url=PAYLOADS[9], translation=EVERYTHING, owner_reply=OwnerReply(text=EVERYTHING), warnings=(PAYLOADS[4],),
    )  # fmt: skip
    take_in(source, listing(review, complete=False), seen_at=NOON)
    understand_waiting()
    stored = source.reviews.get()
    propose(stored)
    write(reply_of(stored), EVERYTHING, opened_version=reply_of(stored).version, by=people["owner"])
    complaint = make_complaint(
        location, by=people["staff"], words=EVERYTHING, wants=EVERYTHING, first_name=PAYLOADS[0],
        last_name=PAYLOADS[3],
        procedure=PAYLOADS[17], provider=PAYLOADS[18], staff=(PAYLOADS[4],), category=PAYLOADS[6],
        reference=PAYLOADS[19], channel=PAYLOADS[20],
    )  # fmt: skip
    add_entry(complaint, by=people["staff"], kind="note", text=EVERYTHING)
    judge(stored, complaint, answer="same", reason=EVERYTHING[:400], by=people["staff"])
    Mention.objects.create(source=source, url="https://a.example/?<script>", title=EVERYTHING[:500], seen_at=NOON)
    User.objects.filter(username="owner").update(first_name=PAYLOADS[3][:30])
    return {
        "inbox": f"{reverse('inbox')}?tab=all",
        "review": reverse("review", args=(stored.pk,)),
        "reconcile": f"{reverse('reconcile', args=(stored.pk,))}?c={complaint.pk}",
        "complaints": f"{reverse('complaints')}?status=all",
        "complaint": reverse("complaint", args=(complaint.number,)),
        "sources": reverse("sources"),
        "audit": reverse("audit"),
    }


def assert_inert(html: str, where: str) -> None:
    """The page holds only our own mark-up: one script of our own, no handler, no frame, no foreign address."""
    soup = BeautifulSoup(html, "lxml")
    assert [script.get("src") for script in soup("script")] == ["/static/desk.js"], where
    assert not soup(["iframe", "object", "embed", "base", "style", "img", "svg", "math", "animate"]), where
    assert [link["rel"] for link in soup("link")] == [["icon"], ["stylesheet"]], where
    assert not soup("meta", attrs={"http-equiv": True}), where
    for tag in soup(True):
        handlers = [name for name in tag.attrs if name.lower().startswith("on") or name in ("style", "srcdoc")]
        assert not handlers, f"{where}: {tag.name} has {handlers}"
    for form in soup("form"):
        assert form.get("action", "/").startswith("/"), where
    for payload in PAYLOADS:
        assert "<" not in payload or payload not in html, f"{where}: {payload}"
    assert "49" not in re.sub(r"[^\s]*\d{3,}[^\s]*", "", soup.title.string), where


@pytest.mark.parametrize("name", ["inbox", "review", "reconcile", "complaints", "complaint", "sources", "audit"])
def test_words_of_strangers_never_become_mark_up(
    hostile: dict[str, str], enter: Callable[[str], Client], name: str
) -> None:
    response = enter("owner").get(hostile[name])

    assert response.status_code == 200
    assert_inert(response.content.decode(), name)


def test_typed_words_that_come_back_are_words_too(hostile: dict[str, str], enter: Callable[[str], Client]) -> None:
    browser = enter("owner")
    for payload in (" ".join(PAYLOADS[start : start + 6]) for start in range(0, len(PAYLOADS), 6)):
        query = {"q": payload, "who": payload, "what": payload, "status": payload, "tab": payload, "location": payload}
        for name in ("inbox", "complaints", "audit", "reconcile"):
            assert_inert(browser.get(hostile[name].partition("?")[0], query).content.decode(), f"{name} {payload}")


def test_refused_forms_show_what_was_typed_as_words(hostile: dict[str, str], enter: Callable[[str], Client]) -> None:
    browser, typed = (
        enter("owner"),
        dict.fromkeys(("words", "text", "first_name", "reason", "channel", "kind"), EVERYTHING),
    )
    for address in (
        reverse("complaint-new"),
        f"{hostile['complaint']}entry/",
        f"{hostile['reconcile'].partition('?')[0]}answer/",
    ):
        response = browser.post(address, typed)
        assert response.status_code == 422, address
        assert_inert(response.content.decode(), address)
    log_in = Client().post(reverse("log-in"), {"username": EVERYTHING[:150], "password": "x", "next": PAYLOADS[17]})
    assert_inert(log_in.content.decode(), "log-in")


# --- headers


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_carries_its_headers(world: World, enter: Callable[[str], Client], who: str) -> None:
    browser = enter(who)
    answers = [(name, browser.get(world.address(name, route))) for name, route in ROUTES.items()]
    answers += [
        (name, browser.post(world.address(name, ROUTES[name])))
        for name, (_, post) in EXPECTED.items() if post != NOT_OFFERED and name != "log-out"
    ]  # fmt: skip
    answers += [("nothing", browser.get("/nothing/")), ("static", browser.get("/static/desk.css"))]

    for name, answer in answers:
        answer.close()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "*" not in policy, name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        if name == "static":
            continue
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        if who != "anonymous":
            assert answer.headers["Cache-Control"] == "no-store", name


def test_no_page_needs_what_its_policy_forbids(world: World, enter: Callable[[str], Client]) -> None:
    browser = enter("owner")
    for name, (get, _) in EXPECTED.items():
        if get != NOT_OFFERED and name != "log-in":
            html = browser.get(world.address(name, ROUTES[name]), follow=True).content.decode()
            assert_inert(html, name)


def test_cookies_stay_out_of_the_reach_of_scripts_and_other_sites(people: dict[str, User], settings: Settings) -> None:
    people["owner"].set_password("a-long-way-home")
    people["owner"].save()
    browser = Client()
    browser.post(reverse("log-in"), {"username": "owner", "password": "a-long-way-home"})

    session = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


# --- names


def test_an_auditor_never_reads_a_patients_name(
    location: Location, people: dict[str, User], enter: Callable[[str], Client]
) -> None:
    complaint = make_complaint(
        location, by=people["staff"], words="Ms Quillfeather (Zephie) said she, ZEPHYRINE, waited.",
        wants="A call to Balthasar Nightjar.", provider="Dr. Voss", **CANARIES,
    )  # fmt: skip
    add_entry(complaint, by=people["staff"], kind="call", text="Quillfeather's husband Balthasar called; was Dovecote.")
    review = make_review(make_source(location), author="A visitor", text="I waited an hour. Rude staff, terrible.")
    suggest_matches(location.practice)
    judge(review, complaint, answer="same", reason="Zephyrine Quillfeather told me", by=people["staff"])
    browser = enter("auditor")

    pages = [
        browser.get(reverse("inbox"), {"tab": "all"}),
        browser.get(reverse("review", args=(review.pk,))),
        browser.get(reverse("complaints"), {"status": "all"}),
        browser.get(reverse("complaint", args=(complaint.number,))),
        browser.get(reverse("sources")),
        browser.get(reverse("audit"), {"verify": "yes"}),
    ]

    for page in pages:
        assert page.status_code == 200
        assert not CANARY.search(page.content.decode()), page.request["PATH_INFO"]
    assert "Z. Q." in pages[3].content.decode()
    complaint.refresh_from_db()
    assert "Quillfeather" in complaint.words, "hidden on the page, kept in the log"


def test_an_auditor_cannot_find_out_a_name_by_searching(location: Location, enter: Callable[[str], Client]) -> None:
    make_complaint(location, words="Rude.", **CANARIES)

    assert "C-0001" not in enter("auditor").get(reverse("complaints"), {"q": "Quillfeather"}).content.decode()
    assert "C-0001" in enter("staff").get(reverse("complaints"), {"q": "Quillfeather"}).content.decode()


def test_the_staff_reads_the_name_and_the_look_is_on_record(
    location: Location, people: dict[str, User], enter: Callable[[str], Client]
) -> None:
    complaint = make_complaint(location, **CANARIES)

    assert "Zephyrine Quillfeather" in enter("staff").get(reverse("complaint", args=(1,))).content.decode()
    trail = enter("auditor").get(reverse("audit")).content.decode()
    assert "complaints:complaint:opened" in trail
    assert f"complaint {complaint.pk}" in trail


def test_a_name_shown_while_matching_is_on_record_too(world: World, enter: Callable[[str], Client]) -> None:
    enter("staff").get(world.address("reconcile", ROUTES["reconcile"]))

    assert "complaints:complaint:opened" in enter("auditor").get(reverse("audit")).content.decode()


# --- when something breaks


def test_an_unexpected_error_says_nothing_of_what_it_held(
    world: World, enter: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Zephyrine Quillfeather")

    monkeypatch.setattr(complaint_views, "complaints_of", broken)
    browser = enter("owner")
    browser.raise_request_exception = False

    response = browser.get(reverse("complaints"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "Zephyrine" not in response.content.decode()
    assert "Content-Security-Policy" in response.headers


def test_the_error_page_comes_out_even_without_a_database(
    world: World, enter: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("disk I/O error")

    browser = enter("owner")
    browser.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        response = browser.get(reverse("inbox"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_source_list_of_another_practice_is_not_counted_in_ours(world: World, enter: Callable[[str], Client]) -> None:
    make_source(world.people["outsider"].practice.locations.get(), label="Theirs alone")

    assert Source.objects.count() == 2
    assert "Theirs alone" not in enter("owner").get(reverse("sources")).content.decode()
