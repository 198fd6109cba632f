"""An alert feed: notices with real addresses and plain titles, from a secret address."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import FetchError, MonitorError, ReadError
from monitor.practice_platform import PracticePlatform
from monitor.practice_platform.seed import PostedMention
from monitor.sources.client import Client
from monitor.sources.routes.mention_feed import FeedCheck, fetch_mentions, read_feed, unwrapped

HEAD = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Alerts</title>'


@pytest.fixture
def platform() -> Iterator[PracticePlatform]:
    with PracticePlatform() as running:
        yield running


def check(platform: PracticePlatform, path: str = "/mentions.atom", **options) -> FeedCheck:
    client = Client(allowed_private=frozenset({platform.url}), sleep=lambda _: None)
    return fetch_mentions(client, url=platform.url + path, **options)


def feed(*entries: str) -> bytes:
    return (HEAD + "".join(f"<entry>{entry}</entry>" for entry in entries) + "</feed>").encode()


def test_mentions_have_plain_titles_and_the_addresses_behind_the_redirects(platform) -> None:
    found = check(platform)
    assert [mention.title for mention in found.mentions] == [
        "Where to go for Larkspur Aesthetics in town",
        "A question about fillers",
    ]
    assert [mention.url for mention in found.mentions] == [
        "https://townpaper.example/beauty/larkspur",
        "https://forum.example/t/fillers?page=2",
    ]
    assert found.mentions[0].seen.value.startswith("2026-03-10T07:00:00")


def test_an_unchanged_feed_is_not_modified(platform) -> None:
    first = check(platform)
    again = check(platform, etag=first.etag)
    assert (again.not_modified, again.mentions, again.etag) == (True, (), first.etag)
    platform.state.add_mention(PostedMention(title="New", url="https://a.example/", updated="2026-04-01T00:00:00Z"))
    assert len(check(platform, etag=first.etag).mentions) == 3


def test_an_empty_feed_is_no_error() -> None:
    assert read_feed(feed()) == ()


@pytest.mark.parametrize("fault", ["truncated body", "wrong type", "captcha page", "gzip bomb", "redirect to file"])
def test_a_broken_feed_is_an_error(platform, fault) -> None:
    platform.faults.arm(fault)
    with pytest.raises(FetchError):
        check(platform)


def test_a_feed_cut_under_a_matching_length_is_an_error(platform) -> None:
    platform.faults.arm("cut without a trace")
    with pytest.raises(ReadError, match="not whole XML"):
        check(platform)


@pytest.mark.parametrize(
    "body", [b"", b"<feed>", b"plain", b"\xff\xfe", b"<feed/>", b"<rss><channel/></rss>", b"<html/>"]
)
def test_what_is_no_atom_is_refused(body) -> None:
    with pytest.raises(ReadError):
        read_feed(body)


def test_entities_of_a_feed_are_neither_expanded_nor_fetched(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    attack = (
        f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
        f"{HEAD}<entry><title>&x;&b;</title></entry></feed>"
    )
    assert "secret" not in str(read_feed(attack.encode()))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE feed [<!ENTITY l0 "lol">{laughs}]>{HEAD}<entry><title>&l9;</title></entry></feed>'
    try:
        assert len(str(read_feed(bomb.encode()))) < 10_000
    except ReadError:
        return


@pytest.mark.parametrize(
    ("link", "behind"),
    [
        ("https://www.google.com/url?rct=j&sa=t&url=https://a.example/x%3Fy%3D1&ct=ga", "https://a.example/x?y=1"),
        ("https://google.com/url?q=http://a.example/", "http://a.example/"),
        ("https://www.google.com/url?url=https://www.google.com/url?url=https://a.example/", "https://a.example/"),
        ("https://www.google.com/url?url=javascript:alert(1)", ""),
        ("https://www.google.com/url?sa=t", ""),
        ("https://www.google.com/maps", "https://www.google.com/maps"),
        ("https://evil.example/url?url=https://a.example/", "https://evil.example/url?url=https://a.example/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_links_are_unwrapped_and_only_web_addresses_stay(link, behind) -> None:
    assert unwrapped(link) == behind


def test_an_entry_without_a_usable_link_or_date_keeps_its_title() -> None:
    entries = read_feed(feed("<title>A</title>", '<title>B</title><link href="javascript:x"/>', ""))
    assert [(mention.title, mention.url, mention.seen.value) for mention in entries] == [
        ("A", "", ""),
        ("B", "", ""),
        ("", "", ""),
    ]


def test_the_alternate_link_is_taken_and_not_the_feeds_own() -> None:
    entry = '<title>T</title><link rel="self" href="https://a.example/feed"/><link rel="alternate" href="https://b.example/"/>'
    assert read_feed(feed(entry))[0].url == "https://b.example/"


def test_titles_may_be_html_in_text_or_as_elements() -> None:
    html = '<title type="html">Dr. &lt;b&gt;Lark&lt;/b&gt; &amp;amp; co.</title>'
    xhtml = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Dr. <b>Lark</b> &amp; co.</div></title>'
    assert [mention.title for mention in read_feed(feed(html, xhtml))] == ["Dr. Lark & co.", "Dr. Lark & co."]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: feed(f"<title>{text}</title>")))
@settings(deadline=None)
def test_any_bytes_are_mentions_or_one_plain_refusal(body) -> None:
    try:
        mentions = read_feed(body)
    except MonitorError:
        return
    assert all(mention.url == "" or mention.url.startswith(("http://", "https://")) for mention in mentions)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_no_link_leads_anywhere_but_the_web(text) -> None:
    for link in (text, f"https://www.google.com/url?url={text}"):
        assert unwrapped(link).startswith(("http://", "https://")) or unwrapped(link) == ""
