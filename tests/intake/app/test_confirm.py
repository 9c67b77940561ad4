"""From a reviewed proposal to a plan in force: everything in one transaction, once, by the right people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from indicators.models import (
    Base,
    Doubt,
    DoubtState,
    JobRun,
    Observation,
    PeriodResult,
    PlanIndicator,
    Target,
)
from indicators.models import (
    Listing as RowListing,
)
from indicators.services.errors import WrongState
from indicators.services.recompute import recompute_plans
from intake.domain.edit import Listing
from intake.models import Intake, IntakeState
from intake.services import decisions
from intake.services.confirm import confirm
from intake.services.decisions import At
from intake.services.errors import NotReady
from planning.services.states import put_in_force
from plans.models import Plan, PlanStatus
from projects.models import Project
from tests.factories import accounts, regions
from tests.factories.intake import read_intake, small_proposal
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def settle(upload, planner):
    """The one doubt that questions a row is settled, commitments and results are ticked."""
    decisions.resolve_doubt(
        intake=upload, index=1, code="contradicts_text", figure="base", how="以表为准", version=0, by=planner
    )
    for listing in (Listing.COMMITMENTS, Listing.RESULTS):
        decisions.accept_all(intake=upload, listing=listing, by=planner)


@pytest.fixture
def confirmed(upload, planner):
    settle(upload, planner)
    return confirm(intake=upload, by=planner)


def test_while_something_is_in_the_way_nothing_is_written(upload, planner):
    with pytest.raises(NotReady) as refused:
        confirm(intake=upload, by=planner)
    assert "第 12 行" in str(refused.value)
    assert not Plan.objects.exists()
    assert Intake.objects.get(pk=upload.pk).state == IntakeState.READ


def test_region_and_period_must_be_known(catalogue, planner):
    proposal = small_proposal()
    upload = read_intake(
        replace(proposal, plan=replace(proposal.plan, region_code="", start_year=None, title="")), by=planner
    )
    with pytest.raises(NotReady) as refused:
        confirm(intake=upload, by=planner)
    assert [one.what for one in refused.value.hindrances[:3]] == ["没有标题", "不知道是哪个地区的规划", "规划期不全"]


def test_a_plan_of_another_county_is_told_as_one(catalogue, planner):
    regions.weibin()
    proposal = small_proposal()
    upload = read_intake(replace(proposal, plan=replace(proposal.plan, region_code="410703")), by=planner)
    with pytest.raises(NotReady) as refused:
        confirm(intake=upload, by=planner)
    assert "卫滨区" in str(refused.value) and "延津县" in str(refused.value)


def test_the_plan_is_a_draft_with_its_particulars(confirmed, upload, planner):
    plan = confirmed.plan
    assert (plan.status, plan.period, plan.base_year, plan.stated_count) == (PlanStatus.DRAFT, "2021-2025", 2020, 4)
    assert (plan.region.code, plan.source_table) == ("410726", "专栏2 主要指标")
    stored = Intake.objects.get(pk=upload.pk)
    assert (stored.state, stored.plan, stored.confirmed_by) == (IntakeState.CONFIRMED, plan, planner)


def test_rows_stand_as_printed_with_bases_and_targets_to_the_last_digit(confirmed):
    rows = list(confirmed.plan.rows.filter(listing=RowListing.MAIN))
    assert [(row.position, row.short_name, row.number) for row in rows] == [
        (1, "地区生产总值", "1"), (2, "社会消费品零售总额", "2"), (3, "森林覆盖率", "3"), (4, "主要污染物减排", "4"), (5, "氮氧化物", "5"),
    ]  # fmt: skip
    assert rows[0].indicator.code == "gdp"
    assert rows[4].parent == rows[3]
    assert rows[3].is_heading and not rows[3].targets.exists()
    target = rows[1].targets.get()
    assert (str(target.value), target.text, target.is_primary, target.source_line) == ("81.50", "81.50", True, 12)
    assert (str(rows[1].bases.get().value), rows[1].printed["base"]) == ("52.98", "52.98")


def test_doubts_come_along_open_ones_open_settled_ones_with_who_and_how(confirmed, planner):
    settled = Doubt.objects.get(code="contradicts_text")
    assert (settled.state, settled.resolution, settled.resolved_by) == (DoubtState.RESOLVED, "以表为准", planner)
    skipped = Doubt.objects.get(code="number_skipped")
    assert (skipped.state, skipped.row, skipped.source_line) == (DoubtState.OPEN, None, 15)


def test_commitments_are_rows_of_their_own_list(confirmed):
    first, second = confirmed.plan.rows.filter(listing=RowListing.COMMITMENT)
    target = first.targets.get()
    assert (first.short_name, target.comparator, str(target.value), target.unit) == ("高新技术企业", ">=", "18", "家")
    assert first.printed["year"] == "2025"
    assert str(second.targets.get().value) == "7.0"


def test_projects_come_along_uncertain_ones_only_when_ticked(upload, planner):
    settle(upload, planner)
    decisions.drop(intake=upload, at=At(Listing.PROJECTS, 1), reason="已停建", by=planner)
    confirm(intake=upload, by=planner)
    (project,) = Project.objects.all()
    assert (project.name, project.group, project.facts, project.source_line) == (
        "甲乙高速延津段",
        "高速公路",
        "长15.7公里",
        51,
    )


def test_ticked_results_make_the_ended_plan_of_the_period_before(confirmed, planner):
    before = Plan.objects.get(start_year=2016)
    assert (before.status, before.end_year, before.base_year) == (PlanStatus.ENDED, 2020, 2015)
    gdp = before.rows.get(indicator__code="gdp")
    figure = Observation.objects.get(row=gdp)
    assert (figure.year, str(figure.value), figure.in_force) == (2020, "153.7", True)
    assert figure.submitted_by == planner
    assert figure.approved_by != planner
    average = PeriodResult.objects.get(row=gdp)
    assert (average.kind, str(average.value), average.year) == ("average", "9.0", 2020)


def test_results_that_nobody_ticked_are_not_written(upload, planner):
    decisions.decide(intake=upload, at=At(Listing.INDICATORS, 1), by=planner)
    decisions.decide(intake=upload, at=At(Listing.RESULTS, 1), by=planner)
    confirm(intake=upload, by=planner)
    assert list(Observation.objects.values_list("row__short_name", flat=True)) == ["森林覆盖率"]
    assert not PlanIndicator.objects.filter(listing=RowListing.COMMITMENT).exists()


def test_results_go_to_the_rows_of_a_plan_that_stands_and_others_are_named(upload, planner, catalogue):
    before = PlanFactory(start_year=2016, status=PlanStatus.ENDED)
    from tests.factories.indicators import RowFactory

    row = RowFactory(plan=before, indicator=catalogue.gdp, position=1)
    settle(upload, planner)
    done = confirm(intake=upload, by=planner)
    assert list(Observation.objects.values_list("row", flat=True)) == [row.pk]
    assert before.rows.count() == 1
    assert "森林覆盖率" in " ".join(done.conflicts)


def test_the_second_confirmation_finds_the_same_plan_and_writes_nothing(confirmed, upload, planner):
    counts = [model.objects.count() for model in (Plan, PlanIndicator, Base, Target, Doubt, Project, Observation)]
    again = confirm(intake=upload, by=planner)
    assert (again.plan, again.new, again.jobs) == (confirmed.plan, False, ())
    assert [
        model.objects.count() for model in (Plan, PlanIndicator, Base, Target, Doubt, Project, Observation)
    ] == counts


def test_history_says_who_and_out_of_which_file(confirmed, planner, upload):
    event = PlanIndicator.pgh_event_model.objects.order_by("pgh_id").first()
    assert event.pgh_context.metadata["user"] == planner.pk
    assert upload.name in event.pgh_context.metadata["reason"]


def test_a_fault_half_way_leaves_nothing(upload, planner, monkeypatch):
    settle(upload, planner)

    def fail(**_given):
        raise RuntimeError

    monkeypatch.setattr("intake.services.confirm.add_projects", fail)
    with pytest.raises(RuntimeError):
        confirm(intake=upload, by=planner)
    assert not Plan.objects.exists()
    assert Intake.objects.get(pk=upload.pk).state == IntakeState.READ


def test_a_plan_of_the_same_period_is_not_written_over(upload, planner):
    PlanFactory()
    settle(upload, planner)
    with pytest.raises(WrongState, match="差异"):
        confirm(intake=upload, by=planner)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "elsewhere"])
def test_others_neither_confirm_nor_put_in_force(upload, planner, who):
    settle(upload, planner)
    people = {
        "clerk": accounts.clerk,
        "reviewer": accounts.reviewer,
        "leader": accounts.leader,
        "elsewhere": lambda: accounts.planner(regions.weibin()),
    }
    person = people[who]()
    with pytest.raises(PermissionDenied):
        confirm(intake=upload, by=person)
    with pytest.raises(PermissionDenied):
        put_in_force(plan=PlanFactory(status=PlanStatus.DRAFT), by=person)


def test_in_force_and_assessed(confirmed, planner):
    job = put_in_force(plan=confirmed.plan, by=planner)
    assert Plan.objects.get(pk=confirmed.plan.pk).status == PlanStatus.IN_FORCE
    assert JobRun.objects.get(pk=job.pk).plan == confirmed.plan
    recompute_plans([confirmed.plan.pk])
    assert confirmed.plan.rows.get(indicator__code="gdp").assessments.exists()
    with pytest.raises(WrongState):
        put_in_force(plan=confirmed.plan, by=planner)


def test_another_in_force_is_replaced_only_when_told(confirmed, planner):
    other = Plan.objects.create(
        region=confirmed.plan.region, base_year=2020, start_year=2021, end_year=2030, title="旧", status="in_force"
    )
    with pytest.raises(WrongState, match="替代"):
        put_in_force(plan=confirmed.plan, by=planner)
    put_in_force(plan=confirmed.plan, by=planner, replace=True)
    assert Plan.objects.get(pk=other.pk).status == PlanStatus.REPLACED


def test_a_base_that_is_missing_is_none_and_a_target_that_is_missing_says_so(catalogue, planner):
    proposal = small_proposal()
    bare = replace(proposal.indicators[2], base=None, base_text="", targets=(), target_text="")
    upload = read_intake(replace(proposal, indicators=(bare,), doubts=()), by=planner)
    decisions.decide(intake=upload, at=At(Listing.INDICATORS, 0), by=planner)
    plan = confirm(intake=upload, by=planner).plan
    row = plan.rows.get()
    assert not row.bases.exists()
    assert (row.targets.get().form, row.targets.get().value) == ("none", None)
    assert {doubt.code for doubt in row.doubts.all()} >= {"missing_target"}
    assert Decimal(plan.stated_count) == 4
