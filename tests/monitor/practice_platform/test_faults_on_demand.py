"""Every fault of the table does what it says, once, where it was told to; a fault without a witness here fails."""

import time
import zlib

import pytest
import requests

from monitor.practice_platform.faults import FAULTS

BROKEN = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)


def _is(status: int, **headers: str):
    def look(call, platform) -> None:
        answer = call("GET", "/reviews")
        assert answer.status_code == status
        assert headers.items() <= answer.headers.items()

    return look


def _redirects(to: str):
    def look(call, platform) -> None:
        assert call("GET", "/reviews", allow_redirects=False).headers["Location"] == to.format(platform=platform)

    return look


def _says(*words: str):
    def look(call, platform) -> None:
        answer = call("GET", "/reviews")
        assert answer.status_code == 200
        assert all(word in answer.text for word in words)

    return look


def _breaks(call, platform) -> None:
    with pytest.raises(BROKEN):
        call("GET", "/reviews")


def _waits(call, platform) -> None:
    before = time.monotonic()
    assert call("GET", "/reviews/r1").status_code == 200
    assert time.monotonic() - before >= 0.2


def _is_shorter(call, platform) -> None:
    assert len(call("GET", "/reviews").content) < len(call("GET", "/reviews").content)


def _unpacks(call, platform) -> None:
    packed = call("GET", "/reviews", stream=True).raw.read(decode_content=False)
    assert len(zlib.decompress(packed, 31)) > 900 * len(packed)


def _never_ends(call, platform) -> None:
    assert int(call("GET", "/reviews", stream=True).headers["Content-Length"]) == 100_000_000


def _repeats_its_token(call, platform) -> None:
    token = call("GET", "/reviews", params={"pageSize": 2}).json()["nextPageToken"]
    assert call("GET", "/reviews", params={"pageSize": 2, "pageToken": token}).json()["nextPageToken"] == token


def _stays_on_the_first_page(call, platform) -> None:
    first = call("GET", "/reviews", params={"pageSize": 2}).json()
    second = call("GET", "/reviews", params={"pageSize": 2, "pageToken": first["nextPageToken"]}).json()
    assert second["reviews"] == first["reviews"]
    assert second["nextPageToken"] != first["nextPageToken"]


def _is_empty_and_goes_on(call, platform) -> None:
    answer = call("GET", "/reviews").json()
    assert "reviews" not in answer
    assert len(call("GET", "/reviews", params={"pageToken": answer["nextPageToken"]}).json()["reviews"]) == 5


def _shifts(call, platform) -> None:
    first = call("GET", "/reviews", params={"pageSize": 2}).json()
    second = call("GET", "/reviews", params={"pageSize": 2, "pageToken": first["nextPageToken"]}).json()
    assert second["reviews"][0] == first["reviews"][1]
    assert second["totalReviewCount"] == first["totalReviewCount"] + 1


def _counts_wrong(call, platform) -> None:
    assert call("GET", "/reviews").json()["totalReviewCount"] == 999


def _stores_and_dies(call, platform) -> None:
    with pytest.raises(BROKEN):
        call("PUT", "/reviews/r1/reply", json={"comment": "Stored."})
    assert call("GET", "/reviews/r1").json()["reviewReply"]["comment"] == "Stored."


def _dies_before(call, platform) -> None:
    with pytest.raises(BROKEN):
        call("PUT", "/reviews/r1/reply", json={"comment": "Never."})
    assert "reviewReply" not in call("GET", "/reviews/r1").json()


def _shows_late(call, platform) -> None:
    call("PUT", "/reviews/r1/reply", json={"comment": "Late."})
    assert "reviewReply" not in call("GET", "/reviews/r1").json()
    assert call("GET", "/reviews/r1").json()["reviewReply"]["comment"] == "Late."


def _is_answered_by_another(call, platform) -> None:
    assert "reviewReply" not in call("GET", "/reviews/r1").json()
    assert call("GET", "/reviews/r1").json()["reviewReply"]["comment"] == "Typed by the owner at the site."


def _has_lost_its_reply(call, platform) -> None:
    assert "reviewReply" not in call("GET", "/reviews/r3").json()


def _reads_differently(call, platform) -> None:
    assert call("GET", "/reviews/r1").json()["comment"] == "Now I am angry."


def _is_gone(call, platform) -> None:
    assert call("GET", "/reviews/r1").status_code == 404


def _is_back(call, platform) -> None:
    platform.state.delete_review(f"{platform.location}/reviews/r2")
    assert call("GET", "/reviews/r2").json()["starRating"] == "ONE"


WITNESSES = {
    "too many requests": ({"retry_after": 3600}, _is(429, **{"Retry-After": "3600"})),
    "server error": ({"status": 502}, _is(502)),
    "token expired": ({}, _is(401)),
    "service disabled": ({}, _is(403)),
    "permission denied": ({}, _is(403)),
    "gone": ({"status": 410}, _is(410)),
    "slow drip": ({"seconds": 0.001}, _waits),
    "silence": ({"seconds": 0.2}, _waits),
    "truncated body": ({}, _breaks),
    "truncated stream": ({}, _breaks),
    "cut without a trace": ({}, _is_shorter),
    "gzip bomb": ({"megabytes": 5}, _unpacks),
    "huge body": ({}, _never_ends),
    "redirect": ({"to": "https://reviews.example/"}, _redirects("https://reviews.example/")),
    "redirect loop": ({}, _redirects("/v4/{platform.location}/reviews")),
    "redirect to file": ({}, _redirects("file:///etc/hostname")),
    "redirect to private address": ({}, _redirects("http://169.254.169.254/latest/meta-data/")),
    "html instead of json": ({}, _says("Sign in", "<form>")),
    "captcha page": ({}, _says("not a robot")),
    "wrong type": ({}, _says("%PDF")),
    "broken json": ({}, _says('{"reviews": [{')),
    "repeated page token": ({"times": None}, _repeats_its_token),
    "same page for ever": ({"times": None}, _stays_on_the_first_page),
    "empty page with a token": ({}, _is_empty_and_goes_on),
    "list shift": ({}, _shifts),
    "wrong total": ({}, _counts_wrong),
    "lost answer": ({}, _stores_and_dies),
    "lost request": ({}, _dies_before),
    "delayed reply": ({}, _shows_late),
    "foreign reply": ({}, _is_answered_by_another),
    "vanished reply": ({}, _has_lost_its_reply),
    "review edited": ({"text": "Now I am angry.", "stars": 1}, _reads_differently),
    "review deleted": ({}, _is_gone),
    "review restored": ({}, _is_back),
}


