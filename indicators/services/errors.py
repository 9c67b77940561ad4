"""What a service answers when it will not write: one clear sentence (what, and what to do), nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.domain.checks.findings import Finding
from indicators.models import Observation, ReportingRound

if TYPE_CHECKING:
    from indicators.selectors.rounds import Leave


class ServiceError(Exception):
    """A write that is refused for a reason the person can act on. ``str(error)`` is the Chinese sentence to show."""


class WrongState(ServiceError):
    """The figure is not in a state in which this step exists (for example: approve a draft)."""


class NotSafe(ServiceError):
    """The figure wants a look of its own; it is not approved together with others."""


class OwnFigure(ServiceError):
    """Somebody tried to approve a figure that they submitted or typed themselves."""


class StaleFigure(ServiceError):
    """Another person saved first. ``theirs`` is what stands now (None: nothing), to be shown beside what was typed."""

    def __init__(self, message: str, theirs: Observation | None) -> None:
        super().__init__(message)
        self.theirs = theirs


class StaleRound(ServiceError):
    """Another person changed the round first. ``theirs`` is the round as it stands now."""

    def __init__(self, message: str, theirs: ReportingRound) -> None:
        super().__init__(message)
        self.theirs = theirs


class RoundClosed(ServiceError):
    """The reporting round does not allow the figure to be written now. ``leave`` says why, and until when it was open."""

    def __init__(self, leave: Leave) -> None:
        super().__init__(leave.sentence)
        self.leave = leave


class FindingsRefused(ServiceError):
    """What was found must be mended (errors) or answered with a reason (warnings) before the figure is submitted.

    ``findings``: only those that stand in the way.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings
