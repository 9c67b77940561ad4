"""A proposal for a person at a terminal: particulars, tables with what was understood, projects by box, commitments, doubts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models.choices import FORMS
from indicators.presenters.doubt_words import doubt_label
from intake.domain.proposal import FoundDoubt, Proposal, ReadIndicator
from intake.presenters import understood
from intake.presenters.notes import note_text
from intake.presenters.understood import range_text, target_text
from projects.models import Kind

PARTICULARS = {
    "title": gettext_lazy("标题"),
    "document_number": gettext_lazy("文号"),
    "issued_on": gettext_lazy("印发日期"),
    "region": gettext_lazy("地区"),
    "period": gettext_lazy("规划期"),
    "base_year": gettext_lazy("基期年"),
    "stated_count": gettext_lazy("文中所称指标数"),
}


def explain(proposal: Proposal) -> str:
    """Everything that was read, list by list, each item with its line."""
    parts = [_particulars(proposal), _indicators(proposal), _results(proposal), _projects(proposal)]
    parts += [_commitments(proposal), _whole(proposal)]
    return "\n".join(line for part in parts for line in (*part, "")).rstrip()


def _particulars(proposal: Proposal) -> Iterator[str]:
    plan = proposal.plan
    yield f"# {plan.title or _('（没有标题）')}"
    period = f"{plan.start_year}–{plan.end_year}" if plan.start_year else _("未知")
    yield from aligned(
        [
            [_("地区"), f"{plan.region_name} {plan.region_code}".strip() or _("未知")],
            [_("规划期"), period],
            [_("基期年"), str(plan.base_year or _("未知"))],
            [_("文号"), plan.document_number or "—"],
            [_("印发日期"), plan.issued_on.isoformat() if plan.issued_on else "—"],
            [_("文中所称指标数"), str(plan.stated_count or "—")],
        ]
    )
    for name, line in plan.lines:
        yield _("  %(name)s取自第 %(line)d 行") % {"name": PARTICULARS.get(name, name), "line": line}


def _indicators(proposal: Proposal) -> Iterator[str]:
    count = len(proposal.indicators)
    yield _("## 主要指标：%(n)d 行（%(table)s）") % {"n": count, "table": proposal.table or _("没有标题")}
    header = [_("行"), _("序号"), _("名称"), _("单位"), _("基数"), _("目标"), _("属性"), _("目录代码")]
    rows = [_cells(row) for row in proposal.indicators]
    lines = list(aligned([header, *rows])) if rows else []
    yield from lines[:1]
    for row, line in zip(proposal.indicators, lines[1:], strict=True):
        yield line
        yield from (f"      ! {_doubt(doubt)}" for doubt in row.doubts)


def _cells(row: ReadIndicator) -> list[str]:
    targets = "；".join(target_text(target) for target in row.targets)
    name = f"{'  ' if row.parent is not None else ''}{row.name}"
    nature = "—" if row.nature_text is None else row.nature_text
    shown = _("（标题行）") if row.heading else targets or _("（没有目标）")
    return [str(row.line), row.number, name, row.unit, understood.base(row), shown, nature, row.catalogue or "?"]


def _results(proposal: Proposal) -> Iterator[str]:
    period = "–".join(str(year) for year in proposal.results_period or ())
    yield _("## 上期完成情况：%(n)d 行 %(period)s") % {"n": len(proposal.previous_results), "period": period}
    header = [_("行"), _("名称"), _("单位"), _("基数"), _("目标"), _("增速"), _("完成"), _("完成增速")]
    rows = [
        [
            str(row.line), f"{'  ' if row.parent is not None else ''}{row.name}", row.unit,
            *(text if text is not None else "—" for text in (
                row.base_text, row.target_text, row.target_growth_text, row.actual_text, row.actual_growth_text
            )),
        ]
        for row in proposal.previous_results
    ]  # fmt: skip
    yield from aligned([header, *rows]) if rows else ()


def _projects(proposal: Proposal) -> Iterator[str]:
    yield _("## 项目：%(n)d 项") % {"n": len(proposal.projects)}
    for box, entries in groupby(proposal.projects, key=lambda project: project.box):
        yield f"【{box}】"
        yield from aligned(
            [str(one.line), str(Kind(one.kind.value).label), one.group, one.name, one.facts or "—"] for one in entries
        )


def _commitments(proposal: Proposal) -> Iterator[str]:
    yield _("## 正文承诺：%(n)d 项") % {"n": len(proposal.commitments)}
    forms = dict(FORMS)
    yield from aligned(
        [
            str(one.line), one.subject, str(forms.get(one.form, one.form)),
            range_text(one.value, one.value_high, one.comparator) + one.unit,
            str(one.year) if one.year else _("规划期"),
        ]
        for one in proposal.commitments
    )  # fmt: skip


def _whole(proposal: Proposal) -> Iterator[str]:
    yield _("## 整表的疑点与说明")
    yield from (f"! {_doubt(doubt)}" for doubt in proposal.doubts)
    yield from (f"- {note_text(note)}" for note in proposal.notes)


def _doubt(doubt: FoundDoubt) -> str:
    line = _("（第 %(line)d 行）") % {"line": doubt.line} if doubt.line else ""
    return f"{doubt_label(doubt.code)}：{doubt.message}{line}"


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns under each other; a Chinese character is two columns wide."""
    table = [list(row) for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*table, strict=True)]
    for row in table:
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
