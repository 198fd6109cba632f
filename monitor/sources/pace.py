"""How often a host may be asked, remembered by host so that several sources, and a restart, keep to one pace."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, MutableMapping

from monitor.errors import FetchError

PAGE_SECONDS = 5.0
CALL_SECONDS = 0.2
"""The review calls allow 300 requests a minute."""
PATIENCE = 30.0
LONGEST = 300.0


class Pace:
    """Books the next moment for each host. ``store`` maps a host to its next free moment in seconds since 1970.

    The own machine is not paced unless ``private_too``.
    """

    def __init__(
        self,
        *,
        store: MutableMapping[str, float] | None = None,
        clock: Callable[[], float] = time.time,
        private_too: bool = False,
    ) -> None:
        self.private_too = private_too
        self._store = {} if store is None else store
        self._clock = clock
        self._lock = threading.Lock()

    def reserve(self, host: str, *, interval: float) -> float:
        """Seconds to wait before asking; the moment is booked. Raises FetchError when that is longer than 30 s."""
        with self._lock:
            now = self._clock()
            # A clock that was set back would otherwise silence the host until it has caught up.
            wait = min(max(0.0, self._store.get(host, now) - now), LONGEST)
            if wait > PATIENCE:
                raise FetchError(f"{host} was asked only just now; it is left in peace.", retry_after=wait)
            self._store[host] = now + wait + min(interval, LONGEST)
            return wait
