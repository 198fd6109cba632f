"""The knobs of a served site, for whoever holds its token: arm faults, set moderation and robots.txt."""

from __future__ import annotations

import json
from typing import Any

from monitor.practice_platform.exchange import Request, Response, google_error, json_response
from monitor.practice_platform.faults import FAULTS, Faults
from monitor.practice_platform.seed import Moderation
from monitor.practice_platform.state import State


def list_faults(faults: Faults) -> Response:
    return json_response({"known": {name: fault.what for name, fault in FAULTS.items()}, "armed": faults.armed})


def arm(faults: Faults, request: Request) -> Response:
    """``{"fault": NAME, "times": 1, "after": 0, "path": REGEX, "method": …, and the fault's own options}``."""
    try:
        options = _object(request)
        faults.arm(options.pop("fault"), **options)
    except (ValueError, KeyError, TypeError) as error:
        return google_error(400, "INVALID_ARGUMENT", f"The fault cannot be armed: {error}.")
    return list_faults(faults)


def disarm(faults: Faults) -> Response:
    faults.clear()
    return list_faults(faults)


def change(state: State, request: Request) -> Response:
    """``{"moderation": …, "robots": …}``, either or both."""
    try:
        wanted = _object(request)
        state.moderation = Moderation(wanted.get("moderation", state.moderation))
        state.robots = str(wanted.get("robots", state.robots))
    except ValueError as error:
        return google_error(400, "INVALID_ARGUMENT", f"The setting is not known: {error}.")
    state.save()
    return json_response({"moderation": state.moderation, "robots": state.robots})


def _object(request: Request) -> dict[str, Any]:
    data = json.loads(request.body)
    if not isinstance(data, dict):
        raise ValueError("a JSON object was due")
    return data
