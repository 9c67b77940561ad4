"""Why rows are not compared, and how groups of like rows are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as marked

from dashboards.presenters import words
from indicators.domain import display, unit_names
from indicators.domain.likeness import Apart, Aspect, Group, Likeness
from indicators.domain.types import Form, PriceBasis
from indicators.models.choices import ACTUAL_KINDS, DIRECTIONS, PATHS

_APART: dict[Apart, str] = {
    Apart.WAITING: marked("评估尚未计算"),
    Apart.COMMITMENT: marked("只在正文中承诺，未列入主要指标表"),
    Apart.NO_TARGET: marked("规划没有给出目标值"),
    Apart.IN_WORDS: marked("定性要求，没有数值"),
    Apart.PARTS: marked("结构指标，没有单一数值"),
    Apart.REPORTED: marked("只有上报结论，没有数值"),
    Apart.PENDING: marked("目标待上级下达"),
    Apart.INCOMPARABLE: marked("口径不可比：价格口径不同，或疑点未处理"),
    Apart.NO_DATA: marked("没有可用的实际值"),
    Apart.NOT_ASSESSABLE: marked("无法评估"),
}


def apart(reason: Apart) -> str:
    """Why a row is compared with none."""
    return _(_APART[reason])


def form(code: str) -> str:
    """How a target is promised."""
    return _(display.FORM_LABELS[Form(code)])


def difference(aspect: Aspect, own: Likeness, other: Likeness | None) -> str:
    """In what a row differs from those compared."""
    if aspect is Aspect.FORM:
        if other is None:
            return _("目标形式为“%(own)s”") % {"own": form(own.form)}
        return _("目标形式为“%(own)s”，这里比较的是“%(other)s”") % {"own": form(own.form), "other": form(other.form)}
    if aspect is Aspect.BREAKS:
        return _breaks(own)
    if aspect is Aspect.YEAR:
        return _("最新实际是 %(year)s 年的") % {"year": own.year}
    told = {
        Aspect.KIND: _("每年填报的是“%(own)s”"),
        Aspect.UNIT: _("计量单位为“%(own)s”"),
        Aspect.BASIS: _("价格口径为“%(own)s”"),
        Aspect.DIRECTION: _("按“%(own)s”计"),
        Aspect.PATH: _("规划路径为“%(own)s”"),
    }
    return told[aspect] % {"own": value(aspect, own)}


def _breaks(own: Likeness) -> str:
    if not own.breaks:
        return _("统计口径没有标记变化")
    return _("%(years)s 年统计口径有变化") % {"years": words.listed(map(str, own.breaks))}


def value(aspect: Aspect, own: Likeness) -> str:
    """What a likeness is in one aspect."""
    if aspect is Aspect.FORM:
        return form(own.form)
    if aspect is Aspect.KIND:
        return str(dict(ACTUAL_KINDS).get(own.kind, display.MISSING))
    if aspect is Aspect.UNIT:
        return unit_names.said(own.unit) or _("未注明")
    if aspect is Aspect.BASIS:
        return _(display.BASIS_LABELS[PriceBasis(own.basis)]) if own.basis else display.MISSING
    if aspect is Aspect.DIRECTION:
        return str(dict(DIRECTIONS)[own.direction])
    if aspect is Aspect.PATH:
        return str(dict(PATHS).get(own.path, display.MISSING))
    if aspect is Aspect.BREAKS:
        return _breaks(own)
    return _("%(year)s 年数") % {"year": own.year}


def group_name(group: Group, varying: Sequence[Aspect]) -> str:
    """What the rows of a group share: always form and year, else what tells the groups apart."""
    own = group.likeness
    aspects = [one for one in Aspect if one in varying or one in (Aspect.FORM, Aspect.YEAR)]
    told = [value(one, own) for one in aspects]
    return _("，").join(one for one in told if one != display.MISSING)
