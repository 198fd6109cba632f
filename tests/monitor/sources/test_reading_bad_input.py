"""Bad files are a feature: each is refused in one clear sentence that names the file and says what to do."""

import json

import pytest

from monitor.errors import MonitorError, NothingReadable, ReadError
from monitor.sources.document import Document, ReadOptions
from monitor.sources.read import read_document

SECRET = "Ms Quill's lip"
ROW = json.dumps([{"text": SECRET, "rating": 1, "author": "Ann", "date": "2026-01-01"}]).encode()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.json", b"", "is empty"),
        ("blank.csv", b" \r\n\t", "is empty"),
        ("only_bom.json", b"\xef\xbb\xbf", "is empty"),
        ("cut.json", ROW[:-9], "ends too early at line 1, column"),
        ("bad.json", b'{"reviews": [,]}', "is not valid JSON at line 1, column 14"),
        ("prose.json", b"Dear colleagues", "is not JSON"),
        ("page.json", b"<!DOCTYPE html><title>Sign in</title>", "web page where JSON was due"),
        ("deep.json", b"[" * 200_000, "deeper"),
        ("deep2.json", b'{"a":' * 200_000, "deeper"),
        ("digits.json", b'[{"text":"x","rating":' + b"9" * 5000 + b"}]", "number too long"),
        ("lines.ndjson", b'{"text":"x","rating":1}\n{"text":', "line 2: not valid JSON"),
        ("quota.json", b'{"error": {"code": 403, "status": "PERMISSION_DENIED"}}', "PERMISSION_DENIED"),
        ("denied.json", b'{"error_message": "bad key", "status": "REQUEST_DENIED"}', "REQUEST_DENIED"),
        ("binary.csv", bytes(range(256)) * 8, "not text in any encoding"),
        ("half_utf16.csv", b"\xff\xfe" + "text,rating\n".encode("utf-16-le") + b"x", "breaks at byte"),
        ("ragged.csv", b"text,rating\nfine,5\nbad\n", "row 2 (line 3) has 1 cells where the heading has 2"),
        ("wide.csv", b"text,rating\nfine,5,6\n", "row 1 (line 2) has 3 cells"),
        ("quotes.csv", b'text,rating\n"fine,5\n', "unmatched quotation marks"),
        ("twice.csv", b"text,text\nfine,5\n", "two columns of one name"),
        ("odd_row.json", b'[{"text":"x","rating":1}, 7]', "row 2: not an object"),
        ("archive.zip", b"PK\x03\x04 not really", "broken or unusual ZIP"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_place(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read_document(name, data)
    assert not isinstance(refusal.value, NothingReadable)
    assert name in str(refusal.value)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("object.json", b"{}"),
        ("null.json", b"null"),
        ("settings.json", b'{"name": "site", "description": "x", "author": "y"}'),
        ("products.json", b'[{"name": "Serum", "rating": 4.5, "price": 30, "description": "Fine"}]'),
        ("quotes.json", b'[{"text": "Be kind", "author": "Anon"}]'),
        ("aggregate.json", b'{"rating": 4.5, "user_ratings_total": 45}'),
        ("feed.xml", b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>'),
        ("prose.txt", b"I waited, and nobody came.\nReally."),
        ("no_markup.html", b"<html><body><p>Great clinic! 5 stars - Ann</p></body></html>"),
        ("other.csv", b"case,amount\n1,20\n"),
    ],
)
def test_content_that_is_no_reviews_is_not_taken_for_none(name: str, data: bytes) -> None:
    with pytest.raises(NothingReadable, match=name):
        read_document(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"[]"),
        ("b.json", b'{"reviews": []}'),
        ("c.json", b'{"data": [], "paging": {}}'),
        ("d.json", b'{"total": 0, "reviews": [], "possible_languages": ["en"]}'),
        ("e.csv", b"text,rating\n"),
        ("f.json", b'{"html_attributions": [], "result": {"name": "x", "reviews": []}, "status": "OK"}'),
        ("g.json", b'{"reviews": [], "totalReviewCount": 0}'),
    ],
)
def test_a_file_that_says_none_is_believed(name: str, data: bytes) -> None:
    listing = read_document(name, data)
    assert (listing.reviews, listing.says_none) == ((), True)


def test_an_empty_list_under_a_claimed_total_says_nothing() -> None:
    assert not read_document("a.json", b'{"reviews": [], "total": 240, "possible_languages": []}').says_none
    assert not read_document("b.json", b'{"reviews": [], "totalReviewCount": 5}', kind="google_business").says_none


