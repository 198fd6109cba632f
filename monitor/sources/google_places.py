"""Google Places, legacy and new: at most five reviews a place, chosen by Google.

Sources: googlemaps/openapi-specification (legacy) and google/maps/places/v1/review.proto (new).
"""

from __future__ import annotations

import hashlib
from typing import Any

from monitor.errors import ReadError
from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import person_name, plain_text, read_stars, read_when, same_review_once
from monitor.sources.shapes import first, mapping, mappings, review_list, unique, whole_number
from monitor.types import Listing, RawReview

SLUG = "google_places"
CAPPED = "Google shows at most five chosen reviews here: what is missing proves nothing"
TRANSLATED = "this is Google's translation; ask for reviews without translation to get the person's own words"


class GooglePlaces:
    """A glimpse, never the list: no paging, no answers, no proof of anything that is absent."""

    slug = SLUG
    label = "Google Places answer (at most five reviews)"

    def recognises(self, document: Document) -> bool:
        page = mapping(document.json)
        is_answer = "html_attributions" in page and ("result" in page or "status" in page)
        return is_answer or any(
            _is_legacy(item) or _is_new(item) for place in _places(page) for item in _reviews(place)
        )

    def read(self, document: Document, options: ReadOptions) -> Listing:
        """Raises ReadError when the answer is a refusal (its ``status`` says why)."""
        page = mapping(document.json)
        status = plain_text(page.get("status"))
        if status not in ("", "OK", "ZERO_RESULTS"):
            raise ReadError(
                f"{document.name}: Google answered {status[:40]} instead of reviews; check the key and the request."
            )
        places = _places(page)
        found = [_parse(item, _place_name(place), options) for place in places for item in _listed(place)[0]]
        totals = [whole_number(first(place, "user_ratings_total", "userRatingCount")) for place in places]
        known = [total for total in totals if total is not None]
        return Listing(
            reviews=same_review_once(found),
            says_none=not found and (status == "ZERO_RESULTS" or known == [0] or any("reviews" in p for p in places)),
            total_claimed=sum(known) if known else None,
            notes=unique([CAPPED, *(note for place in places for note in _listed(place)[1])]),
        )


def _places(page: dict[str, Any]) -> list[dict[str, Any]]:
    if "places" in page:
        return mappings(page["places"])
    return [mapping(page["result"])] if isinstance(page.get("result"), dict) else [page]


def _reviews(place: dict[str, Any]) -> list[dict[str, Any]]:
    return mappings(place.get("reviews"))


def _listed(place: dict[str, Any]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    return review_list(place["reviews"], where="reviews") if place.get("reviews") is not None else ([], ())


def _place_name(place: dict[str, Any]) -> str:
    return person_name(place.get("displayName")) or person_name(place.get("name")) or plain_text(place.get("place_id"))


def _is_legacy(item: dict[str, Any]) -> bool:
    return "author_name" in item and ("relative_time_description" in item or "profile_photo_url" in item)


def _is_new(item: dict[str, Any]) -> bool:
    return "authorAttribution" in item or ("publishTime" in item and "relativePublishTimeDescription" in item)


def _parse(item: dict[str, Any], place: str, options: ReadOptions) -> RawReview:
    return _parse_new(item, place, options) if _is_new(item) else _parse_legacy(item, place, options)


def _parse_new(item: dict[str, Any], place: str, options: ReadOptions) -> RawReview:
    """The original words are the review; what Google shows in the asked language is only a translation of them."""
    original, shown = item.get("originalText"), item.get("text")
    text = plain_text(original) or plain_text(shown)
    stars, star_remarks = read_stars(item.get("rating"), usual_scale=5)
    when, date_remarks = read_when(
        first(item, "publishTime", "relativePublishTimeDescription"), base=options.read_at, zone=options.zone or "UTC"
    )
    return RawReview(
        source=SLUG,
        external_id=plain_text(item.get("name")).rpartition("/")[2] or None,
        author=person_name(item.get("authorAttribution")),
        stars=stars,
        text=text,
        translation="" if plain_text(shown) == text else plain_text(shown),
        language=plain_text(mapping(original if plain_text(original) else shown).get("languageCode")),
        published=when,
        url=plain_text(item.get("googleMapsUri")),
        place=place,
        warnings=star_remarks + date_remarks,
    )


def _parse_legacy(item: dict[str, Any], place: str, options: ReadOptions) -> RawReview:
    stars, star_remarks = read_stars(item.get("rating"), usual_scale=5)
    when, date_remarks = read_when(
        first(item, "time", "relative_time_description"), base=options.read_at, zone=options.zone or "UTC"
    )
    translated = item.get("translated") is True
    return RawReview(
        source=SLUG,
        external_id=_made_id(item),
        author=person_name(item.get("author_name")),
        stars=stars,
        text=plain_text(item.get("text")),
        language=plain_text(first(item, "language", "original_language")),
        published=when,
        place=place,
        warnings=star_remarks + date_remarks + ((TRANSLATED,) if translated else ()),
    )


def _made_id(item: dict[str, Any]) -> str | None:
    """This answer has no id. Author and second stand in, so that another language is not taken for another review."""
    who, second = plain_text(first(item, "author_url", "author_name")), plain_text(item.get("time"))
    if not who or not second:
        return None
    return f"{second}-{hashlib.sha256((who + plain_text(item.get('author_name'))).encode()).hexdigest()[:12]}"
