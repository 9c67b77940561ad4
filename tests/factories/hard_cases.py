"""The cases most often got wrong, in one plan of Yanjin: METHODS section 6, cases 12, 14, 15, 21, and a base revised."""

from decimal import Decimal

from indicators.domain.types import Direction, Form, Measure, PathKind
from indicators.models import Base, Doubt, PlanIndicator
from indicators.services.recompute import recompute_plans
from plans.models import Plan
from tests.factories import accounts
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory


def hard_plan() -> Plan:
    """A floor that was breached, a falling indicator that rose, a number not handed down, levels revised, a doubt open."""
    made.RuleFactory()
    plan = PlanFactory()
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    grain = _row(
        plan, 1, "grain", "粮食综合生产能力", "万吨", nature="binding", nature_text="约束性", category="安全保障"
    )
    made.BaseFactory(row=grain, value=Decimal("485.9"), text="485.9")
    made.TargetFactory(row=grain, form=Form.FLOOR, value=Decimal(475), comparator=">", text=">475")
    air = _row(plan, 2, "pm25", "细颗粒物浓度", "微克/立方米", category="生态", direction=Direction.LOWER)
    made.BaseFactory(row=air, value=Decimal(66), text="66")
    made.TargetFactory(row=air, value=Decimal("49.5"), text="49.5")
    days = _row(plan, 3, "good_days", "优良天数比率", "%", category="生态", path=PathKind.LINEAR, measure=Measure.SHARE)
    made.TargetFactory(row=days, form=Form.ASSIGNED, value=None, by="省", text="按省下达目标")
    gdp = _row(plan, 4, "gdp", "地区生产总值增长", "%", category="经济", price_sensitive=True)
    made.TargetFactory(row=gdp, form=Form.GROWTH, value=Decimal("6.5"), comparator=">=", unit="%", text="6.5以上")
    revenue = _row(plan, 5, "revenue", "一般公共预算收入", "亿元", category="经济")
    made.BaseFactory(row=revenue, value=Decimal("153.7"), text="153.7", version=1, in_force=False)
    made.BaseFactory(row=revenue, value=Decimal(190), text="190", version=2, reason="五经普修订", source="revision")
    made.TargetFactory(row=revenue, value=Decimal(230), text="230")
    doubted = _row(plan, 6, "retail", "社会消费品零售总额", "亿元", category="经济")
    made.BaseFactory(row=doubted, value=Decimal(138), text="138")
    made.TargetFactory(row=doubted, value=Decimal(200), text="200")
    for row, year, figures in (
        (grain, 2021, {"value": "430"}), (grain, 2022, {"value": "478.45"}), (grain, 2023, {"value": "465"}),
        (air, 2023, {"value": "70"}),
        (gdp, 2021, {"growth": "6.6"}), (gdp, 2022, {"growth": "5.3", "value": "3464", "unit": "亿元"}),
        (gdp, 2023, {"growth": "1.5", "value": "3347.6", "unit": "亿元"}),
        (revenue, 2022, {"value": "200"}), (doubted, 2023, {"value": "69.4"}),
    ):  # fmt: skip
        given = {name: figures[name] if name == "unit" else Decimal(figures[name]) for name in figures}
        one = made.approved(row, year, **people, **{name: value for name, value in given.items() if name != "unit"})
        if "unit" in given:
            type(one).objects.filter(pk=one.pk).update(unit=given["unit"], growth_basis="constant")
    Doubt.objects.create(plan=plan, row=gdp, code="history_revised", figure="value:2023", message="历史数据已修订")
    Doubt.objects.create(
        plan=plan, row=doubted, code="definition_break", figure="value:2023", message="口径变化", blocking=True
    )
    recompute_plans([plan.pk])
    assert Base.objects.filter(row=revenue, in_force=True).count() == 1
    return plan


def _row(plan: Plan, position: int, code: str, name: str, unit: str, **facts) -> PlanIndicator:
    kinds = {key: facts.pop(key) for key in ("direction", "path", "measure", "price_sensitive") if key in facts}
    indicator = made.IndicatorFactory(code=code, name=name, unit=unit, **kinds)
    return made.RowFactory(
        plan=plan, indicator=indicator, position=position, number=str(position), short_name=name, unit=unit, **facts
    )
