"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled development sets and real samples, where they lie beside the project."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project: the development sets and real samples are not here")
    return SHARED
