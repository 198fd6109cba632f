"""The demo's walk through the house: serve a site, load, read, understand, match, propose; print what was done."""

from __future__ import annotations

import argparse
import importlib
import os
from datetime import UTC, datetime

from config import boot
from config.demo.seed import demo_seed
from monitor.practice_platform import PracticePlatform


def walk(arguments: argparse.Namespace) -> int:
    """Everything once; then, unless told otherwise, the desk until it is stopped."""
    now = datetime.now(UTC)
    with _platform(arguments.platform_port, now) as platform:
        os.environ["AFTERCARE_PRACTICE_PLATFORM"] = platform.url
        boot.start()
        boot.bring_up_to_date()
        load = importlib.import_module("config.demo.load")
        load.load_demo(platform, now=now)
        print(f"A review site of your own is at {platform.url}/")
        for line in importlib.import_module("config.heartbeat").run_once():
            print(f"  {line}")
        print(importlib.import_module("config.demo.truth").count())
        if not arguments.no_serve:
            _greet(load)
            serve = importlib.import_module("config.commands.serve")
            serve.serve_desk(host="127.0.0.1", port=arguments.port, heartbeat=True, port_may_move=True)
    return 0


def _platform(port: int, now: datetime) -> PracticePlatform:
    """On the port asked for, or on a free one when it is taken: a second demo must not fail over it."""
    platform = PracticePlatform(demo_seed(now), port=port)
    try:
        platform.open()
    except OSError:
        return PracticePlatform(demo_seed(now))
    platform.close()
    return PracticePlatform(demo_seed(now), port=port)


def _greet(load: object) -> None:
    print("Log in as nora (owner), dana (office manager), sam (staff), imani (provider) or priya (auditor);")
    print(f"the password of each is {load.PASSWORD}")
