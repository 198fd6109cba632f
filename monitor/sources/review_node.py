"""One marked-up review node as a RawReview: which property means what, in one place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.sources.html_page import HtmlPage
from monitor.sources.markup import Markup
from monitor.sources.nodes import Node, first, of_type, scalar, text, values
from monitor.sources.normalise import looks_cut, own_title, person_name, read_stars, read_when, split_translation
from monitor.types import NOT_RATED, UNKNOWN_TIME, OwnerReply, RawReview, Stars, When

REVIEW_TYPES = ("Review", "UserReview", "EmployerReview", "CriticReview", "Recommendation")
HELD_AS_REVIEW = ("review", "reviews")

BODY = ("reviewBody", "description", "text", "articleBody")
TITLE = ("name", "headline", "summary")
AUTHOR = ("author", "creator", "reviewer")
RATING = ("reviewRating", "rating", "starRating", "ratingValue")
PUBLISHED = ("datePublished", "dateCreated", "dtreviewed", "uploadDate")
REVIEWED = ("itemReviewed", "itemreviewed", "about")
"""schema.org properties, and the older names that stand for them, the best first."""

ADDRESS = re.compile(r"(?:https?://|www\.|/)\S*")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
LASTING_ID = re.compile(r"(?=.*\d)[0-9a-fA-F-]{8,}$|\d{4,}$")
"""A short number at the end ("#review-3") is a place in the list: the next new review would take over its history."""
DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a node is read with: its page, the mark-up around it, and how to read times without a zone or a day."""

    page: HtmlPage
    markup: Markup
    base: datetime | None = None
    zone: str = "UTC"

    def when(self, value: Any) -> tuple[When, tuple[str, ...]]:
        held = scalar(value)
        return read_when(held, base=self.base, zone=self.zone) if held not in (None, "") else (UNKNOWN_TIME, ())


def is_review(node: Node, held_in: str) -> bool:
    """A review by type, or by the property that holds it, with something in it to read."""
    named = of_type(node, *REVIEW_TYPES) or (held_in in HELD_AS_REVIEW and not node.get("@type"))
    return named and any(text(node, prop) or _has_node(node, prop) for prop in (*BODY, *TITLE, *RATING, *AUTHOR))


def _has_node(node: Node, prop: str) -> bool:
    """Whether the property holds a node that says something; templates leave empty ones behind."""
    held = [value for value in node.get(prop, ()) if isinstance(value, dict)]
    return any("@id" in value or any(text(value, key) for key in value if not key.startswith("@")) for value in held)


def read_review(node: Node, *, holder: Node | None, reading: Reading) -> RawReview:
    """The review, its place (what it is about, "" when unsaid) included."""
    place, author = reviewed_name(node, holder=holder, reading=reading), author_name(node, reading=reading)
    words, translation = split_translation(text(node, *BODY))
    stars, star_remarks = _stars(node, reading=reading)
    published, date_remarks = reading.when(first(node, *PUBLISHED))
    return RawReview(
        source="page",
        external_id=_lasting_id(node),
        author=author,
        stars=stars,
        title=_title(node, words=words, not_titles=(place, author)),
        text=words,
        translation=translation,
        language=_language(node),
        published=published,
        edited=_edited(node, published=published, reading=reading),
        is_excerpt=looks_cut(words),
        url=_own_address(node, reading=reading),
        place=place,
        warnings=(*star_remarks, *date_remarks),
    )


def read_answer(node: Node, *, reading: Reading) -> OwnerReply | None:
    """A comment or a review node as what the practice answered; None when it holds no words."""
    words = text(node, *BODY)
    replied_at, _ = reading.when(first(node, *PUBLISHED))
    return OwnerReply(text=words, replied_at=replied_at) if words else None


def author_name(node: Node, *, reading: Reading) -> str:
    names = [_name(reading.markup.resolve(value)) for value in values(node, *AUTHOR)]
    # The name is decoded already, and person_name decodes once: escaping keeps a literal "&amp;" what it is.
    return person_name([html.escape(name, quote=False) for name in names if not ADDRESS.fullmatch(name)])


def _name(value: Any) -> str:
    if not isinstance(value, dict) or "@value" in value:
        held = scalar(value)
        return held.strip() if isinstance(held, str) else ""
    parts = (text(value, "givenName"), text(value, "familyName"))
    return text(value, "name") or " ".join(part for part in parts if part) or text(value, "alternateName")


def reviewed_name(node: Node, *, holder: Node | None, reading: Reading) -> str:
    for value in values(node, *REVIEWED):
        if name := _name(reading.markup.resolve(value)):
            return "" if ADDRESS.fullmatch(name) else name
    return text(holder, "name") if holder is not None and not of_type(holder, *REVIEW_TYPES) else ""


def _stars(node: Node, *, reading: Reading) -> tuple[Stars, tuple[str, ...]]:
    """The overall rating. Several ratings of single aspects are no overall one, and no average is made of them."""
    ratings = [reading.markup.resolve(value) for value in values(node, *RATING)]
    overall = [rating for rating in ratings if not (isinstance(rating, dict) and rating.get("reviewAspect"))]
    if len(ratings) > 1 and not overall:
        return NOT_RATED, ("only single aspects are rated, there is no overall rating",)
    rating = next(iter(overall or ratings), None)
    if not isinstance(rating, dict) or "@value" in rating:
        return read_stars(scalar(rating), best=text(node, "bestRating") or None)
    value = scalar(first(rating, "ratingValue", "value", "rating"))
    return read_stars(
        value, best=text(rating, "bestRating", "best") or None, worst=text(rating, "worstRating", "worst") or None
    )


def _title(node: Node, *, words: str, not_titles: tuple[str, ...]) -> str:
    """The first name or headline of its own: not the text again, not the name of the clinic or of the author."""
    titles = (own_title(text(node, prop), words) for prop in TITLE)
    return next((title for title in titles if title and title not in not_titles), "")


def _language(node: Node) -> str:
    said = text(node, "inLanguage")
    for body in values(node, *BODY):
        if isinstance(body, dict) and body.get("@language"):
            said = body["@language"]
    return said if LANGUAGE.fullmatch(said) and len(said.split("-")[0]) <= 3 else ""


def _edited(node: Node, *, published: When, reading: Reading) -> When:
    edited, _ = reading.when(first(node, "dateModified"))
    return edited if edited.latest > published.latest else UNKNOWN_TIME


def _own_address(node: Node, *, reading: Reading) -> str:
    link = text(node, "url")
    return reading.page.absolute(link) if link and not any(space in link for space in " \n") else ""


def _lasting_id(node: Node) -> str | None:
    for said in _identities(node):
        tail = re.split(r"[/#=:?&]", said.rstrip("/"))[-1]
        if LASTING_ID.search(tail) and not DAY.fullmatch(tail):
            return tail
    return None


def _identities(node: Node) -> Iterator[str]:
    if identity := node.get("@id"):
        yield identity
    for value in node.get("identifier", ()):
        held = text(value, "value") if isinstance(value, dict) and "@value" not in value else scalar(value)
        if isinstance(held, str | int) and not isinstance(held, bool):
            yield str(held)
