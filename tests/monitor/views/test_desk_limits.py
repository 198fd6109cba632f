"""What the pages bear: odd addresses, and lists that grow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitor.models import LinkCandidate, LinkJudgement, Location, Practice, Review, User
from monitor.services.complaints import add_entry
from monitor.services.linking import suggest_matches
from responders.services.drafts import reply_of
from tests.factories import NOON, make_complaint, make_review, make_source
from tests.monitor.views.conftest import World

Enter = Callable[[str], Client]
ODD = ("²", "٣", "１", "-1", "1" + "0" * 30, "9" * 5000, "\x00", "%", "_", "'", "\\", "C-²", "c-", "a" * 3000, "😕")


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_address_is_more_than_an_empty_answer(world: World, enter: Enter, odd: str) -> None:
    browser = enter("owner")
    query = dict.fromkeys(("q", "page", "status", "n", "c", "who", "what"), odd)
    for name in ("complaints", "sources", "audit", "reconcile"):
        address = reverse(name, args=(world.review.pk,) if name == "reconcile" else ())
        assert browser.get(address, query).status_code == 200, name


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def fill(location: Location, people: dict[str, User], number: int) -> None:
    """That many reviews with replies begun, complaints with timelines, sources and suggestions."""
    source = make_source(location, label=f"Google {number}")
    for n in range(number):
        review = make_review(source, id=f"{number}-{n}", text=f"No. {n}: they were rude and I waited an hour.")
        reply_of(review)
        complaint = make_complaint(location, by=people["staff"], first_name=f"P{n}")
        add_entry(complaint, by=people["staff"], kind="note", text=f"No. {n}")
        make_source(location, label=f"S{number}-{n}", route="mention_feed")
        LinkCandidate.objects.create(
            review=review, complaint=complaint, probability=0.9, reasons=[], mechanism="t", made_at=NOON
        )


def test_a_longer_list_asks_the_database_no_more_often(
    practice: Practice, location: Location, people: dict[str, User], enter: Enter
) -> None:
    addresses = {
        "inbox": "/?tab=all", "needs reply": "/", "complaints": "/complaints/", "sources": "/sources/",
        "audit": "/audit/", "by hand": "", "trail": "/audit/?verify=yes",
    }  # fmt: skip
    browser = enter("owner")
    fill(location, people, 5)
    addresses["by hand"] = f"/reconcile/{Review.objects.first().pk}/?q=petrov"
    few = {name: queries(browser, address) for name, address in addresses.items()}

    fill(location, people, 35)

    assert {name: queries(browser, address) for name, address in addresses.items()} == few
    assert max(few.values()) <= 20


def test_a_longer_timeline_asks_no_more_often(location: Location, people: dict[str, User], enter: Enter) -> None:
    complaint, browser = make_complaint(location), enter("owner")
    review = make_review(make_source(location))
    counts = []
    for number in (5, 40):
        for n in range(number):
            add_entry(complaint, by=people["staff"], kind="note", text=f"{n}")
            LinkJudgement.objects.create(
                review=review, complaint=complaint, answer="probable", judged_by=people["staff"], judged_at=NOON
            )
        counts.append(
            [
                queries(browser, reverse("complaint", args=(1,))),
                queries(browser, reverse("reconcile", args=(review.pk,))),
            ]
        )

    assert counts[0] == counts[1]


def test_suggesting_for_more_reviews_reads_the_log_once(
    practice: Practice, location: Location, people: dict[str, User]
) -> None:
    fill(location, people, 3)
    with CaptureQueriesContext(connection) as captured:
        suggest_matches(practice)

    assert sum('FROM "monitor_complaint"' in query["sql"] for query in captured) == 1
