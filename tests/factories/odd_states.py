"""States of a system that a page seldom meets: one function each, which makes what is needed and says which pages to open.

``Odd.today`` is the day on which the pages are asked for; ``Odd.year`` a year that every page can be asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from indicators.domain.types import Bound, Direction, Form, Measure, PathKind
from indicators.models import DefinitionBreak, Doubt, Observation, ObservationState, PlanIndicator, ReferenceFigure
from indicators.services.recompute import recompute_plans
from plans.models import Plan, PlanStatus
from tests.factories import accounts, hard_cases, regions, sample_plan
from tests.factories import indicators as made
from tests.factories.city_and_counties import city_and_counties
from tests.factories.plans import PlanFactory

LONG = "规模以上工业企业单位增加值能源消耗与二氧化碳排放强度协同控制及可再生能源电力消纳责任权重综合完成水平"


@dataclass(frozen=True)
class Odd:
    """A state, the day on it, and a year inside its plan (None: it has none)."""

    today: date = date(2025, 3, 1)
    year: int | None = None


def no_region() -> Odd:
    """Migrated and nothing loaded."""
    return Odd()


def no_plan() -> Odd:
    """Regions, no plan."""
    regions.yanjin(), regions.weibin()
    return Odd()


def plan_without_rows() -> Odd:
    PlanFactory()
    return Odd(year=2024)


def headings_only() -> Odd:
    plan = PlanFactory()
    for position, name in enumerate(("教育", "卫生"), start=1):
        _row(plan, position, name, is_heading=True, unit="")
    recompute_plans([plan.pk])
    return Odd(year=2024)


def rows_without_target() -> Odd:
    """Form ``none``: one with a figure, one without."""
    plan = PlanFactory()
    for position in (1, 2):
        row = _row(plan, position, f"无目标{position}")
        made.TargetFactory(row=row, form=Form.NONE, value=None, text="—")
    made.approved(PlanIndicator.objects.get(position=1), 2024, value=Decimal(105))
    recompute_plans([plan.pk])
    return Odd(year=2024)


def without_figures() -> Odd:
    sample_plan.yanjin_plan(actuals=False)
    return Odd(year=2024)


def just_begun() -> Odd:
    """k = 0: the 15th plan in its first year."""
    _fifteenth()
    return Odd(date(2026, 3, 1), 2026)


def not_begun() -> Odd:
    """Adopted before its first year; the plan before has no final figures yet."""
    _fifteenth()
    plan = sample_plan.yanjin_plan()
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.ENDED)
    return Odd(date(2025, 12, 20), 2026)


def ended() -> Odd:
    """k = n with every verdict, and one row whose last year is not out."""
    plan = PlanFactory(status=PlanStatus.ENDED)
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    for position, (year, value) in enumerate(
        ((2025, 160), (2025, 149), (2025, 120), (2025, 90), (2024, 130), (2025, 150)), start=1
    ):
        row = _level(plan, position, f"期满{position}", comparator="~")
        made.approved(row, year, value=Decimal(value), **people)
    fell = PlanIndicator.objects.get(plan=plan, position=6)
    made.approved(fell, 2023, value=Decimal(155), **people)
    made.approved(fell, 2024, value=Decimal(151), **people)
    _level(plan, 7, "期满7")
    recompute_plans([plan.pk])
    return Odd(date(2026, 3, 1), 2025)


def replaced() -> Odd:
    """A plan that another one replaced, and nothing else in force."""
    plan = sample_plan.yanjin_plan()
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.REPLACED)
    return Odd(year=2024)


def two_periods() -> Odd:
    sample_plan.yanjin_plan()
    _fifteenth()
    return Odd(date(2026, 3, 1), 2026)


def draft() -> Odd:
    plan = sample_plan.yanjin_plan()
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.DRAFT)
    return Odd(year=2024)


def one_county() -> Odd:
    plan = PlanFactory()
    row = _level(plan, 1, "地区生产总值", code="gdp")
    made.approved(row, 2023, value=Decimal(128))
    recompute_plans([plan.pk])
    return Odd(year=2024)


def one_year_plan() -> Odd:
    """A plan of a single year: the first year is the last."""
    plan = PlanFactory(start_year=2024, base_year=2023, end_year=2024)
    row = _level(plan, 1, "地区生产总值", code="gdp")
    made.approved(row, 2024, value=Decimal(128))
    recompute_plans([plan.pk])
    return Odd(year=2024)


def every_form() -> Odd:
    """A row of each form, with figures in 2022 and 2023 and without any."""
    plan = PlanFactory()
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    gdp = _level(plan, 1, "地区生产总值", code="gdp", price_sensitive=True)
    for year, growth in ((2021, "8.1"), (2022, "3.0"), (2023, "5.2")):
        made.approved(gdp, year, growth=Decimal(growth), growth_basis="constant", **people)
    for number, figured in enumerate((True, False)):
        _every_form(plan, gdp, 2 + 20 * number, people if figured else None)
    recompute_plans([plan.pk])
    return Odd(year=2023)


def _every_form(plan: Plan, gdp: PlanIndicator, first: int, people: dict | None) -> None:
    def put(row: PlanIndicator, *years: int, **figures) -> None:
        for year in years if people else ():
            made.approved(row, year, **(people or {}), **figures)

    at = iter(range(first, first + 20))
    waiting = _row(plan, next(at), "待下达", unit="天")
    made.TargetFactory(row=waiting, form=Form.ASSIGNED, value=None, by="省", text="按省下达目标")
    put(waiting, 2022, 2023, value=Decimal(61))
    given = _row(plan, next(at), "已下达", nature="binding")
    made.BaseFactory(row=given)
    made.TargetFactory(
        row=given, form=Form.ASSIGNED, value=Decimal(140), by="市", text="完成市定目标", assigned_form=Form.LEVEL,
        assigned_document="新政〔2022〕1号",
    )  # fmt: skip
    put(given, 2022, 2023, value=Decimal(120))
    parts = _row(plan, next(at), "三次产业结构", unit="%", measure=Measure.SHARE, path=PathKind.LINEAR)
    made.BaseFactory(row=parts, value=None, parts=[Decimal(30), Decimal("33.7"), Decimal("36.3")], text="30:33.7:36.3")
    made.TargetFactory(
        row=parts, form=Form.COMPOSITION, value=None, parts=[Decimal("22.7"), Decimal("33.8"), Decimal("43.5")],
        text="22.7:33.8:43.5",
    )  # fmt: skip
    put(parts, 2022, 2023, parts=[Decimal("25.7"), Decimal("33.4"), Decimal("40.9")])
    like = _row(plan, next(at), "居民收入增长", unit="元", price_sensitive=True)
    target = made.TargetFactory(
        row=like, form=Form.RELATIVE, value=None, unit="%", text="与经济增长同步", reference_indicator=gdp.indicator,
        reference_region=plan.region, reference_text="经济增长",
    )  # fmt: skip
    put(like, 2021, 2022, 2023, growth=Decimal("6.1"), growth_basis="constant")
    series = _row(plan, next(at), "高于全省平均", unit="%")
    target = made.TargetFactory(
        row=series, form=Form.RELATIVE, value=None, unit="%", text="高于全省", reference_text="全省平均水平"
    )
    if people:
        ReferenceFigure.objects.create(
            target=target, year=2023, growth=Decimal("4.1"), growth_basis="constant", source_title="公报"
        )
    put(series, 2022, 2023, growth=Decimal("6.1"), growth_basis="constant")
    words = _row(plan, next(at), "营商环境", unit="")
    made.TargetFactory(row=words, form=Form.QUALITATIVE, value=None, unit="", text="全省领先")
    put(words, 2023, judgement="on_track", text="全省第5位")
    for name, form, value, text, base, figures in (
        ("年均增长", Form.GROWTH, "6.5", "6.5以上", "100", {"growth": "5.3", "growth_basis": "constant"}),
        ("五年累计", Form.CUMULATIVE, "35", "[35]", None, {"value": "7"}),
        ("总量控制", Form.QUOTA, "15000", "[15000]", None, {"value": "10000"}),
        ("累计降低", Form.CUMULATIVE_CUT, "13.5", "[13.5]", None, {"value": "2.7"}),
        ("累计提高", Form.CUMULATIVE_CHANGE, "3", "[3]", "47", {"value": "48"}),
        ("年均百分点", Form.POINTS, "0.6", "0.6个百分点", "47", {"value": "48"}),
        ("底线", Form.FLOOR, "475", ">475", "485.9", {"value": "475"}),
        ("上限", Form.CEILING, "4.5", "<4.5", "4", {"value": "4.5"}),
    ):
        facts = {"direction": Direction.LOWER, "bound": Bound.CEILING} if form in (Form.QUOTA, Form.CEILING) else {}
        share = form in (Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE, Form.POINTS, Form.CEILING)
        facts |= {"measure": Measure.SHARE, "path": PathKind.LINEAR} if share else {}
        row = _row(
            plan,
            next(at),
            name,
            unit="%" if share else "万人",
            nature="binding" if form == Form.QUOTA else "expected",
            **facts,
        )
        if base:
            made.BaseFactory(row=row, value=Decimal(base), text=base)
        comparator = {Form.FLOOR: ">", Form.CEILING: "<", Form.GROWTH: ">="}.get(form, "=")
        unit = "%" if form == Form.GROWTH else row.unit
        made.TargetFactory(row=row, form=form, value=Decimal(value), comparator=comparator, unit=unit, text=text)
        put(row, 2022, 2023, **{k: Decimal(v) if k in ("value", "growth") else v for k, v in figures.items()})


def odd_numbers() -> Odd:
    """Zero, negative, huge and tiny figures; a base missing, one of words, one of 0; a target of 0; a range."""
    plan = PlanFactory()
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    cases = (
        ("零", "100", "150", "0"),
        ("负数", "-12.5", "30", "-20"),
        ("由正转负", "10", "20", "-3"),
        ("巨数", "123456789012345678", "987654321098765432.1234567891", "223456789012345678.5"),
        ("微数", "0.0000000012", "0.0000000034", "0.0000000019"),
        ("目标为零", "0.98", "0", "0.5"),
        ("基数为零", "0", "50", "10"),
        ("全为零", "0", "0", "0"),
        ("没有基数", None, "50", "10"),
        ("目标就是基数", "100", "100", "100"),
        ("倍数", "1", "2", "100000"),
    )
    for position, (name, base, target, actual) in enumerate(cases, start=1):
        row = _row(plan, position, name)
        if base is not None:
            made.BaseFactory(row=row, value=Decimal(base), text=base)
        made.TargetFactory(row=row, value=Decimal(target), text=target)
        for year in (2022, 2023):
            made.approved(row, year, value=Decimal(actual), **people)
    words = _row(plan, 20, "基数是文字")
    made.BaseFactory(row=words, value=None, text="—")
    made.TargetFactory(row=words, value=Decimal(50), text="50")
    made.approved(words, 2023, value=Decimal(10), **people)
    spread = _row(plan, 21, "区间目标")
    made.BaseFactory(row=spread)
    made.TargetFactory(row=spread, value=Decimal(140), value_high=Decimal(160), text="140～160")
    made.approved(spread, 2023, value=Decimal(170), **people)
    falling = _row(plan, 22, "降到负", direction=Direction.LOWER, path=PathKind.LINEAR)
    made.BaseFactory(row=falling, value=Decimal(5), text="5")
    made.TargetFactory(row=falling, value=Decimal(-5), text="-5")
    made.approved(falling, 2023, value=Decimal("-0.5"), **people)
    recompute_plans([plan.pk])
    return Odd(year=2023)


def long_names() -> Odd:
    """Names as long as they may be; a base and a figure in ten versions; a definition that changed in the middle."""
    plan = PlanFactory(title=f"{'延津县国民经济和社会发展第十四个五年规划' * 4}纲要")
    people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
    row = _row(
        plan, 1, LONG * 2, category="绿色低碳循环发展与生态环境高水平保护", unit="吨标准煤每万元（二〇二〇年不变价）"
    )
    row.name = (LONG * 4)[:200]
    row.save()
    for version in range(1, 11):
        reason = "" if version == 1 else f"第{version}次核定" + "五经普修订" * 10
        made.BaseFactory(
            row=row, value=Decimal(100 + version), version=version, in_force=version == 10, reason=reason,
            source="table" if version == 1 else "revision",
        )  # fmt: skip
    made.TargetFactory(row=row, text="较二〇二〇年基数提高百分之五十以上并力争达到全省先进水平" * 4)
    for version in range(1, 11):
        Observation.objects.create(
            row=row, year=2023, version=version, state=ObservationState.APPROVED, in_force=version == 10,
            value=Decimal(119 + version), unit=row.unit, reason="" if version == 1 else "更正", lock=1,
            submitted_at=timezone.now(), approved_at=timezone.now(), **people,
        )  # fmt: skip
    broken = _level(plan, 2, "口径变了")
    for year, value in ((2021, 110), (2022, 90), (2023, 95)):
        made.approved(broken, year, value=Decimal(value), **people)
    DefinitionBreak.objects.create(row=broken, year=2022, reason="第五次经济普查后按新的统计范围公布")
    grown = _row(plan, 3, "增速口径变了")
    made.TargetFactory(row=grown, form=Form.GROWTH, value=Decimal("6.5"), unit="%", text="6.5")
    for year, growth in ((2021, "7"), (2022, "6"), (2023, "5")):
        made.approved(grown, year, growth=Decimal(growth), growth_basis="constant", **people)
    DefinitionBreak.objects.create(row=grown, year=2022, reason="范围变化")
    Doubt.objects.create(plan=plan, row=row, code="name_unit_conflict", message="名称与单位矛盾" * 20)
    Doubt.objects.create(plan=plan, code="count_mismatch", message="文中所称项数与表不符")
    recompute_plans([plan.pk])
    return Odd(year=2023)


def samples() -> Odd:
    plan = sample_plan.yanjin_plan()
    for one in Observation.objects.filter(row__plan=plan):
        one.sample = True
        one.save()
    recompute_plans([plan.pk])
    return Odd(year=2024)


def hard() -> Odd:
    hard_cases.hard_plan()
    return Odd(year=2023)


def city() -> Odd:
    plans = city_and_counties()
    made.RuleFactory()
    recompute_plans([plan.pk for plan in plans])
    return Odd(year=2024)


def _fifteenth() -> Plan:
    """2026–2030 of Yanjin: four rows without a figure, one of them to be handed down."""
    plan = PlanFactory(start_year=2026, base_year=2025, end_year=2030, title="延津县“十五五”规划")
    _level(plan, 1, "地区生产总值", code="gdp", nature="binding")
    _level(plan, 2, "社会消费品零售总额", code="retail_sales")
    row = _row(plan, 3, "优良天数比率", unit="%", measure=Measure.SHARE, path=PathKind.LINEAR)
    made.TargetFactory(row=row, form=Form.ASSIGNED, value=None, by="市", text="按市下达")
    row = _row(plan, 4, "增长", unit="%")
    made.TargetFactory(row=row, form=Form.GROWTH, value=Decimal("5.5"), comparator=">=", unit="%", text="5.5以上")
    recompute_plans([plan.pk])
    return plan


def _level(plan: Plan, position: int, name: str, **facts) -> PlanIndicator:
    """100 in the base year, 150 promised."""
    comparator = facts.pop("comparator", "=")
    row = _row(plan, position, name, **facts)
    made.BaseFactory(row=row)
    made.TargetFactory(row=row, comparator=comparator)
    return row


def _row(plan: Plan, position: int, name: str, **facts) -> PlanIndicator:
    made.RuleFactory()
    kinds = ("direction", "path", "measure", "bound", "price_sensitive")
    catalogue = {key: facts.pop(key) for key in kinds if key in facts}
    code, unit = facts.pop("code", f"odd_{plan.start_year}_{position}"), facts.pop("unit", "亿元")
    indicator = None
    if not facts.get("is_heading"):
        indicator = made.IndicatorFactory(code=code, name=name[:100], unit=unit, **catalogue)
    return made.RowFactory(
        plan=plan, indicator=indicator, position=position, number=str(position), short_name=name, unit=unit,
        name=(f"{name}（{unit}）" if unit else name)[:200], **facts,
    )  # fmt: skip


STATES: dict[str, Callable[[], Odd]] = {
    state.__name__: state
    for state in (
        no_region, no_plan, plan_without_rows, headings_only, rows_without_target, without_figures, just_begun, not_begun,
        ended, replaced, two_periods, draft, one_county, one_year_plan, every_form, odd_numbers,
        long_names, samples, hard, city,
    )
}  # fmt: skip
