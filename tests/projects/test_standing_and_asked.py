"""How projects stand at the end of a month, and who must report it: from approved reports, in a handful of queries."""

from datetime import date, datetime
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.utils import timezone

from projects.models import Kind, Project, ReportState, ReportWarning, Stage, StageChange
from projects.selectors.asked import asked_reports, must_report
from projects.selectors.standing import Standing, standings
from tests.factories import accounts
from tests.factories.projects import ProjectFactory, ReportFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db
LAST_YEAR, JANUARY, FEBRUARY, MARCH = date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture(scope="module")
def office(lasting):
    with lasting():
        plan = ReportingRuleFactory(first_month=JANUARY, last_month=date(2025, 12, 1)).plan
        people = SimpleNamespace(clerk=accounts.clerk(), reviewer=accounts.reviewer())
        return SimpleNamespace(plan=plan, project=ProjectFactory(plan=plan), **vars(people))


def report(office, month, state="approved", project=None, **said):
    at = timezone.make_aware(datetime(month.year, month.month, 28))
    people = {"submitted_by": office.clerk, "submitted_at": at}
    people |= {"approved_by": office.reviewer, "approved_at": at} if state == "approved" else {}
    return ReportFactory(
        project=project or office.project,
        month=month,
        state=state,
        comment="?" if state == "returned" else "",
        **people,
        **said,
    )


def stage(office, stage, on, project=None, **given):
    project = project or office.project
    return StageChange.objects.create(project=project, stage=stage, on=on, recorded_by=office.reviewer, **given)


def test_nothing_reported_stands_at_nothing(office):
    assert standings([office.project.pk], MARCH) == {office.project.pk: Standing()}
    assert standings([], MARCH) == {}


def test_the_latest_approved_report_speaks(office):
    report(office, LAST_YEAR, investment_month=D(900), investment_to_date=D(1000), progress=D(3))
    report(office, JANUARY, investment_month=D(100), investment_to_date=D(1100), progress=D(5), problem="缺水")
    report(office, FEBRUARY, investment_month=D(0), investment_to_date=D(1100), progress_text="停工", sample=True)
    report(office, MARCH, state="submitted", investment_month=D(700), investment_to_date=D(1800), progress=D(9))
    report(office, date(2025, 4, 1), investment_month=D(50), investment_to_date=D(1850))
    now = standings([office.project.pk], MARCH)[office.project.pk]
    assert (now.month, now.to_date, now.progress, now.progress_text, now.problem) == (
        FEBRUARY,
        D(1100),
        None,
        "停工",
        "",
    )
    assert (now.month_amount, now.year_amount, now.months_reported, now.sample) == (None, D(100), 2, True)
    february = standings([office.project.pk], FEBRUARY)[office.project.pk]
    assert (february.month_amount, february.year_amount) == (D(0), D(100))
    january = standings([office.project.pk], JANUARY)[office.project.pk]
    assert (january.month_amount, january.year_amount, january.problem, january.sample) == (
        D(100),
        D(100),
        "缺水",
        False,
    )


def test_a_year_without_figures_has_none(office):
    report(office, LAST_YEAR, investment_month=D(900), investment_to_date=D(1000))
    report(office, JANUARY, progress_text="未动")
    assert standings([office.project.pk], JANUARY)[office.project.pk].year_amount is None


def test_the_stage_is_that_of_the_months_end(office):
    stage(office, Stage.RESERVE, date(2024, 5, 1))
    stage(office, Stage.STARTED, date(2025, 3, 31), sample=True)
    stage(office, Stage.BUILDING, date(2025, 4, 1))
    stood = {month: standings([office.project.pk], month)[office.project.pk] for month in (FEBRUARY, MARCH)}
    assert [(one.stage, one.stage_on) for one in stood.values()] == [
        (Stage.RESERVE, date(2024, 5, 1)), (Stage.STARTED, date(2025, 3, 31)),
    ]  # fmt: skip
    assert [one.sample for one in stood.values()] == [False, True]


def test_a_set_is_asked_at_once(office, django_assert_num_queries):
    others = [ProjectFactory(plan=office.plan) for _ in range(5)]
    for one in others:
        report(office, FEBRUARY, project=one, investment_month=D(1))
    with django_assert_num_queries(4):
        found = standings(Project.objects.filter(plan=office.plan), FEBRUARY)
    assert len(found) == 6
    assert [found[one.pk].year_amount for one in others] == [D(1)] * 5


# --- who must report --------------------------------------------------------------------------------------------------
def asked(month=MARCH, day=date(2025, 4, 6)):
    return {one.project: one for one in asked_reports(Project.objects.all(), month, today=day)}


NOT_ASKED = [
    {"reports_monthly": False},
    {"kind": Kind.DIRECTION},
    {"lead_unit": None},
]


@pytest.mark.parametrize("given", NOT_ASKED, ids=str)
def test_who_need_not_report(office, given):
    ProjectFactory(plan=office.plan, **given)
    ProjectFactory(plan=office.plan, merged_into=office.project)
    assert list(must_report(Project.objects.all(), MARCH)) == [office.project]


@pytest.mark.parametrize(
    ("month", "number"), [(LAST_YEAR, 0), (JANUARY, 1), (date(2025, 12, 1), 1), (date(2026, 1, 1), 0)]
)
def test_the_rule_covers_its_months(office, month, number):
    assert must_report(Project.objects.all(), month).count() == number


@pytest.mark.parametrize(("day", "number"), [(date(2025, 2, 28), 0), (date(2025, 3, 1), 1)])
def test_finished_it_still_reports_that_month(office, day, number):
    stage(office, Stage.COMPLETED, day)
    assert must_report(Project.objects.all(), MARCH).count() == number
    stage(office, Stage.BUILDING, date(2025, 2, 28) if number else day)
    assert must_report(Project.objects.all(), MARCH).count() == 1


def test_what_became_of_it(office):
    in_time, late, returned, draft, silent = (ProjectFactory(plan=office.plan) for _ in range(5))
    report(office, MARCH, project=in_time)
    of_late = report(office, MARCH, state="submitted", project=late)
    of_late.submitted_at = timezone.make_aware(datetime(2025, 4, 9))
    of_late.save()
    ReportWarning.objects.create(report=of_late, code="late", field="month", message="逾期")
    report(office, MARCH, state="returned", project=returned)
    ReportFactory(project=draft, month=MARCH)
    found = asked()
    said = {
        one.pk: (found[one.pk].state, found[one.pk].late, found[one.pk].overdue)
        for one in (in_time, late, returned, draft, silent)
    }
    assert list(said.values()) == [
        (ReportState.APPROVED, False, False),
        (ReportState.SUBMITTED, True, False),
        (ReportState.RETURNED, False, True),
        (ReportState.DRAFT, False, True),
        ("", False, True),
    ]
    assert found[silent.pk].due == date(2025, 4, 5)
    assert not any(one.overdue for one in asked(day=date(2025, 4, 5)).values())
    assert [one.handed_in for one in (found[late.pk], found[returned.pk])] == [True, False]


def test_asking_many_costs_three_queries(office, django_assert_num_queries):
    for _ in range(5):
        report(office, MARCH, project=ProjectFactory(plan=office.plan))
    with django_assert_num_queries(3):
        assert len(asked()) == 6
