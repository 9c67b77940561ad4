"""The life of a monthly report: drafts, warnings answered, submitted, withdrawn, returned, approved, reopened."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.utils import timezone

from indicators.services.errors import NotSafe, WrongState
from projects.models import ProjectReport, ReportState
from projects.services import reports as service
from projects.services.errors import OwnReport, ReportFindingsRefused, StaleReport
from projects.services.reports import ReportEntry, ReportFigures
from tests.factories import accounts
from tests.factories.projects import ProjectFactory, ReportingRuleFactory

MARCH = date(2025, 3, 1)
IN_TIME = timezone.make_aware(datetime(2025, 4, 3, 9))
LATE = timezone.make_aware(datetime(2025, 4, 9, 9))


@pytest.fixture(scope="module")
def office(lasting):
    """A project that reports from January 2025, its clerk, and two reviewers."""
    with lasting():
        rule = ReportingRuleFactory()
        project = ProjectFactory(plan=rule.plan, investment=D(2))
        clerk = accounts.clerk(project.lead_unit)
        yield type("Office", (), {
            "project": project, "clerk": clerk, "reviewer": accounts.reviewer(), "other": accounts.reviewer(),
        })  # fmt: skip


def entry(office, lock=None, answers=None, month=MARCH, **figures):
    given = {"investment_month": D(300), "investment_to_date": D(1300), "progress": D(12), **figures}
    return ReportEntry(
        project=office.project, month=month, figures=ReportFigures(**given), lock=lock, answers=answers or {}
    )


def submitted(office, at=IN_TIME, **given):
    [outcome] = service.save_many(entries=[entry(office, **given)], by=office.clerk, submit=True, at=at)
    assert outcome.error is None, outcome.sentence
    return outcome.report


@pytest.mark.django_db
def test_a_report_goes_from_draft_to_approved(office):
    [draft] = service.save_many(entries=[entry(office)], by=office.clerk, at=IN_TIME)
    assert (draft.error, draft.report.state, draft.report.lock) == (None, ReportState.DRAFT, 1)
    sent = ReportEntry(project=office.project, month=MARCH, figures=None, lock=1)
    [outcome] = service.save_many(entries=[sent], by=office.clerk, submit=True, at=IN_TIME)
    assert (outcome.error, outcome.report.state, outcome.report.submitted_by) == (None, "submitted", office.clerk)
    approved = service.approve(report=outcome.report, lock=2, by=office.reviewer)
    assert (approved.state, approved.approved_by) == (ReportState.APPROVED, office.reviewer)
    assert ProjectReport.objects.get().lock == 3
