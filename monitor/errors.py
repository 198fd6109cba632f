"""What can go wrong while hearing what is said about a practice: one tree, one clear sentence each.

Every message says what happened, where, and what to do. It is read by strangers in logs and on screens, so it
never holds a patient's name, a review's words or a secret.
"""


class MonitorError(Exception):
    """The root of this package's errors; its text is one plain sentence fit to show."""


class PolicyError(MonitorError):
    """A file in ``config/policy/`` cannot be used as it stands."""


class ReadError(MonitorError):
    """A file or answer could not be read as reviews."""


class NothingReadable(ReadError):
    """There is content, but nothing a reader knows as a review, and it does not say "no reviews" either."""


class FetchError(MonitorError):
    """A page or an API call failed. ``transient`` says whether trying again later can help."""

    transient = True

    def __init__(self, message: str, *, transient: bool | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        if transient is not None:
            self.transient = transient
        self.retry_after = retry_after
        """Seconds the other side asked us to wait, or None."""


class Blocked(FetchError):
    """The other side refuses: log-in expired, access denied, robots.txt, a consent wall. Needs a person."""

    transient = False


class UnsafeAddress(FetchError):
    """The address points where this software must never reach: private networks, odd ports, other schemes."""

    transient = False


class ReaderLost(FetchError):
    """A page that used to hold reviews now holds none we can read: it has changed, or it is a wall."""

    transient = False


class ImportRefused(MonitorError):
    """A file with complaints was not taken in; ``problems`` lists the rows and why."""

    def __init__(self, message: str, *, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class NotThere(FetchError):
    """The other side says that this page or review does not exist (any more): 404 or 410."""

    transient = False


class AccessRefused(Blocked):
    """The other side says no: 401, 403 or 451. ``code`` is its own word for why, such as SERVICE_DISABLED."""

    def __init__(self, message: str, *, status: int, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Unreachable(FetchError):
    """No connection came about, so nothing was asked and nothing was changed."""


class LostAnswer(FetchError):
    """The request went out and no whole answer came back: what was asked may have been done."""
