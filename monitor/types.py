"""The frozen values that cross from one step to the next. They know neither Django nor the steps themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Precision = Literal["second", "minute", "day", "week", "month", "year", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment as exact as its source allows, never more.

    ``value`` is ISO 8601 cut to the precision (``2005-02`` for a month); "" when the source said nothing readable.
    ``earliest`` and ``latest`` are full ISO timestamps in UTC around it (equal for a second), or "" when unknown.
    """

    raw: str = ""
    value: str = ""
    precision: Precision = "unknown"
    earliest: str = ""
    latest: str = ""
    relative: bool = False
    """True for "2 weeks ago": the interval was counted from the time of reading and must not drift on a refetch."""


UNKNOWN_TIME = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars:
    """A rating exactly as given, on the scale it was given on. ``value`` None means "not rated", never zero."""

    value: float | None = None
    scale: float | None = None
    """The best possible value (5, 10, 100), or None when the source does not say and we cannot know."""
    raw: str = ""

    @property
    def of_five(self) -> float | None:
        """The rating on five stars, or None when there is none or its scale is unknown. Never clipped."""
        if self.value is None or not self.scale:
            return None
        return self.value * 5 / self.scale


NOT_RATED = Stars()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReply:
    """What the practice has already answered, as the site shows it."""

    text: str
    replied_at: When = UNKNOWN_TIME
    state: str = "unknown"
    """approved, pending, rejected or unknown: some sites moderate answers."""
    violation: str = ""
    """The site's own reason for a rejected answer, if it gives one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReview:
    """One review as a source gave it, normalised beside, never instead: ``text`` is what the person wrote."""

    source: str
    external_id: str | None = None
    author: str = ""
    stars: Stars = NOT_RATED
    verdict: Literal["recommended", "not recommended", ""] = ""
    """For sites without stars."""
    title: str = ""
    text: str = ""
    translation: str = ""
    """A machine translation the site added, kept apart from the person's own words."""
    language: str = ""
    """BCP 47 as the source says, or ""."""
    published: When = UNKNOWN_TIME
    edited: When = UNKNOWN_TIME
    owner_reply: OwnerReply | None = None
    is_excerpt: bool = False
    url: str = ""
    reply_url: str = ""
    """Where a person can answer by hand, when the source says."""
    place: str = ""
    """The source's own name or id of the reviewed place, when one answer holds several."""
    warnings: tuple[str, ...] = ()
    """Plain remarks for a person: "the star value SIX is not one we know"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one reading found. An incomplete listing may add; it may never be taken as proof that something is gone."""

    reviews: tuple[RawReview, ...] = ()
    removed: tuple[str, ...] = ()
    """External ids the source explicitly says are deleted."""
    complete: bool = False
    says_none: bool = False
    """The source itself says that there are no reviews (an empty list where a list was due)."""
    total_claimed: int | None = None
    next_page: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A notice that somebody wrote something somewhere (a feed entry): a reason to look, not a review."""

    title: str
    url: str
    seen: When = UNKNOWN_TIME


class SourceState(StrEnum):
    """How the last check of a source ended. Failure never looks like quiet."""

    NEVER = "never checked"
    OK = "checked"
    NOT_MODIFIED = "not modified"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"
    READER_LOST = "reader lost"
    FAILING = "failing"


# --- understanding -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A piece of a review that carried weight: ``text[start:end]``, and what it stands for."""

    start: int
    end: int
    text: str
    meaning: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyHit:
    """One urgency tag. ``level`` 1 = alert at once, 2 = same day, 3 = queue, 0 = for information."""

    tag: str
    level: int
    route: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeHit:
    """One theme the review speaks about, with the words that say so."""

    theme: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a review is flagged: ``code`` is "stars", "text" or "urgency"; ``why`` is shown word for word."""

    code: Literal["stars", "text", "urgency"]
    why: str
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a review says, in reasons a person can check. The probability is from the text alone."""

    negative_probability: float
    flagged: bool
    reasons: tuple[Reason, ...]
    urgency: tuple[UrgencyHit, ...]
    themes: tuple[ThemeHit, ...]
    notes: tuple[str, ...] = ()
    """Codes beside the flag: "rating only", "stars and text disagree", "excerpt", "other language"."""
    mechanism: str = ""


# --- linking --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedComplaint:
    """What a review could echo of a complaint. Dates are ISO days or ""; ``amount`` in whole currency units."""

    complaint_id: str
    patient_id: str = ""
    patient_first: str = ""
    patient_last: str = ""
    patient_known_as: str = ""
    patient_former_last: str = ""
    related_contact: str = ""
    location: str = ""
    treatment_date: str = ""
    received_date: str = ""
    procedure: str = ""
    provider: str = ""
    staff_involved: tuple[str, ...] = ()
    amount: float | None = None
    category: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReview:
    """The parts of a review that can point to a complaint."""

    review_id: str
    author_name: str = ""
    location: str = ""
    date_posted: str = ""
    rating: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of reason for or against a match; ``score`` is in log-odds, positive speaks for it."""

    kind: str
    why: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible answer for a review. ``complaint_id`` None is the "nobody in the log" answer."""

    review_id: str
    complaint_id: str | None
    probability: float
    reasons: tuple[Evidence, ...] = field(default=())
    mechanism: str = ""
