"""Logging, matching, checking and bringing in files through the pages, and what happens to slips and odd input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from monitor.models import Complaint, Entry, LinkCandidate, LinkJudgement, Location, Review, Source, User
from monitor.types import SourceState
from tests.factories import NOON, make_complaint, make_source
from tests.monitor.views.conftest import World

TODAY = datetime.now(UTC).date()
LOG = b"complaint_id,received_date,narrative\n00123,2026-04-30,Rude.\n00124,2026-05-01,Late.\n"
REVIEWS = b"id,author,rating,date,text\na1,Nadia P.,1,2026-05-01,They were rude and late.\n"
Enter = Callable[[str], Client]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def upload(data: bytes, name: str = "log.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def complaint_form(place: Location, **given: object) -> dict[str, object]:
    facts = {"words": "Waited an hour.", "channel": "phone", "received_on": TODAY.isoformat(), "location": place.pk}
    return facts | given


# --- complaints


def test_a_complaint_is_logged_from_one_page(location: Location, people: dict[str, User], enter: Enter) -> None:
    form = complaint_form(
        location, first_name="Nadia", last_name="Petrov", amount="120.50", staff="Kim, Ana ,", is_unsafe="on",
        treatment_on=(TODAY - timedelta(days=3)).isoformat(),
    )  # fmt: skip
    response = enter("staff").post(reverse("complaint-new"), form, follow=True)

    complaint = Complaint.objects.get()
    assert "Logged as C-0001" in text(response)
    assert (complaint.patient.full_name, complaint.amount_cents, complaint.staff) == (
        "Nadia Petrov",
        12050,
        ["Kim", "Ana"],
    )
    assert (complaint.is_unsafe, complaint.has_threat, complaint.logged_by) == (True, False, people["staff"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": "  "}, "This field is required"),
        ({"received_on": (TODAY + timedelta(days=3)).isoformat()}, "This day is still to come"),
        ({"received_on": "2026-02-30"}, "Enter a valid date"),
        ({"treatment_on": (TODAY + timedelta(days=1)).isoformat()}, "The treatment lies after the complaint"),
        ({"amount": "-5"}, "greater than or equal to 0"),
        ({"amount": "nan"}, "Enter a number"),
        ({"channel": "gossip"}, "not one of the available choices"),
        ({"location": "²"}, "not one of the available choices"),
        ({"words": "x" * 20_001}, "at most 20000 characters"),
        ({"words": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_a_slip_is_named_beside_its_field_and_nothing_typed_is_lost(
    location: Location, enter: Enter, given: dict[str, object], said: str
) -> None:
    response = enter("staff").post(reverse("complaint-new"), complaint_form(location, first_name="Zephyrine", **given))

    assert response.status_code == 422
    assert said in text(response)
    assert "Zephyrine" in text(response)
    assert not Complaint.objects.exists()


def test_a_complaint_cannot_be_logged_at_another_practices_location(
    location: Location, people: dict[str, User], enter: Enter
) -> None:
    elsewhere = people["outsider"].practice.locations.get()

    assert enter("owner").post(reverse("complaint-new"), complaint_form(elsewhere)).status_code == 422
    assert not Complaint.objects.exists()


def test_the_page_offers_today_as_the_wall_at_the_practice_shows_it(
    location: Location, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 5, 4, 3, tzinfo=UTC))

    assert 'value="2026-05-03"' in text(enter("staff").get(reverse("complaint-new"))), "three o'clock UTC is yesterday"


def test_a_line_is_added_and_corrected_in_sight(location: Location, people: dict[str, User], enter: Enter) -> None:
    make_complaint(location)
    browser, address = enter("staff"), reverse("complaint-entry", args=(1,))
    browser.post(address, {"kind": "call", "text": "Promised $300."})
    wrong = Entry.objects.get(kind="call")
    page = browser.post(address, {"kind": "correction", "text": "Promised a call.", "strikes": wrong.pk}, follow=True)

    assert "Promised $300." in text(page)
    assert "corrected later" in text(page)
    assert Entry.objects.get(kind="correction").strikes == wrong


@pytest.mark.parametrize("strikes", ["999", "1" + "0" * 30, "-1"])
def test_a_correction_of_a_line_that_is_not_there_keeps_what_was_typed(
    location: Location, enter: Enter, strikes: str
) -> None:
    make_complaint(location)
    form = {"kind": "correction", "text": "A long correction.", "strikes": strikes}
    response = enter("staff").post(reverse("complaint-entry", args=(1,)), form)

    assert response.status_code == 422
    assert "not on this timeline" in text(response)
    assert "A long correction." in text(response)


def test_the_list_finds_by_number_word_and_name_and_by_all_of_them(location: Location, enter: Enter) -> None:
    make_complaint(location, last_name="Petrov", words="Waited.", procedure="lip filler")
    make_complaint(location, last_name="Ashby", words="Bruised.", status="closed")
    browser = enter("staff")

    def found(**query: str) -> set[str]:
        html = text(browser.get(reverse("complaints"), {"status": "all"} | query))
        return {label for label in ("C-0001", "C-0002") if label in html}

    assert found(q="c-0002") == found(q="2") == found(q="bruised") == found(q="ASHBY") == {"C-0002"}
    assert found(q="lip petrov") == {"C-0001"}
    assert found(q="lip ashby") == set()
    assert found(q="") == {"C-0001", "C-0002"}
    assert found(status="closed") == {"C-0002"}
    assert found(status="open") == {"C-0001"}


# --- bringing in a log


def test_a_log_is_looked_at_first_and_taken_in_then(location: Location, enter: Enter) -> None:
    browser, address = enter("office_manager"), reverse("complaint-import")
    looked = browser.post(address, {"file": upload(LOG), "look": ""})
    assert "2 new complaints, 0 already in the log" in text(looked)
    assert not Complaint.objects.exists()

    taken = browser.post(address, {"file": upload(LOG), "take_in": "yes"}, follow=True)
    assert "2 complaints taken in, 0 were there already" in text(taken)
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("button", ["look", "take_in"])
def test_a_log_with_problems_shows_every_row_and_stays_out(location: Location, enter: Enter, button: str) -> None:
    bad = LOG + b"00125,yesterday,Cold.\n00126,2026-05-02,\n"
    response = enter("owner").post(reverse("complaint-import"), {"file": upload(bad), button: "yes"})

    assert response.status_code == (200 if button == "look" else 422)
    assert "row 3: “yesterday” is not a date" in text(response)
    assert "row 4: “narrative” is empty" in text(response)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\x00\x00", b"a,b\n1,2\n", b"{"])
def test_a_file_that_is_no_log_is_refused_on_the_page(location: Location, enter: Enter, data: bytes) -> None:
    response = enter("owner").post(reverse("complaint-import"), {"file": upload(data), "take_in": "yes"})

    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert not Complaint.objects.exists()


def test_no_file_and_an_empty_file_are_slips(location: Location, enter: Enter) -> None:
    for given in ({}, {"file": upload(b"")}):
        assert enter("owner").post(reverse("complaint-import"), given).status_code == 422


def test_a_file_too_large_for_a_page_is_refused(
    location: Location, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.views.complaints.MOST_BYTES", 10)
    monkeypatch.setattr("monitor.views.sources.MOST_BYTES", 10)
    browser = enter("owner")

    log = browser.post(reverse("complaint-import"), {"file": upload(LOG), "take_in": "yes"})
    reviews = browser.post(reverse("source-file"), {"file": upload(REVIEWS), "location": location.pk})

    for response in (log, reviews):
        assert response.status_code == 422
        assert "larger than 20 MB" in text(response)
    assert not Complaint.objects.exists()
    assert not Review.objects.exists()


# --- sources


def test_a_file_of_reviews_is_brought_in(location: Location, enter: Enter) -> None:
    response = enter("owner").post(
        reverse("source-file"), {"file": upload(REVIEWS, "reviews.csv"), "location": location.pk}, follow=True
    )

    assert "reviews.csv: 1 read, 1 new." in text(response)
    assert Review.objects.get().location == location


@pytest.mark.parametrize("place", ["", "abc", "²", "-1", "9" * 40, "999"])
def test_a_file_without_a_place_of_ones_own_is_refused(
    location: Location, people: dict[str, User], enter: Enter, place: str
) -> None:
    strange = str(people["outsider"].practice.locations.get().pk) if place == "999" else place
    response = enter("owner").post(reverse("source-file"), {"file": upload(REVIEWS), "location": strange})

    assert response.status_code == 422
    assert "Choose a file and the location" in text(response)
    assert not Review.objects.exists()


def test_a_file_that_holds_no_reviews_is_refused_with_what_to_do(location: Location, enter: Enter) -> None:
    response = enter("owner").post(reverse("source-file"), {"file": upload(b"\x00"), "location": location.pk})

    assert response.status_code == 422
    assert 'role="alert"' in text(response)


def test_asking_for_a_look_says_how_it_went(location: Location, enter: Enter) -> None:
    source = make_source(location)
    response = enter("owner").post(reverse("source-check", args=(source.pk,)), follow=True)

    assert "Google: blocked. No access token is stored" in text(response)


def test_a_source_being_looked_at_is_not_looked_at_twice(location: Location, enter: Enter) -> None:
    source = make_source(location, leased_until=datetime.now(UTC) + timedelta(minutes=1))
    response = enter("owner").post(reverse("source-check", args=(source.pk,)), follow=True)

    assert "is being checked at this moment" in text(response)
    assert Source.objects.get().state == SourceState.NEVER


@pytest.mark.parametrize(
    ("referer", "back"),
    [("http://testserver/sources/", "http://testserver/sources/"), ("https://evil.example/", "/"), ("", "/"),
     ("http://testserver.evil.example/", "/"), ("http://testserver@evil.example/", "/")],
)  # fmt: skip
def test_a_refusal_leads_back_to_the_own_page_and_to_no_other(
    location: Location, enter: Enter, referer: str, back: str
) -> None:
    files = make_source(location, route="file", label="Files", state=SourceState.OK)
    browser = enter("owner")
    response = browser.post(reverse("source-check", args=(files.pk,)), headers={"referer": referer})

    assert response.headers["Location"] == back
    assert "files that people bring" in text(browser.get(reverse("sources")))
    assert Source.objects.get().state == SourceState.OK


# --- reconcile


def answer(browser: Client, review: Review, **form: object) -> HttpResponse:
    return browser.post(reverse("reconcile-answer", args=(review.pk,)), form)


def test_the_queue_leads_to_the_review_that_waits_and_then_says_that_none_does(world: World, enter: Enter) -> None:
    browser = enter("staff")
    assert browser.get(reverse("reconcile-queue")).headers["Location"] == reverse("reconcile", args=(world.review.pk,))

    answer(browser, world.review, complaint=world.complaint.pk, answer="same", reason="Same day, same words.")

    assert "Nothing is waiting to be matched" in text(browser.get(reverse("reconcile-queue")))
    assert LinkJudgement.objects.get().judged_by == world.people["staff"]


def test_same_without_a_reason_keeps_the_very_complaint_on_the_page(world: World, enter: Enter) -> None:
    """Found by hand, it is not the first suggestion: showing another one would invite a wrong answer."""
    other = make_complaint(world.source.location, first_name="Tom", last_name="Ashby", words="Parking was dear.")
    response = answer(enter("staff"), world.review, complaint=other.pk, answer="same", reason=" ")

    assert response.status_code == 422
    assert "why these are the same matter" in text(response)
    assert f'name="complaint" value="{other.pk}"' in text(response)
    assert "Tom Ashby" in text(response)
    assert not LinkJudgement.objects.exists()


def test_not_the_same_leads_to_the_next_possibility_or_back_to_the_queue(world: World, enter: Enter) -> None:
    browser, second = enter("staff"), make_complaint(world.source.location, words="Rude.")
    LinkCandidate.objects.create(
        review=world.review, complaint=second, probability=0.6, reasons=[], mechanism="t", made_at=NOON
    )

    first = answer(browser, world.review, complaint=world.complaint.pk, answer="not")
    assert first.headers["Location"] == reverse("reconcile", args=(world.review.pk,))
    assert f'value="{second.pk}"' in text(browser.get(first.headers["Location"]))

    last = answer(browser, world.review, complaint=second.pk, answer="not")
    assert last.headers["Location"] == reverse("reconcile-queue")
    assert "Nothing is waiting" in text(browser.get(reverse("reconcile-queue")))


@pytest.mark.parametrize("given", ["abc", "²", "0", "-1", "9" * 40, "999"])
def test_a_mangled_complaint_is_never_taken_for_nobody(world: World, enter: Enter, given: str) -> None:
    response = answer(enter("staff"), world.review, complaint=given, answer="not")

    assert response.status_code == 404
    assert not LinkJudgement.objects.exists()


def test_a_complaint_of_strangers_cannot_be_linked_or_shown(world: World, enter: Enter) -> None:
    theirs = make_complaint(world.people["outsider"].practice.locations.get())

    assert answer(enter("staff"), world.review, complaint=theirs.pk, answer="probable").status_code == 404
    address = f"{reverse('reconcile', args=(world.review.pk,))}?c={theirs.pk}"
    assert enter("staff").get(address).status_code == 404


def test_a_complaint_is_found_by_hand_by_name_and_by_number(world: World, enter: Enter) -> None:
    make_complaint(world.source.location, last_name="Ashby")
    page = reverse("reconcile", args=(world.review.pk,))
    browser = enter("staff")

    for words in ("ashby", "C-0002", "2"):
        assert "C-0002</a>" in text(browser.get(page, {"q": words}))
    assert "Nothing found" in text(browser.get(page, {"q": "nobody"}))
