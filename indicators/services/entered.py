"""What is entered for a row and year, as the services take it, and what becomes of it when many are written at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from indicators.domain.checks.findings import Finding
from indicators.models import Observation, PlanIndicator
from indicators.selectors.assessment_inputs import RowInputs
from indicators.selectors.rounds import Leave
from indicators.services.errors import FindingsRefused, OwnFigure, RoundClosed, StaleFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationFigures:
    """What is entered for one row and year, in ``value_unit`` of the row; meanings as in ``Observation``."""

    value: Decimal | None = None
    value_basis: str = "unknown"
    growth: Decimal | None = None
    growth_basis: str = "unknown"
    parts: tuple[Decimal, ...] = ()
    comparator: str = "="
    reported: bool | None = None
    judgement: str = ""
    text: str = ""
    vintage: str = "preliminary"
    source_title: str = ""
    source_address: str = ""
    note: str = ""
    sample: bool = False


def figures_of(observation: Observation) -> ObservationFigures:
    """What an observation says, without its state."""
    values = {one.name: getattr(observation, one.name) for one in fields(ObservationFigures)}
    return ObservationFigures(**{**values, "parts": tuple(observation.parts)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One row and year to be written. ``figures`` None: nothing is changed, what is saved is to be submitted.

    ``lock``: the number read with what stood there (None: nothing did). ``answers``: reasons by key of the finding; a
    finding that no longer exists is passed over. ``reason``: of a correction; None keeps the one given before.
    """

    row: PlanIndicator
    year: int
    figures: ObservationFigures | None
    lock: int | None
    answers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of one entry. ``observation``: as it is stored now, None where nothing was written.

    ``findings``: everything the checks say about it, answered or not. ``inputs``: what the row is assessed by, as it was
    read for the checks; ``leave``: to write it, as it was found under the lock. ``error`` beside an ``observation``: it
    was saved as a draft, but not submitted. ``unchanged`` (only of ``submit_all``): what stands, submitted or approved,
    says exactly this already; ``observation`` is that one, nothing was written.
    """

    entered: Entered
    observation: Observation | None = None
    findings: tuple[Finding, ...] = ()
    error: Exception | None = None
    inputs: RowInputs | None = None
    leave: Leave | None = None
    unchanged: bool = False

    @property
    def kind(self) -> str:
        """ "" without an error, else stale, closed, findings, fields, forbidden, own or state."""
        kinds: list[tuple[type[Exception], str]] = [
            (StaleFigure, "stale"), (RoundClosed, "closed"), (FindingsRefused, "findings"), (OwnFigure, "own"),
            (ValidationError, "fields"), (PermissionDenied, "forbidden"),
        ]  # fmt: skip
        if self.error is None:
            return ""
        return next((word for kind, word in kinds if isinstance(self.error, kind)), "state")

    @property
    def sentence(self) -> str:
        """What to tell the person; "" without an error."""
        if isinstance(self.error, ValidationError):
            return "；".join(self.error.messages)
        return "" if self.error is None else str(self.error)

    @property
    def fields(self) -> dict[str, list[str]]:
        """What is wrong with which field; what names none stands under ``__all__``."""
        if not isinstance(self.error, ValidationError):
            return {}
        return self.error.message_dict if hasattr(self.error, "error_dict") else {NON_FIELD_ERRORS: self.error.messages}

    @property
    def theirs(self) -> Observation | None:
        """What another person saved meanwhile, where that is why nothing was written."""
        return self.error.theirs if isinstance(self.error, StaleFigure) else None
