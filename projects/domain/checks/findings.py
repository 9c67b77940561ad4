"""The records of checking a monthly report: what it says, what it is measured by, what was found.

Like ``indicators.domain.checks``: an error must be mended before the report is submitted, a warning is passed with a reason that
the reviewer sees. A message is stored with the report, in Chinese, with the numbers that it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.checks.findings import Severity


class ReportCode(StrEnum):
    """The codes of ``ReportWarningCode``, then those of errors, which are never stored."""

    LATE = "late"
    BEYOND_TOTAL = "beyond_total"
    NOT_A_SUM = "not_a_sum"
    MONEY_BACK = "money_back"
    NEGATIVE_MONTH = "negative_month"
    PROGRESS_BACK = "progress_back"
    STAGE_SKIPPED = "stage_skipped"
    STAGE_BACK = "stage_back"
    STAGE_AGAINST_PROGRESS = "stage_progress"
    TENFOLD = "tenfold"
    MONTH_MISSING = "month_missing"
    EMPTY = "empty"  # nothing is said at all
    STAGE_UNDATED = "stage_undated"  # a new stage without its day, or a day without a stage
    STAGE_DATE = "stage_date"  # the day does not fit: after the month, before the stage before, finished before started


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One finding. ``field``: the cell, by its name in ``Reported``, or ``month``. ``message``: what, and what to do."""

    code: ReportCode
    severity: Severity
    field: str
    message: str

    @property
    def key(self) -> str:
        """``code:field``; at most one finding a key."""
        return f"{self.code.value}:{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a report says, money in 万元; None and "": not stated."""

    month: date
    investment_month: Decimal | None = None
    investment_to_date: Decimal | None = None
    progress: Decimal | None = None
    progress_text: str = ""
    stage: str = ""
    stage_on: date | None = None
    next_step: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a report is measured by.

    ``earlier``: reports of earlier months that were submitted or approved, the latest first. ``stage``, ``stage_on``: of the project
    before this report. ``total``: total investment in 万元. ``planned_year``: of the year's plan in 万元. ``started_on``: the
    actual start. ``due``: last day in time, None: not asked for. ``on``: the day of submitting that counts. ``asked_from``,
    ``asked_to``: first and last month of the plan's rule, None: no rule, no last month.
    """

    earlier: tuple[Reported, ...] = ()
    stage: str = ""
    stage_on: date | None = None
    total: Decimal | None = None
    planned_year: Decimal | None = None
    started_on: date | None = None
    due: date | None = None
    on: date | None = None
    asked_from: date | None = None
    asked_to: date | None = None
