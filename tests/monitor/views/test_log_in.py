"""Logging in: what fails is on record without what was typed, and nobody is sent elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from monitor.models import AuditEvent, User

PASSWORD = "a-long-way-home-55"


@pytest.fixture
def owner(people: dict[str, User]) -> User:
    people["owner"].set_password(PASSWORD)
    people["owner"].save()
    return people["owner"]


def log_in(browser: Client, *, name: str = "owner", password: str = PASSWORD, to: str = "") -> str:
    response = browser.post(reverse("log-in"), {"username": name, "password": password, "next": to})
    return response.headers["Location"] if response.status_code == 302 else f"stayed: {response.status_code}"


def test_who_knows_the_password_gets_in_and_is_on_record(owner: User) -> None:
    browser = Client()

    assert log_in(browser) == "/"
    assert browser.get("/").status_code == 200
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.practice) == ("account:session:log-in", owner, owner.practice)


@pytest.mark.parametrize("name", ["owner", "canary-nobody", "a-long-way-home-55"])
def test_a_failure_is_on_record_without_what_was_typed(owner: User, name: str) -> None:
    """People type their password into the name field; the trail must not keep it."""
    assert log_in(Client(), name=name, password="canary-wrong") == "stayed: 200"

    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.actor, event.detail) == ("account:session:refused", "log-in", None, {})
    assert not {name, "canary-wrong"} & {str(value) for value in AuditEvent.objects.values().get().values()}


def test_a_wrong_name_and_a_wrong_password_read_alike(owner: User) -> None:
    pages = [
        Client().post(reverse("log-in"), {"username": name, "password": "wrong"}).content.decode()
        for name in ("owner", "nobody")
    ]

    assert "do not belong together" in pages[0]
    assert [page.count("do not belong together") for page in pages] == [1, 1]
    assert "wrong" not in pages[0].replace("field wrong", "")


def test_who_was_disabled_stays_out_and_is_put_out(owner: User) -> None:
    inside = Client()
    log_in(inside)
    User.objects.filter(pk=owner.pk).update(is_active=False)

    assert log_in(Client()) == "stayed: 200"
    assert inside.get("/").headers["Location"].startswith(reverse("log-in"))


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "http:evil.example", "javascript:alert(1)", "https:///evil.example", "data:text/html,x", " //evil.example",
        "http://testserver@evil.example/", "ftp://testserver/",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(owner: User, to: str) -> None:
    browser = Client()

    assert log_in(browser, to=to) == "/"
    already_in = browser.get(reverse("log-in"), {"next": to})
    assert already_in.headers["Location"] == "/"


def test_the_page_that_was_asked_for_comes_after_the_log_in(owner: User) -> None:
    browser = Client()
    asked = browser.get("/complaints/?status=closed").headers["Location"]

    page = browser.get(asked)
    assert page.context is None
    assert log_in(browser, to="/complaints/?status=closed") == "/complaints/?status=closed"


def test_a_new_password_ends_the_other_sessions(owner: User) -> None:
    inside = Client()
    log_in(inside)
    owner.set_password("another-long-way-home")
    owner.save()

    assert inside.get("/").status_code == 302


def test_logging_out_takes_a_form_and_not_a_link(owner: User) -> None:
    browser = Client()
    log_in(browser)
    assert browser.get(reverse("log-out")).status_code == 405
    assert browser.get("/").status_code == 200

    browser.post(reverse("log-out"))
    assert browser.get("/").status_code == 302


def test_an_unattended_desk_logs_itself_off(settings: object) -> None:
    assert settings.SESSION_COOKIE_AGE <= 30 * 60
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
