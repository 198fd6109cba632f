"""A desk in a home of its own beside a real review site; every act is a process that may be killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.practice_platform import PracticePlatform
from monitor.practice_platform.seed import read_seed

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = "accounts/1/locations/11"
REVIEWS = 60
TOKEN = "a-token-for-this-site-alone"


@dataclass(frozen=True)
class Desk:
    """Acts of ``tests/faults/child.py`` in one home."""

    home: Path
    site: PracticePlatform

    def env(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "AFTERCARE_"))}
        return kept | {
            "AFTERCARE_HOME": str(self.home),
            "AFTERCARE_HOLD_SECONDS": "0",
            "AFTERCARE_PRACTICE_PLATFORM": self.site.url,
        }

    def act(self, name: str, **given: Any) -> Any:
        command = [sys.executable, "-m", "tests.faults.child", name, json.dumps(given)]
        done = subprocess.run(command, cwd=ROOT, env=self.env(), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def killed(self, name: str, *deaths: str) -> list[str]:
        """The act once for every death, each in a process that dies there. What they had said before."""
        command = [sys.executable, "-m", "tests.faults.child", name, json.dumps({"deaths": deaths})]
        done = subprocess.run(command, cwd=ROOT, env=self.env(), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1]) == [], "these deaths were outlived"
        return done.stderr.splitlines()


def harsh(number: int) -> dict[str, Any]:
    text = f"Waited an hour, nobody said sorry, and the front desk was rude. Terrible, no. {number}."
    return {"id": f"k{number}", "author": f"Pat {number}", "stars": 1, "text": text, "created": "2026-05-01T10:00:00Z"}


def review_site() -> PracticePlatform:
    places = [{"location": PLACE, "name": "Larkspur Aesthetics", "reviews": [harsh(n) for n in range(REVIEWS)]}]
    return PracticePlatform(read_seed({"places": places}), token=TOKEN)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made once and copied: a desk that has fetched nothing yet, and one with a suggestion for every review."""
    empty, full = tmp_path_factory.mktemp("homes") / "empty", tmp_path_factory.mktemp("homes") / "full"
    with review_site() as site:
        Desk(home=empty, site=site).act("prepare", account=PLACE, token=TOKEN)
        desk = Desk(home=Path(shutil.copytree(empty, full)), site=site)
        assert desk.act("look") == {"looked": 1, "understood": REVIEWS}
        assert desk.act("propose") == {"proposed": REVIEWS}
    return empty, full


@pytest.fixture
def site() -> Iterator[PracticePlatform]:
    with review_site() as platform:
        yield platform


@pytest.fixture
def desk(site: PracticePlatform, homes: tuple[Path, Path], tmp_path: Path) -> Desk:
    """Set up, with a source that is due and nothing fetched yet."""
    return Desk(home=Path(shutil.copytree(homes[0], tmp_path / "home")), site=site)


@pytest.fixture
def proposed(site: PracticePlatform, homes: tuple[Path, Path], tmp_path: Path) -> Desk:
    """As ``desk``, with every review fetched and a suggestion for each."""
    return Desk(home=Path(shutil.copytree(homes[1], tmp_path / "home")), site=site)
