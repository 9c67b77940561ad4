"""The yearly targets of a plan as a workbook to be filled in and sent back, or to be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from dashboards.presenters.year_aims import actual_text
from indicators.models import Listing
from indicators.selectors.yearly import YearRow
from planning.forms.yearly_sheet import DOCUMENTS, seal, texts_of, year_key
from plans.models import Plan
from regions.recorded import in_the_house_language
from sheets.columns import DIVIDER, Column, Form, FormCell, FormRow, Kind


@in_the_house_language
def columns(plan: Plan) -> tuple[Column, ...]:
    """What stands in which column: the years are written, the path and the actuals are shown beside them."""
    shown, years = Kind.SHOWN, range(plan.start_year, plan.end_year + 1)
    how = _("最多 60 字。只写数字时按计量单位计；增速请写百分号，如 6.5%左右。")
    path = _("由基期值和规划目标推算，四舍五入，逐年累计的取足；供参考。")
    return (
        Column("number", _("序号"), shown, 6),
        Column("name", _("指标"), shown, 28),
        Column("unit", _("计量单位"), shown, 9),
        Column("base", _("%(year)d 年基期值") % {"year": plan.base_year}, shown, 11),
        Column("target", _("规划目标"), shown, 16),
        *(Column(year_key(year), _("%(year)d 年目标") % {"year": year}, Kind.TEXT, 15, note=how) for year in years),
        *(Column(f"p{year}", _("%(year)d 年规划路径") % {"year": year}, shown, 12, note=path) for year in years),
        *(Column(f"a{year}", _("%(year)d 年实际") % {"year": year}, shown, 12) for year in years),
    )


@in_the_house_language
def form_of(plan: Plan, rows: Sequence[YearRow], *, writes: bool) -> Form:
    """The workbook; ``writes``: with open cells, for a planner; else to be read."""
    texts = texts_of(rows)
    documents = {key: FormCell(text, open=writes) for key, text in _every_year(plan, texts[DOCUMENTS]).items()}
    lines = [FormRow(DOCUMENTS, {"name": FormCell(_("依据文件"))} | documents)]
    listed = [one for one in rows if one.line is not None]
    for (listing, category), members in groupby(listed, key=lambda one: (one.row.listing, one.row.category)):
        title = " · ".join(part for part in (_("正文承诺") if listing == Listing.COMMITMENT else "", category) if part)
        lines += [FormRow(DIVIDER, title=title), *(_row(one, texts[str(one.row.pk)], writes) for one in members)]
    how = [_("浅黄底的格可以填写，填好后在“年度目标”页上传；上传后先列出修改，核对之后才保存。")] if writes else []
    sample = any(cell.actual and cell.actual.sample for one in rows if one.line for cell in one.line.cells)
    return Form(
        name=_("年度目标"),
        heading=heading(plan),
        lines=(
            _("规划路径由基期值和规划目标推算，四舍五入，逐年累计的取足；年度目标由人确定，不影响评估状态。"),
            *how,
            *([_("含演示数据。")] if sample else []),
        ),
        columns=columns(plan),
        rows=tuple(lines),
        token=seal(plan, rows),
        footer=heading(plan),
    )


@in_the_house_language
def heading(plan: Plan) -> str:
    """What the workbook is called on paper."""
    return _("%(region)s %(period)s 规划年度目标") % {
        "region": plan.region.name, "period": plan.span,
    }  # fmt: skip


def _every_year(plan: Plan, texts: dict[str, str]) -> dict[str, str]:
    return {year_key(year): texts.get(year_key(year), "") for year in range(plan.start_year, plan.end_year + 1)}


def _row(one: YearRow, texts: dict[str, str], writes: bool) -> FormRow:
    row, line, base = one.row, one.line, one.base
    cells = {
        "number": FormCell(row.number),
        "name": FormCell(
            _("%(above)s：%(name)s") % {"above": row.parent.said_name, "name": row.said_name}
            if row.parent
            else row.said_name
        ),
        "unit": FormCell(row.unit),
        "base": FormCell("" if base is None else base.text or base.value),
        "target": FormCell(_("；").join(target.text for target in one.targets if target.text)),
    } | {key: FormCell(text, open=writes) for key, text in texts.items()}
    for cell in line.cells if line else ():
        cells[f"p{cell.year}"] = FormCell(cell.proposal)
        if cell.actual is not None:
            cells[f"a{cell.year}"] = FormCell(actual_text(cell.actual, cell.kind, row.unit))
    return FormRow(str(row.pk), cells)
