"""``aftercare work``: the heartbeat alone; ``--once`` for cron."""

from __future__ import annotations

import argparse
import signal
import threading

from config.boot import bring_up_to_date
from config.heartbeat import run_forever, run_round, said


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="every duty once, then stop")


def run(arguments: argparse.Namespace) -> int:
    """Exit 1 when a duty of ``--once`` has failed, so that cron sends its mail."""
    bring_up_to_date()
    if arguments.once:
        runs = run_round()
        for one in runs:
            print(said(one))
        return 0 if all(one.outcome == "done" for one in runs) else 1
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    print("The heartbeat is running (Ctrl-C stops it).", flush=True)
    run_forever(stop)
    return 0
