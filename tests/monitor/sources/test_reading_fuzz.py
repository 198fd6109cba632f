"""Cut, reordered and doubled copies: never a crash, never a double, never a lost review that is still whole."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import MonitorError
from monitor.sources.read import read_document
from monitor.sources.registry import SOURCES
from monitor.types import Listing, RawReview

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOOD = [
    path
    for slug in sorted(SOURCES)
    for path in sorted((SAMPLES / slug / "valid").iterdir())
    if not path.name.endswith(".expected.json")
]
LISTS = [
    path
    for path in GOOD
    if path.suffix == ".json" and path.parent.parent.name != "page" and "out_of_order" not in path.name
]
"""An order of events is a fact; only lists of reviews may be shuffled."""

QUIET = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "author_name changes consumer createTime created_time data date entry eventData eventName events "
    "html_attributions id item locationReviews name nextPageToken object open_graph_story open_graph_story_id "
    "rating recommendation_type response result review reviewer reviews starRating stars status text time "
    "time_created value verb "
)
NAMES = st.sampled_from(sorted(set(KEYS.split())))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
KNOWN = st.recursive(
    PLAIN | st.sampled_from(["page", "rating", "ONE", "service-review-deleted"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)


def read_or_refuse(name: str, data: bytes, kind: str | None = None) -> Listing | None:
    try:
        return read_document(name, data, kind=kind)
    except MonitorError:
        return None


def identity(review: RawReview) -> tuple[object, ...]:
    return review.place, review.external_id, review.author, review.text, review.stars.value, review.published.value


def list_of(page: Any) -> list[Any]:
    """The longest list of objects in a page: where its reviews are."""
    found = [page] if isinstance(page, list) else [value for value in page.values() if isinstance(value, list | dict)]
    lists = [one if isinstance(one, list) else list_of(one) for one in found]
    return max((one for one in lists if any(isinstance(item, dict) for item in one)), key=len, default=[])


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
@given(data=st.data())
@QUIET
def test_a_cut_copy_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    end = data.draw(st.integers(0, len(whole)))
    listing = read_or_refuse(path.name, whole[:end])
    if listing is not None:
        seen = [review.external_id for review in listing.reviews if review.external_id]
        assert len(seen) == len(set(seen))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
@given(data=st.data())
@QUIET
def test_a_damaged_copy_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(path.name, bytes(damaged))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
@given(data=st.data())
@QUIET
def test_reordered_and_doubled_copies_hold_the_same_reviews(path: Path, data: st.DataObject) -> None:
    page = json.loads(path.read_text(encoding="utf-8"))
    expected = {identity(review) for review in read_document(path.name, path.read_bytes()).reviews}
    mixed = copy.deepcopy(page)
    items = list_of(mixed)
    items[:] = data.draw(st.permutations(items + data.draw(st.lists(st.sampled_from(items), max_size=4))))
    listing = read_document(path.name, json.dumps(mixed).encode())
    assert len(listing.reviews) == len(expected)
    assert {identity(review) for review in listing.reviews} == expected


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
@given(data=st.data())
@QUIET
def test_what_is_still_whole_among_rubbish_is_never_lost(path: Path, data: st.DataObject) -> None:
    page = json.loads(path.read_text(encoding="utf-8"))
    expected = {identity(review) for review in read_document(path.name, path.read_bytes()).reviews}
    items = list_of(page)
    items.insert(data.draw(st.integers(0, len(items))), data.draw(st.none() | st.text(max_size=9) | st.integers()))
    listing = read_or_refuse(path.name, json.dumps(page).encode())
    assert listing is None or expected <= {identity(review) for review in listing.reviews}


@pytest.mark.parametrize("kind", [None, *sorted(set(SOURCES) - {"page"})])
@given(page=JSON | KNOWN)
@QUIET
def test_any_json_under_any_name_is_read_or_refused(kind: str | None, page: Any) -> None:
    read_or_refuse("any.json", json.dumps(page).encode(), kind)


@pytest.mark.parametrize("kind", [None, *sorted(SOURCES)])
@given(data=st.binary(max_size=300))
@QUIET
def test_any_bytes_under_any_name_are_read_or_refused(kind: str | None, data: bytes) -> None:
    read_or_refuse("any", data, kind)
