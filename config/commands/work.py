"""``aftercare work``: the heartbeat alone; ``--once`` for cron."""

from __future__ import annotations

import argparse
import signal
import threading

from config.boot import bring_up_to_date
from config.heartbeat import run_forever, run_once


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="every duty once, then stop")


def run(arguments: argparse.Namespace) -> int:
    bring_up_to_date()
    if arguments.once:
        for line in run_once():
            print(line)
        return 0
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    print("The heartbeat is running (Ctrl-C stops it).", flush=True)
    run_forever(stop)
    return 0