def test_every_fault_has_a_witness_and_says_what_it_is() -> None:
    assert set(WITNESSES) == set(FAULTS)
    assert all(fault.what for fault in FAULTS.values())


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_happens(platform, call, name) -> None:
    options, look = WITNESSES[name]
    platform.faults.arm(name, **options)
    look(call, platform)


@pytest.mark.parametrize("name", sorted(name for name, (options, _) in WITNESSES.items() if "times" not in options))
def test_a_fault_happens_once_and_then_the_site_is_well(platform, call, name) -> None:
    options, look = WITNESSES[name]
    platform.faults.arm(name, **options)
    look(call, platform)
    assert platform.faults.armed == []
    assert call("GET", "/reviews").status_code == 200


def test_a_burst_hits_as_many_requests_as_it_was_told(platform, call) -> None:
    platform.faults.arm("server error", times=3)
    assert [call("GET", "/reviews").status_code for _ in range(5)] == [503, 503, 503, 200, 200]


def test_a_fault_can_let_requests_pass_first(platform, call) -> None:
    platform.faults.arm("token expired", after=2)
    assert [call("GET", "/reviews").status_code for _ in range(4)] == [200, 200, 401, 200]


def test_a_fault_can_be_kept_to_a_path_and_a_method(platform, call) -> None:
    platform.faults.arm("server error", path=r"/r2$", method="GET")
    assert call("GET", "/reviews/r1").status_code == 200
    assert call("GET", "/reviews/r2").status_code == 503


def test_faults_can_be_taken_back(platform, call) -> None:
    platform.faults.arm("server error", times=None)
    platform.faults.clear()
    assert call("GET", "/reviews").status_code == 200


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [("earthquake", {}, ValueError), ("server error", {"speed": 3}, TypeError), ("redirect", {}, TypeError)],
)
def test_a_fault_that_is_not_known_or_not_understood_is_refused_when_armed(platform, name, options, error) -> None:
    with pytest.raises(error):
        platform.faults.arm(name, **options)
    assert platform.faults.armed == []


def test_a_dragging_answer_does_not_keep_the_site_from_closing(platform, call) -> None:
    platform.faults.arm("silence", seconds=3600)
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(platform.url + "/", timeout=0.1)
    before = time.monotonic()
    platform.faults.close()
    assert call("GET", "/reviews").status_code == 200
    assert time.monotonic() - before < 5


# --- the same over HTTP, for a served site


def knob(platform, method: str, path: str, token: str | None = None, **options) -> requests.Response:
    headers = {"Authorization": f"Bearer {platform.token if token is None else token}"}
    return requests.request(method, platform.url + path, headers=headers, timeout=5, **options)


def test_faults_are_listed_armed_and_taken_back_over_http(platform, call) -> None:
    assert set(knob(platform, "GET", "/_faults").json()["known"]) == set(FAULTS)
    armed = knob(platform, "POST", "/_faults", json={"fault": "server error", "times": 2, "status": 500})
    assert armed.json()["armed"] == ["server error"]
    assert call("GET", "/reviews").status_code == 500
    assert knob(platform, "DELETE", "/_faults").json()["armed"] == []
    assert call("GET", "/reviews").status_code == 200


@pytest.mark.parametrize("body", [{}, {"fault": "earthquake"}, {"fault": "server error", "speed": 1}, [], "x"])
def test_a_wrong_order_for_a_fault_is_a_400(platform, body) -> None:
    assert knob(platform, "POST", "/_faults", json=body).status_code == 400
    assert platform.faults.armed == []


def test_moderation_and_robots_are_set_over_http(platform) -> None:
    answer = knob(
        platform, "PUT", "/_settings", json={"moderation": "reject", "robots": "User-agent: *\nDisallow: /\n"}
    )
    assert answer.json()["moderation"] == platform.state.moderation == "reject"
    assert "Disallow" in requests.get(platform.url + "/robots.txt", timeout=5).text


def test_an_unknown_moderation_is_refused_and_changes_nothing(platform) -> None:
    assert knob(platform, "PUT", "/_settings", json={"moderation": "whenever"}).status_code == 400
    assert platform.state.moderation == "approve"


@pytest.mark.parametrize(("method", "path"), [("GET", "/_faults"), ("POST", "/_faults"), ("PUT", "/_settings")])
def test_the_knobs_need_the_token(platform, method, path) -> None:
    assert knob(platform, method, path, token="wrong", json={"fault": "server error"}).status_code == 401
    assert platform.faults.armed == []


def test_the_knobs_answer_while_every_request_fails(platform) -> None:
    platform.faults.arm("server error", times=None)
    assert knob(platform, "DELETE", "/_faults").status_code == 200
