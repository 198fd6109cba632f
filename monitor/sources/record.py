"""One review out of a record with named fields, however its exporter has spelt and nested them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.sources.normalise import (
    looks_cut,
    own_title,
    person_name,
    plain_text,
    puts_day_first,
    read_stars,
    read_verdict,
    read_when,
    says_edited,
    split_translation,
)
from monitor.sources.shapes import identifier, later, mappings
from monitor.sources.spellings import columns_for, folded, values
from monitor.types import UNKNOWN_TIME, OwnerReply, RawReview, When

Columns = dict[str, tuple[str, ...]]

SCALE_IN_HEADING = re.compile(r"(?:/|-|–|\bof|\bsobre|\bto|\bout of)\s*(\d{1,3})\s*\)?$", re.IGNORECASE)
VAGUE = ("description", "message", "content", "body")
"""Words that products, posts and mails have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a source's dates are to be understood."""

    base: datetime | None = None
    zone: str = "UTC"
    day_first: bool | None = None
    rounded: bool = False
    """True when the base itself is only known to the month: nothing finer than a year can be counted from it."""

    def read(self, value: object) -> tuple[When, tuple[str, ...]]:
        when, remarks = read_when(value, base=self.base, zone=self.zone, day_first=self.day_first)
        if self.rounded and when.relative and when.precision not in ("year", "unknown"):
            return When(raw=when.raw, relative=True), ("the date is relative, and only the month of reading is known",)
        return when, remarks


def is_review(record: dict[str, Any], *, listed_as_reviews: bool = False) -> bool:
    """Words with a rating, or with author and date; or a rating with both. A product with a price is none.

    Where the list itself is called reviews, words and any one of them will do.
    """
    if any(mappings(record.get(key)) for key in ("reviews", "testimonials")):
        return False
    columns = columns_for(record)
    has = {field for field in ("rating", "author", "date") if values(record, columns, field)}
    words = (name for name in columns.get("text", ()) if listed_as_reviews or folded(name) not in VAGUE)
    if any(isinstance(record[name], str | dict | None) for name in words):
        return "rating" in has or {"author", "date"} <= has or (listed_as_reviews and bool(has))
    return {"rating", "author", "date"} <= has


def review_from(
    record: dict[str, Any], columns: Columns, *, source: str, clock: Clock, place: str = "", titled: bool = True
) -> RawReview:
    """One review. ``columns`` says which keys hold which field; ``titled`` is False where titles name the place."""

    def get(field: str) -> Any:
        found = values(record, columns, field)
        return next((value for value in found if field != "text" or isinstance(value, str | dict)), None)

    stars, star_remarks = read_stars(get("rating"), best=get("scale") or _scale_in_heading(columns))
    published, edited, date_remarks = _dates(record, columns, clock)
    text, translation = _words(get)
    return RawReview(
        source=source,
        external_id=identifier(get("id")),
        author=person_name(get("author")),
        stars=stars,
        verdict=read_verdict(get("verdict")) or read_verdict(get("rating")),
        title=own_title(plain_text(get("title")), text) if titled else "",
        text=text,
        translation=translation,
        language=_language(get),
        published=published,
        edited=edited,
        owner_reply=_owner_reply(get("reply"), get("replied"), clock),
        is_excerpt=looks_cut(text),
        url=plain_text(get("url")),
        place=place or person_name(get("place")),
        warnings=star_remarks + date_remarks,
    )


def day_first_in(records: Iterable[dict[str, Any]], columns: Columns | None = None) -> bool | None:
    """Whether 04/03/2024 means April or March: one unmistakable date decides for all that stand beside it."""
    return puts_day_first(
        value
        for record in records
        for field in ("date", "edited")
        for value in values(record, columns if columns is not None else columns_for(record), field)
    )


def _scale_in_heading(columns: Columns) -> str | None:
    """The 10 of a column called "Rating (1-10)" or "Nota sobre 10"."""
    match = SCALE_IN_HEADING.search(columns.get("rating", ("",))[0])
    return match[1] if match else None


def _words(get: Callable[[str], Any]) -> tuple[str, str]:
    """The person's own words and a translation: by separate fields where there are any, else by Google's envelope."""
    text, original, translation = (plain_text(get(field)) for field in ("text", "original", "translation"))
    if original and original != text:
        return original, translation or text
    own, enveloped = split_translation(text)
    return own, enveloped or ("" if translation == own else translation)


def _language(get: Callable[[str], Any]) -> str:
    text = get("text")
    return plain_text(get("language")) or (plain_text(text.get("languageCode")) if isinstance(text, dict) else "")


def _dates(record: dict[str, Any], columns: Columns, clock: Clock) -> tuple[When, When, tuple[str, ...]]:
    """Published and edited. Where a site shows "Edited 3 months ago" that is the date of the edit alone."""
    published, edited = UNKNOWN_TIME, UNKNOWN_TIME
    remarks: tuple[str, ...] = ()
    for value in values(record, columns, "edited"):
        edited = edited if edited.value else clock.read(value)[0]
    for value in values(record, columns, "date"):
        when, found_remarks = clock.read(value)
        if says_edited(value):
            edited = edited if edited.value else when
        elif not published.value and (when.value or not published.raw):
            published, remarks = when, found_remarks
    return published, later(edited, published), remarks


def _owner_reply(reply: object, replied: object, clock: Clock) -> OwnerReply | None:
    if not isinstance(reply, dict):
        text = plain_text(reply)
        return OwnerReply(text=text, replied_at=clock.read(replied)[0], state="approved") if text else None
    columns = columns_for(reply)
    text = next((found for value in values(reply, columns, "text") if (found := plain_text(value))), "")
    dates = (*values(reply, columns, "edited"), *values(reply, columns, "date"), replied)
    when = next((when for when, _ in map(clock.read, dates) if when.value), UNKNOWN_TIME)
    return OwnerReply(text=text, replied_at=when, state="approved") if text else None
