"""Every source against its own files: what a good one holds, and what is said about a broken one."""

import json
from pathlib import Path
from typing import Any

import pytest

from config.commands.read import row
from monitor.errors import MonitorError
from monitor.sources.read import read_document
from monitor.sources.registry import SOURCES
from monitor.types import Listing, RawReview

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
OWN_TESTS = {"page"}
"""Pages are compared with their expected results beside the page reader."""

NOTHING = ([], "", None, False)


def sample_files(kind: str) -> list[Path]:
    found = (path for slug in sorted(set(SOURCES) - OWN_TESTS) for path in sorted((SAMPLES / slug / kind).iterdir()))
    return [path for path in found if not path.name.endswith(".expected.json")]


def name_of(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.name}"


def expected(path: Path) -> Any:
    return json.loads((path.parent / f"{path.stem}.expected.json").read_text(encoding="utf-8"))


def shown(listing: Listing) -> dict[str, Any]:
    found = {
        "reviews": [shown_review(review) for review in listing.reviews],
        "removed": list(listing.removed),
        "complete": listing.complete,
        "says_none": listing.says_none,
        "total_claimed": listing.total_claimed,
        "next_page": listing.next_page,
        "notes": list(listing.notes),
    }
    return {key: value for key, value in found.items() if value not in NOTHING}


def shown_review(review: RawReview) -> dict[str, Any]:
    found = row("", review) | {
        "verdict": review.verdict,
        "translation": review.translation,
        "place": review.place,
        "warnings": list(review.warnings),
        "reply_state": review.owner_reply.state if review.owner_reply else None,
    }
    return {key: value for key, value in found.items() if value not in NOTHING and key != "file"}


@pytest.mark.parametrize("path", sample_files("valid"), ids=name_of)
def test_a_source_reads_its_good_samples(path: Path) -> None:
    assert shown(read_document(path.name, path.read_bytes())) == expected(path)


@pytest.mark.parametrize("path", sample_files("valid"), ids=name_of)
def test_content_alone_tells_the_source(path: Path) -> None:
    listing = read_document("download", path.read_bytes())
    assert {review.source for review in listing.reviews} == {path.parent.parent.name}


@pytest.mark.parametrize("path", sample_files("valid"), ids=name_of)
def test_naming_the_source_changes_nothing(path: Path) -> None:
    data = path.read_bytes()
    assert read_document(path.name, data, kind=path.parent.parent.name) == read_document(path.name, data)


@pytest.mark.parametrize("path", sample_files("invalid"), ids=name_of)
def test_a_source_refuses_its_broken_samples_in_one_sentence(path: Path) -> None:
    with pytest.raises(MonitorError) as refusal:
        read_document(path.name, path.read_bytes())
    assert {"error": type(refusal.value).__name__, "says": str(refusal.value)} == expected(path)


@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_every_source_has_good_and_broken_samples(kind: str) -> None:
    assert {path.parent.name for path in SAMPLES.glob(f"*/{kind}") if any(path.iterdir())} == set(SOURCES)


def test_slugs_are_the_keys_and_labels_differ() -> None:
    assert all(slug == source.slug for slug, source in SOURCES.items())
    assert len({source.label for source in SOURCES.values()}) == len(SOURCES)
