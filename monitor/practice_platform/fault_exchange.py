"""What a fault gets to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.practice_platform.exchange import Request, Response
from monitor.practice_platform.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """``proceed`` gives the ordinary answer; ``pause`` waits some seconds, or until the site stops."""

    state: State
    request: Request
    proceed: Callable[[], Response]
    pause: Callable[[float], bool]

    def review_name(self, given: str = "") -> str:
        """The review meant: the one given, else the one in the path, else the first of the site."""
        if given:
            return given
        path = self.request.path.removeprefix("/v4/").removesuffix("/reply")
        if "/reviews/" in path:
            return path
        place = self.state.places[0]
        return f"{place.location}/reviews/{place.reviews[0].id}"


Act = Callable[..., Response]
"""Takes an Exchange and the fault's own options, gives the answer that is sent."""
