"""Placing a reply on Google: read, compare, put once, read back.

PUT creates or replaces, so a repeated PUT doubles nothing, but a careless one wipes out what the owner typed by hand.
Between our reading and our PUT a moment stays in which a reply typed at the site would be replaced; the API offers no
condition to close it. What became of an uncertain PUT is read from the site, never guessed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from monitor.errors import AccessRefused, FetchError, LostAnswer, NotThere, ReadError
from monitor.sources.answers import Answer
from monitor.sources.client import Client
from monitor.sources.google_business import parse_review
from monitor.sources.routes.google_business import BASE_URL, explained
from responders.errors import ForeignReply, PublishError, SiteBusy

REVIEW = re.compile(r"accounts/[\w-]+/locations/[\w-]+/reviews/[\w.~=+-]+")
MAX_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteReply:
    """The reply the site holds. ``state`` is approved, pending, rejected or unknown; ``updated`` is ISO 8601 UTC."""

    text: str
    state: str
    violation: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The site has taken our text. ``text_sha256`` is of exactly the bytes that were approved.

    ``state`` may still be pending or rejected: taken is not yet shown. ``seen`` is False when the site said yes and
    its own reading does not show the reply yet. ``was_there`` is True when nothing had to be sent.
    """

    state: str
    text_sha256: str
    remote_updated: str = ""
    violation: str = ""
    seen: bool = True
    was_there: bool = False


def read_remote(client: Client, *, base_url: str = BASE_URL, review_name: str, token: str) -> RemoteReply | None:
    """The reply on the site, or None. Raises PublishError; the review itself gone is one that is not transient."""
    try:
        item = client.get(_address(base_url, review_name), kind="json", token=token).json()
        return _reply_in(item)
    except NotThere:
        raise PublishError(
            "Google says that this review does not exist any more; there is nothing to answer.", transient=False
        ) from None
    except AccessRefused as error:
        raise PublishError(str(explained(error)), transient=False) from None
    except FetchError as error:
        if error.transient and error.retry_after is not None:
            raise SiteBusy(str(error), retry_after=error.retry_after) from None
        raise PublishError(str(error), transient=error.transient) from None
    except ReadError as error:
        raise PublishError(f"Google's answer about this review cannot be read: {error}", transient=False) from None


def place_reply(
    client: Client,
    *,
    base_url: str = BASE_URL,
    review_name: str,
    token: str,
    text: str,
    expected: str | None = None,
) -> Placed:
    """Place ``text`` as the reply to ``accounts/…/locations/…/reviews/…``.

    ``expected`` is the text we last published there, None when we never did. Sends at most one PUT, and none when
    the text is there already. Raises ForeignReply when the site holds anything else; PublishError with
    ``uncertain`` when our text may be there and the site could not be read: read back before anything else.
    """
    raw = _checked(text)
    look = partial(read_remote, client, base_url=base_url, review_name=review_name, token=token)
    remote, digest = look(), hashlib.sha256(raw).hexdigest()
    if remote is not None and same_words(remote.text, text):
        return _placed(remote, digest, was_there=True)
    _refuse_foreign(remote, ours=expected)
    told = _put(client, f"{_address(base_url, review_name)}/reply", token=token, text=text)
    if told is not None and not same_words(told.text, text):
        told = None
    return _verified(look, text=text, expected=expected, told=told, digest=digest)


def same_words(one: str, other: str) -> bool:
    """True for texts that differ only in how a site keeps them: line ends, outer blanks, composed letters."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _refuse_foreign(remote: RemoteReply | None, *, ours: str | None) -> None:
    if remote is None or (ours is not None and same_words(remote.text, ours)):
        return
    raise ForeignReply(
        "The site already holds a reply that was not placed from here; look at it there, and decide which one stays."
    )


def _put(client: Client, address: str, *, token: str, text: str) -> RemoteReply | None:
    """Send once. The reply as Google confirms it, None when it is unknown whether it was taken."""
    try:
        answer = client.put(address, token=token, data={"comment": text})
    except LostAnswer:
        return None
    except FetchError as error:
        raise PublishError(str(error), transient=error.transient) from None
    if answer.status >= 500:
        return None
    if not answer.is_good:
        raise _refused(answer)
    try:
        return _reply_in({"reviewReply": answer.json()})
    except (FetchError, ReadError):
        return None


def _verified(
    look: Callable[[], RemoteReply | None], *, text: str, expected: str | None, told: RemoteReply | None, digest: str
) -> Placed:
    """What the site shows after the PUT. Its own yes (``told``) is enough where its reading lags; silence is not."""
    try:
        remote = look()
    except PublishError as error:
        if told is not None:
            return _placed(told, digest, seen=False)
        raise PublishError(
            f"Whether Google took the reply is not known, and it could not be read back: {error}",
            transient=error.transient,
            uncertain=True,
        ) from None
    if remote is not None and same_words(remote.text, text):
        return _placed(remote, digest)
    _refuse_foreign(remote, ours=expected)
    if told is not None:
        return _placed(told, digest, seen=False)
    raise PublishError(
        "Google gave no clear answer and does not show the reply yet; it is read again before anything is sent.",
        transient=True,
        uncertain=True,
    )


def _refused(answer: Answer) -> PublishError:
    """The error for a PUT that Google turned down: nothing of ours is there."""
    if answer.status == 429:
        return SiteBusy("Google asks for fewer replies a minute (429).", retry_after=answer.retry_after)
    if answer.status in {401, 403}:
        refusal = AccessRefused("Google refuses this reply.", status=answer.status, code=answer.code)
        return PublishError(str(explained(refusal)), transient=False)
    if answer.status in {404, 410}:
        return PublishError("Google says that this review does not exist any more.", transient=False)
    if answer.status == 400:
        return PublishError(
            "Google does not take this text as a reply (400); change it and approve it again.", transient=False
        )
    return PublishError(f"Google turned the reply down ({answer.status}).", transient=False)


def _checked(text: str) -> bytes:
    """The bytes to be sent. Raises PublishError for what Google would refuse or maim, before anything goes out."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raise PublishError("The reply holds half a character; write it again.", transient=False) from None
    if not text.strip():
        raise PublishError("The reply is empty.", transient=False)
    if len(raw) > MAX_BYTES:
        raise PublishError(
            f"The reply has {len(raw)} bytes and Google takes {MAX_BYTES}; accents count two, emoji four. Shorten it.",
            transient=False,
        )
    return raw


def _address(base_url: str, review_name: str) -> str:
    if not REVIEW.fullmatch(review_name):
        raise PublishError(
            "A Google review is named accounts/…/locations/…/reviews/…; fetch it again.", transient=False
        )
    return f"{base_url.rstrip('/')}/{review_name}"


def _reply_in(item: dict[str, Any]) -> RemoteReply | None:
    """The reply in a review, its words untouched: they are compared with ours."""
    reply = parse_review(item).owner_reply
    if reply is None:
        return None
    words = item["reviewReply"].get("comment")
    return RemoteReply(
        text=words if isinstance(words, str) else reply.text,
        state=reply.state,
        violation=reply.violation,
        updated=reply.replied_at.earliest,
    )


def _placed(remote: RemoteReply, digest: str, *, seen: bool = True, was_there: bool = False) -> Placed:
    return Placed(
        state=remote.state,
        text_sha256=digest,
        remote_updated=remote.updated,
        violation=remote.violation,
        seen=seen,
        was_there=was_there,
    )
