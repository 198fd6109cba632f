"""A small world behind the desk: one of everything, in the practice of ``people``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from monitor.models import Complaint, Location, Review, Source, User
from monitor.services.linking import suggest_matches
from responders.services.drafts import propose
from tests.factories import make_complaint, make_review, make_source

REVIEW = (
    "Dr. Voss did my lip filler on April 27 and my lips are uneven. Paid $650 and nobody called me back. Rude staff."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Rows of one practice, and the address of each."""

    source: Source
    review: Review
    complaint: Complaint
    people: dict[str, User]
    arguments: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def address(self, name: str, route: str) -> str:
        number = (
            self.complaint.number if "number" in route else self.source.pk if "sources" in route else self.review.pk
        )
        return reverse(name, args=(number,) if "<" in route else ())


@pytest.fixture
def world(location: Location, people: dict[str, User]) -> World:
    """A flagged review with a suggested reply and a likely complaint, which names the provider as its own."""
    source = make_source(location)
    review = make_review(source, author="Nadia P.", text=REVIEW)
    complaint = make_complaint(
        location, words="Lips uneven after lip filler. Nobody called her back. Staff rude.", procedure="lip filler",
        provider="Dr. Voss, provider", treatment_on=date(2026, 4, 27), amount_cents=65000,
    )  # fmt: skip
    suggest_matches(location.practice)
    propose(review)
    return World(source=source, review=review, complaint=complaint, people=people)


@pytest.fixture
def enter(people: dict[str, User]) -> Callable[[str], Client]:
    """``enter("owner")``: a browser in which that person is logged in; "anonymous" is nobody."""

    def browser(role: str) -> Client:
        client = Client(raise_request_exception=True)
        if role != "anonymous":
            client.force_login(people[role])
        return client

    return browser


def page(response: HttpResponse) -> str:
    return response.content.decode()
