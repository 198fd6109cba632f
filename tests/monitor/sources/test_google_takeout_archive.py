"""Takeout as it is downloaded: a ZIP, read without unpacking it to disk."""

import io
import json
import zipfile

import pytest

from monitor.errors import NothingReadable, ReadError
from monitor.sources import archive
from monitor.sources.normalise import review_key
from monitor.sources.read import read_document

BASE = "Takeout/Google Business Profile/account-104/location-77001"
OTHER = "Takeout/Google Unternehmensprofil/account-104/location-77002"


def review(number: int, location: int = 77001) -> dict[str, object]:
    return {
        "name": f"accounts/104/locations/{location}/reviews/R{number}",
        "reviewer": {"displayName": "Ann"},
        "starRating": "TWO",
        "createTime": f"2026-01-{number:02d}T00:00:00Z",
    }


def packed(files: dict[str, object], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as file:
        for path, content in files.items():
            file.writestr(path, content if isinstance(content, str | bytes) else json.dumps(content))
    return data.getvalue()


def test_all_pages_of_all_places_are_read_and_overlap_counts_once() -> None:
    listing = read_document(
        "takeout.zip",
        packed(
            {
                f"{BASE}/reviews.json": {"reviews": [review(1), review(2)]},
                f"{BASE}/reviews-CAUQ.json": {"reviews": [review(2), review(3)]},
                f"{BASE}/reviews_001.json": {"reviews": [review(4)]},
                f"{BASE}/additionalData.json": {"listing": [{"LISTING_NAME": "Clinic Aurora"}]},
                f"{OTHER}/reviews.json": {"reviews": [review(9, 77002)]},
                f"{BASE}/photos/1.jpg": b"\xff\xd8",
                "Takeout/archive_browser.html": "<html>reviews</html>",
            }
        ),
    )
    assert sorted(one.external_id or "" for one in listing.reviews) == ["R1", "R2", "R3", "R4", "R9"]
    assert {one.place for one in listing.reviews} == {"Clinic Aurora", "accounts/104/locations/77002"}
    assert not listing.complete


def test_an_export_lands_on_the_rows_of_the_api() -> None:
    page = json.dumps({"reviews": [review(1)], "totalReviewCount": 1}).encode()
    exported = read_document("takeout.zip", packed({f"{BASE}/reviews.json": {"reviews": [review(1)]}}))
    answered = read_document("answer.json", page)
    assert [(one.source, review_key(one)) for one in exported.reviews + answered.reviews] == [
        ("google_takeout", "google_business:R1"),
        ("google_business", "google_business:R1"),
    ]


def test_a_place_without_reviews_says_so() -> None:
    assert read_document("takeout.zip", packed({f"{BASE}/reviews.json": {"reviews": []}})).says_none


def test_reviews_the_account_wrote_itself_about_others_are_not_ours() -> None:
    own = {"type": "FeatureCollection", "features": [{"properties": {"review_text_published": "x"}}]}
    with pytest.raises(NothingReadable):
        read_document("takeout.zip", packed({"Takeout/Maps (your places)/Reviews.json": own}))


def test_a_zip_without_reviews_says_what_to_choose() -> None:
    with pytest.raises(NothingReadable, match="choose “Google Business Profile”"):
        read_document("photos.zip", packed({"a/b.jpg": b"x"}))


def test_a_spreadsheet_is_named_for_what_it_is() -> None:
    with pytest.raises(NothingReadable, match="Excel workbook; save it as CSV"):
        read_document("reviews.xlsx", packed({"xl/workbook.xml": "<workbook/>"}))


@pytest.mark.parametrize("content", ["[1, 2]", '{"reviews": "x"}', '{"reviews": [', "<html></html>"])
def test_one_broken_page_refuses_the_whole_archive_by_its_path(content: str) -> None:
    data = packed({f"{BASE}/reviews.json": {"reviews": [review(1)]}, f"{BASE}/reviews-2.json": content})
    with pytest.raises(ReadError, match=r"reviews-2\.json"):
        read_document("takeout.zip", data)


def test_a_bomb_is_refused_before_it_swells() -> None:
    with pytest.raises(ReadError, match="swells"):
        read_document("bomb.zip", packed({f"{BASE}/reviews.json": b"[" + b" " * 60_000_000}))


def test_a_size_that_lies_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(ReadError, match="larger than"):
        read_document("big.zip", packed({f"{BASE}/reviews.json": {"reviews": [review(1)] * 20}}))


def test_files_together_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES_TOGETHER", 1000)
    files = {f"{BASE}/reviews-{number}.json": {"reviews": [review(number)] * 3} for number in range(1, 5)}
    with pytest.raises(ReadError, match="larger than"):
        read_document("many.zip", packed(files))


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 3)
    with pytest.raises(ReadError, match="holds 4 files"):
        read_document("many.zip", packed({f"{number}.txt": b"" for number in range(4)}))


def test_endless_folders_are_refused() -> None:
    with pytest.raises(ReadError, match="deeper in folders"):
        read_document("deep.zip", packed({"a/" * 40 + "reviews.json": {"reviews": []}}))


def test_paths_that_climb_out_are_only_names() -> None:
    listing = read_document("climb.zip", packed({"../../etc/reviews.json": {"reviews": [review(1)]}}))
    assert len(listing.reviews) == 1


def test_a_locked_archive_says_so() -> None:
    data = bytearray(packed({"reviews.json": {"reviews": [review(1)]}}, compression=zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(ReadError, match="password"):
        read_document("locked.zip", bytes(data))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_download_that_broke_off_is_refused(keep: float) -> None:
    data = packed({f"{BASE}/reviews.json": {"reviews": [review(number) for number in range(1, 28)]}})
    with pytest.raises(ReadError, match="download it again"):
        read_document("takeout.zip", data[: int(len(data) * keep)])


def test_a_flipped_byte_is_noticed() -> None:
    data = bytearray(packed({"reviews.json": {"reviews": [review(1)]}}, compression=zipfile.ZIP_STORED))
    data[data.index(b"starRating")] ^= 1
    with pytest.raises(ReadError, match="download it again"):
        read_document("takeout.zip", bytes(data))
