"""People who log in, and what they are to the practice."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from monitor.roles import ROLES, Reach, may, reach


def role_choices() -> list[tuple[str, str]]:
    """A callable, so that a new role needs no migration."""
    return [(role, role.replace("_", " ").capitalize()) for role in ROLES]


class User(AbstractUser):
    """A person with a log-in of their own; shared log-ins would make the audit trail worthless."""

    role = models.CharField(max_length=32, choices=role_choices, default="staff")
    practice = models.ForeignKey("monitor.Practice", on_delete=models.PROTECT, null=True, related_name="people")

    def may(self, action: str) -> bool:
        return self.is_active and self.practice_id is not None and may(self.role, action)

    def reaches(self, action: str) -> Reach:
        return reach(self.role, action) if self.may(action) else Reach.NO

    @property
    def shown_name(self) -> str:
        return self.get_full_name() or self.username
