"""What the notes of a proposal say to a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

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
