"""What can go wrong while answering: one tree, one clear sentence each, never a patient's fact."""


class ResponderError(Exception):
    """The root of this package's errors; its text is one plain sentence fit to show."""


class TemplateRefused(ResponderError):
    """A reply sentence or template asks for something a reply may not hold."""


class NotAllowed(ResponderError):
    """This step is not open: the state, the role or the guard forbids it."""


class Stale(NotAllowed):
    """Somebody, or the review itself, has moved on since this page was opened."""


class PublishError(ResponderError):
    """The reply could not be placed. ``transient`` says whether trying again later can help."""

    def __init__(self, message: str, *, transient: bool, uncertain: bool = False) -> None:
        super().__init__(message)
        self.transient = transient
        self.uncertain = uncertain
        """True when the other side may hold our text: read back before anything else."""


class ForeignReply(PublishError):
    """The site holds a reply that is not ours: somebody typed it there, and it is never overwritten."""

    def __init__(self, message: str) -> None:
        super().__init__(message, transient=False)


class SiteBusy(PublishError):
    """The site asks for patience and holds nothing of ours; ``retry_after`` is in seconds, or None."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message, transient=True)
        self.retry_after = retry_after
