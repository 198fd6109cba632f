"""A running site, and a plain way to call it: the product's own client is tested elsewhere."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from monitor.practice_platform import PracticePlatform

Call = Callable[..., requests.Response]


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


@pytest.fixture
def call(platform: PracticePlatform) -> Call:
    """``call("GET", "/reviews/r1")``: a call on the first location, with the right token unless told otherwise."""

    def send(method: str, path: str, *, token: str | None = None, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {platform.token if token is None else token}"}
        url = f"{platform.api_url}/{platform.location}{path}"
        return requests.request(method, url, headers=headers, timeout=5, **options)

    return send
