"""Told to stop in the middle of a slow site's answer: the process is gone before a service manager loses patience."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

from config import heartbeat
from monitor.practice_platform import PracticePlatform
from monitor.services.jobs import Duty
from tests.faults.conftest import ROOT, Desk

PATIENCE = 10.0


def wait_for_request(site: PracticePlatform) -> None:
    until = time.monotonic() + 60
    while not site.seen and time.monotonic() < until:
        threading.Event().wait(0.05)
    assert site.seen, "the source was never asked"


@pytest.mark.parametrize("command", [["work"], ["serve", "--port", "0"]])
def test_told_to_stop_in_the_middle_of_a_look_it_is_gone_in_time(desk: Desk, command: list[str]) -> None:
    desk.act("report")  # Points the source at this site.
    desk.site.faults.arm("slow drip", times=None)
    process = subprocess.Popen(
        [sys.executable, "-m", "config.cli", *command], cwd=ROOT, env=desk.env(), stdout=subprocess.PIPE, text=True
    )
    try:
        wait_for_request(desk.site)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        took = time.monotonic() - began
    finally:
        process.kill()
        process.communicate()

    assert took < PATIENCE
    assert process.returncode == 0
    desk.site.faults.clear()
    assert desk.act("look")["looked"] == 1, "the look that was cut off is taken up again"


def test_a_duty_in_hand_is_finished_and_the_next_ones_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, ran = threading.Event(), []

    def first() -> bool:
        ran.append("first")
        stop.set()
        return True

    acts = {"first": first, "second": lambda: ran.append("second")}
    duties = tuple(Duty(name=name, every=1, run=lambda: "") for name in acts)
    monkeypatch.setattr(heartbeat, "DUTIES", duties)
    monkeypatch.setattr(heartbeat, "run_if_due", lambda duty: acts[duty.name]())
    monkeypatch.setattr(heartbeat, "close_old_connections", lambda: None)

    heartbeat.run_forever(stop)

    assert ran == ["first"]
