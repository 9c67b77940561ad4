"""What is entered for a project and month, as the services take it, and what becomes of it when many are written at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from accounts.models import Unit
from projects.domain.checks.findings import ReportFinding
from projects.models import Project, ProjectReport
from projects.services.errors import OwnReport, ReportFindingsRefused, StaleReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """What is typed for one project and month: money in 万元, progress in per cent; meanings as in ``ProjectReport``."""

    investment_month: Decimal | None = None
    investment_to_date: Decimal | None = None
    progress: Decimal | None = None
    progress_text: str = ""
    stage: str = ""
    stage_on: date | None = None
    next_step: str = ""
    problem: str = ""
    problem_unit: Unit | None = None
    problem_due: date | None = None
    sample: bool = False


#: The cells, in the order of the grid: what a comment or a finding may be about (findings know ``month`` besides).
CELLS = tuple(one.name for one in fields(ReportFigures) if one.name != "sample")


def figures_of(report: ProjectReport) -> ReportFigures:
    """What a report says, without its state."""
    return ReportFigures(**{one.name: getattr(report, one.name) for one in fields(ReportFigures)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """One project and month to be written. ``figures`` None: nothing is changed, what is saved is to be submitted (withdrawn).

    ``month``: its first day. ``lock``: the number read with what stood there (None: nothing did). ``answers``: reasons by key of
    the finding (``late:month``); one that no longer exists is passed over; a blank one takes the reason back.
    """

    project: Project
    month: date
    figures: ReportFigures | None
    lock: int | None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What became of one entry. ``report``: as it is stored now, None where nothing was written.

    ``findings``: everything the checks say about it, answered or not. ``error`` beside a ``report``: it was saved as a draft, but
    not submitted. ``unchanged`` (only of ``submit_all``): what stands, submitted or approved, says exactly this already;
    ``report`` is that one, nothing was written.
    """

    entry: ReportEntry
    report: ProjectReport | None = None
    findings: tuple[ReportFinding, ...] = ()
    error: Exception | None = None
    unchanged: bool = False

    @property
    def kind(self) -> str:
        """ "" without an error, else stale, findings, fields, forbidden, own or state."""
        kinds: list[tuple[type[Exception], str]] = [
            (StaleReport, "stale"), (ReportFindingsRefused, "findings"), (OwnReport, "own"),
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
        """What is wrong with which cell; what names none stands under ``__all__``."""
        if not isinstance(self.error, ValidationError):
            return {}
        return self.error.message_dict if hasattr(self.error, "error_dict") else {NON_FIELD_ERRORS: self.error.messages}

    @property
    def theirs(self) -> ProjectReport | None:
        """What another person saved meanwhile, where that is why nothing was written."""
        return self.error.theirs if isinstance(self.error, StaleReport) else None
