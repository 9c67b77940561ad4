"""Reading published actuals from CSV: every row is held to the plan it belongs to before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.domain import types as t
from indicators.models import Indicator, PlanIndicator, Target
from plans.models import Plan
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, read_csv

COLUMNS = (
    "region_code", "period", "row", "catalogue", "name", "year", "value", "unit", "printed", "growth_pct",
    "value_basis", "growth_basis", "vintage", "source_title", "source_address", "note", "why_background", "doubt",
    "sample",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActualRow:
    """One published figure. ``row`` None: it feeds no row and ``why`` says why; ``year`` None: the source does not date it."""

    plan: Plan
    row: PlanIndicator | None
    indicator: Indicator | None
    name: str
    year: int | None
    value: Decimal | None
    unit: str
    printed: str
    growth: Decimal | None
    value_basis: str
    growth_basis: str
    vintage: str
    source_title: str
    source_address: str
    note: str
    why: str
    doubt: str
    sample: bool
    file: str
    where: str


@dataclass(frozen=True, slots=True)
class Known:
    """What rows refer to: plans by (region code, period), their rows by (plan, catalogue code), the catalogue."""

    plans: Mapping[tuple[str, str], Plan]
    rows: Mapping[tuple[int, str], PlanIndicator]
    forms: Mapping[int, frozenset[str]]  # forms of the targets in force, by row
    indicators: Mapping[str, Indicator]


def read_actuals(paths: Sequence[Path], *, sample: bool) -> list[ActualRow]:
    """The rows of all files, sample rows only or published ones only. ``FileRefused`` names every bad row."""
    problems: list[Problem] = []
    table = [Fields(label_of(path), row, data, problems) for path in paths for row, data in read_csv(path, COLUMNS)]
    known = _known({fields.data["region_code"] for fields in table})
    rows = [_row(fields, known, sample) for fields in table]
    _once_a_year(table, rows)
    if problems:
        raise FileRefused(problems)
    return [row for row in rows if row is not None]


def _known(codes: set[str]) -> Known:
    # of several plans of a period the first, as load_plans takes it
    of_regions = Plan.objects.filter(region__code__in=codes).select_related("region").order_by("-pk")
    plans = {(plan.region.code, plan.period): plan for plan in of_regions}
    stored = PlanIndicator.objects.filter(plan__in=plans.values(), is_heading=False, listing="main")
    rows = {(row.plan_id, row.indicator.code): row for row in stored.select_related("indicator") if row.indicator}
    forms: dict[int, set[str]] = defaultdict(set)
    for row_id, form in Target.objects.filter(row__in=rows.values(), in_force=True).values_list("row_id", "form"):
        forms[row_id].add(form)
    frozen = {row_id: frozenset(found) for row_id, found in forms.items()}
    return Known(plans, rows, frozen, {indicator.code: indicator for indicator in Indicator.objects.all()})


def _row(fields: Fields, known: Known, sample: bool) -> ActualRow | None:
    before = len(fields.problems)
    plan = _plan(fields, known)
    fed = fields.text("row")
    row = known.rows.get((plan.pk, fed)) if plan and fed else None
    code = fields.text("catalogue")
    if code and code not in known.indicators:
        fields.refuse("catalogue", _("目录里没有这个代码"), _("请改正代码；不在目录里的指标留空"))
    value, growth, unit = fields.figure("value"), fields.figure("growth_pct"), fields.text("unit", most=40)
    if value is None and growth is None:
        fields.refuse("value", _("数值和增速都没有"), _("请至少填一个，或删去这一行"))
    if value is not None and not unit:
        fields.refuse("unit", _("有数值而没有单位"), _("请填写数值的单位"))
    why = fields.text("why_background", most=200)
    if bool(fed) == bool(why):
        fields.refuse("why_background", _("进入指标行和作背景数据须正好选一个"), _("填 row，或写明为何只作背景数据"))
    year = fields.whole("year")
    if plan and fed:
        _feeds(fields, plan, row, known, year)
    if (fields.choice("sample", ["yes"]) == "yes") != sample:
        todo = _("演示数据用 load_samples 载入") if not sample else _("公布的数据用 load_actuals 载入")
        fields.refuse("sample", _("演示标记不对"), todo)
    made: dict[str, Any] = {
        "name": fields.text("name", required=True, most=100),
        "printed": fields.text("printed", most=100),
        "value_basis": fields.choice("value_basis", t.PriceBasis, default="unknown"),
        "growth_basis": fields.choice("growth_basis", t.PriceBasis, default="unknown"),
        "vintage": fields.choice("vintage", t.Vintage, required=True),
        "source_title": fields.text("source_title", required=True, most=200),
        "source_address": fields.text("source_address", required=not sample, most=300),
        "note": fields.text("note"),
        "doubt": fields.choice("doubt", t.DoubtCode),
    }
    if plan is None or len(fields.problems) > before:
        return None
    return ActualRow(
        plan=plan, row=row, indicator=known.indicators.get(code), year=year, value=value, unit=unit, growth=growth,
        why=why, sample=sample, file=fields.file, where=f"{fields.file}，{fields.row}“{made['name']}”", **made,
    )  # fmt: skip


def _plan(fields: Fields, known: Known) -> Plan | None:
    region, period = fields.text("region_code", required=True), fields.text("period", required=True)
    plan = known.plans.get((region, period))
    if plan is None and region and period:
        what = _("没有 %(region)s 的 %(period)s 规划") % {"region": region, "period": period}
        fields.refuse("period", what, _("请改正地区代码或时期（写成 2021-2025），或先运行 load_plans"))
    return plan


def _feeds(fields: Fields, plan: Plan, row: PlanIndicator | None, known: Known, year: int | None) -> None:
    """A figure that feeds a row: the row exists, the year lies in the plan, the unit is the row's."""
    if row is None:
        fields.refuse(
            "row", _("%(plan)s 没有这个代码的指标") % {"plan": plan}, _("请改正代码；没有对应指标的作背景数据")
        )
        return
    if year is None:
        fields.refuse("year", _("没有年份的数不能进入指标行"), _("请填写年份，或改作背景数据"))
    elif not plan.start_year <= year <= plan.end_year:
        what = _("不在规划期 %(start)d–%(end)d 之内") % {"start": plan.start_year, "end": plan.end_year}
        fields.refuse("year", what, _("请改正年份，或改作背景数据"))
    by_growth = known.forms.get(row.pk) == {t.Form.GROWTH.value} and row.indicator is not None
    wanted = row.indicator.unit if by_growth and row.indicator else row.unit
    if fields.data["value"] and fields.data["unit"] not in ("", wanted):
        what = _("单位与指标行的“%(unit)s”不同") % {"unit": wanted}
        fields.refuse("unit", what, _("请换算成该单位，公布的原文写在 printed"))


def _once_a_year(table: Sequence[Fields], rows: Sequence[ActualRow | None]) -> None:
    """One figure a row and year; one background figure of a source, name and year."""
    seen: dict[tuple[object, ...], str] = {}
    for fields, row in zip(table, rows, strict=True):
        if row is None:
            continue
        feeds = row.row is not None
        key = (row.row, row.year) if feeds else (row.plan, row.name, row.year, row.source_title)
        if key in seen:
            fields.refuse("year", _("与%(where)s重复") % {"where": seen[key]}, _("同一指标同一年只能有一行，请留一行"))
        seen.setdefault(key, f"{fields.file}，{fields.row}")
