"""What a practice platform starts with, and the file format for it.

A seed is a JSON (or TOML) file; a saved state has the same form, so that either can be given to the other::

    {"places": [{"location": "accounts/1/locations/11",       # Google's resource name of the place
                 "name": "Larkspur Aesthetics",
                 "reviews": [{"id": "r1", "author": "Nadia P.",
                              "stars": 1,                      # 1 to 5, or null for "not rated"
                              "text": "…",                     # "" for a rating without words
                              "created": "2026-03-02T10:15:00Z",
                              "updated": "2026-03-02T10:15:00Z",   # optional: created, when absent
                              "reply": "Thank you …"}]}],      # optional: text, or {comment, updated, state, violation}
     "mentions": [{"title": "…", "url": "https://…", "updated": "2026-03-02T10:15:00Z"}],   # optional
     "moderation": "approve",                                  # optional, see ``Moderation``
     "robots": "User-agent: *\\nAllow: /\\n"}                  # optional
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from monitor.errors import ReadError

LOCATION = re.compile(r"accounts/[\w-]+/locations/[\w-]+")
IDENTIFIER = re.compile(r"[\w.~-]+")
ALLOW_ALL = "User-agent: *\nAllow: /\n"


class Moderation(StrEnum):
    """What the site does with a reply it is given; the second word says when."""

    APPROVE = "approve"
    APPROVE_ON_READ = "approve on read"
    REJECT = "reject"
    REJECT_ON_READ = "reject on read"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedReply:
    """An owner's answer on the site. ``state`` is APPROVED, PENDING or REJECTED."""

    comment: str
    updated: str
    state: str = "APPROVED"
    violation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedReview:
    """A review on the site; a deleted one is kept, unseen, so that it can come back."""

    id: str
    author: str
    stars: int | None
    text: str
    created: str
    updated: str
    reply: PostedReply | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedMention:
    """An entry of the feed."""

    title: str
    url: str
    updated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One reviewed place; ``location`` is ``accounts/<a>/locations/<l>``, ``reviews`` in the order they were posted."""

    location: str
    name: str
    reviews: tuple[PostedReview, ...] = ()

    @property
    def id(self) -> str:
        return self.location.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Everything the site holds."""

    places: tuple[Place, ...]
    mentions: tuple[PostedMention, ...] = ()
    moderation: Moderation = Moderation.APPROVE
    robots: str = field(default=ALLOW_ALL)


def load_seed(path: Path) -> Seed:
    """Read a seed or a saved state. Raises ReadError saying which entry is wrong and how."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except OSError as error:
        raise ReadError(f"The seed {path.name} cannot be opened ({error.strerror}); check the name.") from None
    except ValueError as error:
        raise ReadError(f"The seed {path.name} is neither JSON nor TOML ({type(error).__name__}); mend it.") from None
    return read_seed(data)


def read_seed(data: Any) -> Seed:
    """The seed in a decoded file. Raises ReadError naming the entry."""
    if not isinstance(data, dict) or not isinstance(data.get("places"), list):
        raise ReadError('A seed needs a list of "places", each with "location", "name" and "reviews".')
    try:
        return Seed(
            places=tuple(_place(entry) for entry in data["places"]),
            mentions=tuple(PostedMention(**entry) for entry in data.get("mentions", [])),
            moderation=Moderation(data.get("moderation", Moderation.APPROVE)),
            robots=str(data.get("robots", ALLOW_ALL)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReadError(f"The seed has an entry that cannot be used: {error}.") from None


def _place(entry: dict[str, Any]) -> Place:
    location = str(entry["location"])
    if not LOCATION.fullmatch(location):
        raise ValueError(f'location "{location}" is not of the form accounts/<a>/locations/<l>')
    reviews = tuple(_review(review) for review in entry.get("reviews", []))
    if len({review.id for review in reviews}) < len(reviews):
        raise ValueError(f"two reviews of {location} have the same id")
    return Place(location=location, name=str(entry["name"]), reviews=reviews)


def _review(entry: dict[str, Any]) -> PostedReview:
    identifier, stars = str(entry["id"]), entry["stars"]
    if not IDENTIFIER.fullmatch(identifier):
        raise ValueError(f'the review id "{identifier}" may hold letters, digits and . _ ~ - only')
    if stars is not None and stars not in (1, 2, 3, 4, 5):
        raise ValueError(f"the stars of review {identifier} are neither null nor 1 to 5")
    created = _moment(entry["created"])
    return PostedReview(
        id=identifier,
        author=str(entry.get("author", "")),
        stars=stars,
        text=str(entry.get("text", "")),
        created=created,
        updated=_moment(entry.get("updated") or created),
        reply=_reply(entry.get("reply"), default_time=created),
        deleted=bool(entry.get("deleted", False)),
    )


def _reply(entry: str | dict[str, Any] | None, *, default_time: str) -> PostedReply | None:
    if not entry:
        return None
    if isinstance(entry, str):
        return PostedReply(comment=entry, updated=default_time)
    return PostedReply(**{"updated": default_time, **entry})


def _moment(value: Any) -> str:
    text = str(value)
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(f'the time "{text}" needs a zone: write it like 2026-03-02T10:15:00Z')
    return text


def default_seed() -> Seed:
    """A small invented clinic: a praise, a complaint, a mixed one with a reply, a rating alone, one not rated."""
    return read_seed(DEFAULT)


DEFAULT: dict[str, Any] = {
    "places": [
        {
            "location": "accounts/1/locations/11",
            "name": "Larkspur Aesthetics",
            "reviews": [
                {
                    "id": "r1",
                    "author": "Nadia P.",
                    "stars": 5,
                    "text": "Kind people, spotless rooms, and they told me what I did not need.",
                    "created": "2026-03-02T10:15:00Z",
                },
                {
                    "id": "r2",
                    "author": "Tom Ashby",
                    "stars": 1,
                    "text": "Three weeks of bruising and nobody called me back. I want my money back.",
                    "created": "2026-03-04T18:40:12Z",
                },
                {
                    "id": "r3",
                    "author": "Inès",
                    "stars": 3,
                    "text": "Good result but I waited fifty minutes. 😕",
                    "created": "2026-03-05T09:00:00Z",
                    "updated": "2026-03-06T09:30:00Z",
                    "reply": {
                        "comment": "Thank you for telling us about the wait.",
                        "updated": "2026-03-07T08:00:00Z",
                    },
                },
                {"id": "r4", "author": "Yuki M.", "stars": 4, "text": "", "created": "2026-03-08T12:00:00Z"},
                {
                    "id": "r5",
                    "author": "",
                    "stars": None,
                    "text": "They moved my slot twice in one week.",
                    "created": "2026-03-09T16:20:00Z",
                },
            ],
        }
    ],
    "mentions": [
        {
            "title": "Where to go for <b>Larkspur Aesthetics</b> in town",
            "url": "https://www.google.com/url?rct=j&sa=t&url=https://townpaper.example/beauty/larkspur&ct=ga",
            "updated": "2026-03-10T07:00:00Z",
        },
        {
            "title": "A question about fillers",
            "url": "https://forum.example/t/fillers?page=2",
            "updated": "2026-03-11T07:00:00Z",
        },
    ],
}
