"""The life of a monthly report: drafts, warnings answered, submitted, withdrawn, returned, approved, reopened."""

from datetime import date, datetime
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEntry
from indicators.services.errors import NotSafe, WrongState
from projects.models import Kind, Problem, ProjectReport, ReportState, ReportWarning, Stage, StageChange
from projects.services import reports as service
from projects.services.errors import OwnReport, ReportFindingsRefused, StaleReport
from projects.services.reports import ReportEntry, ReportFigures
from tests.factories import accounts, regions
from tests.factories.projects import ProjectFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2025, 2, 1), date(2025, 3, 1)
IN_TIME = timezone.make_aware(datetime(2025, 4, 3, 9))
LATE = timezone.make_aware(datetime(2025, 4, 9, 9))
LATE_KEY = "late:month"


@pytest.fixture(scope="module")
def office(lasting):
    """Two projects that report from January 2025, their clerk, and reviewers."""
    with lasting():
        rule = ReportingRuleFactory()
        project = ProjectFactory(plan=rule.plan, investment=D(2))
        return SimpleNamespace(
            plan=rule.plan,
            project=project,
            second=ProjectFactory(plan=rule.plan),
            clerk=accounts.clerk(project.lead_unit),
            stranger=accounts.clerk(accounts.UnitFactory(region=project.region, name="水利局")),
            reviewer=accounts.reviewer(),
            leader=accounts.leader(),
        )


def entry(office, *, project=None, month=MARCH, lock=None, answers=None, **figures):
    given = {"investment_month": D(300), "investment_to_date": D(1300), "progress": D(12), **figures}
    return ReportEntry(
        project=project or office.project,
        month=month,
        figures=ReportFigures(**given),
        lock=lock,
        answers=answers or {},
    )


def saved(office, *, by=None, at=IN_TIME, **given):
    [outcome] = service.save_many(entries=[entry(office, **given)], by=by or office.clerk, at=at)
    return outcome


def submitted(office, *, by=None, at=IN_TIME, **given):
    [outcome] = service.save_many(entries=[entry(office, **given)], by=by or office.clerk, submit=True, at=at)
    return outcome


def in_force(office, **given):
    report = submitted(office, **given).report
    return service.approve(report=report, lock=report.lock, by=office.reviewer, at=IN_TIME)


# --- saving -----------------------------------------------------------------------------------------------------------
def test_a_report_goes_from_draft_to_approved(office):
    draft = saved(office)
    assert (draft.error, draft.report.state, draft.report.lock) == (None, ReportState.DRAFT, 1)
    sent = ReportEntry(project=office.project, month=MARCH, figures=None, lock=1)
    [outcome] = service.save_many(entries=[sent], by=office.clerk, submit=True, at=IN_TIME)
    assert (outcome.error, outcome.report.state, outcome.report.submitted_by) == (None, "submitted", office.clerk)
    service.approve(report=outcome.report, lock=2, by=office.reviewer)
    kept = ProjectReport.objects.get()
    assert (kept.state, kept.approved_by, kept.lock) == (ReportState.APPROVED, office.reviewer, 3)
    assert "2025-03" in AuditEntry.objects.latest("pk").about


def test_another_saved_first(office):
    theirs = saved(office).report
    outcome = saved(office, progress=D(50))
    assert (outcome.kind, outcome.theirs, outcome.report) == ("stale", theirs, None)
    assert isinstance(outcome.error, StaleReport)
    assert ProjectReport.objects.get().progress == 12


@pytest.mark.parametrize("who", ["stranger", "leader"])
def test_others_do_not_report(office, who):
    outcome = saved(office, by=getattr(office, who))
    assert (outcome.kind, outcome.report) == ("forbidden", None)
    assert not ProjectReport.objects.exists()


def test_a_reviewer_of_the_scope_may_write(office):
    assert saved(office, by=office.reviewer).error is None
    foreign = accounts.reviewer(regions.weibin())
    assert saved(office, by=foreign, month=FEBRUARY).kind == "forbidden"


REFUSED = {
    "a direction": ({"kind": Kind.DIRECTION}, {}, "发展方向"),
    "a merged one": ({"merged": True}, {}, "已并入"),
    "a month to come": ({}, {"month": date(2025, 5, 1)}, "还没有到"),
    "before the plan": ({}, {"month": date(2020, 12, 1)}, "早于规划起始年"),
}


