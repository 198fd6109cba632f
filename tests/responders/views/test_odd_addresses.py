"""What strangers put into addresses breaks no page and opens nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from monitor.models import Location, Review, User
from tests.factories import make_review, make_source


@pytest.mark.parametrize("location", ["²", "9" * 40, "-1", "1; DROP", "٣"])
def test_an_odd_location_shows_the_inbox(client: Client, people: dict[str, User], location: str) -> None:
    client.force_login(people["owner"])

    assert client.get("/", {"location": location}).status_code == 200


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JaVaScript:x"])
def test_an_address_that_opens_no_site_is_no_link(
    client: Client, people: dict[str, User], location: Location, url: str
) -> None:
    review = make_review(make_source(location))
    Review.objects.filter(pk=review.pk).update(url=url, reply_url=url)
    client.force_login(people["owner"])

    page = client.get(f"/reviews/{review.pk}/").content.decode()

    assert url not in page
    assert "Open on the site" not in page
