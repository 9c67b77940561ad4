"""The columns of a workbook for entry, with their words; and what a stored figure says in each of them, as text."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entry.forms.figure import JUDGEMENTS
from entry.presenters.figures import VALUE_LABELS
from entry.selectors.grid import GridRow
from indicators.models import Observation, ObservationState, choices
from regions.recorded import in_the_house_language
from sheets.columns import Column, Kind, plain

#: The other way round than in the database: a Boolean by the words of the form.
REPORTED = (("yes", gettext_lazy("上报完成")), ("no", gettext_lazy("上报未完成")))
#: What a blank choice stands for.
DEFAULTS = {"value_basis": "unknown", "growth_basis": "unknown", "vintage": "preliminary", "comparator": "="}
ANSWER, REASON, PARTS = "answer", "reason", "parts"


@in_the_house_language
def columns(year: int, base_year: int) -> tuple[Column, ...]:
    """Every column there can be, in order. ``in_use`` leaves out those that no row of a workbook needs."""
    shown, figure, choice, text = Kind.SHOWN, Kind.FIGURE, Kind.CHOICE, Kind.TEXT
    return (
        Column("number", _("序号"), shown, 5),
        Column("name", _("指标"), shown, 22),
        Column("unit", _("计量单位"), shown, 8),
        Column("base", _("%(year)d 年基期值") % {"year": base_year}, shown, 10),
        Column("past_2", _("%(year)d 年") % {"year": year - 2}, shown, 9),
        Column("past_1", _("%(year)d 年") % {"year": year - 1}, shown, 9),
        Column("target", _("规划目标"), shown, 11, note=_("规划印的目标，到期末。")),
        Column("planned", _("%(year)d 年应达") % {"year": year}, shown, 10, note=_("按规划路径本年应达到的数；空白表示没有路径。")),
        Column("value", _("实际值"), figure, 12, note=_("只填数字，单位见“计量单位”一列。没有数据请留空；数值为零请填 0。")),
        Column("comparator", _("数值前的符号"), choice, 10, _("公布数带“以上”“超过”等时选择。"), _labels(choices.COMPARATORS)),
        Column("value_basis", _("数值口径"), choice, 11, _("公布数是不变价还是现价；不涉及价格的不必改。"), _labels(choices.PRICE_BASES)),
        Column("growth", _("增速（%）"), figure, 9, note=_("公布的同比增速，只填数字，例如 6.5；下降填负数。不要用两年的数值推算。")),
        Column("growth_basis", _("增速口径"), choice, 11, _("可比价（不变价）还是现价增速。"), _labels(choices.PRICE_BASES)),
        Column(PARTS, _("各部分"), text, 18, note=_("结构比的各部分，用冒号隔开，合计 100，例如 25.7:33.4:40.9。")),
        Column("reported", _("上报结论"), choice, 10, _("按上级下达目标考核的指标：是否上报完成。"), _labels(REPORTED)),
        Column("judgement", _("人工判定"), choice, 10, _("定性目标由人判定；理由写在“备注”里。"), _judgements()),
        Column("vintage", _("数据版次"), choice, 9, _("初步数、修订数还是最终核实数。"), _labels(choices.VINTAGES)),
        Column("source_title", _("来源"), text, 18, note=_("例如：2024 年国民经济和社会发展统计公报")),
        Column("note", _("备注"), text, 12),
        Column(ANSWER, _("对提示的说明"), text, 16, note=_("系统提示数据异常、而数据确实无误时，在这里写明原因；审核员会看到。")),
        Column(REASON, _("更正理由"), text, 18, note=_("更正已审核通过的数据时必填。")),
        Column("state", _("状态"), shown, 8),
        Column("comment", _("审核意见"), shown, 18),
    )  # fmt: skip


def in_use(rows: tuple[GridRow, ...], year: int, base_year: int) -> tuple[Column, ...]:
    """The columns that at least one of the rows needs."""
    latest = [one.latest for one in rows if one.latest]
    needed = {
        PARTS: any(one.asked.parts for one in rows),
        "reported": any(one.asked.reported for one in rows),
        "judgement": any(one.asked.judgement for one in rows),
        "comparator": any(figure.comparator != "=" for figure in latest),
        REASON: any(one.corrects and one.editable for one in rows),
        "comment": any(figure.comment or figure.cell_comments for figure in latest),
    }
    return tuple(one for one in columns(year, base_year) if needed.get(one.key, True))


def is_open(one: GridRow, column: Column) -> bool:
    """Whether the cell may be written now."""
    wanted = {
        PARTS: one.asked.parts > 0,
        "reported": one.asked.reported,
        "judgement": one.asked.judgement,
        REASON: one.corrects,
    }
    return column.entered and one.editable and wanted.get(column.key, True)


def unit_of(one: GridRow, key: str) -> str:
    """The unit of a figure column in that row."""
    return "%" if key in ("growth", PARTS) else one.unit


def value_label(one: GridRow) -> Promise:
    """What the value of the row is: a level, an amount of the year …"""
    return VALUE_LABELS[one.asked.value_means]


def texts_of(one: GridRow) -> dict[str, str]:
    """What is stored now, by column: figures in full, choices by code, "" = blank."""
    figure = one.latest
    if figure is None:
        return dict(DEFAULTS)
    found = {key: plain(getattr(figure, key)) for key in (*DEFAULTS, "growth", "judgement", "source_title", "note")}
    return found | {
        "value": plain(figure.value) if figure.unit == one.unit or figure.value is None else "",
        PARTS: ":".join(f"{part:f}" for part in figure.parts),
        "reported": {True: "yes", False: "no", None: ""}[figure.reported],
        REASON: "" if figure.state == ObservationState.APPROVED else plain(figure.reason),
        ANSWER: answers_of(figure),
    }


def answers_of(figure: Observation) -> str:
    """The reasons that were given for its warnings, each once."""
    return "\n".join(dict.fromkeys(plain(one.reason) for one in figure.warnings.all() if one.reason))


def _labels(pairs: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in pairs)  # type: ignore[attr-defined]


def _judgements() -> tuple[tuple[str, str], ...]:
    return _labels([one for one in choices.STATUSES if one[0] in JUDGEMENTS])
