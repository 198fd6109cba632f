"""Tables from spreadsheets and databases."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import NothingReadable
from monitor.sources.document import ReadOptions
from monitor.sources.read import read_document
from monitor.sources.spellings import SPELLINGS, columns_for, folded


def mapped(**columns: str) -> ReadOptions:
    return ReadOptions(columns=tuple(columns.items()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(delimiter: str) -> None:
    data = delimiter.join(("Author", "Stars", "Comment")) + "\r\n" + delimiter.join(("Ann", "2", "Rushed")) + "\r\n"
    review = read_document("a.csv", data.encode()).reviews[0]
    assert (review.author, review.stars.value, review.text) == ("Ann", 2, "Rushed")


def test_a_spreadsheets_separator_line_is_not_a_heading() -> None:
    assert read_document("a.csv", b"sep=;\r\nReview;Rating\r\nFine;4\r\n").reviews[0].text == "Fine"


def test_a_map_names_columns_that_nobody_could_guess() -> None:
    data = b"c1,c2,c3,text\nRushed,2,2026-01-05,internal note\n"
    listing = read_document("a.csv", data, options=mapped(text="c1", rating="c2", date="c3"))
    review = listing.reviews[0]
    assert (review.text, review.stars.value, review.published.value) == ("Rushed", 2, "2026-01-05")


def test_a_map_reaches_into_nested_values() -> None:
    data = json.dumps([{"by": {"alias": "Ann"}, "said": {"words": "Rushed"}}]).encode()
    review = read_document("a.json", data, options=mapped(text="said.words", author="by.alias")).reviews[0]
    assert (review.text, review.author) == ("Rushed", "Ann")


def test_a_map_without_words_or_rating_asks_for_them() -> None:
    with pytest.raises(NothingReadable, match="--map text="):
        read_document("a.csv", b"c1,c2\nx,y\n", options=mapped(author="c1"))


def test_rows_without_anything_said_are_counted_not_hidden() -> None:
    listing = read_document("a.csv", b"author,text,rating\nAnn,,\nBo,Fine,\n\n,,\n")
    assert [review.author for review in listing.reviews] == ["Bo"]
    assert listing.notes == ("1 row of 2 without words or rating left out",)


def test_one_clear_date_decides_for_the_whole_column() -> None:
    listing = read_document("a.csv", b"text,rating,date\na,1,03/04/2026\nb,2,25/04/2026\n")
    assert [review.published.value for review in listing.reviews] == ["2026-04-03", "2026-04-25"]
    alone = read_document("a.csv", b"text,rating,date\na,1,03/04/2026\n").reviews[0]
    assert (alone.published.value, len(alone.warnings)) == ("2026", 1)


def test_a_scale_column_is_used() -> None:
    listing = read_document("a.csv", b"text,score,out_of\na,8,10\nb,8,\n")
    assert [(review.stars.value, review.stars.scale) for review in listing.reviews] == [(8, 10), (8, None)]


def test_formulas_and_templates_stay_words() -> None:
    data = 'text,rating\n"=HYPERLINK(""https://bad.example"")",1\n{{ 7*7 }},1\n'
    assert [review.text for review in read_document("a.csv", data.encode()).reviews] == [
        '=HYPERLINK("https://bad.example")',
        "{{ 7*7 }}",
    ]


def test_a_lone_thumb_is_a_verdict() -> None:
    listing = read_document("a.csv", "text,rating\na,👎\n".encode())
    assert (listing.reviews[0].verdict, listing.reviews[0].stars.value) == ("not recommended", None)


def test_spellings_agree_without_case_accents_and_signs() -> None:
    assert len({folded(name) for name in ("Review Text", "review_text", "reviewText", "REVIEW-TEXT")}) == 1
    assert columns_for(["Reseña", "Puntuación"]) == {"text": ("Reseña",), "rating": ("Puntuación",)}


def test_no_spelling_serves_two_fields_and_all_are_folded() -> None:
    words = [word for words in SPELLINGS.values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert all(folded(word) == word for word in words)


CELLS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs")), min_size=1, max_size=30)


@given(st.lists(CELLS, min_size=1, max_size=10), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_back(texts: list[str], delimiter: str) -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    rows = [delimiter.join((f"id{number}", text, "3")) for number, text in enumerate(quoted)]
    data = "\n".join([delimiter.join(("review_id", "text", "rating")), *rows, ""])
    listing = read_document("a.csv", data.encode())
    assert [review.external_id for review in listing.reviews] == [f"id{number}" for number in range(len(texts))]
