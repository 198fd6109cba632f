"""Pages and what they must give, side by side: tests/samples/page/valid and invalid."""

import json
from pathlib import Path
from typing import Any

import pytest

from monitor import errors
from monitor.sources.schema_org import read_page
from monitor.types import Listing, RawReview

PAGES = Path(__file__).resolve().parents[2] / "samples" / "page"
VALID = sorted((PAGES / "valid").glob("*.html"))
INVALID = sorted((PAGES / "invalid").glob("*.html"))


def row(review: RawReview) -> dict[str, Any]:
    """What ``aftercare read`` would print, without what is empty."""
    whole = {
        "external_id": review.external_id,
        "author": review.author,
        "rating": review.stars.value,
        "scale": review.stars.scale,
        "title": review.title,
        "text": review.text,
        "language": review.language,
        "published_at": review.published.value,
        "edited_at": review.edited.value,
        "owner_reply": review.owner_reply.text if review.owner_reply else None,
        "is_excerpt": review.is_excerpt,
        "url": review.url,
    }
    return {key: value for key, value in whole.items() if value not in (None, "", False)}


def read(path: Path) -> Listing:
    return read_page(
        path.read_bytes(), url="https://site.example/reviews", practice_names=("Juniper Laser Studio",), zone="UTC"
    )


def expected(path: Path) -> dict[str, Any]:
    return json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_good_page_gives_exactly_its_reviews(path: Path) -> None:
    listing, due = read(path), expected(path)
    assert [row(review) for review in listing.reviews] == due["reviews"]
    assert listing.complete is due["complete"]
    assert listing.total_claimed == due["total_claimed"]
    assert listing.says_none is due.get("says_none", False)
    assert listing.next_page == due.get("next_page", "")
    assert list(listing.notes) == due.get("notes", [])
    assert all(review.source == "page" for review in listing.reviews)
    assert [review.warnings for review in listing.reviews] == [()] * len(listing.reviews)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_page_without_readable_reviews_is_refused_in_plain_words(path: Path) -> None:
    due = expected(path)
    with pytest.raises(getattr(errors, due["error"])) as refusal:
        read(path)
    sentence = str(refusal.value)
    assert due["says"] in sentence
    assert sentence.endswith(".")
    assert "Odile" not in sentence


def test_good_and_broken_pages_are_there() -> None:
    assert len(VALID) >= 10
    assert len(INVALID) >= 6
