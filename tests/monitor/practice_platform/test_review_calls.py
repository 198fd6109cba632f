"""The Google Business Profile calls, as the reference describes them."""

import pytest
import requests

from monitor.practice_platform import Moderation, PracticePlatform, read_seed


def clinic(*, reviews: int) -> dict:
    entries = [
        {
            "id": f"n{i:03}",
            "author": f"P{i}",
            "stars": i % 5 + 1,
            "text": f"No. {i}",
            "created": f"2026-01-01T00:{i // 60:02}:{i % 60:02}Z",
        }
        for i in range(reviews)
    ]
    return {"places": [{"location": "accounts/7/locations/70", "name": "Heron Skin", "reviews": entries}]}


def test_a_list_holds_every_review_newest_first_with_total_and_average(platform, call) -> None:
    answer = call("GET", "/reviews").json()
    assert [review["reviewId"] for review in answer["reviews"]] == ["r5", "r4", "r3", "r2", "r1"]
    assert answer["totalReviewCount"] == 5
    assert answer["averageRating"] == pytest.approx((5 + 1 + 3 + 4) / 4)
    assert "nextPageToken" not in answer


def test_stars_are_words_and_a_review_without_them_is_unspecified(call) -> None:
    stars = {review["reviewId"]: review["starRating"] for review in call("GET", "/reviews").json()["reviews"]}
    assert stars == {"r1": "FIVE", "r2": "ONE", "r3": "THREE", "r4": "FOUR", "r5": "STAR_RATING_UNSPECIFIED"}


def test_a_review_without_words_has_no_comment_and_an_unnamed_person_is_anonymous(call) -> None:
    reviews = {review["reviewId"]: review for review in call("GET", "/reviews").json()["reviews"]}
    assert "comment" not in reviews["r4"]
    assert reviews["r5"]["reviewer"] == {"isAnonymous": True}


def test_an_edit_moves_the_update_time_and_not_the_creation(platform, call) -> None:
    before = call("GET", "/reviews/r1").json()
    platform.state.edit_review(f"{platform.location}/reviews/r1", text="On second thoughts.", stars=2)
    after = call("GET", "/reviews/r1").json()
    assert after["createTime"] == before["createTime"]
    assert after["updateTime"] > before["updateTime"]
    assert (after["starRating"], after["comment"]) == ("TWO", "On second thoughts.")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
def test_pages_of_any_size_add_up_to_the_whole_list(call, size) -> None:
    found, token = [], ""
    while True:
        answer = call("GET", "/reviews", params={"pageSize": size} | ({"pageToken": token} if token else {})).json()
        assert len(answer["reviews"]) <= size
        found += [review["reviewId"] for review in answer["reviews"]]
        token = answer.get("nextPageToken", "")
        if not token:
            break
    assert found == ["r5", "r4", "r3", "r2", "r1"]


def test_no_page_holds_more_than_fifty_whatever_is_asked_for() -> None:
    with PracticePlatform(read_seed(clinic(reviews=120))) as platform:
        url = f"{platform.api_url}/{platform.location}/reviews"
        headers = {"Authorization": f"Bearer {platform.token}"}
        answer = requests.get(url, params={"pageSize": 200}, headers=headers, timeout=5).json()
    assert len(answer["reviews"]) == 50
    assert answer["totalReviewCount"] == 120


@pytest.mark.parametrize(("order", "first"), [("rating", "r5"), ("rating desc", "r1"), ("updateTime desc", "r5")])
def test_a_list_can_be_ordered(call, order, first) -> None:
    assert call("GET", "/reviews", params={"orderBy": order}).json()["reviews"][0]["reviewId"] == first


@pytest.mark.parametrize(
    "wrong", [{"orderBy": "author"}, {"pageToken": "!!"}, {"pageSize": "many"}, {"pageSize": "-1"}]
)
def test_an_argument_that_makes_no_sense_is_a_400(call, wrong) -> None:
    answer = call("GET", "/reviews", params=wrong)
    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_a_location_without_reviews_answers_with_no_list() -> None:
    with PracticePlatform(read_seed(clinic(reviews=0))) as platform:
        headers = {"Authorization": f"Bearer {platform.token}"}
        answer = requests.get(f"{platform.api_url}/{platform.location}/reviews", headers=headers, timeout=5).json()
    assert answer == {"averageRating": 0.0, "totalReviewCount": 0}