@pytest.mark.parametrize(("of_project", "given", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_report(office, of_project, given, words):
    merged = {"merged_into": office.second} if of_project.pop("merged", False) else {}
    project = ProjectFactory(plan=office.plan, **of_project, **merged)
    outcome = saved(office, project=project, **given)
    assert isinstance(outcome.error, WrongState)
    assert words in outcome.sentence


@pytest.mark.parametrize(
    ("figures", "cell"),
    [
        ({"investment_to_date": D(-1)}, "investment_to_date"),
        ({"progress": D("100.1")}, "progress"),
        ({"progress": D(-1)}, "progress"),
        ({"problem_due": date(2025, 6, 1)}, "problem"),
        ({"investment_month": D("0.12345678901")}, "investment_month"),
        ({"stage": "asleep"}, "stage"),
        ({"next_step": "字" * 501}, "next_step"),
    ],
)
def test_what_cannot_be_saved_names_its_cell(office, figures, cell):
    outcome = saved(office, **figures)
    assert (outcome.kind, list(outcome.fields)) == ("fields", [cell])
    assert not ProjectReport.objects.exists()


def test_a_refused_cell_leaves_what_stands(office):
    saved(office)
    outcome = saved(office, lock=1, progress=D(101))
    assert (outcome.kind, outcome.report) == ("fields", None)
    assert ProjectReport.objects.get().progress == 12


def test_a_foreign_unit_solves_no_problem(office):
    foreign = accounts.UnitFactory(region=regions.weibin(), name="水利局")
    assert list(saved(office, problem="缺水", problem_unit=foreign).fields) == ["problem_unit"]
    city = accounts.UnitFactory(region=regions.xinxiang(), name="水利局")
    assert saved(office, problem="缺水", problem_unit=city).error is None


def test_a_refused_one_leaves_the_others_alone(office):
    good, bad = entry(office), entry(office, project=office.second, progress=D(101))
    outcomes = service.save_many(entries=[good, bad, good], by=office.clerk, at=IN_TIME)
    assert [one.kind for one in outcomes] == ["", "fields", "fields"]
    assert ProjectReport.objects.count() == 1


def test_all_or_nothing(office):
    good, bad = entry(office), entry(office, project=office.second, progress=D(101))
    outcomes = service.save_many(entries=[good, bad], by=office.clerk, all_or_nothing=True, at=IN_TIME)
    assert [one.report for one in outcomes] == [None, None]
    assert not ProjectReport.objects.exists()


def test_many_cost_hardly_more_than_one(office, django_assert_max_num_queries):
    entries = [entry(office, project=ProjectFactory(plan=office.plan)) for _ in range(20)]
    with django_assert_max_num_queries(15 + 2 * len(entries)):
        outcomes = service.save_many(entries=entries, by=office.clerk, submit=True, at=IN_TIME)
    assert not any(one.error for one in outcomes)


# --- warnings ---------------------------------------------------------------------------------------------------------
def test_a_warning_wants_a_reason(office):
    refused = submitted(office, at=LATE)
    assert isinstance(refused.error, ReportFindingsRefused)
    assert (refused.report.state, [one.key for one in refused.error.findings]) == ("draft", [LATE_KEY])
    passed = submitted(office, at=LATE, lock=1, answers={LATE_KEY: "等监理签字"})
    assert passed.error is None
    kept = ReportWarning.objects.get()
    assert (kept.reason, kept.answered_by, kept.answered_at) == ("等监理签字", office.clerk, LATE)


def test_an_error_is_no_matter_of_reasons(office):
    refused = submitted(office, stage=Stage.BUILDING, answers={"stage_undated:stage_on": "不知道"})
    assert [one.key for one in refused.error.findings] == ["stage_undated:stage_on"]
    assert not ReportWarning.objects.exists()


def test_a_reason_is_about_its_numbers(office):
    key = "beyond_total:investment_to_date"
    saved(office, investment_to_date=D(21_000), answers={key: "概算已调整"})
    assert ReportWarning.objects.get().reason == "概算已调整"
    saved(office, lock=1, investment_to_date=D(22_000))
    assert ReportWarning.objects.get().reason == ""
    saved(office, lock=2)
    assert not ReportWarning.objects.exists()


def test_late_is_decided_by_the_first_submission(office):
    report = submitted(office).report
    back = service.return_report(report=report, comment="请核对", lock=report.lock, by=office.reviewer)
    again = submitted(office, lock=back.lock, at=LATE)
    assert again.error is None
    assert not ReportWarning.objects.exists()


# --- review -----------------------------------------------------------------------------------------------------------
def test_withdrawn_it_is_a_draft_again(office):
    report = submitted(office).report
    [outcome] = service.withdraw_many(entries=[entry(office, lock=report.lock)], by=office.clerk)
    assert (outcome.error, outcome.report.state, outcome.report.submitted_at) == (None, "draft", None)
    [again] = service.withdraw_many(entries=[entry(office, lock=outcome.report.lock)], by=office.clerk)
    assert again.kind == "state"
    [nothing] = service.withdraw_many(entries=[entry(office, month=FEBRUARY)], by=office.clerk)
    assert nothing.kind == "state"


def test_a_submitted_one_is_not_written_over(office):
    report = submitted(office).report
    assert saved(office, lock=report.lock).kind == "state"


def test_returned_with_comments_by_cell(office):
    report = submitted(office).report
    given = {"report": report, "lock": report.lock, "by": office.reviewer}
    with pytest.raises(ValidationError, match="colour"):
        service.return_report(comment="", cell_comments={"colour": "红"}, **given)
    with pytest.raises(ValidationError, match="退回月报必须写明意见"):
        service.return_report(comment=" ", **given)
    back = service.return_report(comment="", cell_comments={"progress": "与照片不符", "stage": " "}, **given)
    assert (back.state, back.comment, back.cell_comments) == ("returned", "与照片不符", {"progress": "与照片不符"})
    draft = saved(office, lock=back.lock, progress=D(11)).report
    assert draft.cell_comments == {"progress": "与照片不符"}
    assert submitted(office, lock=draft.lock, progress=D(11)).report.cell_comments == {}


@pytest.mark.parametrize("who", ["clerk", "leader", "stranger"])
def test_only_a_reviewer_reviews(office, who):
    report, by = submitted(office).report, getattr(office, who)
    given = {"report": report, "lock": report.lock, "by": by}
    with pytest.raises(PermissionDenied):
        service.approve(**given)
    with pytest.raises(PermissionDenied):
        service.return_report(comment="退", **given)
    with pytest.raises(PermissionDenied):
        service.reopen(reason="错", **given)
    with pytest.raises(PermissionDenied):
        service.approve_many(reports=[(report.pk, report.lock)], by=by)


def test_nobody_approves_what_they_typed(office):
    draft = saved(office, by=office.reviewer).report
    report = submitted(office, lock=draft.lock).report
    with pytest.raises(OwnReport):
        service.approve(report=report, lock=report.lock, by=office.reviewer)
    [decided] = service.approve_many(reports=[(report.pk, report.lock)], by=office.reviewer)
    assert isinstance(decided.error, OwnReport)
    other = accounts.reviewer()
    assert service.approve(report=report, lock=report.lock, by=other).approved_by == other


def test_those_without_warnings_together(office):
    safe, warned = (
        submitted(office).report,
        submitted(office, project=office.second, at=LATE, answers={LATE_KEY: "病假"}),
    )
    asked = [(warned.report.pk, warned.report.lock), (safe.pk, safe.lock), (0, 1)]
    decided = service.approve_many(reports=asked, by=office.reviewer)
    assert [type(one.error) for one in decided] == [NotSafe, type(None), StaleReport]
    assert [one.approved for one in decided] == [False, True, False]
    stale = service.approve_many(reports=[(warned.report.pk, 1)], by=office.reviewer)
    assert isinstance(stale[0].error, StaleReport)


def test_an_approved_one_is_opened_again_with_a_reason(office):
    report = in_force(office)
    assert saved(office, lock=report.lock).kind == "state"
    with pytest.raises(ValidationError, match="理由"):
        service.reopen(report=report, reason=" ", lock=report.lock, by=office.reviewer)
    back = service.reopen(report=report, reason="漏报设备款", lock=report.lock, by=office.reviewer)
    assert (back.state, back.comment, back.approved_by, back.approved_at) == ("returned", "漏报设备款", None, None)
    again = submitted(office, lock=back.lock, investment_month=D(350), investment_to_date=D(1350))
    assert again.error is None


# --- what an approval does --------------------------------------------------------------------------------------------
def test_the_stage_follows_the_approval_and_goes_with_it(office):
    started = {"stage": Stage.STARTED, "stage_on": date(2025, 3, 9)}
    report = in_force(office, **started, sample=True)
    project = office.project
    project.refresh_from_db()
    change = StageChange.objects.get()
    assert (project.stage, project.actual_start) == (Stage.STARTED, date(2025, 3, 9))
    assert (change.report, change.on, change.sample, change.recorded_by) == (
        report,
        date(2025, 3, 9),
        True,
        office.reviewer,
    )
    service.reopen(report=report, reason="日期有误", lock=report.lock, by=office.reviewer)
    project.refresh_from_db()
    assert (project.stage, project.actual_start, StageChange.objects.count()) == ("", None, 0)


def test_a_stage_skipped_keeps_its_reason(office):
    StageChange.objects.create(
        project=office.project, stage=Stage.RESERVE, on=date(2024, 1, 1), recorded_by=office.reviewer
    )
    why = {"stage_skipped:stage": "前期由市里完成"}
    report = in_force(office, stage=Stage.STARTED, stage_on=date(2025, 3, 9), answers=why)
    assert report.stage_changes.get().note == "前期由市里完成"


def test_the_stage_as_before_is_no_change(office):
    march = timezone.make_aware(datetime(2025, 3, 5, 9))
    in_force(office, month=FEBRUARY, at=march, stage=Stage.BUILDING, stage_on=date(2025, 2, 9))
    in_force(office, stage=Stage.BUILDING, stage_on=date(2025, 2, 9), investment_to_date=D(1600))
    assert StageChange.objects.count() == 1


def test_a_problem_is_raised(office):
    unit = accounts.UnitFactory(region=office.project.region, name="自然资源局")
    in_force(office, problem="用地未批", problem_unit=unit, problem_due=date(2025, 5, 1))
    problem = Problem.objects.get()
    assert (problem.project, problem.text, problem.unit, problem.due) == (
        office.project, "用地未批", unit, date(2025, 5, 1),
    )  # fmt: skip
