"""What a site's robots.txt allows (RFC 9309), asked for pages only: an API has its own rules."""

from __future__ import annotations

import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from protego import Protego

from monitor.errors import Blocked, FetchError

FRESH_SECONDS = 24 * 3600.0
RETRY_SECONDS = 600.0
MAX_BYTES = 500 * 1024

Kept = tuple[float, str | None]
"""When robots.txt was read (seconds since 1970), and its text: "" allows all, None means that it was not to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """``fetch`` takes an origin and gives the text of its robots.txt, "" when it has none, None when unreachable."""

    agent: str
    fetch: Callable[[str], str | None]
    store: MutableMapping[str, Kept]
    clock: Callable[[], float] = time.time

    def check(self, origin: str, url: str) -> float:
        """The crawl delay in seconds, 0 without one. Raises Blocked when the page is off limits for us."""
        text = self._text(origin)
        host = origin.partition("://")[2]
        if text is None:
            raise FetchError(f"robots.txt of {host} cannot be had, so its pages are left alone until it can.")
        rules = Protego.parse(text)
        if not rules.can_fetch(url, self.agent):
            raise Blocked(f"robots.txt of {host} asks not to read this page; read it by hand, or ask the site.")
        return float(rules.crawl_delay(self.agent) or 0.0)

    def _text(self, origin: str) -> str | None:
        kept = self.store.get(origin)
        if kept is not None and 0 <= self.clock() - kept[0] < (RETRY_SECONDS if kept[1] is None else FRESH_SECONDS):
            return kept[1]
        text = self.fetch(origin)
        self.store[origin] = (self.clock(), text)
        return text
