"""The fields of one row of a data file, read one by one; whatever is wrong is noted, and nothing is coerced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from regions.files import Problem

#: A figure as data files write it: plain digits, so that 7.0 stays 7.0 and nothing depends on a locale.
FIGURE = re.compile(r"-?\d{1,18}(\.\d{1,10})?")


class Fields:
    """The fields of one row, read one by one; what is wrong goes to ``problems`` and reads as missing.

    Values of YAML come typed, values of CSV as text; "" and None are both missing. ``unknown`` refuses what was not asked for.
    """

    def __init__(self, file: str, row: str, data: Mapping[str, Any], problems: list[Problem], under: str = "") -> None:
        self.file, self.row, self.data, self.problems, self.under = file, row, data, problems, under
        self._asked: set[str] = set()

    def refuse(self, key: str, what: str, todo: str) -> None:
        """Note a problem with one field."""
        value = self.data.get(key)
        shown = "" if value is None else str(value)
        self.problems.append(Problem(self.file, self.row, f"{self.under}{key}", shown, what, todo))

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The value as it stands; None where missing."""
        self._asked.add(key)
        value = self.data.get(key)
        if value in (None, ""):
            if required:
                self.refuse(key, _("没有填"), _("请填写"))
            return None
        return value

    def text(self, key: str, *, required: bool = False, most: int | None = None) -> str:
        """A text, "" where missing. A YAML number is refused: without quotes it may have lost its digits."""
        value = self.raw(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(key, _("应为文字"), _('请加引号，如 "1"'))
            return ""
        if most is not None and len(value) > most:
            self.refuse(key, _("有 %(n)d 个字，最多 %(most)d 个") % {"n": len(value), "most": most}, _("请缩短"))
        return value

    def choice(self, key: str, allowed: Iterable[str], *, default: str = "", required: bool = False) -> str:
        """One of the allowed words; ``default`` where missing."""
        value = self.text(key, required=required)
        words = [str(word) for word in allowed]
        if value and value not in words:
            self.refuse(key, _("不是允许的词"), _("可用的词：%(words)s") % {"words": "、".join(words)})
            return default
        return value or default

    def figure(self, key: str, *, required: bool = False) -> Decimal | None:
        """A decimal written in plain digits, quoted in YAML; None where missing."""
        value = self.raw(key, required=required)
        return None if value is None else self._figure(key, value)

    def figures(self, key: str) -> tuple[Decimal, ...]:
        """A list of decimals; empty where missing."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.refuse(key, _("应为一列数"), _('写成 ["30", "33.7", "36.3"] 的样子'))
            return ()
        return tuple(found for found in (self._figure(key, part) for part in value) if found is not None)

    def _figure(self, key: str, value: Any) -> Decimal | None:
        if not isinstance(value, str):
            self.refuse(key, _("数没有加引号，末尾的 0 会丢"), _('写成 "7.0" 的样子'))
            return None
        if not FIGURE.fullmatch(value):
            self.refuse(key, _("不是数"), _("只写数字、负号和小数点，整数至多 18 位，小数至多 10 位；单位写在单位一栏"))
            return None
        return Decimal(value)

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """A whole number, not negative; None where missing."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,6}", str(value)):
            self.refuse(key, _("应为整数"), _("写成 2020 的样子"))
            return None
        return int(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false of YAML; ``default`` where missing."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(key, _("应为 true 或 false"), _("请改成 true 或 false"))
            return default
        return value

    def mapping(self, key: str) -> Fields | None:
        """The fields of a nested mapping; None where missing."""
        value = self.raw(key)
        return None if value is None else self._nested(key, value)

    def mappings(self, key: str) -> list[Fields]:
        """The fields of each item of a list of mappings."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(key, _("应为一列"), _("每项以“- ”开头"))
            return []
        nested = (self._nested(f"{key}[{n}]", item) for n, item in enumerate(value, start=1))
        return [found for found in nested if found is not None]

    def _nested(self, key: str, value: Any) -> Fields | None:
        if not isinstance(value, dict):
            self.problems.append(
                Problem(
                    self.file,
                    self.row,
                    f"{self.under}{key}",
                    str(value),
                    _("应为一组“名称: 值”"),
                    _("请对照其他行的写法"),
                )
            )
            return None
        return Fields(self.file, self.row, value, self.problems, f"{self.under}{key}.")

    def unknown(self, *, required: Iterable[str] = ()) -> None:
        """Refuse keys nobody asked for, and keys that must stand though they may be empty."""
        for key in self.data:
            if key not in self._asked:
                self.refuse(str(key), _("没有这个名称"), _("请检查拼写；写法见 data/README.md"))
        for key in required:
            if key not in self.data:
                self.refuse(key, _("缺这一项"), _("请补上；没有内容时写 null"))
