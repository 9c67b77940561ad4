"""A small plan with one row of every kind that pages must show, figures from the cases of METHODS section 6."""

from decimal import Decimal

from indicators.domain.types import Bound, Direction, Form, Measure, PathKind
from indicators.models import BackgroundFigure, Doubt, PlanIndicator
from indicators.services.recompute import recompute_plans
from plans.models import Plan
from tests.factories import accounts, regions
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory


def yanjin_plan(*, actuals: bool = True) -> Plan:
    """Yanjin 2021–2025: cases 2, 3, 4, 5, 11, 13 (a quota), 26, a row to be handed down, a heading with a sub-row, growth."""
    made.RuleFactory()
    plan = PlanFactory(title="延津县“十四五”规划", source_table="专栏2")
    rows = [
        _level(plan, 1, "gdp", "地区生产总值", "153.7", "230", {2022: "179.46", 2023: "186.3", 2024: "193.3"}),
        _level(plan, 2, "retail_sales", "社会消费品零售总额", "52.98", "81.5", {2022: "57.96", 2024: "65.09"}),
        _level(plan, 3, "revenue", "一般公共预算收入", "6.15", "12", {2022: "6.57", 2024: "7.76"}),
        _share(plan, 4, "urbanisation", "常住人口城镇化率", "39", "46", {2022: "40.16", 2023: "41.17"}),
    ]
    rows += [_jobs(plan), _assigned(plan), _unemployment(plan), _quota(plan), _grown(plan), *_sub_rows(plan)]
    if actuals:
        people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
        for row, figures in rows:
            for year, figure in figures.items():
                key = "growth" if row.targets.first() and row.targets.first().form == Form.GROWTH else "value"
                made.approved(
                    row, year, **{key: Decimal(figure)}, source_title=f"{year}年统计公报",
                    growth_basis="constant" if key == "growth" else "unknown", **people,
                )  # fmt: skip
    Doubt.objects.create(plan=plan, row=rows[0][0], code="name_unit_conflict", message="名称与单位矛盾")
    BackgroundFigure.objects.create(
        region=plan.region,
        plan=plan,
        name="粮食产量",
        year=2023,
        value=Decimal("10.3"),
        unit="亿斤",
        why="产量不等于产能",
    )
    recompute_plans([plan.pk])
    return plan


def crowd(plan: Plan, number: int) -> None:
    """More rows of the same kind, to see that pages ask no more of the database for them."""
    for position in range(100, 100 + number):
        _level(plan, position, f"more_{position}", f"指标{position}", "100", "150", {})
    recompute_plans([plan.pk])


Made = tuple[PlanIndicator, dict[int, str]]


def _row(plan: Plan, position: int, code: str, name: str, unit: str, **facts) -> PlanIndicator:
    catalogue = {key: facts.pop(key) for key in ("direction", "path", "measure", "bound") if key in facts}
    indicator = made.IndicatorFactory(code=code, name=name, unit=unit, **catalogue)
    return made.RowFactory(
        plan=plan, indicator=indicator, position=position, number=str(position), short_name=name, unit=unit,
        category=facts.pop("category", "经济"), **facts,
    )  # fmt: skip


def _level(plan: Plan, position: int, code: str, name: str, base: str, target: str, figures: dict[int, str]) -> Made:
    row = _row(plan, position, code, name, "亿元", nature_text="预期发展类")
    made.BaseFactory(row=row, value=Decimal(base), text=base)
    made.TargetFactory(row=row, value=Decimal(target), text=target)
    return row, figures


def _share(plan: Plan, position: int, code: str, name: str, base: str, target: str, figures: dict[int, str]) -> Made:
    row = _row(plan, position, code, name, "%", path=PathKind.LINEAR, measure=Measure.SHARE, nature_text="预期发展类")
    made.BaseFactory(row=row, value=Decimal(base), text=base)
    made.TargetFactory(row=row, value=Decimal(target), text=target)
    return row, figures


def _jobs(plan: Plan) -> Made:
    row = _row(
        plan,
        5,
        "new_urban_jobs",
        "城镇新增就业",
        "万人",
        path=PathKind.LINEAR,
        category="民生",
        nature="unmapped",
        nature_text="",
    )
    made.TargetFactory(row=row, form=Form.CUMULATIVE, value=Decimal("2.3"), text="[2.3]")
    return row, {2023: "0.4896"}


def _assigned(plan: Plan) -> Made:
    row = _row(
        plan, 6, "good_air_days", "空气质量优良天数", "天", path=PathKind.LINEAR, measure=Measure.COUNT, category="生态",
        nature="unmapped", nature_text="设定目标类",
    )  # fmt: skip
    made.TargetFactory(row=row, form=Form.ASSIGNED, value=None, by="市", text="完成市定目标")
    return row, {}


def _unemployment(plan: Plan) -> Made:
    row = _row(
        plan, 7, "registered_unemployment", "城镇登记失业率", "%", direction=Direction.LOWER, path=PathKind.LINEAR,
        measure=Measure.RATE, bound=Bound.CEILING, category="民生", nature="binding", nature_text="约束性",
    )  # fmt: skip
    made.BaseFactory(row=row, value=Decimal("4"), text="4")
    made.TargetFactory(row=row, form=Form.CEILING, value=Decimal("4.5"), comparator="<", text="<4.5")
    return row, {2023: "3.75"}


def _quota(plan: Plan) -> Made:
    row = _row(plan, 8, "new_construction_land", "新增建设用地", "亩", direction=Direction.LOWER, path=PathKind.LINEAR,
               category="生态", nature="binding", nature_text="约束性")  # fmt: skip
    made.TargetFactory(row=row, form=Form.QUOTA, value=Decimal("15000"), text="[15000]")
    return row, {2021: "1000", 2022: "1000"}


def _grown(plan: Plan) -> Made:
    row = _row(plan, 9, "industry", "规上工业增加值增长", "%", measure=Measure.RATE, nature_text="预期性")
    made.TargetFactory(row=row, form=Form.GROWTH, value=Decimal("6.5"), comparator=">=", unit="%", text="6.5以上")
    return row, {2021: "6.6", 2022: "5.3", 2023: "1.5"}


def _sub_rows(plan: Plan) -> list[Made]:
    heading = _row(plan, 10, "education", "教育", "", category="民生", is_heading=True)
    sub = _row(
        plan, 11, "schooling", "劳动年龄人口平均受教育年限", "年", path=PathKind.LINEAR, category="民生", parent=heading
    )
    made.TargetFactory(row=sub, form=Form.NONE, value=None, text="—")
    return [(sub, {})]


def elsewhere() -> Plan:
    """A plan of Weibin, outside Yanjin's scope."""
    made.RuleFactory()
    plan = PlanFactory(region=regions.weibin(), title="卫滨区“十四五”规划")
    _level(plan, 1, "gdp", "地区生产总值", "100", "150", {})
    recompute_plans([plan.pk])
    return plan
