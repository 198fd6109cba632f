"""A practice's own policy folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.policy import SHIPPED


@pytest.fixture
def change_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """``change_policy(name, old, new)``: the practice's own folder, with one shipped file changed."""
    folder = tmp_path / "policy"

    def change(name: str, old: str, new: str) -> None:
        shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
        path = folder / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("AFTERCARE_POLICY", str(folder))

    return change
