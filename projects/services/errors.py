"""What the services of projects answer when they will not write, beside those of ``indicators.services.errors``."""

from __future__ import annotations

from django.db.models import Model

from indicators.services.errors import ServiceError
from projects.domain.checks.findings import ReportFinding
from projects.models import ProjectReport


class Stale(ServiceError):
    """Another person saved first. ``theirs``: the record as it stands now (None: it is gone), to be shown beside what was typed."""

    def __init__(self, message: str, theirs: Model | None) -> None:
        super().__init__(message)
        self.theirs = theirs


class StaleReport(Stale):
    """Another person saved the monthly report first. ``theirs``: as it stands now (None: there is none)."""

    theirs: ProjectReport | None


class OwnReport(ServiceError):
    """Somebody tried to approve a report that they submitted or typed in themselves."""


class ReportFindingsRefused(ServiceError):
    """What was found must be mended (errors) or answered with a reason (warnings) before the report is submitted.

    ``findings``: only those that stand in the way.
    """

    def __init__(self, message: str, findings: tuple[ReportFinding, ...]) -> None:
        super().__init__(message)
        self.findings = findings
