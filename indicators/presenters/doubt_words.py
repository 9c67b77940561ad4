"""What kinds of doubts, and what they are about, are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from indicators.domain.types import DoubtCode

#: What each kind of doubt is called (NOTATION section 4).
LABELS = {
    DoubtCode.GROWTH_MISMATCH: _("增速与目标值不符"),
    DoubtCode.POINTS_MISMATCH: _("年均百分点与目标值不符"),
    DoubtCode.TARGET_WORSE_THAN_BASE: _("目标劣于基数"),
    DoubtCode.TARGET_EQUALS_BASE: _("目标等于基数"),
    DoubtCode.MISSING_BASE: _("缺少基数"),
    DoubtCode.MISSING_TARGET: _("缺少目标"),
    DoubtCode.MISSING_UNIT: _("缺少单位"),
    DoubtCode.MISSING_NATURE: _("未标注属性"),
    DoubtCode.UNIT_IMPLAUSIBLE: _("单位可疑"),
    DoubtCode.BASIS_UNKNOWN: _("口径未注明"),
    DoubtCode.EXCHANGE_RATE: _("涉及汇率"),
    DoubtCode.MERGED_INDICATORS: _("两个指标合为一行"),
    DoubtCode.NUMBER_SKIPPED: _("序号不连续"),
    DoubtCode.COUNT_MISMATCH: _("项数与正文不符"),
    DoubtCode.COLUMN_SHIFT: _("列错位"),
    DoubtCode.DUPLICATE_READING: _("同一数有两种写法"),
    DoubtCode.CONTRADICTS_TEXT: _("表与正文不一致"),
    DoubtCode.DOUBLE_DEFINITION: _("目标有两种定义"),
    DoubtCode.DEFINITION_BREAK: _("统计口径变化"),
    DoubtCode.IMPOSSIBLE_VALUE: _("超出可能范围"),
    DoubtCode.HISTORY_REVISED: _("历史数已修订"),
    DoubtCode.UNIT_CONFLICT: _("单位不一致"),
    DoubtCode.SCALE_JUMP: _("数量级突变"),
    DoubtCode.NAME_UNIT_CONFLICT: _("名称与单位矛盾"),
    DoubtCode.DIRECTION_CONFLICT: _("方向矛盾"),
    DoubtCode.UNDATED: _("未注明年份"),
    DoubtCode.NATURE_UNMAPPED: _("属性待归类"),
}


def doubt_label(code: str) -> str:
    """The name of a kind of doubt; a kind that this version does not know keeps its code."""
    return str(LABELS[DoubtCode(code)]) if code in set(DoubtCode) else code


def figure_label(figure: str) -> str:
    """What a doubt is about: base, target:2, value:2021 … in words."""
    name, _colon, rest = figure.partition(":")
    word = {
        "base": _("基数"),
        "target": _("目标"),
        "value": _("实际值"),
        "growth": _("增速"),
        "result": _("期间结果"),
        "row": _("整行"),
        "table": _("整表"),
        "background": _("背景数据"),
    }.get(name)
    if word is None:
        return figure
    if not rest:
        return str(word)
    return f"{word} {rest}"
