"""A desk beside a real review site on loopback: a stored complaint review with a proposed reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.models import Location, Review, Source
from monitor.practice_platform import PracticePlatform
from monitor.services.checks import check_now
from monitor.services.clients import client
from monitor.services.secrets import keep_token
from monitor.services.understanding import understand_waiting
from responders.models import ReplyDraft
from responders.services.drafts import propose_waiting
from tests.factories import make_source


@pytest.fixture
def site(settings: object, tmp_path: Path) -> Iterator[PracticePlatform]:
    """Tokens are kept by the source's number, which the next test may use again: each test has a home of its own."""
    with PracticePlatform() as platform:
        settings.PRACTICE_PLATFORM, settings.AFTERCARE_HOME = [platform.url], tmp_path
        client.cache_clear()
        yield platform
    client.cache_clear()


@pytest.fixture
def source(site: PracticePlatform, location: Location) -> Source:
    made = make_source(location, address=site.api_url, account=site.location)
    keep_token(made, site.token)
    return made


@pytest.fixture
def reply(source: Source) -> ReplyDraft:
    """The suggestion for the one-star review "r2", fetched over HTTP."""
    look(source)
    propose_waiting(source.location.practice)
    return ReplyDraft.objects.select_related("current", "review__location__practice").get(review__key="r2")


def look(source: Source) -> None:
    """One more fetch, understood."""
    assert check_now(source, by=None)
    understand_waiting()


def on_site(site: PracticePlatform, review: Review) -> str | None:
    """The reply that the site itself shows."""
    shown = next(r for r in site.state.reviews(site.location) if r.id == review.key)
    return shown.reply.comment if shown.reply else None
