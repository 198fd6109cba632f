"""``aftercare check-policy``: every policy file is dated, sourced and understood by the step that uses it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date

from monitor.complaints.clocks import clock_policy
from monitor.complaints.scale import conduct_policy
from monitor.errors import MonitorError, PolicyError
from monitor.link.choose import weights
from monitor.policy import SHIPPED, Policy, load_policy, policy_folder
from monitor.understand.assess import assess
from responders.drafting.playbook import load_playbook
from responders.drafting.silence import reason_not_to_reply
from responders.errors import ResponderError
from responders.guard import warm_up

STEPS: dict[str, Callable[[], object]] = {
    "the conduct scale": conduct_policy,
    "the clocks": clock_policy,
    "understanding": lambda: assess(text="A quiet day.", stars_of_five=5),
    "linking": weights,
    "the playbook": load_playbook,
    "silence": lambda: reason_not_to_reply((), legal_hold=False),
    "the guard": warm_up,
}
"""Each step takes its policy in as it does at work. One more step with a policy is one more line."""


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
    if not problems:
        for problem in _refusals():
            problems += 1
            print(f"✖ {problem}")
    return 1 if problems else 0


def _refusals() -> Iterator[str]:
    """What the steps themselves say of the files: a dated file may still hold a weight or a phrase that cannot be."""
    for step, take_in in STEPS.items():
        try:
            take_in()
        except (MonitorError, ResponderError) as error:
            yield f"{step}: {error}"


def _dated(policy: Policy) -> Policy:
    """The policy itself. Raises PolicyError when nobody can tell of when it is."""
    try:
        date.fromisoformat(policy.version)
    except ValueError:
        raise PolicyError(
            f"The policy file {policy.name}.toml gives no date as its version; write it like 2026-05-31."
        ) from None
    return policy
