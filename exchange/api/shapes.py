"""What a request may hold, said once: read strictly (nothing is coerced, nothing ignored) and described for the schema.

What is not as described is a *hard* fault: the whole request is answered with 400. What no schema can say (too many digits behind
the point) is a fault of its row, which is refused like one that does not exist.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.settings import spectacular_settings

from accounts.api.contract import ENUM, WORDS
from exchange.services.results import Fault

MODES = [("all_or_nothing", gettext_lazy("全部写入或全部不写")), ("row_by_row", gettext_lazy("逐行写入"))]
#: Figures have at most 28 digits, 10 of them behind the point (``FigureField``).
PLACES = 10
MOST = 10**18 - 1
#: No control characters but tab and the ends of lines: PostgreSQL stores no NUL, and nobody types the others.
TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$"
#: Hard faults that are told of one request; a thousand say enough.
_TOLD = 1000


class Faults:
    """What is wrong with a request. ``row``: index of the row that is being read, None outside of rows."""

    def __init__(self) -> None:
        self.hard: list[Fault] = []
        self.of_rows: dict[int, list[Fault]] = defaultdict(list)
        self.row: int | None = None

    def add(self, path: str, code: str, message: str) -> None:
        if len(self.hard) < _TOLD:
            self.hard.append(Fault(path, code, message))

    def add_to_row(self, path: str, code: str, message: str) -> None:
        assert self.row is not None
        self.of_rows[self.row].append(Fault(path.removeprefix(f"rows.{self.row}."), code, message))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One value. ``default``: what stands for one that is not sent, unless it is ``required``. None is null."""

    help: Any
    nullable: bool = False
    required: bool = False
    default: Any = None
    example: Any = None

    def described(self) -> dict[str, Any]:
        """The value as JSON Schema, without null, words and default."""
        raise NotImplementedError

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        """The value as services take it; None, with a fault noted, where it is not as described."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        found = {**self.described(), "description": str(self.help)}
        if self.nullable and spectacular_settings.OAS_VERSION.startswith("3.0"):
            found["nullable"] = True
        elif self.nullable:
            found["type"] = [found["type"], "null"]
        if self.nullable and "enum" in found:
            found["enum"] = [*found["enum"], None]
        if not self.required and (self.default is not None or self.nullable):
            found["default"] = list(self.default) if isinstance(self.default, tuple) else self.default
        if self.example is not None:
            found["example"] = self.example
        return found


@dataclass(frozen=True, kw_only=True)
class Text(Shape):
    """A string, as it was sent."""

    longest: int
    shortest: int = 0
    pattern: str = TEXT

    def described(self) -> dict[str, Any]:
        bounds = {"minLength": self.shortest} if self.shortest else {}
        return {"type": "string", **bounds, "maxLength": self.longest, "pattern": self.pattern}

    def read(self, value: Any, path: str, faults: Faults) -> str | None:
        if not isinstance(value, str):
            return faults.add(path, "invalid", _("应为字符串"))
        if not self.shortest <= len(value) <= self.longest:
            code = "max_length" if len(value) > self.longest else "min_length"
            bounds = {"shortest": self.shortest, "longest": self.longest}
            return faults.add(path, code, _("长度须在 %(shortest)d 到 %(longest)d 个字符之间") % bounds)
        if not re.fullmatch(self.pattern, value):  # `$` alone lets the end of a line pass
            said = (
                _("含有不能使用的控制字符") if self.pattern == TEXT else _("格式不对：%(help)s") % {"help": self.help}
            )
            return faults.add(path, "invalid", said)
        return value


@dataclass(frozen=True, kw_only=True)
class Day(Shape):
    """A date, ``2025-03-31``."""

    def described(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def read(self, value: Any, path: str, faults: Faults) -> date | None:
        try:
            if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        return faults.add(path, "invalid", _("应为日期，写作 2025-03-31"))


@dataclass(frozen=True, kw_only=True)
class Whole(Shape):
    """A whole number."""

    least: int
    most: int

    def described(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, value: Any, path: str, faults: Faults) -> int | None:
        if isinstance(value, Decimal) and _is_whole(value):
            value = int(value) if abs(value) <= MOST else MOST + 1  # 2024.0 is whole in JSON Schema too
        if isinstance(value, bool) or not isinstance(value, int):
            return faults.add(path, "invalid", _("应为整数"))
        if not self.least <= value <= self.most:
            code = "min_value" if value < self.least else "max_value"
            bounds = {"least": self.least, "most": self.most}
            return faults.add(path, code, _("须在 %(least)d 到 %(most)d 之间") % bounds)
        return value


def _is_whole(value: Decimal) -> bool:
    return value.is_finite() and value == value.to_integral_value()


@dataclass(frozen=True, kw_only=True)
class Number(Shape):
    """An exact number; more than ``PLACES`` digits behind the point refuse its row, nobody rounds."""

    def described(self) -> dict[str, Any]:
        return {"type": "number", "minimum": -MOST, "maximum": MOST}

    def read(self, value: Any, path: str, faults: Faults) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            return faults.add(path, "invalid", _("应为数字"))
        if not -MOST <= value <= MOST:
            code = "min_value" if value < 0 else "max_value"
            return faults.add(path, code, _("数字过大，整数部分最多 18 位"))
        exact = Decimal(value)
        if int(exact.as_tuple().exponent) < -PLACES:
            said = _("小数最多 %(places)d 位；请先舍入，系统不代为舍入") % {"places": PLACES}
            return faults.add_to_row(path, "max_decimal_places", said)
        return exact if exact else Decimal(0)  # one zero: of 0e9999999999 no database wants to hear


@dataclass(frozen=True, kw_only=True)
class Flag(Shape):
    """True or false."""

    def described(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def read(self, value: Any, path: str, faults: Faults) -> bool | None:
        return value if isinstance(value, bool) else faults.add(path, "invalid", _("应为 true 或 false"))


@dataclass(frozen=True, kw_only=True)
class Choice(Shape):
    """One of some words. ``choices``: word and label, as models have them; ``name``: of the list in the schema."""

    name: str
    choices: Sequence[tuple[Any, Any]]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(str(word) for word, _label in self.choices)

    def described(self) -> dict[str, Any]:
        words = [(word, str(label)) for word, label in self.choices]
        return {"type": "string", "enum": list(self.words), ENUM: self.name, WORDS: words}

    def read(self, value: Any, path: str, faults: Faults) -> str | None:
        if not isinstance(value, str):
            return faults.add(path, "invalid", _("应为字符串"))
        if value not in self.words:
            return faults.add(path, "invalid_choice", _("只能是：%(words)s") % {"words": "、".join(self.words)})
        return value


@dataclass(frozen=True, kw_only=True)
class Items(Shape):
    """An array of one shape. ``rows``: each is a row of a bulk put, whose own faults are kept by index."""

    of: Shape
    most: int
    least: int = 0
    rows: bool = False

    def described(self) -> dict[str, Any]:
        bounds = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.of.schema(), **bounds, "maxItems": self.most}

    def read(self, value: Any, path: str, faults: Faults) -> tuple[Any, ...]:
        if not isinstance(value, list):
            faults.add(path, "not_a_list", _("应为数组"))
            return ()
        if not self.least <= len(value) <= self.most:
            code = "max_length" if len(value) > self.most else "min_length"
            bounds = {"least": self.least, "most": self.most}
            faults.add(path, code, _("须有 %(least)d 到 %(most)d 项") % bounds)
            return ()
        found = []
        for index, one in enumerate(value):
            if self.rows:
                faults.row = index
            found.append(self.of.read(one, f"{path}.{index}", faults))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Answers(Shape):
    """Reasons for warnings, by key of the finding (``code:field``)."""

    most: int = 40
    reason: Text = field(default_factory=lambda: Text(help="", longest=1000, shortest=1))

    def described(self) -> dict[str, Any]:
        reason = self.reason.described()
        return {"type": "object", "additionalProperties": reason, "maxProperties": self.most}

    def read(self, value: Any, path: str, faults: Faults) -> Mapping[str, str]:
        if not isinstance(value, dict):
            faults.add(path, "not_an_object", _("应为对象"))
            return {}
        if len(value) > self.most:
            faults.add(path, "max_length", _("须有 %(least)d 到 %(most)d 项") % {"least": 0, "most": self.most})
            return {}
        return {key: self.reason.read(one, f"{path}.{key[:60]}", faults) or "" for key, one in value.items()}


@dataclass(frozen=True, kw_only=True)
class Record(Shape):
    """An object with these fields and no other. ``name``: of its component in the schema."""

    name: str
    fields: Mapping[str, Shape]

    def described(self) -> dict[str, Any]:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def schema(self) -> dict[str, Any]:
        return self.described()

    def component(self) -> dict[str, Any]:
        """The object as JSON Schema."""
        return {
            "type": "object",
            "description": str(self.help),
            "properties": {name: one.schema() for name, one in self.fields.items()},
            "required": [name for name, one in self.fields.items() if one.required],
            "additionalProperties": False,
        }

    def read(self, value: Any, path: str, faults: Faults) -> dict[str, Any]:
        if not isinstance(value, dict):
            faults.add(path, "not_an_object", _("应为对象"))
            return {}
        prefix = f"{path}." if path else ""
        for name in value.keys() - self.fields.keys():
            faults.add(f"{prefix}{name[:60]}", "unknown", _("没有这个字段"))
        found = {}
        for name, shape in self.fields.items():
            sent = value.get(name, _MISSING)
            if sent is _MISSING:
                found[name] = shape.default
                if shape.required:
                    faults.add(prefix + name, "required", _("必须填写"))
            elif sent is None:
                found[name] = None
                if not shape.nullable:
                    faults.add(prefix + name, "null", _("不能为 null"))
            else:
                found[name] = shape.read(sent, prefix + name, faults)
        return found


_MISSING = object()
