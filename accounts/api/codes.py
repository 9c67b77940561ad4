"""Every kind of problem and every code of a fault, with what it means: listed once, stable, the same in every language.

A kind is the last part of a problem's ``type``. Codes are only added, never changed; docs/api.md lists them (a test says so).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

log = logging.getLogger("api.problems")

PREFIX = "urn:problem-type:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the status it is answered with and its name."""

    status: int
    title: Any


KINDS: dict[str, Kind] = {
    "invalid-request": Kind(400, _("请求有误")),
    "not-authenticated": Kind(401, _("没有通过身份验证")),
    "not-allowed": Kind(403, _("没有权限")),
    "not-found": Kind(404, _("没有找到")),
    "method-not-allowed": Kind(405, _("不支持这种请求方法")),
    "not-acceptable": Kind(406, _("不提供所要求的格式")),
    "conflict": Kind(409, _("与另一请求冲突")),
    "precondition-failed": Kind(412, _("前提条件不成立")),
    "content-too-large": Kind(413, _("请求内容过大")),
    "unsupported-media-type": Kind(415, _("不接受这种内容格式")),
    "rows-refused": Kind(422, _("有的行未被接受，全部没有写入")),
    "key-reused": Kind(422, _("幂等键已用于另一请求")),
    "too-many-requests": Kind(429, _("请求过于频繁")),
    "internal-error": Kind(500, _("服务器内部错误")),
    "unavailable": Kind(503, _("暂时无法提供服务")),
}


def kind_of(status: int) -> str:
    """The kind of a problem that says nothing but its status."""
    return next((name for name, kind in KINDS.items() if kind.status == status), KIND_OF_OTHERS[status >= 500])


KIND_OF_OTHERS = {False: "invalid-request", True: "internal-error"}

#: ``errors[].code``.
CODES: dict[str, Any] = {
    # what was sent has not the right form
    "invalid": _("不合要求的值"),
    "unknown": _("没有这个参数或字段"),
    "repeated": _("只能写一次的参数写了多次"),
    "blank": _("值为空"),
    "null": _("不能为 null"),
    "required": _("缺少必填的参数或字段"),
    "alone": _("须与另一参数一起使用"),
    "conflict": _("不能与另一参数同时使用"),
    "invalid_choice": _("不是可选的值，或没有这条数据"),
    "out_of_range": _("超出允许的范围"),
    "min_value": _("小于最小值"),
    "max_value": _("大于最大值"),
    "max_length": _("文字过长"),
    "min_length": _("太少"),
    "max_digits": _("数字位数过多"),
    "max_decimal_places": _("小数位数过多"),
    "max_whole_digits": _("整数位数过多"),
    "not_a_list": _("须为数组"),
    "not_an_object": _("须为对象"),
    "parse_error": _("不是 JSON"),
    # what was sent cannot be done
    "duplicated": _("同一请求中重复"),
    "not_found": _("没有这条数据"),
    "ambiguous": _("有几条数据符合，须说得更明确"),
    "not_asked": _("没有填报任务要求填报这一项"),
    "round_closed": _("填报尚未开始或已经截止"),
    "not_allowed": _("不允许这样修改"),
    "precondition_required": _("已有数据，须用 if_match 说明所依据的版本"),
    "stale": _("所依据的版本已不是最新"),
    "check_failed": _("未通过数据检查"),
    "unanswered": _("有提醒需要说明理由"),
}
#: What Django and DRF call the same things.
_SAME = {
    "min_list_length": "min_length",
    "max_list_length": "max_length",
    "max_string_length": "max_length",
    "empty": "min_length",
    "incorrect_type": "invalid",
    "does_not_exist": "invalid_choice",
    "invalid_pk_value": "invalid_choice",
    "invalid_list": "invalid_choice",
    "not_a_dict": "not_an_object",
    "date": "invalid",
    "overflow": "invalid",
    "make_aware": "invalid",
    "null_characters_not_allowed": "invalid",
}


def stable(code: str | None) -> str:
    """The listed code for what raised an error; one that nobody listed is ``invalid``, and the log says so."""
    code = _SAME.get(code or "", code or "invalid")
    if code in CODES:
        return code
    log.warning("a fault with the code %r, which accounts/api/codes.py does not list", code)
    return "invalid"
