"""Reviews from any page that marks them up: schema.org in JSON-LD, microdata or RDFa Lite, or microformats.

Nothing is read out of bare text. Where a page has no review mark-up it is refused, as a wall or as nothing readable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import Blocked, NothingReadable
from monitor.sources.html_page import HtmlPage, open_page
from monitor.sources.markup import Markup, marked_up
from monitor.sources.more_pages import next_page, says_more
from monitor.sources.nodes import Node, of_type, text, walk
from monitor.sources.normalise import same_review_once
from monitor.sources.owner_answers import (
    Found,
    answer_inside,
    is_answer,
    join_answers,
    speaks_for_practice,
    without_answer,
)
from monitor.sources.review_node import HELD_AS_REVIEW, Reading, is_review, read_review
from monitor.sources.same_in_syntaxes import join_syntaxes
from monitor.sources.walls import wall_before
from monitor.types import Listing, RawReview

OVERALL_TYPES = ("AggregateRating", "EmployerAggregateRating", "Review-aggregate")

SIGNED_BY_PRACTICE = "signed with the name of the reviewed practice itself; it may be its own answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the page says beside its reviews; ``bare`` counts reviews marked up as bare text or an address."""

    overall: bool = False
    total: int | None = None
    empty_list: bool = False
    bare: int = 0


def read_page(
    html: bytes,
    *,
    url: str = "",
    practice_names: tuple[str, ...] = (),
    base: datetime | None = None,
    zone: str = "UTC",
    charset: str = "",
) -> Listing:
    """The reviews of a page, each once, and whether it shows them all.

    ``practice_names`` are the names the practice answers under; ``base`` is when the page was fetched (relative dates
    count from it); ``zone`` holds for times that state none; ``charset`` is what the HTTP header said.
    Raises Blocked for a captcha, consent or log-in page, NothingReadable without review mark-up, and ReadError for a
    page that cannot be read whole.
    """
    page = open_page(html, url=url, charset=charset)
    markup = marked_up(page)
    reading = Reading(page=page, markup=markup, base=base, zone=zone)
    claims = claims_of(markup)
    found = find_reviews(reading)
    if not found and not claims.overall and not claims.empty_list:
        refuse(page, markup, claims)
    reviews, notes = put_together(found, practice_names=practice_names, reading=reading)
    return _listing(reviews, page=page, markup=markup, claims=claims, notes=notes)


def _listing(
    reviews: tuple[RawReview, ...], *, page: HtmlPage, markup: Markup, claims: Claims, notes: tuple[str, ...]
) -> Listing:
    says_none = not reviews and not markup.problems and (claims.total == 0 or (claims.empty_list and not claims.total))
    short = claims.total is not None and claims.total > len(reviews)
    whole = not (short or claims.bare or markup.problems or page.notes or says_more(page))
    if claims.bare:
        notes = (*notes, f"{claims.bare} reviews are marked up as bare text or a link and were left out.")
    if not reviews and not says_none:
        notes = (*notes, "Only an overall rating is marked up; the page shows no single review to read.")
    return Listing(
        reviews=reviews,
        complete=whole and (bool(reviews) or says_none),
        says_none=says_none,
        total_claimed=claims.total,
        next_page=next_page(page),
        notes=(*page.notes, *markup.problems, *notes),
    )


def find_reviews(reading: Reading) -> list[tuple[str, Found]]:
    """Each review node with its syntax, in page order within a syntax."""
    found = []
    for top in reading.markup.nodes:
        for node, holder, held_in in walk([top]):
            if is_review(node, held_in):
                review = read_review(node, holder=holder, reading=reading)
                found.append((top["@syntax"], Found(review=review, node=node, holder=holder)))
    return found


