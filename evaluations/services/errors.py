"""What the services of evaluations answer when they will not write: one clear sentence, nothing changed."""

from __future__ import annotations

from indicators.services.errors import ServiceError


class WrongStep(ServiceError):
    """The evaluation is not in a state in which this step exists."""


class FiguresMoved(ServiceError):
    """The figures are no longer those that the person looked at."""


class OwnEvaluation(ServiceError):
    """Somebody tried to approve an evaluation that they submitted themselves."""


class StaleWords(ServiceError):
    """Another person saved other words first. ``theirs``: what stands now, to be shown beside what was typed."""

    def __init__(self, message: str, theirs: dict[str, str]) -> None:
        super().__init__(message)
        self.theirs = theirs


class UnknownQuotes(ServiceError):
    """Words quote figures that there are not. ``problems``: by section, one sentence each."""

    def __init__(self, message: str, problems: dict[str, tuple[str, ...]]) -> None:
        super().__init__(message)
        self.problems = problems
