"""``aftercare platform``: serve the practice platform on this machine until interrupted."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from monitor.errors import MonitorError
from monitor.practice_platform import PracticePlatform, load_seed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8077, help="the port on 127.0.0.1 (default 8077; 0 takes a free one)"
    )
    parser.add_argument(
        "--seed", type=Path, help="reviews to start with, JSON or TOML (default: a small invented clinic)"
    )
    parser.add_argument("--state", type=Path, help="keep everything in this file, and go on from it when it exists")
    parser.add_argument("--token", default="", help="the access token callers must send (default: a fresh one)")


def run(arguments: argparse.Namespace) -> int:
    seed = load_seed(arguments.seed) if arguments.seed else None
    platform = PracticePlatform(seed, port=arguments.port, token=arguments.token, file=arguments.state)
    try:
        platform.open()
    except OSError as error:
        raise MonitorError(
            f"Port {arguments.port} cannot be taken ({error.strerror}); stop what uses it, or choose another by --port."
        ) from None
    print(f"The practice platform is at {platform.url}/ (Ctrl-C stops it).")
    print(f"Review calls: {platform.api_url}/{platform.location}/reviews")
    print(f"Access token: {platform.token}", flush=True)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _interrupt)
    platform.serve()
    platform.close()
    return 0


def _interrupt(*_: object) -> None:
    """A shell that starts this in the background has it ignore Ctrl-C; a polite end must end it all the same."""
    raise KeyboardInterrupt
