"""Adjustments: drafted and tried out without touching the plan, carried out as a whole or not at all, marked ever after."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from indicators.domain.types import Form
from indicators.models import Assessment, Base, JobRun, Target
from indicators.models.lifecycle import PlannedChange
from indicators.selectors import as_of
from indicators.selectors.as_of import replaying
from indicators.services import targets
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.recompute import recompute_plans
from planning.selectors.adjusting import find_adjustment, rows_of, trial_of
from planning.services import adjusting as service
from planning.services.adjusting import Planned
from plans.models import AdjustmentState, PlanStatus
from tests.factories import accounts, indicators, plans, regions

pytestmark = pytest.mark.django_db

PARTICULARS = {
    "kind": "adjustment", "body": "县人大常委会", "document_number": "延人常〔2023〕5号", "approved_on": date(2023, 6, 30),
    "reason": "中期评估后调整", "summary": "下调生产总值目标",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(lasting):
    """Yanjin's GDP as in METHODS cases 1 and 2, and a row that is promised as growth."""
    with lasting():
        plan = plans.PlanFactory()
        gdp = indicators.gdp_row(plan)
        for year, value in ((2022, "179.46"), (2024, "193.3")):
            indicators.approved(gdp, year, value=Decimal(value))
        income = indicators.RowFactory(plan=plan, short_name="居民收入", unit="元")
        indicators.TargetFactory(row=income, form=Form.GROWTH, value=Decimal(7), unit="%", text="7左右")
        recompute_plans([plan.pk])
        yield SimpleNamespace(plan=plan, gdp=gdp, income=income, planner=accounts.planner())


def drafted(made, **given):
    particulars = service.Particulars(**{**PARTICULARS, **given})
    return service.draft(plan=made.plan, particulars=particulars, by=made.planner)


def planned(made, adjustment, row=None, ordinal=1, version=1, **terms):
    change = Planned(ordinal=ordinal, version=version, terms=terms)
    service.plan_row(adjustment=adjustment, row=row or made.gdp, changes=[change], by=made.planner)


def stored(row, year):
    recompute_plans([row.plan_id])
    return Assessment.objects.get(row=row, year=year)


def recorded_yesterday():
    """What was recorded so far was recorded yesterday: a moment between then and now. (One transaction has but one moment.)"""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for model in as_of._histories():
            cursor.execute(
                f"UPDATE \"{model._meta.db_table}event\" SET pgh_created_at = pgh_created_at - interval '1 day'"
            )
    return timezone.now() - timedelta(hours=12)


def test_an_adjusted_target_is_compared_with_the_one_agreed_and_the_day_before_stays(made):
    adjustment = drafted(made)
    planned(made, adjustment, value=Decimal(200), text="200")
    (trial,) = trial_of(rows_of(adjustment, only_changed=True)).values()
    tried = {one.year: (one.before.status.value, one.after.status.value, one.moved) for one in trial.years}
    assert tried == {2022: ("on_track", "ahead", True), 2024: ("behind", "ahead", True)}
    assert Target.objects.filter(row=made.gdp).count() == 1
    day_before = recorded_yesterday()
    service.execute(adjustment=adjustment, by=made.planner)
    old, new = Target.objects.filter(row=made.gdp).order_by("version")
    assert (old.in_force, old.value, old.cause) == (False, Decimal(230), "")
    assert (new.in_force, new.value, new.cause, new.adjustment) == (True, Decimal(200), "adjustment", adjustment)
    assert (new.document, new.reason) == (PARTICULARS["document_number"], PARTICULARS["reason"])
    assert JobRun.objects.filter(plan=made.plan, why=f"规划调整：{PARTICULARS['document_number']}").exists()
    after = stored(made.gdp, 2024)
    assert (after.status, after.unadjusted_status, after.unrevised_status) == ("ahead", "behind", "")
    adjustment.refresh_from_db()
    assert (adjustment.state, adjustment.applied_by) == (AdjustmentState.IN_FORCE, made.planner)
    done = trial_of(rows_of(find_adjustment(adjustment.pk), only_changed=True))[made.gdp.pk]
    assert {one.year: (one.before.status.value, one.after.status.value, one.moved) for one in done.years} == tried
    with replaying(day_before) as past:
        past.fill(row_ids=[made.gdp.pk])
        then = Assessment.objects.get(row=made.gdp, year=2024)
        assert (then.status, then.unadjusted_status) == ("behind", "")


def test_a_restated_base_that_keeps_the_growth_moves_2022(made):
    """Yanjin's GDP of 2020 put at 150.0: the way to 2022 is steeper, and with the growth kept the level is 224.5."""
    adjustment = drafted(made, kind="revision", body="省统计局", document_number="豫统〔2025〕3号")
    changes = [
        Planned(ordinal=None, version=1, terms={"value": Decimal("150.0")}, keeps="growth"),
        Planned(ordinal=1, version=1, terms={"value": Decimal("224.5"), "text": "224.5"}, keeps="growth"),
    ]
    service.plan_row(adjustment=adjustment, row=made.gdp, changes=changes, by=made.planner)
    service.execute(adjustment=adjustment, by=made.planner)
    after = stored(made.gdp, 2022)
    assert (after.base, after.target_value) == (Decimal(150), Decimal("224.5"))
    assert (after.status, after.unadjusted_status, after.unrevised_status) == ("ahead", "on_track", "")
    agreed = after.inputs["agreed"]
    assert (agreed["document"], agreed["restated"], agreed["base"]) == ("豫统〔2025〕3号", True, "153.7")
    assert Base.objects.get(row=made.gdp, in_force=True).cause == "revision"


