"""Words of bulletins: kinds, spans, reasons, verdicts, money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.domain import display
from projects.domain.bulletin.facts import Facts
from projects.domain.bulletin.records import BY_REGION, Outline
from projects.domain.bulletin.spans import HALF_YEARLY, LENGTHS, MONTHLY, QUARTERLY, YEARLY
from projects.domain.money import WAN_IN_YI
from projects.models import ProblemKind, ProblemState, Stage
from regions.recorded import recorded

_MOST_DIGITS = 2

WHY: dict[str, Promise] = {
    "investment": gettext_lazy("投资滞后"),
    "not_started": gettext_lazy("逾期未开工"),
    "not_finished": gettext_lazy("逾期未竣工"),
}
CHOSEN: dict[str, Promise] = {
    "largest": gettext_lazy("总投资最大"),
    "best": gettext_lazy("完成计划最好"),
    "lagging": gettext_lazy("进度滞后"),
}
VERDICTS: dict[str, tuple[str, Promise]] = {
    "met": ("✓", gettext_lazy("完成年度计划")),
    "nearly": ("≈", gettext_lazy("基本完成")),
    "short": ("✗", gettext_lazy("未完成")),
    "no_plan": ("○", gettext_lazy("没有年度计划")),
    "no_report": ("–", gettext_lazy("没有已审核月报")),
}
_STATES = dict(ProblemState.choices)
_PROBLEM_KINDS = dict(ProblemKind.choices)
_STAGES = dict(Stage.choices)


def span(kind: str, month: date) -> str:
    """2025 年 6 月, 2025 年第二季度, 2025 年上半年, 2025 年."""
    if kind == MONTHLY:
        return _("%(year)d 年 %(month)d 月") % {"year": month.year, "month": month.month}
    return _("%(year)d 年%(part)s") % {"year": month.year, "part": part(kind, month)} if kind != YEARLY else year(month)


def year(month: date) -> str:
    """2025 年."""
    return _("%(year)d 年") % {"year": month.year}


def part(kind: str, month: date) -> str:
    """The span without its year: 6 月, 第二季度, 上半年, 全年."""
    if kind == MONTHLY:
        return _("%(month)d 月") % {"month": month.month}
    if kind == QUARTERLY:
        return (_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度"))[month.month // 3 - 1]
    if kind == HALF_YEARLY:
        return _("上半年") if month.month == 6 else _("下半年")
    return _("全年")


def part_before(kind: str, month: date) -> str:
    """The span before, by its name: 5 月, 第一季度, 上年第四季度."""
    earlier = month.month - LENGTHS[kind]
    if earlier > 0:
        return part(kind, month.replace(month=earlier))
    if kind == YEARLY:
        return _("上年")
    return _("上年%(part)s") % {"part": part(kind, month.replace(month=12))}


def so_far(month: date) -> str:
    """1—6 月, of January 1 月."""
    return _("1—%(month)d 月") % {"month": month.month} if month.month > 1 else _("1 月")


def title(outline: Outline) -> str:
    """What the paper is called."""
    about = {"region": outline.region_name, "span": span(outline.kind, outline.month)}
    if outline.kind == MONTHLY:
        return _("%(region)s %(span)s重点项目建设情况通报") % about
    if outline.kind == QUARTERLY:
        return _("%(region)s %(span)s重点项目建设情况点评") % about
    if outline.kind == HALF_YEARLY:
        return _("%(region)s %(span)s重点项目观摩") % about
    return _("%(region)s %(span)s重点项目建设全年总评") % about


def ranked_label(outline: Outline) -> str:
    """What a line of the ranking is."""
    return _("地区") if outline.by == BY_REGION else _("牵头单位")


def money(value: Decimal | None) -> str:
    """12.35 亿元 from 1 亿元 on, else 万元; "—" for None."""
    if value is None:
        return display.MISSING
    if abs(value) >= WAN_IN_YI:
        return display.with_unit(display.number(value / WAN_IN_YI, 2), "亿元")
    return display.with_unit(display.number(value, min(display.digits_of(value), _MOST_DIGITS)), "万元")


def more_or_less(change: Decimal) -> str:
    """增加 1.20 亿元, 减少 300 万元, 持平."""
    if not change:
        return _("持平")
    if change > 0:
        return _("增加 %(money)s") % {"money": money(change)}
    return _("减少 %(money)s") % {"money": money(-change)}


def reasons(why: tuple[str, ...]) -> str:
    """Why a project lags."""
    return _("、").join(str(WHY.get(one, one)) for one in why)


def verdict(code: str) -> str:
    """✓ 完成年度计划."""
    if code not in VERDICTS:
        return code
    symbol, label = VERDICTS[code]
    return f"{symbol} {label}"


def state(code: str) -> str:
    """Of a problem."""
    return str(_STATES.get(code, code))


def problem_kind(code: str) -> str:
    """Of a problem."""
    return str(_PROBLEM_KINDS.get(code, code))


def stage(code: str) -> str:
    """Of a project; "" where none is reported."""
    return str(_STAGES.get(code, code))


def after_word(text: str) -> str:
    """What follows a Chinese word: a blank before digits, none before another word (其中 6 月, 其中第二季度)."""
    return f" {text}" if text[:1].isdigit() else text


def on(day: date) -> str:
    """2025 年 7 月 31 日."""
    return _("%(year)s 年 %(month)s 月 %(day)s 日") % {"year": day.year, "month": day.month, "day": day.day}


def listed(names: list[str]) -> str:
    """甲、乙、丙."""
    return _("、").join(names)


def basis(facts: Facts) -> str:
    """What the figures rest on."""
    return _("投资、阶段和形象进度按已审核的月报；问题和报送情况截至 %(day)s。表中金额单位为万元。") % {
        "day": on(facts.outline.day)
    }


def left_out(number: int) -> str:
    """That a table is longer than what stands here."""
    return _("其余 %(number)d 行见 Excel。") % {"number": number}


def number(outline: Outline) -> str:
    """What an issue is numbered unless somebody writes otherwise; kept with the bulletin."""
    month = outline.month
    count = month.month // LENGTHS[outline.kind]
    patterns = {
        MONTHLY: recorded("%(year)d年月通报第%(count)d期"),
        QUARTERLY: recorded("%(year)d年季点评第%(count)d期"),
        HALF_YEARLY: recorded("%(year)d年半年观摩第%(count)d期"),
        YEARLY: recorded("%(year)d年全年总评"),
    }
    return patterns[outline.kind] % {"year": month.year, "count": count}


def sample_line(facts: Facts) -> str:
    """What must be said of invented data; "" where there are none."""
    return _("含演示数据，不代表真实情况。") if facts.sample else ""