def put_together(
    found: list[tuple[str, Found]], *, practice_names: tuple[str, ...], reading: Reading
) -> tuple[tuple[RawReview, ...], tuple[str, ...]]:
    """Part answers from reviews, join each answer to its review, and keep every review once."""
    groups: list[list[RawReview]] = []
    notes: list[str] = []
    for syntax in dict.fromkeys(syntax for syntax, _ in found):
        group = [each for named, each in found if named == syntax]
        answering = [is_answer(each, practice_names=practice_names, reading=reading) for each in group]
        answers = [each for each, is_one in zip(group, answering, strict=True) if is_one]
        others = [each for each, is_one in zip(group, answering, strict=True) if not is_one]
        reviews = [
            replace(each, review=_with_answer(each, practice_names=practice_names, reading=reading)) for each in others
        ]
        joined, remarks = join_answers(reviews, answers, reading=reading)
        groups.append(joined)
        notes.extend(remarks)
    once = same_review_once(join_syntaxes(without_shared_ids(group) for group in groups))
    return _placed(once), tuple(dict.fromkeys(notes))


def _with_answer(found: Found, *, practice_names: tuple[str, ...], reading: Reading) -> RawReview:
    review = replace(found.review, owner_reply=answer_inside(found, practice_names=practice_names, reading=reading))
    if speaks_for_practice(review.author, (review.place,)):
        review = replace(review, warnings=(*review.warnings, SIGNED_BY_PRACTICE))
    return without_answer(review)


def without_shared_ids(reviews: list[RawReview]) -> list[RawReview]:
    """Take away ids that different people's reviews share: such an id names the page or the day, not the review."""
    first: dict[str, RawReview] = {}
    shared = set()
    for review in reviews:
        known = first.setdefault(review.external_id or "", review)
        if known.author != review.author and known.text != review.text:
            shared.add(review.external_id)
    return [replace(review, external_id=None) if review.external_id in shared else review for review in reviews]


def _placed(reviews: tuple[RawReview, ...]) -> tuple[RawReview, ...]:
    """Keep the place only where the page is about several."""
    several = len({review.place for review in reviews if review.place}) > 1
    return reviews if several else tuple(replace(review, place="") for review in reviews)


def claims_of(markup: Markup) -> Claims:
    """Totals of what is reviewed here, else of anything here; the largest, so that "all" is never said too soon."""
    own: list[int] = []
    totals: list[int] = []
    overall = empty = False
    bare = 0
    for node, holder, held_in in walk(markup.nodes):
        listed = [value for prop in HELD_AS_REVIEW if prop in node for value in node[prop]]
        empty = empty or (not listed and any(prop in node for prop in HELD_AS_REVIEW))
        bare += sum(isinstance(value, str) and bool(value.strip()) for value in listed)
        if of_type(node, *OVERALL_TYPES) or held_in == "aggregateRating":
            overall = True
            total = _total(node)
            totals.extend(total)
            if holder is not None and any(prop in holder for prop in HELD_AS_REVIEW):
                own.extend(total)
    return Claims(overall=overall, total=max(own or totals, default=None), empty_list=empty, bare=bare)


def _total(overall: Node) -> list[int]:
    said = text(overall, "reviewCount", "count") or text(overall, "ratingCount", "votes")
    digits = re.search(r"\d[\d.,\s]*", said)
    return [int(re.sub(r"\D", "", digits[0])[:12])] if digits else []


def refuse(page: HtmlPage, markup: Markup, claims: Claims) -> None:
    """Say why there is nothing to read. Raises Blocked or NothingReadable."""
    if not markup.problems and not claims.bare and (asks := wall_before(page)):
        raise Blocked(
            f"The page {asks} and shows no reviews; open it in a browser, then enter or save the reviews by hand."
        )
    if markup.problems:
        raise NothingReadable(f"The page shows no review that can be read. {' '.join(markup.problems)}")
    if claims.bare:
        raise NothingReadable("The page marks reviews up as bare text or links only; enter its reviews by hand.")
    raise NothingReadable("The page has no review mark-up that we know; enter its reviews by hand.")
