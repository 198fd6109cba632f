"""The site's memory: reviews, replies and their moderation, safe between threads, kept in a file when asked."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.practice_platform.seed import Moderation, Place, PostedMention, PostedReply, PostedReview, Seed

OUTCOMES = {
    Moderation.APPROVE: ("APPROVED", "APPROVED"),
    Moderation.APPROVE_ON_READ: ("PENDING", "APPROVED"),
    Moderation.REJECT: ("REJECTED", "REJECTED"),
    Moderation.REJECT_ON_READ: ("PENDING", "REJECTED"),
    Moderation.HOLD: ("PENDING", "PENDING"),
}
"""The state of a reply when it is given, and from the first reading after."""
VIOLATION = "CONTACT_DETAILS_NOT_ALLOWED"


class State:
    """What the site holds. A review's ``name`` is ``accounts/<a>/locations/<l>/reviews/<r>``; unknown ones KeyError."""

    def __init__(
        self, seed: Seed, *, file: Path | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._lock = threading.RLock()
        self._places = {place.location: place for place in seed.places}
        self._file = file
        self._now = now
        self._overdue: dict[str, tuple[int, PostedReply | None]] = {}
        self.mentions = seed.mentions
        self.moderation = seed.moderation
        self.robots = seed.robots
        self.received: list[tuple[str, str]] = []
        """Every reply taken in by an API call, in order: what a test counts to prove that nothing went out twice."""

    # --- reading

    @property
    def places(self) -> tuple[Place, ...]:
        with self._lock:
            return tuple(self._places.values())

    def place(self, location: str) -> Place:
        with self._lock:
            return self._places[location]

    def place_by_id(self, identifier: str) -> Place:
        """The place whose location ends in this id. KeyError when there is none."""
        for place in self.places:
            if place.id == identifier:
                return place
        raise KeyError(identifier)

    def reviews(self, location: str) -> tuple[PostedReview, ...]:
        """The reviews people can see, in the order they were posted."""
        return tuple(review for review in self.place(location).reviews if not review.deleted)

    def review(self, name: str) -> PostedReview:
        """The review as it stands, without being counted as a reading. KeyError when it is unknown or deleted."""
        review = self._any_review(name)
        if review.deleted:
            raise KeyError(name)
        return review

    def read(self, name: str) -> PostedReview:
        """A reading by the API: moves moderation on, and shows an answer late where that was asked for."""
        with self._lock:
            review = self._moderated(name, self.review(name))
            left, before = self._overdue.pop(name, (0, None))
            if left <= 0:
                return review
            self._overdue[name] = (left - 1, before)
            return replace(review, reply=before)

    def _moderated(self, name: str, review: PostedReview) -> PostedReview:
        if review.reply is None or review.reply.state != "PENDING" or name in self._overdue:
            return review
        settled = self._judged(review.reply, OUTCOMES[self.moderation][1])
        return review if settled == review.reply else self._store(name, replace(review, reply=settled))

    def _any_review(self, name: str) -> PostedReview:
        location, _, identifier = name.partition("/reviews/")
        for review in self.place(location).reviews:
            if review.id == identifier:
                return review
        raise KeyError(name)

    # --- what the owner does

    def put_reply(self, name: str, comment: str) -> PostedReply:
        """Create or replace the one reply of a review, through moderation."""
        with self._lock:
            review = self.review(name)
            reply = self._judged(PostedReply(comment=comment, updated=self.now()), OUTCOMES[self.moderation][0])
            self._store(name, replace(review, reply=reply))
            self.received.append((name, comment))
            return reply

    def delete_reply(self, name: str) -> None:
        with self._lock:
            self._store(name, replace(self.review(name), reply=None))

    def show_late(self, name: str, *, reads: int, before: PostedReply | None) -> None:
        """Let the next ``reads`` readings still see the reply that was there before."""
        with self._lock:
            self._overdue[name] = (reads, before)

    # --- what others do

    def add_review(self, location: str, review: PostedReview) -> None:
        with self._lock:
            place = self.place(location)
            self._places[location] = replace(place, reviews=(*place.reviews, review))
            self.save()

    def edit_review(self, name: str, **changes: Any) -> PostedReview:
        """The reviewer changes ``text`` or ``stars``; the time of the edit follows unless it is given."""
        with self._lock:
            return self._store(name, replace(self.review(name), **{"updated": self.now(), **changes}))

    def delete_review(self, name: str) -> None:
        with self._lock:
            self._store(name, replace(self.review(name), deleted=True))

    def restore_review(self, name: str) -> None:
        with self._lock:
            self._store(name, replace(self._any_review(name), deleted=False))

    def reply_by_hand(self, name: str, comment: str) -> None:
        """Somebody signed in at the site and typed a reply there."""
        with self._lock:
            reply = PostedReply(comment=comment, updated=self.now())
            self._store(name, replace(self.review(name), reply=reply))

    def add_mention(self, mention: PostedMention) -> None:
        with self._lock:
            self.mentions = (*self.mentions, mention)
            self.save()

    # --- keeping

    def now(self) -> str:
        """The present moment as the site writes it: RFC 3339 in UTC, milliseconds."""
        return self._now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _store(self, name: str, review: PostedReview) -> PostedReview:
        location = name.partition("/reviews/")[0]
        place = self.place(location)
        reviews = tuple(review if old.id == review.id else old for old in place.reviews)
        self._places[location] = replace(place, reviews=reviews)
        self.save()
        return review

    def _judged(self, reply: PostedReply, verdict: str) -> PostedReply:
        return replace(reply, state=verdict, violation=VIOLATION if verdict == "REJECTED" else "")

    def save(self) -> None:
        """Replace the state file, if there is one, in a single step: a killed process leaves the old or the new."""
        if self._file is None:
            return
        with self._lock:
            seed = Seed(places=self.places, mentions=self.mentions, moderation=self.moderation, robots=self.robots)
            beside = self._file.with_name(self._file.name + ".new")
            with beside.open("w", encoding="utf-8") as file:
                json.dump(asdict(seed), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._file)