@pytest.mark.parametrize("kind", ["google_business", "google_places", "facebook", "trustpilot", "yelp", "google_cache"])
def test_a_wall_where_an_api_should_answer_is_an_error_whatever_its_name(kind: str) -> None:
    with pytest.raises(ReadError, match="log-in or consent"):
        read_document("answer", b"<html><form><input type=password></form></html>", kind=kind)


@pytest.mark.parametrize("kind", ["google_business", "trustpilot", "yelp"])
def test_reviews_that_are_no_list_are_refused(kind: str) -> None:
    with pytest.raises(ReadError, match="should hold a list"):
        read_document("answer.json", b'{"reviews": "soon"}', kind=kind)


def test_odd_entries_among_reviews_are_left_out_and_said() -> None:
    page = {"reviews": [{"starRating": "ONE", "reviewId": "a", "createTime": "2026-01-01T00:00:00Z"}, None, "x"]}
    listing = read_document("a.json", json.dumps(page).encode())
    assert (len(listing.reviews), listing.complete) == (1, False)
    assert "2 entries" in listing.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("as_json", [True, False])
def test_every_unicode_encoding_is_read(encoding: str, as_json: bool) -> None:
    text = '[{"text": "Señal", "rating": 1}]' if as_json else "text,rating\nSeñal,1\n"
    listing = read_document("a.json" if as_json else "a.csv", text.encode(encoding))
    assert [review.text for review in listing.reviews] == ["Señal"]


def test_latin_1_is_read_and_the_guess_is_told() -> None:
    listing = read_document("a.csv", "texto,nota\nPésimo,1\n".encode("latin-1"))
    assert listing.reviews[0].text == "Pésimo"
    assert "Windows-1252" in listing.notes[0]


def test_a_guessed_encoding_is_told_for_json_too() -> None:
    listing = read_document("a.json", '[{"author": "José", "rating": 1, "text": "Pésimo"}]'.encode("latin-1"))
    assert (listing.reviews[0].author, len(listing.notes)) == ("José", 1)


def test_json_under_a_pages_name_is_still_json() -> None:
    assert read_document("reviews.html", b'{"reviews": []}').says_none


def test_damaged_utf_8_stays_utf_8_and_the_damage_is_told() -> None:
    listing = read_document("a.csv", "text,rating\nSeñal muy rápida é,1\n".encode().replace("é".encode(), b"\xc3"))
    assert "Señal muy rápida" in listing.reviews[0].text
    assert "not valid UTF-8" in listing.notes[0]


def test_nul_and_half_surrogates_do_no_harm() -> None:
    raw_nul = read_document("a.json", b'[{"text": "a\x00b", "rating": 1}]')
    surrogates = read_document("b.json", b'[{"text": "\\ud83d!", "rating": 1, "author": "\\udc00"}]')
    bytes_of_half = read_document("c.csv", b"text,rating\n\xed\xa0\xbd!,1\n")
    assert [listing.reviews[0].text for listing in (raw_nul, surrogates, bytes_of_half)] == ["ab", "\ufffd!", "\ufffd!"]


@pytest.mark.parametrize("name", ["long.json", "long.csv"])
def test_a_review_of_a_megabyte_is_read_whole(name: str) -> None:
    text = "word " * 250_000
    data = json.dumps([{"text": text, "rating": 1}]) if name.endswith("json") else f'text,rating\n"{text}",1\n'
    assert len(read_document(name, data.encode()).reviews[0].text) == len(text.strip())


def test_no_message_repeats_a_reviews_words() -> None:
    headless = f"{SECRET} was swollen for a week after,5\n{SECRET},1\n".encode()
    for name, data in [("a.csv", headless), ("b.json", ROW[:-3]), ("c.csv", b"text,rating\n" + headless + b"x,y,z\n")]:
        with pytest.raises(MonitorError) as refusal:
            read_document(name, data)
        assert SECRET not in str(refusal.value)


def test_json_is_parsed_once_and_only_when_asked_for() -> None:
    document = Document(name="a.json", data=ROW)
    assert document.json is document.json
    assert Document(name="a.txt", data=b"plain").json is None


def test_unknown_columns_are_named_with_what_is_there() -> None:
    with pytest.raises(ReadError, match="no column “Words”; its columns are “Comment”, “Stars”"):
        read_document("a.csv", b"Comment,Stars\nx,1\n", options=ReadOptions(columns=(("text", "Words"),)))
