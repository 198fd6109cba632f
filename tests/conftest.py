"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.models import Location, Practice, User
from monitor.roles import ROLES
from tests.factories import make_practice

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled development sets and real samples, where they lie beside the project."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project: the development sets and real samples are not here")
    return SHARED


@pytest.fixture
def practice(db: None) -> Practice:
    """An invented practice with one location, "Riverside"."""
    return make_practice()


@pytest.fixture
def location(practice: Practice) -> Location:
    return practice.locations.get()


@pytest.fixture
def people(practice: Practice) -> dict[str, User]:
    """One person of each role, named after it, and an ``outsider`` who owns another practice."""
    elsewhere = make_practice(name="Other Skin Clinic", location="Elsewhere")
    members = {role: User.objects.create_user(role, role=role, practice=practice, last_name=role) for role in ROLES}
    return members | {"outsider": User.objects.create_user("outsider", role="owner", practice=elsewhere)}
