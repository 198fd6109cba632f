"""``aftercare serve``: the desk and the heartbeat in one process, for one office."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import threading

from django.conf import settings
from waitress.server import create_server

from config.boot import bring_up_to_date
from config.heartbeat import run_forever
from config.wsgi import application
from monitor.errors import MonitorError
from responders.guard import warm_up

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port (default 8000; 0 takes a free one)")
    parser.add_argument("--no-heartbeat", action="store_true", help="the desk alone; aftercare work does the rest")


def run(arguments: argparse.Namespace) -> int:
    bring_up_to_date()
    serve_desk(host=arguments.host, port=arguments.port, heartbeat=not arguments.no_heartbeat)
    return 0


def serve_desk(*, host: str, port: int, heartbeat: bool, port_may_move: bool = False) -> None:
    """Answer until interrupted. Other machines are served only when a proxy in front ends TLS."""
    if host not in LOOPBACK and not settings.BEHIND_TLS:
        raise MonitorError(
            f"The desk holds patient data and does not listen on {host} without TLS. Put a TLS proxy in front and "
            "set AFTERCARE_BEHIND_TLS=yes, or leave --host away."
        )
    server = create_server(application, host=host, port=free_port(host, port, port_may_move), threads=8, ident="desk")
    print(f"The desk is at http://{host}:{server.effective_port}/ (Ctrl-C stops it).", flush=True)
    stop = threading.Event()
    beat = threading.Thread(target=run_forever, args=(stop,), name="heartbeat")
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _interrupt)
    warm_up()  # else the first person to save a reply would wait for the guard's patterns
    if heartbeat:
        beat.start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    stop.set()
    if heartbeat:
        beat.join(timeout=10)
    server.close()


def _interrupt(*_: object) -> None:
    """A service manager's polite end is the same as a person's Ctrl-C: finish what is in hand, then stop."""
    raise KeyboardInterrupt


def free_port(host: str, port: int, may_move: bool) -> int:
    """The port, or with ``may_move`` a free one when it is taken. Raises MonitorError when it is and may not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if may_move:
                return 0
            raise MonitorError(f"Port {port} cannot be taken ({error.strerror}); choose another with --port.") from None
    return port
