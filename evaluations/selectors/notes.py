"""What must be said beside the figures of an evaluation: prices, vintages, what is not out, what is defined otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboards.presenters import words
from evaluations.domain.facts import Line, counted_lines
from indicators.domain.types import Form
from indicators.domain.verdict import Outcome
from indicators.models import DefinitionBreak
from regions.recorded import recorded

_RATES = {Form.GROWTH.value, Form.RELATIVE.value}


def notes(lines: Sequence[Line], breaks: Sequence[DefinitionBreak], *, ended: bool) -> tuple[str, ...]:
    """Sentences, each only where there is something to say. ``breaks``: of these rows, with the row."""
    rows = counted_lines(lines)
    said = [
        _declared(rows),
        _not_published(rows) if ended else _older(rows),
        _prices(rows),
        _vintages(rows),
        _bases(rows),
        _breaks(breaks),
        _doubts(rows),
        recorded("带“演示数据”标记的数字是编造的，不得引用。") if any(one.sample for one in lines) else "",
    ]
    return tuple(one for one in said if one)


def _declared(rows: Sequence[Line]) -> str:
    number = sum(1 for one in rows if one.reported)
    if not number:
        return ""
    return recorded("%(number)s 项只有上报结论、没有数字，单独计数，不与按数字评定的合并。") % {"number": number}


def _not_published(rows: Sequence[Line]) -> str:
    waiting = [one for one in rows if one.outcome == Outcome.NOT_PUBLISHED]
    if not waiting:
        return ""
    named = words.listed(f"{one.name}（{one.achieved_year}）" for one in waiting)
    return recorded("期末数未公布 %(number)s 项，按最近一年的数列出状态，不作结论：%(names)s。") % {
        "number": len(waiting), "names": named,
    }  # fmt: skip


def _older(rows: Sequence[Line]) -> str:
    known = [one.actual_year for one in rows if one.actual_year is not None]
    if not known:
        return ""
    older = [one for one in rows if one.actual_year is not None and one.actual_year < max(known)]
    named = words.listed(f"{one.name}（{one.actual_year}）" for one in older)
    return recorded("数据早于 %(year)s 年的有：%(names)s。") % {"year": max(known), "names": named} if older else ""


def _prices(rows: Sequence[Line]) -> str:
    rates = [one for one in rows if one.form in _RATES and one.achieved.value is not None]
    if not rates:
        return ""
    counted = Counter(one.price_basis or recorded("口径未注明") for one in rates)
    return recorded("按增速评估的 %(number)s 项所用口径：%(bases)s。增速取公布数，不用两年的水平值推算。") % {
        "number": len(rates),
        "bases": words.listed(
            recorded("%(basis)s %(number)s 项") % {"basis": one, "number": n} for one, n in counted.items()
        ),
    }


def _vintages(rows: Sequence[Line]) -> str:
    counted = Counter(one.vintage for one in rows if one.vintage)
    if not counted:
        return ""
    named = words.listed(
        recorded("%(vintage)s %(number)s 项") % {"vintage": one, "number": number} for one, number in counted.items()
    )
    return recorded("各项最新实际数的版次：%(vintages)s；以后发布修订数的，以修订数为准。") % {"vintages": named}


def _bases(rows: Sequence[Line]) -> str:
    elsewhere = words.listed(f"{one.name}（{one.base_note}）" for one in rows if one.base_note)
    return recorded("基期值不是取自本规划表或不是基期年的：%(names)s。") % {"names": elsewhere} if elsewhere else ""


def _breaks(breaks: Sequence[DefinitionBreak]) -> str:
    named = recorded("；").join(
        recorded("%(name)s自 %(year)s 年起（%(reason)s）")
        % {"name": one.row.short_name, "year": one.year, "reason": one.reason}
        for one in breaks
    )
    return recorded("统计口径变化，前后不连算：%(names)s。") % {"names": named} if named else ""


def _doubts(rows: Sequence[Line]) -> str:
    named = words.listed(one.name for one in rows if one.doubts)
    return recorded("有数据疑点尚待处理的指标：%(names)s。") % {"names": named} if named else ""
