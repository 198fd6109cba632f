"""Whole tasks in a real Chromium against a real desk and a real review site, each in its own process, on loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "a-look-around-the-desk"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOLD = 2
"""Seconds an approved reply waits in these journeys, so that nobody has to."""


@dataclass(frozen=True)
class Desk:
    """The addresses of a running demo."""

    url: str
    site: str
    said: list[str] = field(default_factory=list)


@dataclass
class Visit:
    """One person's browser at the desk; ``complaints`` collects everything the browser objected to."""

    page: Page
    desk: Desk
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.desk.url + path)
        return self.page


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """A fresh demo, served; everything it printed is kept."""
    home = Path(tempfile.mkdtemp(prefix="aftercare-journey-"))
    command = [sys.executable, "-m", "config.cli", "demo", "--home", str(home), "--port", "0", "--platform-port", "0"]
    process = subprocess.Popen(
        [*command, "--hold", str(HOLD)], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=_as_a_person_has_it(),
    )  # fmt: skip
    try:
        yield _addresses(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)
        shutil.rmtree(home)


def _as_a_person_has_it() -> dict[str, str]:
    """The environment of a shell, without what the test runner has put into this one."""
    ours = ("DJANGO_", "AFTERCARE_", "PYTEST_")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)} | {"PYTHONUNBUFFERED": "1"}


def _addresses(process: subprocess.Popen[str]) -> Desk:
    said: list[str] = []
    site = ""
    assert process.stdout
    for line in process.stdout:
        said.append(line.rstrip())
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address and "review site" in line:
            site = address[0]
        elif address and "The desk is at" in line:
            return Desk(url=address[0], site=site, said=said)
    pytest.fail("The demo ended before it served the desk:\n" + "\n".join(said))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("AFTERCARE_REQUIRE") != "all":
            pytest.skip(f"no Chromium at {CHROMIUM}; on Debian: apt-get install chromium libatomic1")
        pytest.fail(f"The journeys need Chromium at {CHROMIUM}; on Debian: apt-get install chromium libatomic1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(desk: Desk, browser: Browser) -> Iterator[object]:
    """``visit("dana")`` logs in; what the browser objects to in any of them fails the test at its end."""
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def log_in(name: str, *, width: int = 1280, scripts: bool = True, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts,
            color_scheme="dark" if dark else "light", reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        made = Visit(page=context.new_page(), desk=desk)
        visits.append(made)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda message: _listen(made, message.type, message.text))
        made.go("/log-in/")
        made.page.fill("#id_username", name)
        made.page.fill("#id_password", PASSWORD)
        made.page.click("main button")
        made.page.wait_for_url(desk.url + "/")
        return made

    yield log_in
    for context in contexts:
        context.close()
    assert [complaint for one in visits for complaint in one.complaints] == []


def _listen(visit: Visit, kind: str, text: str) -> None:
    """A refused form answers 409 or 422, which Chromium reports like a missing file; everything else is a fault."""
    if kind in {"error", "warning"} and not re.search(r"status of (409|422)", text):
        visit.complaints.append(text)
