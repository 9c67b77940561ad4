"""What a service answers when it will not write: one clear sentence (what, and what to do), nothing changed."""

from __future__ import annotations

from indicators.models import Observation


class ServiceError(Exception):
    """A write that is refused for a reason the person can act on. ``str(error)`` is the Chinese sentence to show."""


class WrongState(ServiceError):
    """The figure is not in a state in which this step exists (for example: approve a draft)."""


class OwnFigure(ServiceError):
    """Somebody tried to approve a figure that they submitted or typed themselves."""


class StaleFigure(ServiceError):
    """Another person saved first. ``theirs`` is what stands now (None: nothing), to be shown beside what was typed."""

    def __init__(self, message: str, theirs: Observation | None) -> None:
        super().__init__(message)
        self.theirs = theirs
