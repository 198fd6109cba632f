"""``aftercare demo``: an invented practice, the whole way once over real HTTP, and then the desk to try it out."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
from pathlib import Path

from config.env import BASE
from monitor.errors import MonitorError

MARK = "made-by-aftercare-demo"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="do everything and stop, without serving the desk")
    parser.add_argument("--home", type=Path, default=BASE / ".demo", help="where the demo's data goes (made anew)")
    parser.add_argument("--port", type=int, default=8000, help="the desk's port; another when it is taken")
    parser.add_argument("--platform-port", type=int, default=8077, help="the review site's port; another when taken")
    parser.add_argument("--hold", type=int, default=60, help="seconds an approved reply waits before it leaves")


def run(arguments: argparse.Namespace) -> int:
    """The settings read the environment once, so the home is chosen before they are touched."""
    home = _fresh_home(arguments.home)
    os.environ |= {"AFTERCARE_HOME": str(home), "AFTERCARE_HOLD_SECONDS": str(arguments.hold)}
    show = importlib.import_module("config.demo.show")
    return int(show.walk(arguments))


def _fresh_home(home: Path) -> Path:
    """An empty folder that the demo made itself; never somebody's own data."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise MonitorError(f"The folder {home.name} holds something else; name another one with --home.")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / MARK).touch()
    return home.resolve()
