"""The plan that ends hands its rows and end values over to the plan after it: the services."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.domain.hand_over import Moved, NoBase
from indicators.domain.types import Form
from indicators.models import Base, Observation, Succession
from indicators.selectors.succession import end_rows, moved_bases_of, plan_after
from indicators.services.errors import StaleFigure, WrongState
from planning.services.end_values import take_over_end_value
from planning.services.hand_over import Added, Decision, Particulars, Undecided, hand_over
from plans.models import Plan
from tests.factories import accounts, indicators, plans, regions

pytestmark = pytest.mark.django_db
NEXT = Particulars(title="延津县“十五五”规划", start_year=2026, end_year=2030)


@pytest.fixture(scope="module")
def ended(lasting):
    """A plan whose rows are of every kind that matters here."""
    with lasting():
        plan = plans.PlanFactory()
        gdp = indicators.gdp_row(plan)
        end = indicators.approved(
            gdp, 2025, value=Decimal("204.70"), vintage="preliminary", value_basis="current", sample=True
        )
        jobs = _row(plan, "new_urban_jobs", "城镇新增就业", Form.CUMULATIVE, "2.3", "万人")
        indicators.approved(jobs, 2025, value=Decimal("0.4"))
        town = _row(plan, "urbanisation_rate_resident", "常住人口城镇化率", Form.LEVEL, "46", "%")
        indicators.approved(town, 2024, value=Decimal("42.1"))
        heading = indicators.RowFactory(plan=plan, indicator=None, short_name="教育", is_heading=True, unit="")
        schooling = _row(plan, "schooling", "受教育年限", Form.LEVEL, "11", "年", parent=heading)
        cut = _row(plan, "cod_cut", "化学需氧量减少", Form.CUMULATIVE_CUT, "10", "%")
        yield SimpleNamespace(
            plan=plan, gdp=gdp, end=end, jobs=jobs, town=town, heading=heading, schooling=schooling, cut=cut,
            planner=accounts.planner(),
        )  # fmt: skip


def _row(plan, code, name, form, value, unit, **fields):
    indicator = indicators.IndicatorFactory(code=code, name=name, unit=unit)
    row = indicators.RowFactory(plan=plan, indicator=indicator, unit=unit, nature="binding", **fields)
    indicators.TargetFactory(row=row, form=form, value=Decimal(value))
    return row


def every(ended, **others):
    """A decision for each row: kept, unless told otherwise by its name."""
    kept = {}
    for end in end_rows(ended.plan):
        if not end.row.is_heading:
            kept[end.row.pk] = Decision(kind="kept", seen=end.end.pk if end.end else None)
    return kept | {getattr(ended, name).pk: decision for name, decision in others.items()}


def kept(ended, row):
    return every(ended)[row.pk]


def done(ended, **others):
    return hand_over(plan=ended.plan, to=NEXT, decisions=every(ended, **others), by=ended.planner)


def test_a_draft_is_made_with_rows_bases_and_empty_targets(ended):
    made = done(ended)
    plan = made.plan
    assert (plan.status, plan.base_year, plan.period, plan.predecessor) == ("draft", 2025, "2026-2030", ended.plan)
    rows = list(plan.rows.all())
    assert [row.short_name for row in rows] == [row.short_name for row in ended.plan.rows.all()]
    assert [row.is_heading for row in rows] == [row.is_heading for row in ended.plan.rows.all()]
    assert rows[4].parent == rows[3]
    assert (rows[1].unit, rows[1].nature, rows[1].indicator.code) == ("万人", "binding", "new_urban_jobs")
    assert [(one.form, one.value, one.is_primary) for one in rows[0].targets.all()] == [("none", None, True)]
    assert [(one.unit.name, one.confirmed) for one in rows[0].responsibilities.all()] == [("统计局", False)]
    assert (made.rows, made.bases) == (5, 2)
    assert Succession.objects.filter(to_plan=plan, kind="kept").count() == 6


def test_the_end_value_becomes_the_base_with_its_year_and_vintage(ended):
    plan = done(ended).plan
    base = Base.objects.get(row__plan=plan, row__indicator__code="gdp")
    assert (base.value, base.year, base.vintage, base.price_basis) == (
        Decimal("204.70"),
        2025,
        "preliminary",
        "current",
    )
    assert (base.source, base.from_observation) == ("previous_table", ended.end)
    assert "演示数据" in base.document
    early = Base.objects.get(row__plan=plan, row__indicator__code="urbanisation_rate_resident")
    assert (early.value, early.year) == (Decimal("42.1"), 2024)


def test_sums_and_cuts_begin_anew_and_a_row_without_a_figure_has_no_base(ended):
    whys = {end.row.short_name: end.base.why for end in end_rows(ended.plan) if not end.row.is_heading}
    assert whys == {
        "地区生产总值": None, "城镇新增就业": NoBase.OF_THE_YEAR, "常住人口城镇化率": None,
        "受教育年限": NoBase.NO_FIGURE, "化学需氧量减少": NoBase.NO_FIGURE,
    }  # fmt: skip
    plan = done(ended).plan
    assert not Base.objects.filter(row__plan=plan, row__indicator__code="new_urban_jobs").exists()


def test_rows_are_renamed_split_merged_dropped_and_added(ended):
    decisions = every(
        ended,
        gdp=Decision(kind="renamed", names=("生产总值",), seen=ended.end.pk),
        jobs=Decision(kind="dropped", reason="改由人社规划考核", takes_base=False),
        town=Decision(kind="split", names=("城区城镇化率", "乡镇城镇化率"), takes_base=False),
        schooling=Decision(kind="merged", names=("教育与减排",), takes_base=False),
        cut=Decision(kind="merged", names=("教育与减排",), takes_base=False),
    )
    added = [Added(name="数字经济占比", unit="%", nature="expected")]
    plan = hand_over(plan=ended.plan, to=NEXT, decisions=decisions, added=added, by=ended.planner).plan
    names = [row.short_name for row in plan.rows.filter(is_heading=False)]
    assert names == ["生产总值", "城区城镇化率", "乡镇城镇化率", "教育与减排", "数字经济占比"]
    came = {row.short_name: row for row in plan.rows.all()}
    assert came["生产总值"].indicator.code == "gdp"
    assert came["城区城镇化率"].indicator is None
    assert came["教育与减排"].unit == ""  # 年 and %: neither is right
    assert [base.row.short_name for base in Base.objects.filter(row__plan=plan)] == ["生产总值"]
    kinds = Succession.objects.filter(to_plan=plan, from_row__is_heading=False).order_by("from_row__position", "pk")
    assert list(kinds.values_list("kind", flat=True)) == ["renamed", "dropped", "split", "split", "merged", "merged"]
    assert kinds[1].to_row is None
    assert kinds[1].reason == "改由人社规划考核"


@pytest.mark.parametrize(
    "decision",
    [
        Decision(kind="dropped", takes_base=False),
        Decision(kind="renamed", takes_base=False),
        Decision(kind="split", names=("只有一个",), takes_base=False),
        Decision(kind="split", names=("同名", "同名"), takes_base=False),
        Decision(kind="merged", names=("独自一行",), takes_base=False),
        Decision(kind="", takes_base=False),
        Decision(kind="kept", to_row=0, takes_base=False),
        Decision(kind="kept", seen=0),  # another end value than the one that was looked at
    ],
)
def test_an_incomplete_decision_is_named_and_nothing_is_written(ended, decision):
    with pytest.raises(Undecided) as refused:
        done(ended, gdp=decision)
    assert list(refused.value.errors) == [ended.gdp.pk]
    assert not Plan.objects.filter(start_year=2026).exists()


def test_rows_that_came_late_are_handed_over_to_the_same_draft(ended):
    first = {ended.gdp.pk: kept(ended, ended.gdp)}
    plan = hand_over(plan=ended.plan, to=NEXT, decisions=first, by=ended.planner).plan
    assert plan_after(ended.plan) == plan
    late = {ended.schooling.pk: kept(ended, ended.schooling)}
    hand_over(plan=ended.plan, to=plan, decisions=late, by=ended.planner)
    assert [row.short_name for row in plan.rows.all()] == ["地区生产总值", "教育", "受教育年限"]
    with pytest.raises(StaleFigure):
        hand_over(plan=ended.plan, to=plan, decisions=late, by=ended.planner)


def test_a_plan_that_stands_is_linked_and_keeps_its_own_bases(ended):
    after = plans.PlanFactory(start_year=2026)
    printed = indicators.RowFactory(plan=after, indicator=ended.gdp.indicator)
    indicators.BaseFactory(row=printed, value=Decimal("205"))
    bare = indicators.RowFactory(plan=after, indicator=ended.town.indicator, unit="%")
    other_unit = indicators.RowFactory(plan=after, indicator=ended.schooling.indicator, unit="月")
    decisions = {
        ended.gdp.pk: Decision(kind="kept", to_row=printed.pk, seen=ended.end.pk),
        ended.town.pk: Decision(kind="renamed", to_row=bare.pk, seen=kept(ended, ended.town).seen),
        ended.schooling.pk: Decision(kind="kept", to_row=other_unit.pk),
    }
    made = hand_over(plan=ended.plan, to=after, decisions=decisions, by=ended.planner)
    assert (made.rows, made.bases) == (0, 1)
    assert [base.value for base in printed.bases.all()] == [Decimal("205")]
    assert [base.value for base in bare.bases.all()] == [Decimal("42.1")]
    with pytest.raises(WrongState):  # in force: it gets no rows from here
        hand_over(plan=ended.plan, to=after, decisions={ended.jobs.pk: kept(ended, ended.jobs)}, by=ended.planner)


def test_only_a_planner_and_only_one_plan_after(ended):
    with pytest.raises(PermissionDenied):
        hand_over(plan=ended.plan, to=NEXT, decisions={}, by=accounts.planner(regions.weibin()))
    done(ended)
    with pytest.raises(WrongState):
        hand_over(plan=ended.plan, to=NEXT, decisions={}, by=ended.planner)
    early = Particulars(title="重叠", start_year=2025, end_year=2029)
    with pytest.raises(ValidationError):
        hand_over(plan=ended.plan, to=early, decisions={}, by=ended.planner)


def revised(ended, **figures):
    Observation.objects.filter(pk=ended.end.pk).update(in_force=False)
    return indicators.approved(
        ended.gdp, 2025, version=2, **({"value": Decimal("206.1"), "vintage": "final"} | figures)
    )


@pytest.mark.parametrize("status", ["draft", "in_force"])
def test_a_revised_end_value_is_told_and_taken_over(ended, status):
    plan = done(ended).plan
    assert moved_bases_of(plan) == []
    plan.status = status
    plan.save()
    now = revised(ended)
    [move] = moved_bases_of(plan)
    assert (move.taken, move.now, move.how) == (ended.end, now, Moved.REVISED)
    row = move.base.row
    with pytest.raises(StaleFigure):
        take_over_end_value(row=row, version=1, seen=ended.end.pk, by=ended.planner)
    take_over_end_value(row=row, version=1, seen=now.pk, by=ended.planner)
    versions = [(one.value, one.vintage, one.cause, one.in_force) for one in row.bases.order_by("version")]
    old = (Decimal("204.70"), "preliminary", "", False)
    assert versions == (
        [(Decimal("206.1"), "final", "", True)]
        if status == "draft"
        else [old, (Decimal("206.1"), "final", "revision", True)]
    )
    assert moved_bases_of(plan) == []
    with pytest.raises(WrongState):
        take_over_end_value(row=row, version=2, seen=now.pk, by=ended.planner)
    with pytest.raises(PermissionDenied):
        take_over_end_value(row=row, version=2, seen=now.pk, by=accounts.leader())


def test_a_figure_that_gives_no_base_any_more_is_not_taken_over(ended):
    plan = done(ended).plan
    now = revised(ended, value=None, growth=Decimal("5.1"))
    row = plan.rows.get(indicator__code="gdp")
    with pytest.raises(WrongState):
        take_over_end_value(row=row, version=1, seen=now.pk, by=ended.planner)
