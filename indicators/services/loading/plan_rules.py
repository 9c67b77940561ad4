"""What must hold in a plan file beyond the shape of its fields: places, links, forms, and what the printed cells say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.domain.literals import is_nothing, normalise
from indicators.domain.names import map_nature, plain_name
from indicators.domain.types import Form
from indicators.services.loading.catalogue import CatalogueEntry
from indicators.services.loading.plan_entries import PlanEntry, RowEntry, TargetEntry
from indicators.services.loading.printed_cells import differences
from regions.files import Problem

_WORDS = frozenset({Form.RELATIVE, Form.QUALITATIVE, Form.NONE, Form.ASSIGNED})


def plan_problems(plan: PlanEntry, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[Problem]:
    """Everything that is wrong in one plan, in the order of its rows."""
    yield from _places(plan)
    columns = tuple(plan.rows[0].cells)
    codes: dict[str, str] = {}
    for row in plan.rows:
        if tuple(row.cells) != columns:
            yield _At(plan, row).problem(
                "cells",
                "、".join(row.cells),
                _("各格与第一行的栏目不同"),
                _("一张表的各行栏目须一致，空格写 null"),
            )
        if row.heading:
            yield from _heading(plan, row)
            continue
        if row.catalogue and row.catalogue in codes:
            what = _("同一目录代码已用于%(where)s") % {"where": codes[row.catalogue]}
            yield _At(plan, row).problem("catalogue", row.catalogue, what, _("一个规划内一个代码只能有一行"))
        codes.setdefault(row.catalogue, row.where)
        yield from _nature(plan, row)
        yield from _targets(plan, row)
        yield from _years(plan, row)
        yield from _in_catalogue(plan, row, catalogue)


class _At(NamedTuple):
    """Where a problem stands."""

    plan: PlanEntry
    row: RowEntry

    def problem(self, column: str, value: object, what: str, todo: str) -> Problem:
        row = f"{self.row.where}“{self.row.name}”"
        return Problem(self.plan.file, row, column, "" if value is None else str(value), what, todo)


def _places(plan: PlanEntry) -> Iterator[Problem]:
    headings: set[int] = set()
    for place, row in enumerate(plan.rows, start=1):
        if row.position != place:
            yield _At(plan, row).problem(
                "position", row.position, _("应为 %(n)d") % {"n": place}, _("顺序号从 1 起逐行加 1")
            )
        if row.heading:
            headings.add(row.position)
        if row.parent is not None and row.parent not in headings:
            yield _At(plan, row).problem(
                "parent",
                row.parent,
                _("上面没有这一标题行"),
                _("请填标题行的 position，标题行须 heading: true"),
            )


def _heading(plan: PlanEntry, row: RowEntry) -> Iterator[Problem]:
    filled = {"catalogue": row.catalogue, "base": row.base, "targets": row.targets, "results": row.actual or row.period}
    for column, value in filled.items():
        if value:
            yield _At(plan, row).problem(
                column, "", _("标题行不应有这一项"), _("请填在它的分项上，或改为 heading: false")
            )


def _nature(plan: PlanEntry, row: RowEntry) -> Iterator[Problem]:
    if row.nature != map_nature(row.nature_text):
        expected = map_nature(row.nature_text).value
        what = _("与印刷属性“%(text)s”不符") % {"text": row.nature_text}
        yield _At(plan, row).problem("nature", row.nature.value, what, _("应为 %(nature)s") % {"nature": expected})
    printed = normalise(row.cells.get("nature") or "")
    if not is_nothing(printed) and printed != normalise(row.nature_text):
        what = _("与格内印的“%(text)s”不符") % {"text": row.cells["nature"]}
        yield _At(plan, row).problem("nature_text", row.nature_text, what, _("请按印刷填写"))


def _targets(plan: PlanEntry, row: RowEntry) -> Iterator[Problem]:
    if [target.primary for target in row.targets].count(True) != 1:
        yield _At(plan, row).problem(
            "targets",
            "",
            _("主要目标不是正好一个"),
            _("请让一个目标 primary: true，其余 false；没有目标的行写一个 form: none"),
        )
    for n, target in enumerate(row.targets, start=1):
        column = f"targets[{n}]"
        what = _wrong_columns(target)
        if what:
            yield _At(plan, row).problem(column, target.form.value, what, _("请对照 data/README.md 按形式填写"))
        if target.form is not Form.NONE and target.text not in row.cells.values():
            yield _At(plan, row).problem(
                f"{column}.text", target.text, _("不是任何一格的原文"), _("请照抄印刷的那一格")
            )


def _wrong_columns(target: TargetEntry) -> str:
    """Why a target's figures do not fit its form; "" where they do."""
    if target.form is Form.COMPOSITION:
        return "" if len(target.parts) > 1 and target.value is None else _("结构比须有各部分而没有数值")
    if target.parts:
        return _("只有结构比才有各部分")
    if target.form in _WORDS:
        return _("该形式没有数值") if target.value is not None else ""
    if target.value is None:
        return _("该形式必须有数值")
    if target.value_high is not None and target.value_high < target.value:
        return _("区间上端小于下端")
    return ""


def _years(plan: PlanEntry, row: RowEntry) -> Iterator[Problem]:
    if row.base is not None and row.base.year > plan.base_year:
        yield _At(plan, row).problem(
            "base.year",
            row.base.year,
            _("晚于规划基期 %(year)d 年") % {"year": plan.base_year},
            _("请改正年份"),
        )
    for column, result in (("results.actual.year", row.actual), ("results.period.year", row.period)):
        if result is not None and not plan.start_year <= result.year <= plan.end_year:
            what = _("不在规划期 %(start)d–%(end)d 之内") % {"start": plan.start_year, "end": plan.end_year}
            yield _At(plan, row).problem(column, result.year, what, _("请改正年份"))


def _in_catalogue(plan: PlanEntry, row: RowEntry, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[Problem]:
    entry = catalogue.get(row.catalogue)
    if entry is None:
        yield _At(plan, row).problem(
            "catalogue",
            row.catalogue,
            _("目录里没有这个代码"),
            _("请改正代码，或先在 indicators/catalogue 里加上"),
        )
        return
    if plain_name(row.name) not in entry.names:
        what = _("目录指标 %(code)s 没有这个名称") % {"code": row.catalogue}
        yield _At(plan, row).problem("name", row.name, what, _("请改正代码；确是同一指标时，把名称加进目录的 aliases"))
    if [target.primary for target in row.targets].count(True) != 1:
        return
    for found in differences(row, plan.parent_name(row), entry.facts):
        what = _("理解为“%(understood)s”，而格内“%(printed)s”读作“%(read)s”") % {
            "understood": found.understood, "printed": found.printed, "read": found.read,
        }  # fmt: skip
        yield _At(plan, row).problem(found.column, found.printed, what, _("请改正理解的内容或照抄的原文"))


def same_plan_twice(plans: Iterable[PlanEntry]) -> Iterator[Problem]:
    """Two files of one region and period."""
    seen: dict[tuple[str, int, int], str] = {}
    for plan in plans:
        key = (plan.region, plan.start_year, plan.end_year)
        if key in seen:
            what = _("%(file)s 已是同一地区、同一时期的规划") % {"file": seen[key]}
            yield Problem(plan.file, "", "plan.region", plan.region, what, _("一个规划一个文件，请去掉一个"))
        seen[key] = plan.file
