"""Reading data files for loaders: every row is validated first, and what is wrong is said with file, row, column and value.

A loader reads (``read_csv``, ``read_yaml``), takes each row through ``Fields``, and raises ``FileRefused`` with all problems
at once before it opens its one transaction. ``Receipt`` says afterwards what was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

#: A figure as data files write it: plain digits, so that 7.0 stays 7.0 and nothing depends on a locale.
FIGURE = re.compile(r"-?\d{1,18}(\.\d{1,10})?")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, the value found, what is wrong with it, what to do. ``row`` "" is the whole file."""

    file: str
    row: str
    column: str
    value: str
    what: str
    todo: str

    def __str__(self) -> str:
        where = [self.file, self.row, f"“{self.column}”" if self.column else ""]
        value = _("，值“%(value)s”") % {"value": self.value} if self.value else ""
        return f"{'，'.join(part for part in where if part)}{value}：{self.what}。{self.todo}。"


class FileRefused(Exception):
    """A file that was not loaded; nothing has been changed. ``problems``: one line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass
class Receipt:
    """What a loader did, counted by kind of record. ``kept``: a person's later change stands, the file brought nothing new.

    ``conflicts``: the file says something new where a person has changed the record since; not written, one sentence each.
    """

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        """How many records were created or changed."""
        return self.created.total() + self.changed.total()

    def lines(self) -> list[str]:
        """The receipt as sentences, one per kind of record, conflicts after them."""
        kinds = list(dict.fromkeys([*self.created, *self.changed, *self.unchanged, *self.kept]))
        counts = [
            _("%(kind)s：新增 %(created)d，更改 %(changed)d，不变 %(unchanged)d")
            % {
                "kind": kind,
                "created": self.created[kind],
                "changed": self.changed[kind],
                "unchanged": self.unchanged[kind],
            }
            + (_("，保留人工修改 %(kept)d") % {"kept": self.kept[kind]} if self.kept[kind] else "")
            for kind in kinds
        ]
        return [*counts, *(_("未写入（与人工修改冲突）：%(what)s") % {"what": what} for what in self.conflicts)]


def label_of(path: Path) -> str:
    """How messages and the history name a file: relative to the product where it lies in it, else as given."""
    root = Path(settings.BASE_DIR)
    resolved = path.resolve()
    return str(resolved.relative_to(root)) if resolved.is_relative_to(root) else str(path)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (with or without a byte order mark); ``FileRefused`` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, _("不是 UTF-8 编码"), _("请把文件另存为 UTF-8 后再载入")) from None
    except OSError as error:
        raise _refused(path, _("打不开：%(why)s") % {"why": error.strerror}, _("请检查路径和权限")) from None


def read_csv(path: Path, columns: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Rows of a CSV file with exactly these columns: (which row, values). No row at all is an error."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    try:
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise _refused(path, _("不是完整的 CSV：%(why)s") % {"why": error}, _("请检查引号和分隔符")) from None
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    if sorted(header) != sorted(columns):
        raise _refused(
            path,
            _("列名不对，缺 %(missing)s，多 %(extra)s")
            % {
                "missing": "、".join(sorted(set(columns) - set(header))) or _("无"),
                "extra": "、".join(sorted(set(header) - set(columns))) or _("无"),
            },
            _("第一行须正好是这些列：%(columns)s") % {"columns": "，".join(columns)},
        )
    if len(lines) == 1:
        raise no_rows(path)
    problems = [
        Problem(label_of(path), row_of(number), "", "", _("有 %(n)d 格，表头有 %(m)d 列") % {"n": len(line), "m": len(header)},
                _("请补齐或去掉多余的格；格内的逗号要加引号"))
        for number, line in lines[1:] if len(line) != len(header)
    ]  # fmt: skip
    if problems:
        raise FileRefused(problems)
    return [(row_of(number), dict(zip(header, (c.strip() for c in line), strict=True))) for number, line in lines[1:]]


def row_of(line: int) -> str:
    """The words for a line of a file."""
    return _("第 %(line)d 行") % {"line": line}


def read_yaml(path: Path) -> tuple[Any, dict[tuple[str, int], int]]:
    """The content of a YAML file, and the line on which each item of a list under a top key begins: ``(key, index) → line``.

    For a file that is one list the key is "". A key that stands twice is refused: the later would win unseen.
    """
    loader = _Loader(read_text(path))
    try:
        node = loader.get_single_node()
        twice = _repeated_key(node)
        content = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = row_of(mark.line + 1) if mark else ""
        why = getattr(error, "problem", None) or str(error)
        raise FileRefused(
            [
                Problem(
                    label_of(path),
                    row,
                    "",
                    "",
                    _("不是正确的 YAML：%(why)s") % {"why": why},
                    _("请检查缩进、引号和冒号"),
                )
            ]
        ) from None
    finally:
        loader.dispose()
    if twice is not None:
        key, line = twice
        raise FileRefused([Problem(label_of(path), row_of(line), key, "", _("同一处写了两次"), _("请只留一个"))])
    return content, _lines_of(node)


def _repeated_key(node: Any) -> tuple[str, int] | None:
    """The first key that a mapping has twice, and its line."""
    waiting = [node] if node is not None else []
    while waiting:
        current = waiting.pop()
        if isinstance(current, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in current.value:
                if key.value in seen:
                    return str(key.value), key.start_mark.line + 1
                seen.add(key.value)
                waiting.append(value)
        elif isinstance(current, yaml.SequenceNode):
            waiting.extend(current.value)
    return None


def _lines_of(node: Any) -> dict[tuple[str, int], int]:
    lists = {"": node} if isinstance(node, yaml.SequenceNode) else {}
    if isinstance(node, yaml.MappingNode):
        lists = {key.value: value for key, value in node.value if isinstance(value, yaml.SequenceNode)}
    return {(key, n): item.start_mark.line + 1 for key, items in lists.items() for n, item in enumerate(items.value)}


def no_rows(path: Path) -> FileRefused:
    """A file without a single row is a mistake, not an empty answer."""
    return _refused(path, _("没有一行数据"), _("请检查是不是选错了文件"))


def _refused(path: Path, what: str, todo: str) -> FileRefused:
    return FileRefused([Problem(label_of(path), "", "", "", what, todo)])


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
