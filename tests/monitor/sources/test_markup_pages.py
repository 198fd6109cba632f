"""Pages as files: their encoding, their walls, their further pages, and what a hostile one may not do."""

import codecs
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Blocked, MonitorError, NothingReadable, ReadError
from monitor.sources.html_page import LARGEST_PAGE, decode, open_page
from monitor.sources.more_pages import next_page, says_more
from monitor.sources.schema_org import read_page
from monitor.sources.walls import LITTLE_TEXT, WALLS, wall_before

WORDS = "Señora Åse: «très déçue»"
LONG = "<p>" + "Our clinic has been here for a long time. " * (LITTLE_TEXT // 40 + 1) + "</p>"


def review_page(words: str, *, head: str = "") -> str:
    block = json.dumps({"@type": "Review", "author": "Uma", "reviewBody": words}, ensure_ascii=False)
    return f'<html><head>{head}<script type="application/ld+json">{block}</script></head><body></body></html>'


def body_of(html: bytes, *, charset: str = "") -> tuple[str, tuple[str, ...]]:
    listing = read_page(html, charset=charset)
    (review,) = listing.reviews
    return review.text, listing.notes


@pytest.mark.parametrize("codec", ["utf-8", "windows-1252", "iso-8859-15", "latin-1"])
def test_the_declared_encoding_is_obeyed(codec: str) -> None:
    html = review_page(WORDS, head=f'<meta charset="{codec}">').encode(codec)
    assert body_of(html) == (WORDS, ())


def test_an_old_style_declaration_is_obeyed() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    assert body_of(review_page("Больно и дорого", head=head).encode("koi8-r")) == ("Больно и дорого", ())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_beats_every_declaration(mark: bytes, codec: str) -> None:
    html = mark + review_page(WORDS, head='<meta charset="koi8-r">').encode(codec)
    assert body_of(html, charset="latin-1") == (WORDS, ())


def test_the_http_header_beats_the_declaration_in_the_page() -> None:
    html = review_page(WORDS, head='<meta charset="koi8-r">').encode("utf-8")
    assert body_of(html, charset="UTF-8") == (WORDS, ())


def test_utf_8_needs_no_declaration() -> None:
    assert body_of(review_page(WORDS).encode("utf-8")) == (WORDS, ())


def test_a_guess_is_always_told_and_never_calls_the_page_complete() -> None:
    html = review_page(WORDS).encode("windows-1252")
    words, notes = body_of(html)
    assert words == WORDS
    assert "read as Windows-1252" in notes[0]
    assert not read_page(html).complete


def test_bytes_that_do_not_fit_the_declaration_are_counted_not_dropped() -> None:
    html = (
        review_page("bad \ue000 day", head='<meta charset="utf-8">').encode("utf-8").replace("\ue000".encode(), b"\xff")
    )
    words, notes = body_of(html)
    assert words == "bad \ufffd day"
    assert notes == ("1 characters did not fit utf-8, which it declares; they show as \ufffd.",)


@pytest.mark.parametrize("declared", ["klingon", "hex", "base64", "unicode_escape", "idna", "\u0000", "utf-16"])
def test_an_encoding_no_page_is_written_in_is_not_obeyed(declared: str) -> None:
    text, notes = decode(review_page(WORDS).encode("utf-8"), charset=declared)
    assert WORDS in text
    assert bool(notes) == (declared != "utf-16")


def test_wide_text_without_a_mark_is_read_and_told() -> None:
    words, notes = body_of(review_page(WORDS).encode("utf-16-le"))
    assert words == WORDS
    assert "utf-16-le" in notes[0]


@pytest.mark.parametrize("html", [b"", b" \r\n", b"\0\0", codecs.BOM_UTF8], ids=["nothing", "space", "zeros", "mark"])
def test_an_empty_page_says_so(html: bytes) -> None:
    with pytest.raises(NothingReadable, match="empty"):
        read_page(html)


def test_a_page_of_comments_holds_no_html() -> None:
    with pytest.raises(NothingReadable, match="no HTML"):
        read_page(b"<!-- nothing -->")


def test_a_page_too_large_to_be_one_is_refused_with_its_size() -> None:
    with pytest.raises(ReadError, match="20,000,001 bytes"):
        read_page(b"x" * (LARGEST_PAGE + 1))


def test_a_page_nested_too_deep_is_refused_rather_than_read_in_part() -> None:
    with pytest.raises(ReadError, match="nested too deep"):
        read_page(b"<div>" * 100_000 + review_page("x").encode())


def test_unclosed_tags_zero_bytes_and_unknown_entities_do_not_hide_a_review() -> None:
    html = (
        b"<table><tr><td><font><b><div itemscope itemtype='https://schema.org/Review'>"
        b"&nosuch;\0<p itemprop=reviewBody>B\0ad &lol9; day"
    )
    assert body_of(html) == ("Bad &lol9; day", ())


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    late = "<div itemscope itemtype='https://schema.org/Review'><p itemprop=reviewBody>Late</p></div>"
    html = review_page("Early") + late + "</html>" + review_page("Last")
    assert [review.text for review in read_page(html.encode()).reviews] == ["Early", "Last", "Late"]


def test_entities_that_a_page_defines_itself_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    words, _ = body_of((bomb + review_page("&b;")).encode())
    assert words == "&b;"


def test_five_megabytes_of_reviews_are_read_whole() -> None:
    html = b"<div itemscope itemtype='https://schema.org/Dentist'>" + b"".join(
        b"<p itemprop=review itemscope itemtype='https://schema.org/Review'><b itemprop=reviewBody>%0300d</b></p>"
        % number
        for number in range(13_000)
    )
    assert len(html) > 5_000_000
    assert len(read_page(html).reviews) == 13_000


@settings(max_examples=150)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=400))
def test_any_bytes_are_read_or_refused_by_name(noise: bytes, place: int) -> None:
    page = review_page("A whole review.", head='<meta charset="utf-8">').encode()
    try:
        listing = read_page(page[:place] + noise + page[place:])
    except MonitorError:
        return
    assert len(listing.reviews) <= 1


