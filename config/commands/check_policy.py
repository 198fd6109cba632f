"""``aftercare check-policy``: every policy file is dated, sourced and understood by the step that uses it."""

from __future__ import annotations

import argparse
from datetime import date

from monitor.errors import PolicyError
from monitor.policy import SHIPPED, Policy, load_policy, policy_folder


def configure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(format="text")


def run(_: argparse.Namespace) -> int:
    """Exit 1 when any file cannot be used as it stands."""
    files, problems = sorted(policy_folder().glob("*.toml")), 0
    if not files:
        raise PolicyError("The policy folder holds no files; restore the shipped config/policy folder.")
    needed = {path.name: path for path in (*SHIPPED.glob("*.toml"), *files)}
    for _, path in sorted(needed.items()):
        try:
            policy = _dated(load_policy(path.stem))
        except PolicyError as error:
            problems += 1
            print(f"✖ {error}")
        else:
            signed = (
                f"verified by {policy.verified_by}" if policy.is_verified else "proposal, not verified by anybody yet"
            )
            print(f"● {path.name}: {policy.version}, {signed}")
    return 1 if problems else 0


def _dated(policy: Policy) -> Policy:
    """The policy itself. Raises PolicyError when nobody can tell of when it is."""
    try:
        date.fromisoformat(policy.version)
    except ValueError:
        raise PolicyError(
            f"The policy file {policy.name}.toml gives no date as its version; write it like 2026-05-31."
        ) from None
    return policy
