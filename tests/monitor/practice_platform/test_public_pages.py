"""What people and page readers see of the site."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
import requests

from monitor.practice_platform import PracticePlatform, read_seed

NASTY = "</script><script>alert(1)</script>\"'&<b>"
ATOM = "{http://www.w3.org/2005/Atom}"


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()}, timeout=5)


def json_ld(page: requests.Response) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)[1])


def test_the_home_page_shows_every_review_and_reply_in_words(platform) -> None:
    page = get(platform.url + "/").text
    for review in platform.state.reviews(platform.location):
        assert review.text in page
    assert "Thank you for telling us about the wait." in page


def test_a_published_reply_appears_on_the_pages(platform, call) -> None:
    call("PUT", "/reviews/r2/reply", json={"comment": "Please ring us on 555-0142."})
    assert "555-0142" in get(platform.url + "/").text
    assert "555-0142" in get(platform.place_url()).text


def test_a_reply_under_moderation_is_shown_to_people_as_such_and_not_marked_up(platform, call) -> None:
    platform.state.moderation = "hold"
    call("PUT", "/reviews/r2/reply", json={"comment": "Held back."})
    page = get(platform.place_url())
    assert "(pending)" in page.text
    assert "Held back." not in json.dumps(json_ld(page))


def test_the_place_page_marks_up_every_review(platform) -> None:
    node = json_ld(get(platform.place_url()))
    reviews = {review["@id"].rpartition("/")[2]: review for review in node["review"]}
    assert set(reviews) == {"r1", "r2", "r3", "r4", "r5"}
    assert reviews["r2"]["reviewRating"]["ratingValue"] == 1
    assert "reviewRating" not in reviews["r5"]
    assert reviews["r3"]["dateModified"] == "2026-03-06T09:30:00Z"
    assert reviews["r3"]["comment"]["text"] == "Thank you for telling us about the wait."


def test_the_plain_page_has_the_words_and_no_mark_up(platform) -> None:
    page = get(platform.place_url() + "/plain").text
    assert "nobody called me back" in page
    assert "ld+json" not in page


@pytest.mark.parametrize("path", ["/places/11", "/places/11/plain", "/mentions.atom"])
def test_an_unchanged_page_is_a_304_without_a_body(platform, path) -> None:
    first = get(platform.url + path)
    again = get(platform.url + path, If_None_Match=first.headers["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_new_review_changes_the_etag(platform) -> None:
    etag = get(platform.place_url()).headers["ETag"]
    platform.state.edit_review(f"{platform.location}/reviews/r1", text="Changed.")
    assert get(platform.place_url(), If_None_Match=etag).status_code == 200


def test_strangers_words_stay_words_on_every_page() -> None:
    entry = {"id": "x", "author": NASTY, "stars": 1, "text": NASTY, "created": "2026-01-01T00:00:00Z", "reply": NASTY}
    seed = read_seed(
        {
            "places": [{"location": "accounts/1/locations/1", "name": NASTY, "reviews": [entry]}],
            "mentions": [{"title": NASTY, "url": "https://a.example/?a=1&b=<", "updated": "2026-01-01T00:00:00Z"}],
        }
    )
    with PracticePlatform(seed) as platform:
        pages = [get(platform.url + path) for path in ("/", "/places/1", "/places/1/plain", "/places/1/reviews/x")]
        feed = get(platform.url + "/mentions.atom")
    assert all("<script>alert" not in page.text for page in pages)
    assert json_ld(pages[1])["review"][0]["reviewBody"] == NASTY
    assert ET.fromstring(feed.content).find(f"{ATOM}entry/{ATOM}title").text == NASTY


def test_the_feed_lists_the_mentions(platform) -> None:
    root = ET.fromstring(get(platform.url + "/mentions.atom").content)
    links = [entry.find(f"{ATOM}link").get("href") for entry in root.findall(f"{ATOM}entry")]
    assert links == [mention.url for mention in platform.state.mentions]


def test_robots_txt_is_what_the_state_says(platform) -> None:
    platform.state.robots = "User-agent: *\nDisallow: /places\n"
    assert get(platform.url + "/robots.txt").text == platform.state.robots


def test_a_reply_by_hand_is_stored_and_shown(platform) -> None:
    url = platform.place_url() + "/reviews/r2"
    page = requests.post(url, data={"comment": "Line one.\r\nLine two."}, timeout=5)
    assert page.url == url
    assert platform.state.review(f"{platform.location}/reviews/r2").reply.comment == "Line one.\nLine two."
    assert "Line one." in page.text
    assert platform.state.received == [], "a hand reply is no API call"


def test_an_empty_reply_by_hand_changes_nothing(platform) -> None:
    requests.post(platform.place_url() + "/reviews/r3", data={"comment": "  "}, timeout=5)
    assert platform.state.review(f"{platform.location}/reviews/r3").reply.comment.startswith("Thank you")


def test_a_visitor_can_write_a_review_that_the_api_then_lists(platform, call) -> None:
    form = {"author": "Wanda", "stars": "2", "text": "Bruised, and the desk was rude."}
    assert requests.post(platform.place_url() + "/reviews", data=form, timeout=5).url == platform.url + "/"
    newest = call("GET", "/reviews").json()["reviews"][0]
    assert (newest["comment"], newest["starRating"], newest["reviewer"]) == (
        form["text"],
        "TWO",
        {"displayName": "Wanda"},
    )
    assert get(newest["reviewReplyUrl"]).status_code == 200


def test_two_visitors_at_the_same_moment_write_two_reviews(platform) -> None:
    for _ in range(3):
        requests.post(platform.place_url() + "/reviews", data={"author": "A", "stars": "5", "text": "!"}, timeout=5)
    identifiers = [review.id for review in platform.state.reviews(platform.location)]
    assert len(identifiers) == len(set(identifiers)) == 8


def test_a_page_elsewhere_cannot_post_here(platform) -> None:
    url = platform.place_url() + "/reviews/r1"
    answer = requests.post(url, data={"comment": "x"}, headers={"Origin": "https://elsewhere.example"}, timeout=5)
    assert answer.status_code == 403
    assert platform.state.review(f"{platform.location}/reviews/r1").reply is None


def test_a_name_made_to_point_here_is_refused(platform) -> None:
    assert get(platform.url + "/", Host="rebound.example").status_code == 403


@pytest.mark.parametrize("path", ["/nothing", "/places/99", "/places/11/reviews/none", "/places/../etc"])
def test_what_is_not_there_is_a_404(platform, path) -> None:
    assert get(platform.url + path).status_code == 404
