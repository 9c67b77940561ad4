"""Recompute: what is in force becomes assessments, unchanged data changes nothing."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.domain.types import Form, Measure, PathKind
from indicators.models import (
    Assessment,
    DefinitionBreak,
    Doubt,
    PeriodResult,
    ReferenceFigure,
    StatusRule,
    Target,
)
from indicators.selectors.assessment_inputs import active_rule, assess_target, inputs_of_plans, inputs_of_row
from indicators.services.recompute import Recomputed, recompute_plans
from tests.factories import accounts, regions
from tests.factories.indicators import (
    BaseFactory,
    IndicatorFactory,
    RowFactory,
    RuleFactory,
    TargetFactory,
    approved,
    gdp_row,
)
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gdp():
    """Yanjin's GDP with the published levels of 2022 and 2024 (METHODS section 6, cases 1 and 2)."""
    row = gdp_row()
    for year, value in ((2022, "179.46"), (2024, "193.3")):
        approved(row, year, value=Decimal(value))
    return row


def assessment(row, year, **which):
    return Assessment.objects.get(row=row, year=year, **which)


def snapshot():
    """Everything stored, the physical version of each row included: nothing may be rewritten unnoticed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text, a.* FROM indicators_assessment a ORDER BY id")
        return cursor.fetchall()


def relative_row(plan, **target):
    """Per-head income that is to keep pace with something."""
    indicator = IndicatorFactory(code="income", name="居民人均可支配收入", unit="元")
    row = RowFactory(plan=plan, indicator=indicator, unit="元")
    TargetFactory(row=row, form=Form.RELATIVE, value=None, unit="%", **target)
    return row


def growths(row, *figures):
    for year, growth in enumerate(figures, start=2021):
        approved(row, year, growth=Decimal(growth))


# --- what is stored ----------------------------------------------------------------------------------------------


def test_a_level_is_assessed_for_every_year_with_ten_decimals(gdp):
    assert recompute_plans([gdp.plan_id]) == Recomputed(computed=5, changed=5)
    found = assessment(gdp, 2024)
    assert found.status == "behind"
    assert found.shown and found.plan_id == gdp.plan_id
    assert (found.base, found.target_value, found.actual) == (Decimal("153.7"), Decimal(230), Decimal("193.3"))
    assert found.attainment == Decimal("0.5190039318")
    assert found.required.quantize(Decimal("0.01")) == Decimal("18.99")
    assert found.required.as_tuple().exponent == -10
    assert (found.method_version, found.rule_version) == (1, 1)
    assert found.inputs["actual_year"] == 2024


def test_every_year_of_the_plan_is_there_and_none_besides(gdp):
    recompute_plans([gdp.plan_id])
    statuses = dict(Assessment.objects.values_list("year", "status"))
    assert statuses == {2021: "no_data", 2022: "on_track", 2023: "on_track", 2024: "behind", 2025: "behind"}
    assert assessment(gdp, 2025).end_not_published


def test_missing_is_null_and_never_zero(gdp):
    recompute_plans([gdp.plan_id])
    first = assessment(gdp, 2021)
    assert (first.actual, first.attainment, first.required, first.actual_year) == (None, None, None, None)
    approved(gdp, 2021, value=Decimal(0))
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2021).actual == 0


def test_only_asked_years_are_touched(gdp):
    assert recompute_plans([gdp.plan_id], years=[2024]) == Recomputed(1, 1)
    assert recompute_plans([gdp.plan_id], years=[2019]) == Recomputed(0, 0)
    assert [one.year for one in Assessment.objects.all()] == [2024]


def test_only_approved_figures_in_force_count(gdp):
    gdp.observations.create(year=2023, value=Decimal(999), state="submitted", submitted_by=accounts.clerk())
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2023).actual_year == 2022


# --- idempotence -------------------------------------------------------------------------------------------------


def test_a_second_run_changes_no_row(gdp):
    relative_row(gdp.plan, reference_text="经济增长")
    recompute_plans([gdp.plan_id])
    before = snapshot()
    assert recompute_plans([gdp.plan_id]) == Recomputed(computed=10, changed=0)
    assert snapshot() == before


def test_only_what_differs_is_written(gdp):
    other = RowFactory(plan=gdp.plan)
    TargetFactory(row=other)
    recompute_plans([gdp.plan_id])
    before = {one.pk: one.computed_at for one in Assessment.objects.all()}
    approved(gdp, 2023, value=Decimal(185))
    assert recompute_plans([gdp.plan_id]).changed == 3  # 2023, and the years that look back at it
    touched = {one.year for one in Assessment.objects.filter(row=gdp) if one.computed_at != before[one.pk]}
    assert touched == {2023, 2024, 2025}
    assert all(one.computed_at == before[one.pk] for one in Assessment.objects.filter(row=other))


def test_a_new_rule_shows_in_every_assessment(gdp):
    recompute_plans([gdp.plan_id])
    StatusRule.objects.update(active=False)
    RuleFactory(version=2, behind=Decimal("0.75"))
    assert recompute_plans([gdp.plan_id]).changed == 5
    assert assessment(gdp, 2024).status == "far_behind"
    assert assessment(gdp, 2024).rule_version == 2


def test_without_an_active_rule_nothing_is_assessed_by_guess(gdp):
    StatusRule.objects.update(active=False)
    with pytest.raises(StatusRule.DoesNotExist):
        recompute_plans([gdp.plan_id])


def test_assessments_of_a_replaced_target_go(gdp):
    recompute_plans([gdp.plan_id])
    old = gdp.targets.get()
    Target.objects.filter(pk=old.pk).update(in_force=False, is_primary=False)
    new = TargetFactory(row=gdp, value=Decimal(210), version=2, reason="中期调整")
    assert recompute_plans([gdp.plan_id]) == Recomputed(computed=5, changed=10)
    assert set(Assessment.objects.values_list("target_id", flat=True)) == {new.pk}


def test_a_row_that_becomes_a_heading_loses_its_assessments(gdp):
    recompute_plans([gdp.plan_id])
    gdp.is_heading = True
    gdp.save()
    assert recompute_plans([gdp.plan_id]) == Recomputed(0, 5)
    assert inputs_of_row(gdp.pk) is None


def test_another_plan_is_left_alone(gdp):
    other = gdp_row(PlanFactory(region=regions.weibin()))
    recompute_plans([gdp.plan_id, other.plan_id])
    Assessment.objects.filter(row=other).update(status="met")
    recompute_plans([gdp.plan_id])
    assert assessment(other, 2024).status == "met"


# --- forms -------------------------------------------------------------------------------------------------------


def test_a_row_without_target_has_assessments_to_show():
    row = RowFactory()
    TargetFactory(row=row, form=Form.NONE, value=None, text="")
    RuleFactory()
    recompute_plans([row.plan_id])
    found = assessment(row, 2024)
    assert (found.status, found.reason, found.shown) == ("not_assessable", "missing_target", True)


def test_the_row_shows_its_other_target_where_the_primary_has_no_answer(gdp):
    growth = TargetFactory(row=gdp, ordinal=2, is_primary=False, form=Form.GROWTH, value=Decimal("8.4"), unit="%")
    Target.objects.filter(row=gdp, ordinal=1).update(is_primary=False)
    Target.objects.filter(pk=growth.pk).update(is_primary=True)
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2024, target=growth).status == "no_data"
    assert assessment(gdp, 2024, shown=True).target.ordinal == 1
    assert Assessment.objects.filter(row=gdp, year=2024).count() == 2


def test_a_number_handed_down_is_assessed_in_its_own_form(gdp):
    Target.objects.filter(row=gdp).update(form=Form.ASSIGNED, value=None, by="省")
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2024).status == "pending"
    Target.objects.filter(row=gdp).update(
        value=Decimal(230), assigned_form=Form.LEVEL, assigned_document="豫政〔2021〕1号"
    )
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2024).status == "behind"


def test_a_composition_keeps_its_parts():
    indicator = IndicatorFactory(unit="%", measure=Measure.SHARE, path=PathKind.LINEAR)
    row = RowFactory(indicator=indicator, unit="%")
    BaseFactory(row=row, value=None, parts=[Decimal(30), Decimal("33.7"), Decimal("36.3")])
    target_parts = [Decimal("22.7"), Decimal("33.8"), Decimal("43.5")]
    TargetFactory(row=row, form=Form.COMPOSITION, value=None, parts=target_parts)
    approved(row, 2025, parts=[Decimal("25.7"), Decimal("33.4"), Decimal("40.9")])
    RuleFactory()
    recompute_plans([row.plan_id])
    found = assessment(row, 2025)
    assert found.status == "not_met"
    assert [Decimal(part["actual"]) for part in found.parts] == [Decimal("25.7"), Decimal("33.4"), Decimal("40.9")]
    assert recompute_plans([row.plan_id]).changed == 0


def test_a_row_unknown_to_the_catalogue_gets_no_direction_by_guess():
    RuleFactory()
    row = RowFactory(indicator=None, short_name="某指标")
    level = TargetFactory(row=row)
    floor = TargetFactory(row=row, ordinal=2, is_primary=False, form=Form.FLOOR, value=Decimal(90))
    approved(row, 2024, value=Decimal(95))
    recompute_plans([row.plan_id])
    assert assessment(row, 2024, target=level).reason == "not_computable"
    assert assessment(row, 2024, target=floor).status == "holds"


# --- what else is in force ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", ["base", "target", "target:1", "value:2024"])
def test_an_open_blocking_doubt_about_a_used_figure_makes_it_incomparable(gdp, figure):
    doubt = Doubt.objects.create(plan=gdp.plan, row=gdp, code="scale_jump", figure=figure, message="…", blocking=True)
    recompute_plans([gdp.plan_id])
    found = assessment(gdp, 2024)
    assert (found.status, found.reason) == ("incomparable", "blocking_doubt")
    doubt.state, doubt.resolution = "dismissed", "已核对"
    doubt.resolved_by, doubt.resolved_at = accounts.planner(), timezone.now()
    doubt.save()
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2024).status == "behind"


@pytest.mark.parametrize(
    ("figure", "blocking"), [("value:2024", False), ("growth:2024", True), ("value:2021", True), ("target:2", True)]
)
def test_other_doubts_change_no_status(gdp, figure, blocking):
    Doubt.objects.create(plan=gdp.plan, row=gdp, code="scale_jump", figure=figure, message="…", blocking=blocking)
    recompute_plans([gdp.plan_id])
    assert assessment(gdp, 2024).status == "behind"


def growth_row():
    row = gdp_row()
    Target.objects.filter(row=row).update(form=Form.GROWTH, value=Decimal("6.5"), unit="%")
    return row


def test_a_definition_break_ends_the_chain_and_an_official_result_mends_it():
    row = growth_row()
    growths(row, "6.6", "5.3", "1.5")
    DefinitionBreak.objects.create(row=row, year=2023, reason="普查修订")
    recompute_plans([row.plan_id])
    assert assessment(row, 2023).actual_year == 2022
    PeriodResult.objects.create(row=row, kind="average", year=2023, value=Decimal("4.4"), unit="%")
    recompute_plans([row.plan_id])
    found = assessment(row, 2023)
    assert (found.actual_year, found.average) == (2023, Decimal("4.4"))


def test_a_doubtful_official_result_blocks_what_uses_it():
    row = growth_row()
    PeriodResult.objects.create(row=row, kind="average", year=2023, value=Decimal("4.4"), unit="%")
    Doubt.objects.create(
        plan=row.plan, row=row, code="impossible_value", figure="result:2023", message="…", blocking=True
    )
    recompute_plans([row.plan_id])
    assert assessment(row, 2023).status == "incomparable"


# --- relative targets --------------------------------------------------------------------------------------------


def test_keeping_pace_with_the_economy_means_the_own_gdp():
    plan = gdp_row().plan
    growths(plan.rows.get(), "8.1", "3.0", "5.2", "5.0")
    row = relative_row(plan, reference_text="economic_growth")
    growths(row, "8.1", "2.9", "6.1", "5.1")
    recompute_plans([plan.pk])
    found = assessment(row, 2024)
    assert found.status == "holds"
    assert [one.quantize(Decimal("0.01")) for one in (found.actual, found.target_value)] == [
        Decimal("5.53"),
        Decimal("5.31"),
    ]


def test_a_reference_of_another_region_is_that_regions_plan_of_the_same_period():
    city = gdp_row(PlanFactory(region=regions.xinxiang()))
    growths(city, "7.0", "7.0")
    former = gdp_row(PlanFactory(region=regions.xinxiang(), start_year=2016))
    plan = PlanFactory()
    row = relative_row(plan, reference_indicator=city.indicator, reference_region=regions.xinxiang())
    growths(row, "6.0", "6.0")
    assert former.plan.start_year == 2016
    recompute_plans([plan.pk])
    assert assessment(row, 2022).target_value == 7
    assert assessment(row, 2022).status == "breached"


def test_a_series_entered_with_its_source_serves_as_reference():
    plan = PlanFactory()
    RuleFactory()
    row = relative_row(plan, reference_text="全省平均水平")
    growths(row, "6.0")
    target = row.targets.get()
    ReferenceFigure.objects.create(target=target, year=2021, growth=Decimal("5.5"), source_title="统计公报")
    recompute_plans([plan.pk])
    assert assessment(row, 2021).status == "holds"
    assert assessment(row, 2021).target_value == Decimal("5.5")


def test_without_a_reference_there_is_no_verdict():
    plan = PlanFactory()
    RuleFactory()
    row = relative_row(plan, reference_text="全省平均水平")
    growths(row, "6.0")
    recompute_plans([plan.pk])
    assert assessment(row, 2021).status == "no_data"


# --- size --------------------------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_the_plans():
    def plan_of(code):
        row = gdp_row(PlanFactory(region=regions.RegionFactory(code=code)))
        growths(row, "6.0")
        relative_row(row.plan, reference_text="经济增长")
        return row.plan_id

    plans = [plan_of("410721")]
    with CaptureQueriesContext(connection) as one:
        recompute_plans(plans)
    plans += [plan_of(code) for code in ("410724", "410725", "410727")]
    with CaptureQueriesContext(connection) as four:
        recompute_plans(plans)
    assert len(four) == len(one) <= 22


def test_a_page_can_rebuild_the_sum_of_one_row(gdp):
    recompute_plans([gdp.plan_id])
    inputs = inputs_of_row(gdp.pk)
    assert inputs == inputs_of_plans([gdp.plan_id])[0]
    result = assess_target(inputs, inputs.targets[0], year=2024, rule=active_rule())
    assert result.attainment.quantize(Decimal("1e-10")) == assessment(gdp, 2024).attainment
