"""Every real page of the sample collection gives the number of reviews its index states, trap by trap."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extruct
import pytest

from monitor.errors import NothingReadable
from monitor.sources.markup import extract
from monitor.sources.nodes import of_type, walk
from monitor.sources.schema_org import read_page
from monitor.types import Listing

pytestmark = pytest.mark.shared

ROW = re.compile(r"^\| `(?P<file>[^`]+\.(?:html|txt))` \| (?P<count>\d+)(?: nodes = (?P<distinct>\d+) reviews)? \|")
EXAMPLE = re.compile(r"<script type=\"application/ld\+json\">.*?</script>", re.DOTALL)


def index(shared: Path, *, ending: str) -> dict[Path, int]:
    """The files of the index with how many distinct reviews each holds."""
    samples = shared / "samples"
    rows = filter(None, map(ROW.match, (samples / "INDEX.md").read_text(encoding="utf-8").splitlines()))
    return {samples / row["file"]: int(row["distinct"] or row["count"]) for row in rows if row["file"].endswith(ending)}


def read(path: Path) -> Listing | None:
    """The listing, or None where the page has no mark-up to read."""
    try:
        return read_page(path.read_bytes())
    except NothingReadable:
        return None


def test_every_page_of_the_index_gives_its_number_of_reviews(shared: Path) -> None:
    pages = index(shared, ending=".html")
    found = {path.name: len(listing.reviews) if (listing := read(path)) else 0 for path in pages}
    assert len(pages) >= 30
    assert found == {path.name: count for path, count in pages.items()}


def test_every_collection_of_examples_gives_its_number_of_reviews(shared: Path) -> None:
    found = {}
    due = index(shared, ending=".txt")
    for path in due:
        found[path] = sum(
            len(read_page(example.encode()).reviews)
            for example in EXAMPLE.findall(path.read_text(encoding="utf-8"))
            if "Rating" in example or "Review" in example
        )
    # The file on employers also holds a second example, with one review, that its row does not count.
    due = {path: count + (path.name == "issue-1689-examples.txt") for path, count in due.items()}
    assert found == due


def test_pages_with_an_overall_rating_only_are_readable_and_say_so(shared: Path) -> None:
    overall = [
        path for path, count in index(shared, ending=".html").items() if count == 0 and b"ggregate" in path.read_bytes()
    ]
    assert len(overall) >= 5
    for path in overall:
        listing = read_page(path.read_bytes())
        assert not listing.says_none
        assert not listing.complete
        assert any("overall rating" in note for note in listing.notes)


def test_no_review_is_called_cut_rated_zero_or_left_without_anything_to_read(shared: Path) -> None:
    for path, count in index(shared, ending=".html").items():
        for review in read_page(path.read_bytes()).reviews if count else ():
            assert review.stars.value != 0
            assert review.text or review.stars.value is not None
            assert "<" not in review.text
            assert "&#" not in review.text


def test_the_trustpilot_page_gives_twenty_reviews_each_with_its_own_id_and_no_cut_headline(shared: Path) -> None:
    listing = read_page((shared / "samples/trustpilot/business_page_it.html").read_bytes())
    assert len({review.external_id for review in listing.reviews}) == 20
    assert all(re.fullmatch(r"[0-9a-f]{24}", review.external_id or "") for review in listing.reviews)
    assert not any(review.title.endswith("…") for review in listing.reviews)
    assert not any(review.is_excerpt for review in listing.reviews)
    assert {review.language for review in listing.reviews} == {"it"}
    assert (listing.total_claimed, listing.complete) == (43, False)
    assert listing.next_page.endswith("?page=2")


def test_a_page_keeps_its_reviews_when_it_is_cut_anywhere_behind_them(shared: Path) -> None:
    whole = (shared / "samples/saved_pages/themodernproper.html").read_bytes()
    last = whole.rindex(b'"@type":"Review"')
    for end in range(last + 2_000, len(whole), 20_000):
        assert len(read_page(whole[:end]).reviews) >= 5


def oracle_reviews(value: Any) -> Iterator[dict[str, Any]]:
    """Review nodes anywhere in another reader's uniform output."""
    if isinstance(value, list):
        for item in value:
            yield from oracle_reviews(item)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if "Review" in (kinds if isinstance(kinds, list) else [kinds]) and len(value.keys() - {"@type", "@id"}):
            yield value
        for inner in value.values():
            yield from oracle_reviews(inner)


def test_another_reader_counts_the_same_review_nodes_in_json_ld_and_microdata(shared: Path) -> None:
    compared = 0
    for path in index(shared, ending=".html"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = extruct.extract(
                path.read_bytes(), syntaxes=["json-ld", "microdata"], uniform=True, errors="ignore", base_url=""
            )
        for syntax, found in other.items():
            ours = [
                node
                for top in extract(path.read_bytes()).nodes
                if top["@syntax"] == syntax
                for node, _, _ in walk([top])
                if of_type(node, "Review") and node.keys() - {"@type", "@id", "@syntax"}
            ]
            assert len(ours) == len(list(oracle_reviews(found))), (path.name, syntax)
            compared += len(ours)
    assert compared >= 80
