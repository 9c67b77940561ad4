"""The tables of a bulletin: the same columns and cells for page, paper and workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain import display
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Event, Facts, Group, Unreported
from projects.domain.bulletin.records import BY_REGION
from reports.presenters.bulletin import words
from sheets.table import Cell, Column, Figure, Table

_MOST_DIGITS = 2
_YUAN, _NUMBER, _DAYS = "万元", "个", "天"


def ranking(facts: Facts) -> Table:
    """Groups in the order of their places, the whole last."""
    label = words.ranked_label(facts.outline)
    columns = (
        Column(_("名次"), kind="number", digits=0),
        Column(label),
        Column(_("项目"), _NUMBER, "number", 0),
        Column(_("年度计划"), _YUAN, "number", _digits(one.sums.planned for one in facts.groups)),
        Column(_("本年完成"), _YUAN, "number", _digits(one.sums.planned_done for one in facts.groups)),
        Column(_("完成率"), kind="share"),
        Column(_("上期名次"), kind="number", digits=0),
        Column(_("本期开工"), _NUMBER, "number", 0),
        Column(_("本期竣工"), _NUMBER, "number", 0),
        Column(_("滞后"), _NUMBER, "number", 0),
    )
    rows = [
        (
            one.place, one.name, one.sums.projects, one.sums.planned, one.sums.planned_done, one.sums.share,
            one.place_before, one.sums.started, one.sums.finished, one.sums.lagging,
        )
        for one in facts.groups
    ]  # fmt: skip
    whole = facts.whole
    rows.append(
        (
            None, _("合计"), whole.projects, whole.planned, whole.planned_done, whole.share, None, whole.started,
            whole.finished, whole.lagging,
        )
    )  # fmt: skip
    return Table(_("排名"), columns, tuple(rows), (_("“本年完成”只计有年度计划的项目。"),))


def changes(facts: Facts) -> Table:
    """Investment of the span beside that of the span before."""
    outline = facts.outline
    own, before = words.part(outline.kind, outline.month), words.part_before(outline.kind, outline.month)
    digits = _digits([one.sums.span_done for one in facts.groups] + [one.sums.before_done for one in facts.groups])
    columns = (
        Column(words.ranked_label(outline)),
        Column(_("%(span)s完成") % {"span": own}, _YUAN, "number", digits),
        Column(_("%(span)s完成") % {"span": before}, _YUAN, "number", digits),
        Column(_("增减"), _YUAN, "number", digits),
        Column(_("环比"), kind="share"),
        Column(_("%(span)s开工") % {"span": own}, _NUMBER, "number", 0),
        Column(_("%(span)s开工") % {"span": before}, _NUMBER, "number", 0),
    )
    whole = Group("", _("合计"), facts.whole)
    rows = tuple(_change(one, digits) for one in (*facts.groups, whole))
    return Table(_("环比"), columns, rows)


def _change(group: Group, digits: int) -> tuple[Cell, ...]:
    now, before = group.sums.span_done, group.sums.before_done
    change = None if now is None or before is None else now - before
    rate = None if change is None or before is None or before <= 0 else change / before
    return (
        group.name, now, before, None if change is None else Figure(change, digits, signed=True),
        rate, group.sums.started, group.sums.started_before,
    )  # fmt: skip


def verdicts(facts: Facts) -> Table:
    """What the year came to, group by group."""
    columns = (
        Column(_("名次"), kind="number", digits=0),
        Column(words.ranked_label(facts.outline)),
        Column(_("年度计划"), _YUAN, "number", _digits(one.sums.planned for one in facts.groups)),
        Column(_("全年完成"), _YUAN, "number", _digits(one.sums.planned_done for one in facts.groups)),
        Column(_("完成率"), kind="share"),
        Column(_("开工"), _NUMBER, "number", 0),
        Column(_("竣工"), _NUMBER, "number", 0),
        Column(_("按时报送"), kind="share"),
        Column(_("评定")),
    )
    rows = [
        (
            one.place, one.name, one.sums.planned, one.sums.planned_done, one.sums.share, one.sums.started,
            one.sums.finished, _on_time(one), words.verdict(one.verdict),
        )
        for one in facts.groups
    ]  # fmt: skip
    whole = Group("", "", facts.whole)
    rows.append(
        (
            None, _("合计"), facts.whole.planned, facts.whole.planned_done, facts.whole.share, facts.whole.started,
            facts.whole.finished, _on_time(whole), None,
        )
    )  # fmt: skip
    return Table(_("全年总评"), columns, tuple(rows), (_("“全年完成”只计有年度计划的项目。"),))


def _on_time(group: Group) -> Decimal | None:
    return Decimal(group.sums.on_time) / group.sums.asked if group.sums.asked else None


def months(facts: Facts) -> Table:
    """Investment month by month."""
    digits = _digits(done for _month, done in facts.months)
    columns = (
        Column(_("月份")),
        Column(_("完成投资"), _YUAN, "number", digits),
        Column(_("累计"), _YUAN, "number", digits),
    )
    rows: list[tuple[Cell, ...]] = []
    so_far: Decimal | None = None
    for month, done in facts.months:
        so_far = done if so_far is None else so_far if done is None else so_far + done
        rows.append((words.part(spans.MONTHLY, month), done, so_far))
    return Table(_("逐月投资"), columns, tuple(rows))


def events(facts: Facts, found: Iterable[Event], name: str, label: str) -> Table:
    """Projects started or finished."""
    lines = list(found)
    columns = (
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), *_where(facts),
        Column(_("总投资"), _YUAN, "number", _digits(one.total for one in lines)), Column(label),
    )  # fmt: skip
    rows = tuple(
        (number, one.name, *_whose(facts, one.place, one.unit), one.total, _day(one.on))
        for number, one in enumerate(lines, 1)
    )
    return Table(name, columns, rows)


def laggards(facts: Facts) -> Table:
    """Projects that lag."""
    lines = facts.laggards
    columns = (
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), *_where(facts), Column(_("滞后情况")),
        Column(_("年度计划"), _YUAN, "number", _digits(one.planned for one in lines)),
        Column(_("本年完成"), _YUAN, "number", _digits(one.done for one in lines)),
        Column(_("完成率"), kind="share"),
        Column(_("距时序少完成"), _YUAN, "number", 0),
        Column(_("计划开竣工")),
    )  # fmt: skip
    rows = tuple(
        (
            number, one.name, *_whose(facts, one.place, one.unit), words.reasons(one.why), one.planned, one.done, one.share,
            one.short, _planned(one.planned_start, one.planned_finish),
        )
        for number, one in enumerate(lines, 1)
    )  # fmt: skip
    return Table(_("滞后项目"), columns, rows)


def problems(facts: Facts) -> Table:
    """Problems that are not closed, the longest overdue first."""
    columns = (
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), Column(_("问题")), Column(_("类别")),
        Column(_("责任单位")), Column(_("时限")), Column(_("逾期"), _DAYS, "number", 0), Column(_("状态")),
    )  # fmt: skip
    rows = tuple(
        (
            number, one.name, one.text, words.problem_kind(one.kind), one.unit or None, _day(one.due), one.days or None,
            words.state(one.state),
        )
        for number, one in enumerate(facts.problems, 1)
    )  # fmt: skip
    return Table(_("问题"), columns, rows)


def unreported(facts: Facts) -> Table:
    """Projects whose reports are missing or came late, with the months."""
    columns = (
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), *_where(facts), Column(_("未报的月份")),
        Column(_("逾期报送的月份")),
    )  # fmt: skip
    rows = tuple(
        (
            number,
            lot[0].name,
            *_whose(facts, lot[0].place, lot[0].unit),
            _months_of(lot, late=False),
            _months_of(lot, late=True),
        )
        for number, lot in enumerate(unreported_lots(facts), 1)
    )
    return Table(_("报送"), columns, rows)


def unreported_lots(facts: Facts) -> list[list[Unreported]]:
    """Missing and late reports, a list for each project, in the order in which projects come first."""
    lots: dict[int, list[Unreported]] = {}
    for one in facts.unreported:
        lots.setdefault(one.project, []).append(one)
    return list(lots.values())


def _months_of(lot: list[Unreported], *, late: bool) -> str | None:
    """9、10 月."""
    found = sorted(one.month.month for one in lot if (one.handed_in is not None) is late)
    return _("%(months)s 月") % {"months": words.listed([str(one) for one in found])} if found else None


def visits(facts: Facts) -> Table:
    """Projects to be looked at."""
    lines = facts.visits
    columns = (
        Column(_("序号"), kind="number", digits=0), Column(_("项目")), *_where(facts), Column(_("选取依据")), Column(_("阶段")),
        Column(_("总投资"), _YUAN, "number", _digits(one.total for one in lines)),
        Column(_("完成率"), kind="share"), Column(_("形象进度")),
    )  # fmt: skip
    rows = tuple(
        (
            number, one.name, *_whose(facts, one.place, one.unit), str(words.CHOSEN.get(one.why, one.why)),
            words.stage(one.stage), one.total, one.share, _progress(one.progress, one.progress_text),
        )
        for number, one in enumerate(lines, 1)
    )  # fmt: skip
    return Table(_("观摩项目"), columns, rows)


def _progress(share: Decimal | None, text: str) -> str | None:
    figure = "" if share is None else display.with_unit(display.number(share, min(display.digits_of(share), 2)), "%")
    return _("，").join(one for one in (figure, text) if one) or None


def _where(facts: Facts) -> tuple[Column, ...]:
    """The region is a column where several are told."""
    unit = Column(_("牵头单位"))
    return (Column(_("地区")), unit) if facts.outline.by == BY_REGION else (unit,)


def _whose(facts: Facts, place: str, unit: str) -> tuple[Cell, ...]:
    named = unit or None
    return (place, named) if facts.outline.by == BY_REGION else (named,)


def _planned(start: date | None, finish: date | None) -> str | None:
    if start is not None and finish is not None:
        return f"{start:%Y-%m}—{finish:%Y-%m}"
    if start is not None:
        return _("%(month)s 开工") % {"month": f"{start:%Y-%m}"}
    return None if finish is None else _("%(month)s 竣工") % {"month": f"{finish:%Y-%m}"}


def _day(day: date | None) -> str | None:
    return None if day is None else f"{day:%Y-%m-%d}"


def _digits(figures: Iterable[Decimal | None]) -> int:
    """Decimals of a column of money: as many as its figures have, at most two."""
    return min(max((display.digits_of(one) for one in figures), default=0), _MOST_DIGITS)
