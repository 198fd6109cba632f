"""How the client asks: whole answers, conditions, redirects, tries, and what each refusal means."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import AccessRefused, Blocked, FetchError, LostAnswer, NotThere, Unreachable
from monitor.practice_platform import PracticePlatform
from monitor.sources.answers import MAX_WAIT, Answer, read_retry_after
from monitor.sources.client import Client

NOW = 1_800_000_000.0


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def client(platform: PracticePlatform, slept: list[float]) -> Client:
    return Client(allowed_private=frozenset({platform.url}), sleep=slept.append, clock=lambda: NOW)


def listing(platform: PracticePlatform, client: Client, **options) -> Answer:
    url = f"{platform.api_url}/{platform.location}/reviews"
    return client.get(url, kind="json", **({"token": platform.token} | options))


def test_json_comes_back_whole_with_where_it_came_from(platform, client) -> None:
    answer = listing(platform, client)
    assert answer.json()["totalReviewCount"] == 5
    assert (answer.status, answer.content_type, answer.charset) == (200, "application/json", "utf-8")
    assert answer.url == f"{platform.api_url}/{platform.location}/reviews"


def test_the_client_says_who_it_is_and_sends_nothing_else_of_itself(platform, client) -> None:
    listing(platform, client)
    sent = platform.seen[-1].headers
    assert sent["user-agent"].startswith("Aftercare/")
    assert sent["authorization"] == f"Bearer {platform.token}"
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding", "connection", "authorization"}


def test_no_proxy_and_no_netrc_of_the_machine_is_used(platform, client, monkeypatch, tmp_path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client.get(platform.place_url(), kind="page").status == 200
    assert all("authorization" not in request.headers for request in platform.seen)


@pytest.mark.parametrize(("kind", "path"), [("page", "/places/11"), ("feed", "/mentions.atom")])
def test_an_unchanged_page_is_not_modified_and_keeps_its_tag(platform, client, kind, path) -> None:
    first = client.get(platform.url + path, kind=kind)
    again = client.get(platform.url + path, kind=kind, etag=first.etag)
    assert (first.not_modified, again.not_modified) == (False, True)
    assert (again.body, again.etag) == (b"", first.etag)


def test_a_304_that_nobody_asked_for_is_not_taken_as_a_check(platform, client) -> None:
    etag = client.get(platform.place_url(), kind="page").etag
    platform.faults.arm("gone", status=304, path="/places")
    with pytest.raises(FetchError, match="304"):
        client.get(platform.place_url(), kind="page")
    assert client.get(platform.place_url(), kind="page", etag=etag).not_modified


@pytest.mark.parametrize(
    ("fault", "options", "error", "transient", "says"),
    [
        ("token expired", {}, AccessRefused, False, "401 ACCESS_TOKEN_EXPIRED"),
        ("service disabled", {}, AccessRefused, False, "403 SERVICE_DISABLED"),
        ("permission denied", {}, AccessRefused, False, "403 PERMISSION_DENIED"),
        ("gone", {"status": 404}, NotThere, False, "404"),
        ("gone", {"status": 410}, NotThere, False, "410"),
        ("gone", {"status": 451}, Blocked, False, "451"),
        ("gone", {"status": 400}, FetchError, False, "400"),
        ("gone", {"status": 408}, FetchError, True, "408"),
        ("gone", {"status": 204}, FetchError, False, "204"),
        ("gone", {"status": 206}, FetchError, False, "206"),
        ("gone", {"status": 300}, FetchError, False, "300"),
        ("server error", {"status": 500}, FetchError, True, "500"),
        ("too many requests", {}, FetchError, True, "429"),
        ("html instead of json", {}, Blocked, False, "web page where data was due"),
        ("captcha page", {}, Blocked, False, "web page where data was due"),
        ("wrong type", {}, FetchError, False, "application/pdf"),
        ("truncated body", {}, LostAnswer, True, "broke off"),
        ("truncated stream", {}, LostAnswer, True, "broke off"),
        ("lost request", {}, LostAnswer, True, "broke off"),
        ("redirect loop", {"times": None}, FetchError, False, "redirects again and again"),
    ],
)
def test_each_refusal_is_its_own_error_with_one_sentence(
    platform, client, slept, fault, options, error, transient, says
) -> None:
    platform.faults.arm(fault, **options)
    with pytest.raises(error, match=says) as caught:
        listing(platform, client)
    assert caught.value.transient is transient
    assert str(caught.value).startswith("127.0.0.1")
    assert slept == [], "none of these is worth trying again at once"


def test_broken_json_under_a_whole_answer_is_an_error(platform, client) -> None:
    for fault in ("broken json", "cut without a trace"):
        platform.faults.arm(fault)
        with pytest.raises(FetchError, match="broken JSON") as caught:
            listing(platform, client).json()
        assert caught.value.transient


@pytest.mark.parametrize("body", [b"[]", b"3", b'"x"', b"null"])
def test_json_that_is_no_object_is_an_error(body) -> None:
    with pytest.raises(FetchError, match="no object"):
        Answer(status=200, body=body, host="h").json()


def test_deeply_nested_json_is_an_error_and_no_crash() -> None:
    with pytest.raises(FetchError):
        Answer(status=200, body=b"[" * 200_000, host="h").json()


def test_a_strangers_words_in_an_error_answer_do_not_reach_ours() -> None:
    words = b'{"error": {"status": "Nadia P. said so", "details": [{"reason": "<b>"}]}}'
    assert Answer(status=403, body=words).code == ""
    for body in (b"", b"[]", b"{}", b'{"error": 3}', b'{"error": {"details": 3}}', b'{"error": {"details": [3]}}'):
        assert Answer(status=403, body=body).code == ""


# --- trying again


def test_a_short_outage_is_bridged(platform, client, slept) -> None:
    platform.faults.arm("server error", times=2, status=502)
    assert listing(platform, client).status == 200
    assert len(slept) == 2
    assert 1 <= slept[0] < slept[1] <= 3


@pytest.mark.parametrize("status", [502, 503, 504])
def test_after_three_tries_the_outage_is_told(platform, client, slept, status) -> None:
    platform.faults.arm("server error", times=3, status=status)
    with pytest.raises(FetchError, match=str(status)):
        listing(platform, client)
    assert (len(platform.seen), len(slept)) == (3, 2)


def test_a_site_that_asks_for_a_moment_gets_it(platform, client, slept) -> None:
    platform.faults.arm("server error", retry_after=7)
    assert listing(platform, client).status == 200
    assert slept == [7.0]


def test_a_site_that_asks_for_an_hour_is_left_alone_at_once(platform, client, slept) -> None:
    platform.faults.arm("server error", retry_after=3600)
    with pytest.raises(FetchError) as caught:
        listing(platform, client)
    assert (caught.value.retry_after, caught.value.transient, slept) == (3600.0, True, [])


def test_an_unreachable_site_is_tried_three_times(slept) -> None:
    with PracticePlatform() as platform:
        url = platform.url
    with pytest.raises(Unreachable, match="cannot be reached") as caught:
        Client(allowed_private=frozenset({url}), sleep=slept.append).get(url + "/", kind="feed")
    assert caught.value.transient
    assert len(slept) == 2


def test_no_try_is_begun_that_cannot_end_in_time(platform, client, slept) -> None:
    platform.faults.arm("server error", times=None)
    with pytest.raises(FetchError, match="503"):
        listing(platform, client, deadline=0.5)
    assert (len(platform.seen), slept) == (1, [])


@pytest.mark.parametrize("method", ["put", "post_json", "delete"])
@pytest.mark.parametrize("fault", ["server error", "lost request"])
def test_a_writing_call_is_never_repeated(platform, client, slept, method, fault) -> None:
    platform.faults.arm(fault, times=None)
    url = f"{platform.api_url}/{platform.location}/reviews/r1/reply"
    data = {} if method == "delete" else {"data": {"comment": "x"}}
    try:
        assert getattr(client, method)(url, token=platform.token, **data).status == 503
    except LostAnswer:
        assert fault == "lost request"
    assert (len(platform.seen), slept) == (1, [])


@pytest.mark.parametrize("method", ["put", "post_json"])
def test_a_writing_call_is_not_redirected(platform, client, method) -> None:
    platform.faults.arm("redirect", to=platform.url + "/elsewhere")
    url = f"{platform.api_url}/{platform.location}/reviews/r1/reply"
    assert getattr(client, method)(url, token=platform.token, data={}).status == 302
    assert len(platform.seen) == 1


def test_a_put_carries_exactly_the_text_in_utf_8(platform, client) -> None:
    url = f"{platform.api_url}/{platform.location}/reviews/r1/reply"
    text = "Grüße, 👩🏽‍⚕️ \n“so”"
    assert client.put(url, token=platform.token, data={"comment": text}).is_good
    assert platform.state.received == [(f"{platform.location}/reviews/r1", text)]
    assert text.splitlines()[0].encode() in platform.seen[-1].body


def test_nothing_sent_and_perhaps_sent_are_told_apart(platform, client) -> None:
    platform.faults.arm("lost answer")
    with pytest.raises(LostAnswer):
        client.put(
            f"{platform.api_url}/{platform.location}/reviews/r1/reply", token=platform.token, data={"comment": "x"}
        )
    gone = platform.url
    platform.close()
    try:
        with pytest.raises(Unreachable):
            client.put(gone + "/v4/x", token="t", data={})
    finally:
        platform.__enter__()


# --- redirects


def test_up_to_three_redirects_are_followed(platform, client) -> None:
    for _ in range(3):
        platform.faults.arm("redirect", to="/mentions.atom", path="/old|/mentions")
    answer = client.get(platform.url + "/old", kind="feed")
    assert answer.url == platform.url + "/mentions.atom"
    assert [request.path for request in platform.seen] == ["/old"] + 3 * ["/mentions.atom"]


def test_a_fourth_redirect_is_one_too_many(platform, client) -> None:
    platform.faults.arm("redirect", to="/mentions.atom", times=4)
    with pytest.raises(FetchError, match="again and again"):
        client.get(platform.url + "/old", kind="feed")
    assert len(platform.seen) == 4


def test_a_redirect_without_an_address_ends(platform, client) -> None:
    platform.faults.arm("gone", status=302, times=None)
    with pytest.raises(FetchError, match="again and again"):
        client.get(platform.url + "/old", kind="feed")


def test_the_token_stays_on_its_own_host_and_conditions_go_along(platform) -> None:
    with PracticePlatform() as other:
        platform.faults.arm("redirect", to=f"{other.api_url}/x")
        client = Client(allowed_private=frozenset({platform.url, other.url}), sleep=lambda _: None)
        with pytest.raises(FetchError):
            client.get(f"{platform.api_url}/x", kind="json", token="secret-of-the-first", etag='"e"')
        assert "authorization" not in other.seen[-1].headers
        assert other.seen[-1].headers["if-none-match"] == '"e"'
        assert platform.seen[-1].headers["authorization"] == "Bearer secret-of-the-first"


def test_the_token_goes_along_on_the_same_host(platform, client) -> None:
    platform.faults.arm("redirect", to=f"/v4/{platform.location}/reviews/r1")
    assert listing(platform, client).json()["reviewId"] == "r1"


# --- Retry-After


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 3600 ", 3600.0),
        ("315360000", MAX_WAIT),
        ("99999999999999999999", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("Wed, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_in_seconds_or_garbage(value, seconds) -> None:
    assert read_retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize(("ahead", "seconds"), [(3600, 3600.0), (0, 0.0), (-3600, 0.0), (10 * 365 * 86400, MAX_WAIT)])
def test_retry_after_as_a_date(ahead, seconds) -> None:
    moment = datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=ahead)
    assert read_retry_after(format_datetime(moment, usegmt=True), now=NOW) == seconds


@given(st.text(max_size=40) | st.integers().map(str) | st.datetimes().map(format_datetime))
@settings(deadline=None)
def test_retry_after_is_nothing_or_within_a_day_whatever_it_says(value) -> None:
    wait = read_retry_after(value, now=NOW)
    assert wait is None or 0 <= wait <= MAX_WAIT


@pytest.mark.parametrize("given_value", ["3600", format_datetime(datetime.fromtimestamp(NOW + 3600, UTC), usegmt=True)])
def test_a_429_carries_how_long_to_wait(platform, client, slept, given_value) -> None:
    platform.faults.arm("too many requests", retry_after=given_value)
    with pytest.raises(FetchError) as caught:
        listing(platform, client)
    assert (caught.value.retry_after, caught.value.transient, slept) == (3600.0, True, [])
