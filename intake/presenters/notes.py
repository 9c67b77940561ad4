"""What the notes of a proposal say to a person, and how a promise is put in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain.display import points_unit, with_unit
from indicators.domain.doubt_records import SIGNS
from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Form, TargetSpec
from indicators.models.choices import FORMS
from intake.domain.propose import PAGES_WITHOUT_TEXT


def note_text(code: str) -> str:
    """The sentence of a note (``code`` or ``code:number``); a code that this version does not know stands as it is."""
    name, _colon, number = code.partition(":")
    if name == PAGES_WITHOUT_TEXT and number.isdigit():
        said = _("有 %(number)s 页只有图片，没有文字，这些页什么也没有读出。请对照原件，逐项补充。")
        return said % {"number": number}
    return {
        "no_table": _("没有找到主要指标表。请核对文本是否完整；也可以逐行补充。"),
        "two_tables": _("有两张表都像主要指标表，采用了更完整的一张。请核对。"),
        "no_numbers": _("找到的指标表里没有一个数。请核对文本是否完整。"),
        "not_a_plan": _("这份文件不像是规划文本。请检查是不是选错了文件。"),
        "no_results": _("没有找到上期规划完成情况表。"),
        "no_boxes": _("没有专栏，项目取自正文，把握较小，请逐项采纳。"),
    }.get(code, code)


def plain(value: Decimal | None) -> str:
    """A figure with the digits it has; "" for none."""
    return "" if value is None else format(value, "f")


def target_text(target: TargetSpec) -> str:
    """One promise as it was understood: form, comparator, figure, unit."""
    word = dict(FORMS)[target.form.value]
    if target.form is Form.ASSIGNED:
        return f"{word}（{target.by}）" if target.by else str(word)
    if target.form is Form.RELATIVE:
        reference = _("经济增长") if target.reference == ECONOMIC_GROWTH else target.reference
        return f"{word}（{reference}）"
    if target.parts:
        return f"{word} {':'.join(plain(part) for part in target.parts)}"
    figure = range_text(target.value, target.value_high, target.comparator)
    unit = points_unit(target.unit) if target.form is Form.CUMULATIVE_CHANGE else target.unit
    return f"{word} {with_unit(figure, unit) if figure else target.text}".rstrip()


def range_text(value: Decimal | None, high: Decimal | None, comparator: Comparator) -> str:
    """A figure or a range with its comparator."""
    figure = plain(value) if high is None else f"{plain(value)}–{plain(high)}"
    return f"{SIGNS[comparator]}{figure}" if figure else ""
