"""The inbox: every list state is a question to the database, urgent things first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from monitor.models import LinkCandidate, Review, User
from monitor.selectors.scope import complaints_of, reviews_of
from monitor.services.linking import WORTH_SHOWING
from responders.approval.states import ReplyState as S

FLAGGED = Q(assessment__flagged=True)
WORDING = (S.NONE, S.SUGGESTED, S.DRAFT, S.IN_REVIEW, S.RETURNED, S.SUPERSEDED, S.REJECTED_BY_SITE, S.DRIFT)
ON_ITS_WAY = (
    S.APPROVED, S.HELD, S.QUEUED, S.PUBLISHING, S.RETRY_AT, S.UNCERTAIN, S.FAILED, S.TO_POST_BY_HAND, S.IN_MODERATION,
)  # fmt: skip
DONE = (S.PUBLISHED, S.VERIFIED, S.POSTED_BY_HAND, S.NOT_REPLYING, S.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One list of the inbox: its name in the address, its label, what belongs in it, and what to say when empty."""

    slug: str
    label: str
    holds: Q
    empty: str


TABS = (
    Tab(
        slug="needs-reply",
        label="Needs reply",
        holds=(FLAGGED & Q(draft=None)) | Q(draft__state__in=WORDING),
        empty="All caught up. Nothing is waiting for a reply.",
    ),
    Tab(
        slug="on-its-way",
        label="On its way",
        holds=Q(draft__state__in=ON_ITS_WAY),
        empty="Nothing is on its way. Approved replies wait here until their site shows them.",
    ),
    Tab(
        slug="done",
        label="Done",
        holds=Q(draft__state__in=DONE),
        empty="No reply has been finished yet.",
    ),
    Tab(
        slug="quiet",
        label="Not flagged",
        holds=~FLAGGED & Q(draft=None),
        empty="Every review so far has been flagged for a look.",
    ),
    Tab(slug="all", label="All", holds=Q(), empty="No reviews have been read yet. Bring some in under Sources."),
)


def tab_named(slug: str) -> Tab:
    """The tab, or the first one for an unknown name: an old bookmark still opens something useful."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def inbox(person: User, tab: Tab, *, location: str = "", words: str = "") -> QuerySet[Review]:
    """The tab's reviews: gravest urgency first, then the newest."""
    rows = _narrowed(person, location, words).filter(tab.holds)
    rows = rows.select_related("draft", "draft__current")
    return rows.order_by(F("assessment__urgent_level").asc(nulls_last=True), "-sort_at", "-pk")


def tab_counts(person: User, *, location: str = "", words: str = "") -> dict[str, int]:
    """How many each tab holds under the same filters, in one query."""
    counts = {
        tab.slug.replace("-", "_"): Count("pk", filter=tab.holds, distinct=True) for tab in TABS if tab.slug != "all"
    }
    found = _narrowed(person, location, words).aggregate(all=Count("pk", distinct=True), **counts)
    return {tab.slug: found[tab.slug.replace("-", "_")] for tab in TABS}


def with_matches(reviews: list[Review], person: User) -> dict[int, int]:
    """Review id → how many complaints that this person reaches look likely, where nobody has answered yet."""
    rows = LinkCandidate.objects.filter(review__in=reviews, probability__gte=WORTH_SHOWING)
    rows = rows.filter(complaint__in=complaints_of(person))
    rows = rows.filter(review__judgements=None).values("review").annotate(n=Count("pk"))
    return {row["review"]: row["n"] for row in rows}


def _narrowed(person: User, location: str, words: str) -> QuerySet[Review]:
    rows = reviews_of(person).filter(gone_at=None)
    if location.isdigit():
        rows = rows.filter(location_id=int(location))
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(current__text__icontains=word) | Q(current__title__icontains=word) | Q(author__icontains=word)
        )
    return rows
