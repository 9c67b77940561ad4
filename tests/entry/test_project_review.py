"""The queue of monthly reports and the reviewer's decisions."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import ProjectReport, ReportState, ReportWarning
from tests.factories import accounts, plans, regions
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db
MONTH = date(2025, 3, 1)


def waiting(project, by, **fields):
    given = {"state": ReportState.SUBMITTED, "submitted_by": by, "submitted_at": "2025-04-02T00:00Z", "month": MONTH}
    return ReportFactory(project=project, **{**given, **fields})


@pytest.fixture(scope="module")
def desk(lasting):
    """A report without anything to look at, and one with a warning; the first has one of February beside it."""
    with lasting():
        plan = plans.PlanFactory()
        ReportingRuleFactory(plan=plan)
        unit = accounts.UnitFactory(region=plan.region, name="发展和改革委员会")
        clerk, reviewer = accounts.clerk(unit), accounts.reviewer(plan.region)
        safe = ProjectFactory(plan=plan, name="产业园", lead_unit=unit)
        risky = ProjectFactory(plan=plan, name="污水厂", lead_unit=unit)
        ReportFactory(
            project=safe, month=date(2025, 2, 1), state=ReportState.APPROVED, investment_to_date=5000, progress=25,
            submitted_by=clerk, submitted_at="2025-03-02T00:00Z", approved_by=reviewer, approved_at="2025-03-03T00:00Z",
        )  # fmt: skip
        first = waiting(safe, clerk, investment_month=300, investment_to_date=5300, progress=28)
        second = waiting(risky, clerk, investment_month=-5, progress_text="核减")
        ReportWarning.objects.create(
            report=second, code="negative_month", field="investment_month", message="本月投资 -5 万元", reason="审计核减",
            answered_at="2025-04-02T00:00Z", answered_by=clerk,
        )  # fmt: skip
        return SimpleNamespace(plan=plan, unit=unit, clerk=clerk, reviewer=reviewer, first=first, second=second)


def state(report):
    return ProjectReport.objects.get(pk=report.pk).state


def decide(client, report, action, **words):
    return client.post(f"/review/projects/{report.pk}/", {"action": action, "lock": report.lock, **words})


def test_the_queue_shows_last_month_beside_it_and_warnings_first(as_person, desk):
    page = as_person(desk.reviewer).get("/review/projects/")
    lines = page.context["lines"]
    assert [one.name for one in lines] == ["污水厂", "产业园"]
    assert [(one.selectable, len(one.warnings)) for one in lines] == [(False, 1), (True, 0)]
    amount = lines[1].to_date
    assert (amount.now, amount.last, amount.step) == ("5300", "5000", "+300")
    text = page.content.decode()
    assert "审计核减" in text
    assert "上次 5000，+300" in text


def test_the_queue_is_narrowed(as_person, desk):
    client = as_person(desk.reviewer)
    assert [one.name for one in client.get("/review/projects/?warned=0").context["lines"]] == ["产业园"]
    assert client.get("/review/projects/?month=2025-01").context["lines"] == []
    assert client.get("/review/projects/?month=x&unit=y&warned=z").status_code == 200


def test_only_reports_without_warnings_are_approved_together(as_person, desk):
    posted = [f"{one.pk}:{one.lock}" for one in (desk.first, desk.second)]
    page = as_person(desk.reviewer).post("/review/projects/bulk/", {"figure": posted}, follow=True)
    assert (state(desk.first), state(desk.second)) == ("approved", "submitted")
    text = page.content.decode()
    assert "已通过 1 份月报" in text
    assert "没有通过：污水厂" in text


def test_a_report_that_moved_on_is_left(as_person, desk):
    as_person(desk.reviewer).post("/review/projects/bulk/", {"figure": [f"{desk.first.pk}:99", "x", "0:0"]})
    assert state(desk.first) == "submitted"


def test_a_return_with_a_word_at_a_cell(as_person, desk):
    client = as_person(desk.reviewer)
    assert "比上次 +300" in client.get(f"/review/projects/{desk.first.pk}/").content.decode()
    answer = decide(client, desk.first, "return", cell_progress="请附监理月报")
    assert answer.url == "/review/projects/"
    report = ProjectReport.objects.get(pk=desk.first.pk)
    assert (report.state, report.cell_comments) == ("returned", {"progress": "请附监理月报"})


def test_a_return_without_a_word_and_an_approval_with_one_are_refused(as_person, desk):
    client = as_person(desk.reviewer)
    assert decide(client, desk.first, "return").status_code == 422
    assert decide(client, desk.first, "approve", comment="好").status_code == 422
    assert state(desk.first) == "submitted"


def test_an_approval_leads_to_the_next(as_person, desk):
    answer = decide(as_person(desk.reviewer), desk.second, "next")
    assert answer.url == f"/review/projects/{desk.first.pk}/"
    assert state(desk.second) == "approved"


def test_nobody_approves_the_own_report(as_person, desk):
    mine = waiting(ProjectFactory(plan=desk.plan, lead_unit=desk.unit), desk.reviewer, progress=3)
    client = as_person(desk.reviewer)
    page = client.get(f"/review/projects/{mine.pk}/")
    assert "须由另一位审核员审核" in page.content.decode()
    assert 'value="approve"' not in page.content.decode()
    assert decide(client, mine, "approve").status_code == 409
    assert state(mine) == "submitted"


def test_an_approved_report_is_opened_again_with_a_reason(as_person, desk):
    client = as_person(desk.reviewer)
    decide(client, desk.first, "approve")
    report = ProjectReport.objects.get(pk=desk.first.pk)
    assert decide(client, report, "reopen", reason=" ").status_code == 422
    assert decide(client, report, "reopen", reason="累计数有误").status_code == 302
    assert state(report) == "returned"


def test_a_reviewer_of_another_county_sees_none_of_it(as_person, desk):
    client = as_person(accounts.reviewer(regions.weibin()))
    assert client.get("/review/projects/").context["lines"] == []
    assert decide(client, desk.first, "approve").status_code == 403
    client.post("/review/projects/bulk/", {"figure": [f"{desk.first.pk}:{desk.first.lock}"]})
    assert state(desk.first) == "submitted"


def test_the_queue_asks_as_often_for_many(as_person, desk):
    client = as_person(desk.reviewer)
    client.get("/review/projects/")
    with CaptureQueriesContext(connection) as few:
        client.get("/review/projects/")
    for number in range(6):
        waiting(ProjectFactory(plan=desk.plan, lead_unit=desk.unit, position=50 + number), desk.clerk, progress=3)
    with CaptureQueriesContext(connection) as many:
        client.get("/review/projects/")
    assert len(many) == len(few)
