"""Reading data files for loaders: every row is validated first, and what is wrong is said with file, row, column and value.

A loader reads (``read_csv``, ``read_yaml``), takes each row through ``Fields``, and raises ``FileRefused`` with all problems
at once before it opens its one transaction. ``Receipt`` says afterwards what was written.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

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
    except FileNotFoundError:
        raise _refused(path, _("没有这个文件"), _("请检查路径")) from None
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
                if str(key.value) in seen:
                    return str(key.value), key.start_mark.line + 1
                seen.add(str(key.value))
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
