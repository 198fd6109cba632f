"""What the documents say is there, is there; what is there, is said. And the project speaks of itself alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.cli import DESK, PLAIN

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("command", sorted(PLAIN | DESK))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`aftercare {command}`" in README


def test_the_readme_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"aftercare ([a-z]+(?:-[a-z]+)?)", README)) <= set(PLAIN | DESK)


def test_every_target_of_the_makefile_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert all(re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE) for target in phony[1].split())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9-]+==\S+", text, re.MULTILINE)
        assert len(pinned) > 10
        assert text.count("--hash=sha256:") >= len(pinned)
        assert not re.search(r"https?://|file:|--index-url|--find-links", text)
