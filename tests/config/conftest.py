"""The command line, called as the shell calls it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from config import cli

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def aftercare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """``aftercare("status")``: exit code, stdout, stderr; ``typed`` comes through a pipe."""

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = cli.main(words)
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
