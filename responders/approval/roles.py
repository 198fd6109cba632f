"""Who may do what: one table, one row an action. Which records a person reaches (own locations) is asked elsewhere."""

from __future__ import annotations

from enum import StrEnum

from responders.errors import NotAllowed

ROLES = ("owner", "office_manager", "staff", "provider", "auditor")


class Reach(StrEnum):
    """How far a role reaches with an action, within the locations of the person."""

    ALL = "all"
    OWN = "own"
    """Only what is the person's own or assigned to them."""
    MASKED = "masked"
    """To read, with names hidden; unhiding one is a logged reason."""
    PROPOSE = "propose"
    """May put it forward; somebody else decides."""
    NO = "no"


ALL, OWN, MASKED, PROPOSE, NO = Reach.ALL, Reach.OWN, Reach.MASKED, Reach.PROPOSE, Reach.NO

TABLE: dict[str, tuple[Reach, Reach, Reach, Reach, Reach]] = {
    # action                (owner, office manager, staff, provider, auditor)
    "see_inbox": (ALL, ALL, ALL, OWN, ALL),
    "draft_reply": (ALL, ALL, ALL, OWN, NO),
    "approve_reply": (ALL, ALL, NO, NO, NO),
    "override_guard": (ALL, NO, NO, NO, NO),
    "bulk_approve_praise": (ALL, ALL, NO, NO, NO),
    "see_complaints": (ALL, ALL, OWN, OWN, MASKED),
    "add_entry": (ALL, ALL, ALL, OWN, NO),
    "change_severity": (ALL, ALL, PROPOSE, PROPOSE, NO),
    "link_review": (ALL, ALL, ALL, NO, NO),
    "answer_clinical": (ALL, NO, NO, ALL, NO),
    "refund_within_limit": (ALL, ALL, NO, PROPOSE, NO),
    "refund_over_limit": (ALL, NO, NO, PROPOSE, NO),
    "draft_termination": (ALL, ALL, NO, ALL, NO),
    "cosign_termination": (ALL, NO, NO, ALL, NO),
    "approve_termination": (ALL, NO, NO, NO, NO),
    "edit_templates": (ALL, PROPOSE, NO, PROPOSE, NO),
    "see_trends": (ALL, ALL, OWN, OWN, ALL),
    "export_patients": (ALL, NO, NO, NO, NO),
    "manage_sources": (ALL, NO, NO, NO, NO),
    "set_alerts": (ALL, ALL, OWN, OWN, NO),
    "manage_users": (ALL, NO, NO, NO, NO),
    "verify_audit": (ALL, OWN, NO, NO, ALL),
    "erase": (ALL, NO, NO, NO, NO),
}


def reach(role: str, action: str) -> Reach:
    """How far ``role`` reaches; a role we do not know reaches nothing. Raises NotAllowed for an unknown action."""
    if action not in TABLE:
        raise NotAllowed(
            f"There is no action called {action!r}; the table in responders/approval/roles.py has them all."
        )
    return TABLE[action][ROLES.index(role)] if role in ROLES else NO


def may(role: str, action: str) -> bool:
    """True when the role can do it itself; a mere proposal is not doing it."""
    return reach(role, action) not in (PROPOSE, NO)


def who_may(action: str) -> tuple[str, ...]:
    """The roles that can do it themselves, to name them to a person who cannot."""
    return tuple(role for role in ROLES if may(role, action))
