"""Reading a plan file: its structure, its words and numbers, row by row. What is wrong goes to ``problems``, all at once."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.domain import types as t
from indicators.models.promises import BaseSource
from indicators.services.loading.plan_entries import (
    ActualEntry,
    BaseEntry,
    DoubtEntry,
    PeriodEntry,
    PlanEntry,
    ResolutionEntry,
    RowEntry,
    TargetEntry,
)
from plans.models import PlanStatus
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, no_rows, read_yaml

CELLS = ("base", "base_growth", "target", "growth", "actual", "actual_growth", "nature")
PLAN_KEYS = (
    "region", "title", "document_number", "issued_on", "base_year", "start_year", "end_year", "status", "stated_count",
    "table", "source", "doubts",
)  # fmt: skip
ROW_KEYS = (
    "position", "number", "parent", "heading", "category", "name", "printed_name", "unit", "marks", "catalogue",
    "nature_text", "nature", "nature_inherited", "assessed_over_period", "line", "cells", "base", "targets", "doubts",
    "resolutions",
)  # fmt: skip


def read_plan(path: Path, problems: list[Problem]) -> PlanEntry | None:
    """The plan of a file; None where it could not be read whole, ``problems`` says why."""
    content, lines = read_yaml(path)
    label = label_of(path)
    if not isinstance(content, dict) or not isinstance(content.get("plan"), dict):
        todo = _("文件须有“plan: ”和“rows: ”两部分，写法见 data/README.md")
        raise FileRefused([Problem(label, "", "plan", "", _("缺规划本身的内容"), todo)])
    if not isinstance(content.get("rows"), list) or not content["rows"]:
        raise no_rows(path)
    before = len(problems)
    top = Fields(label, "", content, problems)
    top.raw("plan"), top.raw("rows")
    top.unknown()
    head = _plan(Fields(label, "", content["plan"], problems, "plan."))
    rows = []
    for index, data in enumerate(content["rows"]):
        line = lines[("rows", index)]
        where = _("第 %(line)d 行起的指标（第 %(n)d 个）") % {"line": line, "n": index + 1}
        if not isinstance(data, dict):
            problems.append(Problem(label, where, "", str(data), _("不是一行指标"), _("请对照其他行的写法")))
            continue
        rows.append(_row(Fields(label, where, data, problems)))
    if len(problems) > before:
        return None
    return PlanEntry(file=label, rows=tuple(rows), **head)


def _plan(fields: Fields) -> dict[str, Any]:
    head = {
        "region": fields.text("region", required=True),
        "title": fields.text("title", required=True, most=200),
        "document_number": fields.text("document_number", most=60),
        "issued_on": _date(fields, "issued_on"),
        "base_year": fields.whole("base_year", required=True),
        "start_year": fields.whole("start_year", required=True),
        "end_year": fields.whole("end_year", required=True),
        "status": fields.choice("status", PlanStatus.values, required=True),
        "stated_count": fields.whole("stated_count"),
        "table": fields.text("table", most=100),
        "source": fields.text("source", required=True, most=200),
        "doubts": tuple(_doubt(found) for found in fields.mappings("doubts")),
    }
    fields.unknown(required=PLAN_KEYS)
    base, start, end = (head[key] for key in ("base_year", "start_year", "end_year"))
    if None not in (base, start, end) and not base < start <= end:
        fields.refuse("end_year", _("年份次序不对"), _("须满足：基期年 < 起始年 ≤ 末年"))
    return head


def _date(fields: Fields, key: str) -> datetime.date | None:
    text = fields.text(key)
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        fields.refuse(key, _("不是日期"), _('写成 "2021-08-31" 的样子'))
        return None


def _row(fields: Fields) -> RowEntry:
    targets = tuple(_target(found) for found in fields.mappings("targets"))
    results = fields.mapping("results")
    actual = results.mapping("actual") if results else None
    period = results.mapping("period") if results else None
    if results:
        results.unknown(required=("actual", "period"))
    base = fields.mapping("base")
    fields.raw("marks"), fields.raw("nature_inherited")
    row = RowEntry(
        position=fields.whole("position", required=True) or 0,
        number=fields.text("number", most=20),
        parent=fields.whole("parent"),
        heading=fields.flag("heading"),
        name=fields.text("name", required=True, most=120),
        printed_name=fields.text("printed_name", required=True, most=200),
        unit=fields.text("unit", most=40),
        catalogue=fields.text("catalogue"),
        category=fields.text("category", most=60),
        nature_text=fields.text("nature_text", most=40),
        nature=t.Nature(fields.choice("nature", t.Nature, default="unmapped", required=True)),
        assessed_over_period=fields.flag("assessed_over_period"),
        line=fields.whole("line"),
        cells=_cells(fields),
        base=_base(base) if base else None,
        targets=targets,
        actual=_actual(actual) if actual else None,
        period=_period(period) if period else None,
        doubts=tuple(_doubt(found) for found in fields.mappings("doubts")),
        resolutions=tuple(_resolution(found) for found in fields.mappings("resolutions")),
        where=fields.row,
    )
    fields.unknown(required=ROW_KEYS)
    return row


def _cells(fields: Fields) -> dict[str, str | None]:
    cells = fields.mapping("cells")
    if cells is None:
        return {}
    read = {key: cells.text(key, most=200) or None for key in CELLS if key in cells.data}
    cells.unknown()
    return read


def _base(fields: Fields) -> BaseEntry:
    base = BaseEntry(
        value=fields.figure("value"),
        parts=fields.figures("parts"),
        unit=fields.text("unit", most=40),
        year=fields.whole("year", required=True) or 0,
        source=fields.choice("from", [BaseSource.TABLE, BaseSource.PREVIOUS_TABLE, BaseSource.PROSE], required=True),
        line=fields.whole("line"),
        document=fields.text("document", most=200),
        reason=fields.text("reason"),
    )
    fields.unknown()
    if base.value is None and not base.parts:
        fields.refuse("value", _("基数没有数"), _("请填写；没有基数时整项写 null"))
    if base.source not in ("", BaseSource.TABLE) and not (base.document and base.reason):
        fields.refuse("from", _("基数不在本表，没有写明依据和理由"), _("请补上 document 和 reason"))
    return base


def _target(fields: Fields) -> TargetEntry:
    target = TargetEntry(
        form=t.Form(fields.choice("form", t.Form, default="none", required=True)),
        value=fields.figure("value"),
        value_high=fields.figure("value_high"),
        comparator=t.Comparator(fields.choice("comparator", t.Comparator, default="=")),
        unit=fields.text("unit", most=40),
        price_basis=fields.choice("price_basis", t.PriceBasis, default="unknown"),
        parts=fields.figures("parts"),
        text=fields.text("text", most=200),
        primary=fields.flag("primary"),
        actual_kind=fields.choice("actual_kind", t.ActualKind, default="level"),
        by=fields.text("by", most=60),
        reference=fields.text("reference", most=60),
        tolerant=fields.flag("tolerant"),
    )
    fields.unknown()
    return target


def _actual(fields: Fields) -> ActualEntry:
    reported = fields.raw("reported")
    actual = ActualEntry(
        value=fields.figure("value"),
        parts=fields.figures("parts"),
        unit=fields.text("unit", most=40),
        year=fields.whole("year", required=True) or 0,
        text=fields.text("text", most=100),
        comparator=t.Comparator(fields.choice("comparator", t.Comparator, default="=")),
        reported=fields.flag("reported") if reported is not None else None,
        vintage=t.Vintage(fields.choice("vintage", t.Vintage, default="preliminary")),
    )
    fields.unknown()
    if actual.value is None and not actual.parts and actual.reported is None:
        fields.refuse("value", _("完成数没有数"), _("请填写；没有完成数时整项写 null"))
    return actual


def _period(fields: Fields) -> PeriodEntry:
    value = fields.figure("value", required=True)
    period = PeriodEntry(
        kind=fields.choice("kind", t.ResultKind, default="cumulative", required=True),
        value=value if value is not None else Decimal(0),
        unit=fields.text("unit", most=40),
        year=fields.whole("year", required=True) or 0,
        text=fields.text("text", most=60),
        comparator=t.Comparator(fields.choice("comparator", t.Comparator, default="=")),
    )
    fields.unknown()
    return period


def _doubt(fields: Fields) -> DoubtEntry:
    doubt = DoubtEntry(
        code=fields.choice("code", t.DoubtCode, required=True),
        figure=_figure_name(fields),
        message=fields.text("message", required=True),
        line=fields.whole("line"),
    )
    fields.unknown()
    return doubt


def _resolution(fields: Fields) -> ResolutionEntry:
    resolution = ResolutionEntry(
        code=fields.choice("code", t.DoubtCode, required=True),
        figure=_figure_name(fields),
        how=fields.text("how", required=True),
        line=fields.whole("line"),
    )
    fields.unknown()
    return resolution


def _figure_name(fields: Fields) -> str:
    """base, target, row, table, or value and growth of a year."""
    name = fields.text("figure", required=True)
    kind, _colon, year = name.partition(":")
    known = name in ("base", "target", "row", "table") or (kind in ("value", "growth") and year.isdigit())
    if name and not known:
        fields.refuse("figure", _("不是数据的名称"), _("可用：base、target、row、table、value:2020、growth:2020"))
    return name