def page(html: str) -> str:
    """What the page is found to ask for."""
    return wall_before(open_page(html.encode("utf-8")))


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.says)
def test_every_cue_of_a_wall_is_one(wall: object) -> None:
    assert {page(f"<title>{title.title()} | x</title>{LONG}") for title in wall.titles} == {wall.says}
    assert {page(f'<form action="https://{mark}/x"></form>{LONG}') for mark in wall.sure} <= {wall.says}
    assert {page(f'<div class="x-{mark}-y"></div>') for mark in wall.likely} <= {wall.says}


@pytest.mark.parametrize("mark", [mark for wall in WALLS for mark in wall.likely])
def test_a_banner_or_a_form_on_a_page_that_says_something_is_no_wall(mark: str) -> None:
    assert page(f'<title>Clinic</title><div id="{mark}"></div><input type="password">{LONG}') == ""


def test_a_password_field_on_a_page_that_says_little_is_a_log_in() -> None:
    assert page("<title>x</title><script>" + "x" * LITTLE_TEXT + "</script><input type=password>") == "asks to log in"


def test_a_page_with_reviews_is_no_wall_whatever_stands_on_it() -> None:
    html = review_page("Fine.", head="<title>Just a moment...</title>").replace("<body>", "<body><input type=password>")
    assert len(read_page(html.encode()).reviews) == 1


def test_a_wall_says_what_to_do_and_needs_a_person() -> None:
    with pytest.raises(Blocked, match="open it in a browser") as refusal:
        read_page(b"<title>Log in</title>")
    assert refusal.value.transient is False


HERE = "https://clinic.example/reviews/all"


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ('<link rel="next" href="?page=2">', "https://clinic.example/reviews/all?page=2"),
        ('<a rel="nofollow next" href="/reviews/all?cursor=ab">', "https://clinic.example/reviews/all?cursor=ab"),
        ('<link rel="next" href="/reviews/page/3/">', "https://clinic.example/reviews/page/3/"),
        ('<base href="/en/"><link rel="next" href="list?start=20">', "https://clinic.example/en/list?start=20"),
        ('<link rel="next" href="/blog/another-article/">', ""),
        ('<link rel="next" href="https://elsewhere.example/reviews?page=2">', ""),
        ('<link rel="next" href="https://[broken?page=2">', ""),
        ('<link rel="nextgen" href="?page=2">', ""),
        ("<p>next", ""),
    ],
)
def test_the_next_page_is_followed_only_on_its_own_site_and_list(html: str, following: str) -> None:
    assert next_page(open_page(html.encode(), url=HERE)) == following


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="next" href="?page=2">',
        '<ul class="pagination"><li>1</ul>',
        '<nav class="list-pager"></nav>',
        '<button class="btn load-more">+</button>',
        "<button>Load more</button>",
        "<a href=#>See all 43 reviews</a>",
        "<a href=#>Ver <b>todas</b> las opiniones</a>",
        "<button>Tous les avis</button>",
        "<button>Alle 12 Bewertungen</button>",
        "<button>Mostra altre recensioni</button>",
        "<button>Все отзывы</button>",
    ],
)
def test_a_sign_of_more_reviews_is_seen(html: str) -> None:
    assert says_more(open_page(html.encode("utf-8"), url=HERE))


@pytest.mark.parametrize("html", ["<p>all reviews", '<div class="pageant">', '<a href="/more">Read more about us</a>'])
def test_other_words_are_no_sign_of_more_reviews(html: str) -> None:
    assert not says_more(open_page(html.encode(), url=HERE))
