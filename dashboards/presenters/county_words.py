"""What is said of a city's promise against its counties': outcome, rule, and why something is not counted."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as marked

from dashboards.presenters.words import Chip
from indicators.domain.allocation import Allocation, Outcome
from indicators.domain.promised import Kind, Rule, Why
from regions.models import Level, Region

#: Symbol, word, and the status whose colour it has.
_OUTCOMES: dict[Outcome, tuple[str, str, str]] = {
    Outcome.COVERED: ("✓", marked("已落实"), "holds"),
    Outcome.UNCOVERED: ("▼", marked("有缺口"), "behind"),
    Outcome.OVER: ("▲", marked("超过目标"), "ahead"),
    Outcome.WITHIN: ("✓", marked("留有余量"), "holds"),
    Outcome.OPEN: ("◌", marked("尚不能判断"), "pending"),
    Outcome.LISTED: ("≠", marked("只并列"), "incomparable"),
}
_WHY: dict[Why, str] = {
    Why.NO_PLAN: marked("规划没有录入"),
    Why.NOT_LISTED: marked("规划没有列这项指标"),
    Why.NO_NUMBER: marked("没有写数字（待下达、与参照同步、定性或空白）"),
    Why.FORMS_DIFFER: marked("目标形式不同，不能相加"),
    Why.UNIT_DIFFERS: marked("单位不能换算"),
    Why.NO_BASE: marked("没有可用的基数"),
    Why.PRICE_BASIS: marked("增速和数值的价格口径不同或没有注明，不能互相折算"),
    Why.NO_WEIGHT: marked("缺少加权用的数"),
    Why.DOUBT: marked("有未处理的疑点"),
    Why.NOT_ADDED: marked("指标目录规定不汇总"),
    Why.MEAN_GROWS: marked("平均数的增速不能由各地增速推出"),
    Why.NOBODY: marked("没有一个地方的目标可比"),
}
_RULES: dict[Kind, str] = {
    Kind.LEVEL: marked("各地期末值相加"),
    Kind.TOTAL: marked("各地五年总量相加"),
    Kind.LIMIT: marked("各地分得的总量相加，合计不得超过上级总量"),
    Kind.RATE: marked("以各地基数为权数：基数按各自增速推到期末，相加后折成年均增速"),
}


def below(region: Region) -> str:
    """What the divisions below a region are called together."""
    return {Level.NATION: _("省份"), Level.PROVINCE: _("地市")}.get(Level(region.level), _("县区"))


def whole(region: Region) -> str:
    """What the region itself is called beside them."""
    return {Level.NATION: _("全国"), Level.PROVINCE: _("全省")}.get(Level(region.level), _("全市"))


def chip(found: Allocation) -> Chip:
    """The outcome with its symbol; more than a limit is a breach, not an excess."""
    symbol, label, code = _OUTCOMES[found.outcome]
    if found.kind is Kind.LIMIT and found.outcome is Outcome.OVER:
        return Chip("breached", "!", _("超出总量"))
    return Chip(code, symbol, _(label))


def why(code: Why | None) -> str:
    """A reason in words; "" for none."""
    return _(_WHY[code]) if code is not None else ""


def rule(rule_of: Rule, found: Allocation, weight: str) -> str:
    """How the counties' figures are put together, "" where the city has no number. ``weight``: what averages are weighted with."""
    if rule_of is Rule.NONE:
        return _("不汇总，只并列")
    if found.kind is None:
        return ""
    if rule_of is Rule.WEIGHTED:
        return _("按基期%(weight)s加权平均") % {"weight": weight} if weight else _("平均数，目录没有写明用什么加权")
    return _(_RULES[found.kind])