def test_a_version_that_another_person_replaced_stops_everything(made):
    adjustment = drafted(made)
    planned(made, adjustment, row=made.income, value=Decimal(6))
    planned(made, adjustment, value=Decimal(200))
    targets.revise_target(
        target=made.gdp.targets.get(), changes={"value": Decimal(210)}, reason="另一次", document="", by=made.planner
    )
    with pytest.raises(StaleFigure, match="都没有执行"):
        service.execute(adjustment=adjustment, by=made.planner)
    assert made.income.targets.get().value == 7
    assert find_adjustment(adjustment.pk).state == AdjustmentState.DRAFT
    with pytest.raises(StaleFigure):
        planned(made, adjustment, value=Decimal(205))


def test_one_change_that_cannot_stand_stops_everything(made):
    """What fitted when it was planned need not fit when it is carried out."""
    adjustment = drafted(made)
    planned(made, adjustment, row=made.income, value=Decimal(6))
    planned(made, adjustment, value=Decimal(200))
    PlannedChange.objects.filter(row=made.gdp).update(terms={"unit": "万元"})
    with pytest.raises(WrongState, match="按“亿元”计"):
        service.execute(adjustment=adjustment, by=made.planner)
    assert not Target.objects.filter(version=2).exists()


@pytest.mark.parametrize(
    "terms",
    [{"value": None}, {"unit": "万元"}, {"due_year": 2030}, {"form": "none"}, {"value_high": Decimal(1)}],
)
def test_a_target_that_would_be_none_is_not_planned(made, terms):
    with pytest.raises(ValidationError):
        planned(made, drafted(made), **terms)
    assert not PlannedChange.objects.exists()


def test_planned_again_takes_the_place_of_what_was_planned(made):
    adjustment = drafted(made)
    planned(made, adjustment, value=Decimal(200))
    planned(made, adjustment, value=Decimal(210))
    assert PlannedChange.objects.get().terms == {"value": "210"}
    planned(made, adjustment)
    assert not PlannedChange.objects.exists()
    with pytest.raises(WrongState, match="还没有拟定"):
        service.execute(adjustment=adjustment, by=made.planner)


def finished(made, way):
    adjustment = drafted(made)
    planned(made, adjustment, value=Decimal(200))
    if way == "executed":
        service.execute(adjustment=adjustment, by=made.planner)
    else:
        service.withdraw(adjustment=adjustment, by=made.planner, reason="未获批准")
    return find_adjustment(adjustment.pk)


@pytest.mark.parametrize("way", ["executed", "withdrawn"])
def test_what_is_over_is_never_changed(made, way):
    adjustment = finished(made, way)
    for step in (
        lambda: service.execute(adjustment=adjustment, by=made.planner),
        lambda: service.withdraw(adjustment=adjustment, by=made.planner, reason="再撤"),
        lambda: service.change(adjustment=adjustment, particulars=service.Particulars(**PARTICULARS), by=made.planner),
        lambda: planned(made, adjustment, version=2, value=Decimal(1)),
    ):
        with pytest.raises(WrongState, match="不能再改"):
            step()
    assert Target.objects.get(row=made.gdp, in_force=True).value == (200 if way == "executed" else 230)


def test_a_withdrawal_says_why(made):
    with pytest.raises(ValidationError):
        service.withdraw(adjustment=drafted(made), by=made.planner, reason=" ")


def test_a_draft_of_a_plan_is_changed_in_place(made):
    made.plan.status = PlanStatus.DRAFT
    with pytest.raises(WrongState, match="直接修改"):
        drafted(made)
    made.plan.status = PlanStatus.IN_FORCE


@pytest.mark.parametrize(
    "who", [accounts.clerk, accounts.reviewer, accounts.leader, lambda: accounts.planner(regions.weibin())]
)
def test_only_a_planner_of_the_region_adjusts(made, who):
    adjustment, person = drafted(made), who()
    for step in (
        lambda: service.draft(plan=made.plan, particulars=service.Particulars(**PARTICULARS), by=person),
        lambda: service.plan_row(adjustment=adjustment, row=made.gdp, changes=[], by=person),
        lambda: service.execute(adjustment=adjustment, by=person),
        lambda: service.withdraw(adjustment=adjustment, by=person, reason="撤"),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_many_rows_cost_as_many_queries_as_one(made, django_assert_num_queries, django_assert_max_num_queries):
    adjustment = drafted(made)
    planned(made, adjustment, value=Decimal(200))

    def look():
        trial_of(rows_of(adjustment, only_changed=True))

    with django_assert_max_num_queries(24) as one:
        look()
    planned(made, adjustment, row=made.income, value=Decimal(6))
    with django_assert_num_queries(len(one)):
        look()
