"""新乡 with 延津 and 卫滨: plans of one period that share indicators of every rule."""

from decimal import Decimal

from indicators.domain.types import Direction, Form, Measure, PathKind
from plans.models import Plan
from tests.factories import indicators as made
from tests.factories import regions
from tests.factories.plans import PlanFactory

KINDS = {
    "new_urban_jobs": ("城镇新增就业", "万人", {"aggregation": "sum", "natural_min": 0}),
    "gdp": ("地区生产总值增长", "%", {"aggregation": "sum", "price_sensitive": True, "unit": "亿元"}),
    "urbanisation_rate_resident": (
        "常住人口城镇化率", "%", {"aggregation": "weighted", "measure": Measure.SHARE, "path": PathKind.LINEAR},
    ),
    "new_construction_land": ("新增建设用地", "亩", {"aggregation": "sum", "natural_min": 0, "direction": Direction.LOWER}),
    "good_air_days": ("优良天数", "天", {"aggregation": "none"}),
    "forest_coverage": ("森林覆盖率", "%", {"aggregation": "none"}),
}  # fmt: skip


def city_and_counties() -> tuple[Plan, Plan, Plan]:
    """The city promises 35 of which 5.2 are known, 6.5 % growth, 61 % urban, 15000 亩 at most, and what is not added up."""
    city, yanjin, weibin = (
        PlanFactory(region=region, title=f"{region.name}“十四五”规划")
        for region in (regions.xinxiang(), regions.yanjin(), regions.weibin())
    )
    for plan, jobs, growth, base in (
        (city, "35", "6.5", None),
        (yanjin, "2.3", "7", "100"),
        (weibin, "2.9", "6", "300"),
    ):
        promised(plan, 1, "new_urban_jobs", Form.CUMULATIVE, jobs, text=f"[{jobs}]")
        row = promised(plan, 2, "gdp", Form.GROWTH, growth, unit="%", text=f"{growth}")
        if base:
            made.BaseFactory(row=row, value=Decimal(base), unit="亿元", text=base)
    for plan, share in ((city, "61"), (yanjin, "46"), (weibin, "100")):
        promised(plan, 3, "urbanisation_rate_resident", Form.LEVEL, share)
    for plan, land in ((city, "15000"), (yanjin, "9000"), (weibin, "7000")):
        promised(plan, 4, "new_construction_land", Form.QUOTA, land, text=f"[{land}]")
    for plan, days in ((city, "300"), (yanjin, "310")):
        promised(plan, 5, "good_air_days", Form.LEVEL, days)
    promised(city, 6, "forest_coverage", Form.LEVEL, "26")
    return city, yanjin, weibin


def promised(plan: Plan, position: int, code: str, form: Form, value: str, **terms) -> object:
    """A row of the plan with one target."""
    name, unit, facts = KINDS.get(code, (code, "亿元", {"aggregation": "sum"}))
    indicator = made.IndicatorFactory(code=code, name=name, **{"unit": unit, **facts})
    row = made.RowFactory(plan=plan, indicator=indicator, position=position, short_name=name, unit=unit)
    made.TargetFactory(row=row, form=form, value=Decimal(value), **{"text": value, "unit": unit, **terms})
    return row
