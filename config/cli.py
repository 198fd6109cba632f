"""The ``aftercare`` command: one module a sub-command, loaded only when asked for, so that help is instant."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from monitor.errors import MonitorError
from responders.errors import ResponderError

PLAIN = {
    "read": "read reviews from an export, an API answer, a saved page or a mail",
    "evaluate": "run a mechanism over labelled or unlabelled rows and print its scores",
    "platform": "serve the practice platform: a review site of your own, for trying things out",
    "check-policy": "look through the policy files for what is missing, undated or contradictory",
    "demo": "load the demo practice, pass through everything once, and serve the desk",
}
"""Commands that need no database."""
DESK = {
    "init": "create the database or bring it up to date, and name the practice",
    "serve": "serve the desk and keep the heartbeat going, for one office",
    "work": "keep the heartbeat going without the desk",
    "check": "look at a source now, or at all of them",
    "import": "bring in a complaint log or a file of reviews",
    "status": "say in a few lines how everything stands",
    "doctor": "look for what is wrong with this installation, and say what to do",
    "user": "add a person, or change a role or password",
}
"""Commands of a practice's own desk."""


def build_parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser; only the chosen command's module is imported to add its options."""
    parser = argparse.ArgumentParser(prog="aftercare", description="Hear what patients say, and answer with care.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in (PLAIN | DESK).items():
        sub = commands.add_parser(name, help=summary, description=summary)
        if name == chosen:
            module = _module(name)
            module.configure(sub)
            sub.set_defaults(run=_store().with_store(module.run) if name in DESK else module.run)
    return parser


def _module(name: str) -> ModuleType:
    """A desk command's module speaks to the store, which has to be ready before it is imported."""
    if name in DESK:
        _store().start()
    return importlib.import_module(f"config.commands.{name.replace('-', '_')}")


def _store() -> ModuleType:
    return importlib.import_module("config.boot")


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 the answer is no, 2 wrong use. Errors are one plain sentence on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if not word.startswith("-")), None)
    arguments = build_parser(chosen).parse_args(words)
    try:
        return int(arguments.run(arguments))
    except (MonitorError, ResponderError) as error:
        print(f"aftercare {arguments.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
