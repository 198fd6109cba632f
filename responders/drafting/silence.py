"""When no public word is the right word: the states in which a reply is withheld, as policy data."""

from __future__ import annotations

from collections.abc import Collection

from monitor.policy import load_policy


def reason_not_to_reply(urgency_tags: Collection[str], *, legal_hold: bool) -> str | None:
    """The sentence to show the office when no reply may be drafted, else None.

    Tags are the names of ``monitor.understand``'s urgency tags, in either case. The gravest state speaks first, in
    the order of ``config/policy/silence.toml``; tags that are not there do not silence.
    """
    policy = load_policy("silence").data
    if legal_hold:
        return str(policy["legal_hold"]["reason"])
    heard = {tag.upper() for tag in urgency_tags}
    return next((str(state["reason"]) for state in policy["state"] if heard & set(state["tags"])), None)
