"""When no public word is the right word: the states in which a reply is withheld, as policy data."""

from __future__ import annotations

from collections.abc import Collection

from monitor.errors import PolicyError
from monitor.policy import load_policy


def reason_not_to_reply(urgency_tags: Collection[str], *, legal_hold: bool) -> str | None:
    """The sentence to show the office when no reply may be drafted, else None.

    Tags are the names of ``monitor.understand``'s urgency tags, in either case. The gravest state speaks first, in
    the order of ``config/policy/silence.toml``; tags that are not there do not silence.
    """
    hold, states = _policy()
    heard = {tag.upper() for tag in urgency_tags}
    return hold if legal_hold else next((reason for tags, reason in states if heard & tags), None)


def _policy() -> tuple[str, list[tuple[set[str], str]]]:
    data = load_policy("silence").data
    try:
        return data["legal_hold"]["reason"], [(set(state["tags"]), state["reason"]) for state in data["state"]]
    except (KeyError, TypeError) as error:
        raise PolicyError(f"silence.toml lacks or misspells {error}; compare it with the shipped file.") from None
