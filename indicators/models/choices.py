"""Labels of the domain's words for forms, admin and constraints. The words themselves live in ``indicators.domain.types``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from indicators.domain import types as t

FORMS = [
    (t.Form.LEVEL.value, _("水平值")),
    (t.Form.GROWTH.value, _("年均增长")),
    (t.Form.CUMULATIVE.value, _("五年累计")),
    (t.Form.QUOTA.value, _("总量控制")),
    (t.Form.CUMULATIVE_CUT.value, _("累计降低")),
    (t.Form.CUMULATIVE_CHANGE.value, _("累计提高")),
    (t.Form.POINTS.value, _("年均百分点")),
    (t.Form.FLOOR.value, _("底线")),
    (t.Form.CEILING.value, _("上限")),
    (t.Form.ASSIGNED.value, _("按上级下达")),
    (t.Form.RELATIVE.value, _("相对参照")),
    (t.Form.COMPOSITION.value, _("结构比")),
    (t.Form.QUALITATIVE.value, _("定性")),
    (t.Form.NONE.value, _("未定目标")),
]
COMPARATORS = [
    (t.Comparator.EQ.value, _("等于")),
    (t.Comparator.GE.value, _("不低于")),
    (t.Comparator.GT.value, _("高于")),
    (t.Comparator.LE.value, _("不高于")),
    (t.Comparator.LT.value, _("低于")),
    (t.Comparator.ABOUT.value, _("左右")),
]
DIRECTIONS = [(int(t.Direction.HIGHER), _("越高越好")), (int(t.Direction.LOWER), _("越低越好"))]
PATHS = [(t.PathKind.GEOMETRIC.value, _("等比")), (t.PathKind.LINEAR.value, _("等差"))]
MEASURES = [
    (t.Measure.AMOUNT.value, _("总量")),
    (t.Measure.SHARE.value, _("比重")),
    (t.Measure.RATE.value, _("速率")),
    (t.Measure.INDEX.value, _("指数")),
    (t.Measure.COUNT.value, _("个数")),
]
BOUNDS = [(t.Bound.FLOOR.value, _("底线")), (t.Bound.CEILING.value, _("上限"))]
PRICE_BASES = [
    (t.PriceBasis.CONSTANT.value, _("不变价")),
    (t.PriceBasis.CURRENT.value, _("现价")),
    (t.PriceBasis.UNKNOWN.value, _("口径未注明")),
]
VINTAGES = [
    (t.Vintage.PRELIMINARY.value, _("初步数")),
    (t.Vintage.REVISED.value, _("修订数")),
    (t.Vintage.FINAL.value, _("最终核实数")),
]
ACTUAL_KINDS = [(t.ActualKind.LEVEL.value, _("填水平值")), (t.ActualKind.CHANGE.value, _("填当年变动"))]
NATURES = [
    (t.Nature.EXPECTED.value, _("预期性")),
    (t.Nature.BINDING.value, _("约束性")),
    (t.Nature.UNMAPPED.value, _("属性未归类")),
]
RESULT_KINDS = [(t.ResultKind.CUMULATIVE.value, _("累计")), (t.ResultKind.AVERAGE.value, _("年均"))]
STATUSES = [
    (t.Status.MET_EARLY.value, _("提前实现")),
    (t.Status.MET.value, _("完成")),
    (t.Status.NEARLY_MET.value, _("基本完成")),
    (t.Status.NOT_MET.value, _("未完成")),
    (t.Status.AHEAD.value, _("快于预期")),
    (t.Status.ON_TRACK.value, _("符合预期")),
    (t.Status.BEHIND.value, _("滞后")),
    (t.Status.FAR_BEHIND.value, _("严重滞后")),
    (t.Status.REVERSING.value, _("倒退")),
    (t.Status.HOLDS.value, _("保持")),
    (t.Status.BREACHED.value, _("未保持")),
    (t.Status.PENDING.value, _("待下达")),
    (t.Status.INCOMPARABLE.value, _("口径不可比")),
    (t.Status.NO_DATA.value, _("无数据")),
    (t.Status.NOT_ASSESSABLE.value, _("无法评估")),
]
AGGREGATIONS = [("sum", _("各县相加")), ("weighted", _("加权平均")), ("none", _("不汇总"))]


def values(choices: list[tuple[object, object]]) -> list[object]:
    """The stored values of a list of choices, for a constraint."""
    return [value for value, _label in choices]
