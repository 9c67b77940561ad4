"""The one place that rounds: figures as people read them, and the words for codes (METHODS 1, DESIGN 7).

ROUND_HALF_UP on the Decimal; shares 1 digit, growth, required, average and percentage points 2, pace ratio 2, levels as
many as the row prints and at least those of the actual. ``None`` is "—". Minus is the true minus sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from . import unit_names
from .said import Said, say, word
from .types import Form, Nature, PriceBasis, Reason, Result, Status, Vintage

MISSING = "—"
MINUS = "−"
_DECIMALS = re.compile(r"\d*[.．](\d+)")
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BLANK_IN_CJK = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_POINTS = {"%": "个百分点", "％": "个百分点", "‰": "个千分点"}
_TENTH = 10
#: Digits enough for every ordinary figure; made once, because a recompute rounds millions.
_ORDINARY = 400
_WIDE = Context(prec=500)


def rounded(value: Decimal, digits: int) -> Decimal:
    """``value`` with ``digits`` decimals, half away from zero; never -0."""
    wide = _WIDE if value.adjusted() < _ORDINARY else Context(prec=value.adjusted() + digits + 5)
    result = value.quantize(_unit(digits), ROUND_HALF_UP, wide)
    return result if result else abs(result)


def sufficient(value: Decimal, digits: int, towards: int) -> Decimal:
    """The nearest figure of ``digits`` decimals that is at least ``value`` (``towards`` +1), or at most (-1).

    What is required, put into a field: rounded half up it could fall short of itself.
    """
    result = value.quantize(_unit(digits), ROUND_CEILING if towards > 0 else ROUND_FLOOR, _WIDE)
    return result if result else abs(result)


@lru_cache(maxsize=32)
def _unit(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def quantise10(value: Decimal | None) -> Decimal | None:
    """A figure as it is stored and sent: 10 decimals. ``None`` stays ``None``."""
    return None if value is None else rounded(value, _TENTH)


def number(value: Decimal | None, digits: int, *, signed: bool = False) -> str:
    """A figure with exactly ``digits`` decimals; ``signed`` puts a plus before what is above zero."""
    if value is None:
        return MISSING
    result = rounded(value, digits)
    if result.is_signed():
        return f"{MINUS}{result.copy_abs():f}"
    return f"+{result:f}" if signed and result else f"{result:f}"


def with_unit(shown: str, unit: str) -> str:
    """A shown figure and its unit, in the language of the page: 18.99%, 2.42 个百分点; nothing is put behind "—"."""
    if shown == MISSING or not unit:
        return shown
    unit = unit_names.said(unit)
    return f"{shown}{unit}" if unit in {"%", "‰"} else f"{shown} {unit}"


def points_unit(unit: str) -> str:
    """The unit of a difference: shares differ by percentage points, everything else by its own unit."""
    return _POINTS.get(unit, unit)


def printed(text: str) -> str:
    """A printed cell as people read it: without the blanks that type-setting left between Chinese characters."""
    return _BLANK_IN_CJK.sub("", text)


def share(value: Decimal | None) -> str:
    """A fraction as per cent with one decimal: 0.5190 -> 51.9%."""
    return MISSING if value is None else with_unit(number(value * 100, 1), "%")


def rate(value: Decimal | None, unit: str, *, signed: bool = False) -> str:
    """Growth, required, average or percentage points, with two decimals and the unit."""
    return with_unit(number(value, 2, signed=signed), unit)


def pace(value: Decimal | None) -> str:
    """The pace ratio ρ with two decimals."""
    return number(value, 2)


def digits_of(figure: Decimal | str | None) -> int:
    """Decimals of a figure: of a text as printed (11.0 -> 1), of a Decimal without trailing zeros (11.0 -> 0)."""
    if figure is None:
        return 0
    if isinstance(figure, str):
        return max((len(found) for found in _DECIMALS.findall(figure)), default=0)
    if not figure.is_finite() or not figure:
        return 0
    return len(f"{figure:f}".partition(".")[2].rstrip("0"))


def level_digits(printed: Iterable[Decimal | str | None], actual: Decimal | None) -> int:
    """Decimals for the levels of a row: as many as it prints, at least those of the actual."""
    return max((digits_of(one) for one in (*printed, actual)), default=0)


def level(value: Decimal | None, digits: int, unit: str = "", *, signed: bool = False) -> str:
    """A level in the row's unit with the row's decimals (``level_digits``)."""
    return with_unit(number(value, digits, signed=signed), unit)


STATUS_LABELS: dict[Status, str] = {
    Status.MET_EARLY: word("提前实现"),
    Status.MET: word("完成"),
    Status.NEARLY_MET: word("基本完成"),
    Status.NOT_MET: word("未完成"),
    Status.AHEAD: word("快于预期"),
    Status.ON_TRACK: word("符合预期"),
    Status.BEHIND: word("滞后"),
    Status.FAR_BEHIND: word("严重滞后"),
    Status.REVERSING: word("倒退"),
    Status.HOLDS: word("保持"),
    Status.BREACHED: word("未保持"),
    Status.PENDING: word("待下达"),
    Status.INCOMPARABLE: word("口径不可比"),
    Status.NO_DATA: word("无数据"),
    Status.NOT_ASSESSABLE: word("无法评估"),
}
RELATIVE_LABELS: dict[Status, str] = {Status.HOLDS: word("同步"), Status.BREACHED: word("未同步")}
QUOTA_LABELS: dict[Status, str] = {Status.HOLDS: word("未突破"), Status.BREACHED: word("突破")}
FORM_STATUS_LABELS: dict[Form, dict[Status, str]] = {Form.RELATIVE: RELATIVE_LABELS, Form.QUOTA: QUOTA_LABELS}
REPORTED_MET, REPORTED_NOT_MET = word("上报完成"), word("上报未完成")
END_NOT_PUBLISHED = word("期末数未公布")
OLDER_FIGURE = word("按 %(year)s 年数")
SAMPLE = word("演示数据")
BASIS_NOT_STATED = word("口径未注明")

SYMBOLS: dict[Status, str] = {
    Status.MET_EARLY: "✓",
    Status.MET: "✓",
    Status.NEARLY_MET: "≈",
    Status.NOT_MET: "✗",
    Status.AHEAD: "▲",
    Status.ON_TRACK: "●",
    Status.BEHIND: "▼",
    Status.FAR_BEHIND: "▼▼",
    Status.REVERSING: "↓",
    Status.HOLDS: "✓",
    Status.BREACHED: "!",
    Status.PENDING: "◌",
    Status.INCOMPARABLE: "≠",
    Status.NO_DATA: "–",
    Status.NOT_ASSESSABLE: "○",
}
#: Colour words of the statuses; the style sheet knows what they look like.
TONES: dict[Status, str] = {
    Status.MET_EARLY: "green",
    Status.MET: "green",
    Status.NEARLY_MET: "green",
    Status.NOT_MET: "red",
    Status.AHEAD: "blue",
    Status.ON_TRACK: "green",
    Status.BEHIND: "amber",
    Status.FAR_BEHIND: "red",
    Status.REVERSING: "red",
    Status.HOLDS: "green",
    Status.BREACHED: "red-outline",
    Status.PENDING: "grey",
    Status.INCOMPARABLE: "grey",
    Status.NO_DATA: "grey",
    Status.NOT_ASSESSABLE: "grey",
}
REASON_LABELS: dict[Reason, str] = {
    Reason.BASE_YEAR: word("所看年份为基期"),
    Reason.MISSING_BASE: word("缺少基期值"),
    Reason.MISSING_TARGET: word("没有目标值"),
    Reason.MISSING_YEARS: word("缺少年度数据"),
    Reason.LEVEL_MISSING: word("缺少数值"),
    Reason.GROWTH_MISSING: word("缺少增速"),
    Reason.NOT_COMPUTABLE: word("无法计算"),
    Reason.EXPIRED: word("规划期已满"),
    Reason.HOLD: word("须逐年保持，不涉及年均任务"),
    Reason.TARGET_MET: word("目标已实现"),
    Reason.STRICT: word("与目标值相等，而目标不含本数"),
    Reason.BY_HAND: word("人工评定"),
    Reason.REPORTED: word("据上报结论"),
    Reason.COMPOSITION: word("结构指标，期末评定"),
    Reason.BASIS_DIFFERS: word("价格口径不同"),
    Reason.BLOCKING_DOUBT: word("有未解决的数据疑点"),
    Reason.END_NOT_PUBLISHED: END_NOT_PUBLISHED,
}
FORM_LABELS: dict[Form, str] = {
    Form.LEVEL: word("期末数值"),
    Form.GROWTH: word("年均增长"),
    Form.CUMULATIVE: word("五年累计"),
    Form.QUOTA: word("总量控制"),
    Form.CUMULATIVE_CUT: word("累计降幅"),
    Form.CUMULATIVE_CHANGE: word("累计变化"),
    Form.POINTS: word("年均百分点"),
    Form.FLOOR: word("不低于"),
    Form.CEILING: word("不高于"),
    Form.ASSIGNED: word("上级下达"),
    Form.RELATIVE: word("与参照同步"),
    Form.COMPOSITION: word("结构"),
    Form.QUALITATIVE: word("定性要求"),
    Form.NONE: word("无目标"),
}
VINTAGE_LABELS: dict[Vintage, str] = {
    Vintage.PRELIMINARY: word("初步数"),
    Vintage.REVISED: word("修订数"),
    Vintage.FINAL: word("最终核实数"),
}
BASIS_LABELS: dict[PriceBasis, str] = {
    PriceBasis.CONSTANT: word("不变价"),
    PriceBasis.CURRENT: word("现价"),
    PriceBasis.UNKNOWN: BASIS_NOT_STATED,
}
NATURE_LABELS: dict[Nature, str] = {
    Nature.BINDING: word("约束性"),
    Nature.EXPECTED: word("预期性"),
    Nature.UNMAPPED: word("性质未明"),
}


def status_label(status: Status, form: Form, reason: Reason | None = None) -> str:
    """The word for a status, by form: 同步 for a relative target, 未突破 for a quota, 上报完成 for a reported one."""
    if reason is Reason.REPORTED:
        return REPORTED_MET if status in {Status.MET, Status.ON_TRACK} else REPORTED_NOT_MET
    return FORM_STATUS_LABELS.get(form, {}).get(status, STATUS_LABELS[status])


def form_of(result: Result, form: Form) -> Form:
    """The form that was assessed: a level may be held as a floor, an assigned target takes the form of its number."""
    return Form(str(result.inputs.get("form", form.value)))


#: Statuses that no figure stands behind: it need not be said how old it is.
_WITHOUT_FIGURE = {Status.PENDING, Status.INCOMPARABLE, Status.NO_DATA, Status.NOT_ASSESSABLE}


def older_year(status: Status, year: int, actual_year: int | None, *, end_not_published: bool) -> int | None:
    """The year of the figure behind a status where it is older than the year looked at; None where nothing is to be said.

    期末数未公布 says it already.
    """
    if actual_year is None or actual_year >= year or end_not_published or status in _WITHOUT_FIGURE:
        return None
    return actual_year


def status_text(result: Result, form: Form) -> str:
    """The word for a result with what must be said beside it: 无数据（缺少年度数据）, 滞后（按 2021 年数）."""
    label = say(status_label(result.status, form_of(result, form), result.reason))
    older = older_year(result.status, result.year, result.actual_year, end_not_published=result.end_not_published)
    notes = [] if result.reason in (None, Reason.REPORTED) else [say(REASON_LABELS[result.reason])]
    if result.end_not_published:
        notes = [say(END_NOT_PUBLISHED)]
    elif older is not None:
        notes.append(say(OLDER_FIGURE, year=older))
    if not notes:
        return label
    return say(word("%(label)s（%(note)s）"), label=label, note=together(notes))


def together(notes: Sequence[Said]) -> Said:
    """Remarks one behind the other, as one that can still be said in another language."""
    first, *rest = notes
    return say(word("%(one)s；%(other)s"), one=first, other=together(rest)) if rest else first
