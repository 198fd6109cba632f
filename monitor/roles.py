"""Who may do what: one table, one row an action, read by every view, every service and the test that walks it all.

Which records a person reaches (own practice, own patients) is asked by the selectors, not here.
"""

from __future__ import annotations

from enum import StrEnum

from monitor.errors import MonitorError

ROLES = ("owner", "office_manager", "staff", "provider", "auditor")


class Reach(StrEnum):
    """How far a role reaches with an action."""

    ALL = "all"
    OWN = "own"
    """Only what is the person's own: a provider's own patients."""
    MASKED = "masked"
    """To read, with names hidden."""
    PROPOSE = "propose"
    """May put it forward; somebody else decides."""
    NO = "no"


ALL, OWN, MASKED, PROPOSE, NO = Reach.ALL, Reach.OWN, Reach.MASKED, Reach.PROPOSE, Reach.NO

TABLE: dict[str, tuple[Reach, Reach, Reach, Reach, Reach]] = {
    # action                (owner, office manager, staff, provider, auditor)
    "see_inbox": (ALL, ALL, ALL, ALL, ALL),
    "draft_reply": (ALL, ALL, ALL, NO, NO),
    "approve_reply": (ALL, ALL, NO, NO, NO),
    "see_complaints": (ALL, ALL, ALL, OWN, MASKED),
    "log_complaint": (ALL, ALL, ALL, ALL, NO),
    "add_entry": (ALL, ALL, ALL, OWN, NO),
    "import_complaints": (ALL, ALL, NO, NO, NO),
    "link_review": (ALL, ALL, ALL, NO, NO),
    "see_sources": (ALL, ALL, ALL, NO, ALL),
    "check_sources": (ALL, ALL, NO, NO, NO),
    "manage_sources": (ALL, NO, NO, NO, NO),
    "see_audit": (ALL, ALL, NO, NO, ALL),
}
"""Only what this version can do; a later feature brings its row. Source: the practice's division of work (a front
desk logs and links, managers answer, auditors read with names hidden)."""


class UnknownAction(MonitorError):
    """The code asked for an action that the table does not have."""


def reach(role: str, action: str) -> Reach:
    """How far ``role`` reaches; a role we do not know reaches nothing. Raises UnknownAction for an unknown action."""
    if action not in TABLE:
        raise UnknownAction(f"There is no action called {action!r}; the table in monitor/roles.py has them all.")
    return TABLE[action][ROLES.index(role)] if role in ROLES else NO


def may(role: str, action: str) -> bool:
    """True when the role can do it itself; a mere proposal is not doing it."""
    return reach(role, action) not in (PROPOSE, NO)


def who_may(action: str) -> tuple[str, ...]:
    """The roles that can do it themselves, to name them to a person who cannot."""
    return tuple(role for role in ROLES if may(role, action))
