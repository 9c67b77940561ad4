"""Constraints of ``models/reports.py``."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from projects.models import Project, ProjectReport, ReportingRule, ReportWarning
from tests.constraints import Case
from tests.factories import accounts
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory


def rule(**given):
    return ReportingRule(**{"plan": PlanFactory(), "first_month": date(2025, 1, 1), **given})


def stored():
    return Project.objects.filter(position=1).first() or ProjectFactory(position=1)


def report(**given):
    return ProjectReport(**{"project": stored(), "month": date(2025, 3, 1), **given})


def submitted(**given):
    return report(state="submitted", submitted_by=accounts.clerk(), submitted_at=timezone.now(), **given)


def approved():
    given = {"submitted_by": accounts.clerk(), "submitted_at": timezone.now()}
    return report(state="approved", approved_by=accounts.reviewer(), approved_at=timezone.now(), **given)


def warning(**given):
    about = ProjectReport.objects.first() or _saved(report())
    return ReportWarning(**{"report": about, "code": "late", "field": "month", "message": "逾期", **given})


def answered():
    return warning(reason="病假", answered_by=accounts.clerk(), answered_at=timezone.now())


def _saved(thing):
    thing.save()
    return thing


def _same():
    """The one clerk that the good row made."""
    return User.objects.get(role="clerk")


CASES = [
    Case("reporting_rule_first_of_month", rule, {"first_month": date(2025, 1, 2)}),
    Case("reporting_rule_first_of_month", rule, {"last_month": date(2025, 12, 31)}),
    Case("reporting_rule_in_order", rule, {"last_month": date(2024, 12, 1)}),
    Case("reporting_rule_due_day", rule, {"due_day": 29}, computed=True),
    Case("reporting_rule_due_day", rule, {"due_day": 0}, computed=True),
    Case("report_once_a_month", report, collides=True),
    Case("report_first_of_month", report, {"month": date(2025, 3, 2)}),
    Case("report_state_known", report, {"state": "lost"}),
    Case("report_stage_known", report, {"stage": "asleep"}),
    Case("report_to_date_not_negative", report, {"investment_to_date": Decimal(-1)}),
    Case("report_progress_in_range", report, {"progress": Decimal("100.1")}),
    Case("report_progress_in_range", report, {"progress": Decimal("-0.1")}),
    Case("report_approved_by_whom", approved, {"approved_at": None}),
    Case("report_submitted_by_whom", submitted, {"submitted_by": None}),
    Case("report_not_own_approval", approved, {"approved_by": _same}),
    Case("report_returned_with_comment", lambda: report(state="returned", comment="请核对"), {"comment": ""}),
    Case("report_problem_said", lambda: report(problem="缺水", problem_due=date(2025, 6, 1)), {"problem": ""}),
    Case("report_warning_once", warning, collides=True),
    Case("report_warning_code_known", warning, {"code": "odd"}),
    Case("report_warning_answered_when", answered, {"reason": ""}),
    Case("report_warning_answered_when", warning, {"reason": "病假"}),
]