@pytest.mark.parametrize("token", ["", "wrong"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/reviews"), ("GET", "/reviews/r1"), ("PUT", "/reviews/r1/reply"), ("DELETE", "/reviews/r3/reply")],
)
def test_every_call_needs_the_token(platform, call, method, path, token) -> None:
    answer = call(method, path, token=token, json={"comment": "x"})
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert platform.state.received == []
    assert platform.state.review(f"{platform.location}/reviews/r3").reply is not None


def test_a_deleted_review_is_not_found_and_leaves_the_list(platform, call) -> None:
    platform.state.delete_review(f"{platform.location}/reviews/r2")
    assert call("GET", "/reviews/r2").status_code == 404
    assert call("GET", "/reviews/r2").json()["error"]["status"] == "NOT_FOUND"
    assert call("GET", "/reviews").json()["totalReviewCount"] == 4
    assert call("PUT", "/reviews/r2/reply", json={"comment": "Too late."}).status_code == 404


def test_a_restored_review_is_the_same_review(platform, call) -> None:
    before = call("GET", "/reviews/r2").json()
    platform.state.delete_review(f"{platform.location}/reviews/r2")
    platform.state.restore_review(f"{platform.location}/reviews/r2")
    assert call("GET", "/reviews/r2").json() == before


def test_a_put_creates_the_reply_and_a_second_replaces_it(call) -> None:
    call("PUT", "/reviews/r1/reply", json={"comment": "First."})
    call("PUT", "/reviews/r1/reply", json={"comment": "Second."})
    assert call("GET", "/reviews/r1").json()["reviewReply"]["comment"] == "Second."


def test_a_reply_can_be_deleted_once(call) -> None:
    assert call("DELETE", "/reviews/r3/reply").status_code == 200
    assert "reviewReply" not in call("GET", "/reviews/r3").json()
    assert call("DELETE", "/reviews/r3/reply").status_code == 404


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("a" * 4096, 200),
        ("a" * 4097, 400),
        ("é" * 2048, 200),
        ("é" * 2049, 400),
        ("😡" * 1024, 200),
        ("😡" * 1025, 400),
    ],
)
def test_the_length_of_a_reply_is_counted_in_bytes(call, comment, status) -> None:
    assert call("PUT", "/reviews/r1/reply", json={"comment": comment}).status_code == status


@pytest.mark.parametrize("body", [b"", b"[]", b'{"comment": 7}', b'{"comment": " "}', b"{", b'{"text": "x"}'])
def test_a_reply_that_is_no_text_is_a_400(platform, call, body) -> None:
    assert call("PUT", "/reviews/r1/reply", data=body).status_code == 400
    assert platform.state.received == []


@pytest.mark.parametrize(
    ("moderation", "told", "later"),
    [
        (Moderation.APPROVE, "APPROVED", "APPROVED"),
        (Moderation.APPROVE_ON_READ, "PENDING", "APPROVED"),
        (Moderation.REJECT, "REJECTED", "REJECTED"),
        (Moderation.REJECT_ON_READ, "PENDING", "REJECTED"),
        (Moderation.HOLD, "PENDING", "PENDING"),
    ],
)
def test_replies_pass_through_moderation(platform, call, moderation, told, later) -> None:
    platform.state.moderation = moderation
    assert call("PUT", "/reviews/r1/reply", json={"comment": "Thanks."}).json()["reviewReplyState"] == told
    read = call("GET", "/reviews/r1").json()["reviewReply"]
    assert read["reviewReplyState"] == later
    assert ("policyViolation" in read) == (later == "REJECTED")


def test_every_review_says_where_a_person_can_reply(call) -> None:
    for review in call("GET", "/reviews").json()["reviews"]:
        page = requests.get(review["reviewReplyUrl"], timeout=5)
        assert page.status_code == 200
        assert "<textarea" in page.text


def test_times_are_rfc_3339_in_utc(platform, call) -> None:
    call("PUT", "/reviews/r1/reply", json={"comment": "Thanks."})
    assert call("GET", "/reviews/r1").json()["reviewReply"]["updateTime"].endswith("Z")


def test_an_unknown_location_or_method_is_not_found(platform) -> None:
    headers = {"Authorization": f"Bearer {platform.token}"}
    assert (
        requests.get(f"{platform.api_url}/accounts/1/locations/99/reviews", headers=headers, timeout=5).status_code
        == 404
    )
    assert (
        requests.patch(f"{platform.api_url}/{platform.location}/reviews", headers=headers, timeout=5).status_code == 404
    )
