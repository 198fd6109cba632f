"""A token and a secret address planted in every kind of failure, and looked for wherever they could leak."""

import logging
import traceback
from collections.abc import Iterator

import pytest

from monitor.errors import Blocked, FetchError, MonitorError
from monitor.practice_platform import PracticePlatform
from monitor.sources.addresses import examine
from monitor.sources.answers import KINDS
from monitor.sources.client import Client, _Question
from monitor.sources.pace import Pace
from monitor.sources.routes.google_business import fetch_reviews
from monitor.sources.routes.mention_feed import fetch_mentions

TOKEN = "canary-token-5550100"
PATH = "canary-path-5550101"
CANARIES = (TOKEN, PATH)

FAULTS = [
    ("too many requests", {"retry_after": 60}),
    ("server error", {}),
    ("token expired", {}),
    ("permission denied", {}),
    ("gone", {}),
    ("slow drip", {}),
    ("truncated body", {}),
    ("truncated stream", {}),
    ("lost request", {}),
    ("gzip bomb", {"megabytes": 30}),
    ("redirect loop", {}),
    ("redirect to file", {}),
    ("redirect to private address", {}),
    ("redirect", {"to": f"https://127.0.0.1/{PATH}"}),
    ("redirect", {"to": f"http://reviews.example/{PATH}?token={TOKEN}"}),
    ("redirect", {"to": f"https://reviews.example:8443/{PATH}"}),
    ("html instead of json", {}),
    ("wrong type", {}),
]


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform(token=TOKEN) as running:
        yield running


@pytest.fixture
def client(platform: PracticePlatform) -> Client:
    return Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)


def everything_said(error: BaseException) -> str:
    """The error, what it came from, and the traceback as a log would print it."""
    said, seen = [], set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        said += [repr(one), str(one), str(vars(one)), repr(one.args), *map(str, getattr(one, "__notes__", []))]
        said += traceback.format_exception(one)
        waiting += [one.__cause__, one.__context__]
    return "\n".join(said)


def assert_silent(text: str) -> None:
    for canary in CANARIES:
        assert canary not in text


@pytest.mark.parametrize(("fault", "options"), FAULTS)
def test_no_failure_of_a_review_call_shows_the_token(platform, client, caplog, fault, options) -> None:
    caplog.set_level(logging.DEBUG)
    platform.faults.arm(fault, times=None, **options)
    with pytest.raises(MonitorError) as caught:
        client.get(f"{platform.api_url}/{PATH}", kind="json", token=TOKEN, deadline=0.5)
    assert_silent(everything_said(caught.value))
    assert_silent(str([(record.getMessage(), record.args) for record in caplog.records if record.name != "waitress"]))


@pytest.mark.parametrize(("fault", "options"), FAULTS)
def test_no_failure_of_a_feed_shows_its_secret_address(platform, client, caplog, fault, options) -> None:
    if fault == "html instead of json":
        fault = "captcha page"
    caplog.set_level(logging.DEBUG)
    platform.faults.arm(fault, times=None, **options)
    with pytest.raises(MonitorError) as caught:
        client.get(f"{platform.url}/alerts/{PATH}?key={TOKEN}", kind="feed", deadline=0.5)
    assert_silent(everything_said(caught.value))
    assert_silent(str([(record.getMessage(), record.args) for record in caplog.records if record.name != "waitress"]))


@pytest.mark.parametrize(("fault", "options"), FAULTS)
@pytest.mark.parametrize("method", ["put", "delete"])
def test_no_failure_of_a_reply_shows_the_token(platform, client, fault, options, method) -> None:
    platform.faults.arm(fault, times=None, **options)
    data = {"data": {"comment": "x"}} if method == "put" else {}
    try:
        answer = getattr(client, method)(f"{platform.api_url}/{PATH}", token=TOKEN, deadline=0.5, **data)
    except MonitorError as error:
        assert_silent(everything_said(error))
    else:
        assert_silent(repr(answer))


def test_a_good_answer_does_not_show_them_either(platform, client, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{platform.api_url}/{platform.location}/reviews?{PATH}=1"
    assert_silent(repr(client.get(url, kind="json", token=TOKEN)))
    assert_silent(repr(client) + str(vars(client)))
    assert_silent(repr(platform.seen[-1]).replace(PATH, "", 1))
    assert_silent(str([(record.getMessage(), record.args) for record in caplog.records]))


def test_what_a_debugger_or_a_failed_test_prints_of_a_request_shows_neither() -> None:
    target = examine(f"https://reviews.example/{PATH}?key={TOKEN}")
    assert_silent(repr(_Question(method="PUT", target=target, kind=KINDS["json"], token=TOKEN, body=PATH.encode())))


def test_the_token_travels_in_its_header_and_nowhere_else(platform, client) -> None:
    fetch_reviews(client, base_url=platform.api_url, location_path=platform.location, token=TOKEN, page_size=2)
    for request in platform.seen:
        carriers = [name for name, value in request.headers.items() if TOKEN in value]
        assert carriers == ["authorization"]
        assert TOKEN not in request.path + str(request.query) + str(request.body)


@pytest.mark.parametrize(
    "token", [f"{TOKEN}\n", f"{TOKEN}\r\nX-Evil: 1", f" {TOKEN}", f"{TOKEN} x", f"{TOKEN}é", f"{TOKEN}\x00"]
)
def test_a_token_with_a_slip_is_refused_without_being_shown(platform, client, token) -> None:
    with pytest.raises(Blocked, match="access token") as caught:
        client.get(f"{platform.api_url}/x", kind="json", token=token)
    assert_silent(everything_said(caught.value))
    assert not platform.seen


@pytest.mark.parametrize("etag", ['"x"\r\nX-Evil: 1', "\x00", "é\n"])
def test_a_kept_tag_that_would_break_a_header_is_an_error_and_nothing_is_sent(platform, client, etag) -> None:
    with pytest.raises(FetchError):
        client.get(f"{platform.url}/mentions.atom", kind="feed", etag=etag)
    assert not platform.seen


def test_a_host_left_in_peace_is_named_without_its_path(platform) -> None:
    client = Client(allowed_private=frozenset({platform.url}), pace=Pace(store={"127.0.0.1": 9e12}, private_too=True))
    with pytest.raises(FetchError) as caught:
        client.get(f"{platform.url}/alerts/{PATH}", kind="feed")
    assert_silent(everything_said(caught.value))


def test_a_feed_that_is_no_feed_does_not_name_its_address(platform, client) -> None:
    platform.faults.arm("broken json")
    with pytest.raises(FetchError) as caught:
        fetch_mentions(client, url=f"{platform.url}/{PATH}")
    assert_silent(everything_said(caught.value))
