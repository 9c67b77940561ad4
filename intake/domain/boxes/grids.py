"""A box drawn as a table: a frame with one cell, rows of label and text, or a list of works with columns of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.entries import read_group
from intake.domain.boxes.extent import Style, style_of
from intake.domain.boxes.facts import QUANTITY
from intake.domain.boxes.groups import Group, read_groups, sentences_of
from intake.domain.boxes.items import without_ordinal
from intake.domain.boxes.run import Run
from intake.domain.proposal import ProjectKind, ReadProject
from intake.domain.text import Passage, close_up, shape_of, tidy
from intake.readers.document import Cell, Grid

_NAME: Final = re.compile(r"^(?:重点|重大|主要)?(?:项目|工程|任务)?(?:名称)?(?:及内容)?$|^(?:项目|工程)(?:名称)?")
_GROUP: Final = re.compile(r"^(?:类别|领域|分类|类型|板块|行业|项目类别|所属领域|方向)$")
#: Headers of a list of works, wherever it stands.
_WORK_NAME: Final = re.compile(r"(?:重点|重大|主要|建设|谋划|储备)*(?:项目|工程)(?:名称)?(?:及内容)?")
_OF_WORKS: Final = re.compile(
    r"建设(?:规模|内容|地点|性质|年限|起止|工期|周期)|规模|投资|年限|起止|工期|实施主体|项目业主"
)
_LONGEST_HEAD: Final = 20
_NUMERAL: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")
_COUNTED: Final = re.compile(r"[（(](?:共|计)?\d+[个项](?:项目)?[)）]$")
_GRADE: Final = re.compile(r"[一二三四五甲乙丙]级$")  # 二级公路
_SUM: Final = re.compile("合计|总计|小计|共计")
_FACTS: Final = re.compile(r"规模|投资|内容|金额|面积|里程|产能|规格")
_NUMBER: Final = re.compile(r"^(?:序号|编号|No\.?|#)$", re.I)
_RULE: Final = re.compile(r"^[\s|:\-—–=+]*$")
_UNIT: Final = re.compile(r"[（(]([^（）()]+)[）)]$")
_QUANTITY: Final = re.compile(rf"[^，。；、]{{0,10}}?{QUANTITY}")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a list of works has what; None: no such column."""

    name: int
    group: int | None
    facts: tuple[tuple[int, str], ...]  # with the header of the column


def drawn(lines: Sequence[tuple[int, str]]) -> Grid | None:
    """The grid of lines whose cells are divided by bars or tabs; None where they are no table."""
    rows = []
    for number, raw in lines:
        if _RULE.match(raw):
            continue
        cells = raw.strip().strip("|").split("|") if "|" in raw else raw.strip("\n").split("\t")
        rows.append([Cell(cell.strip(), number) for cell in cells])
    if not rows:
        return None
    width = max(map(len, rows))
    full = tuple((*row, *[Cell("", row[0].line)] * (width - len(row))) for row in rows)
    return Grid(full, full[0][0].line)


def is_frame(grid: Grid) -> bool:
    """Whether a grid is but a frame around paragraphs: no row has two cells that hold something."""
    return all(len(_own(row)) <= 1 for row in grid.rows)


def read_grid(grid: Grid, box: str, *, after: int = 0) -> list[ReadProject]:
    """The entries of a grid, of its rows below line ``after``."""
    rows = [row for row in grid.rows if row[0].line > after and any(cell.text.strip() for cell in row)]
    if not rows:
        return []
    widest = max(len(_own(row)) for row in rows)
    if widest <= 1:
        return _framed([cell for row in rows for cell in _own(row)], box)
    columns = _columns(rows[0])
    if columns is not None:
        return _listed(rows[1:], columns, box)
    return [entry for row in rows for entry in _labelled(row, box)]


def is_list_of_works(header: Sequence[Cell]) -> bool:
    """Whether a row heads a list of works: a column for their names, and one for what a work is, costs or takes."""
    texts = [close_up(cell.text) for cell in header]
    named = any(_WORK_NAME.fullmatch(text) for text in texts)
    return named and any(_OF_WORKS.search(text) for text in texts) and _columns(header) is not None


def _own(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that hold something and continue no other."""
    return [cell for cell in row if cell.text.strip() and not cell.merged]


def _framed(cells: list[Cell], box: str) -> list[ReadProject]:
    """A frame: its lines read as the paragraphs of any box."""
    held = [
        Passage(tidy(piece), ((0, cell.line),), shape_of(piece))
        for cell in cells
        for piece in cell.text.split("\n")
        if tidy(piece)
    ]
    style = style_of(held[0]) if held else Style.NONE
    return [entry for group in read_groups(held, style) for entry in read_group(group, box)]


def _columns(header: Sequence[Cell]) -> _Columns | None:
    texts = [close_up(cell.text) for cell in header]
    names = [index for index, text in enumerate(texts) if text and _NAME.match(text)]
    names = [index for index in names if texts[index].endswith("名称")] or names
    if not names or not all(len(text) <= _LONGEST_HEAD for text in texts):
        return None
    group = next((index for index, text in enumerate(texts) if _GROUP.match(text)), None)
    facts = tuple((index, text) for index, text in enumerate(texts) if _FACTS.search(text) and index != names[0])
    return _Columns(names[0], group, facts)


def _listed(rows: Sequence[Sequence[Cell]], columns: _Columns, box: str) -> list[ReadProject]:
    """A list of works: one entry for each row that names one; a row with one cell alone is a label over what follows."""
    group = ""
    found = []
    for row in rows:
        own = _own(row)
        named = row[columns.name].text.strip() and not row[columns.name].merged
        counted = len(own) == 2 and _NUMERAL.fullmatch(own[0].text.strip()) is not None
        if (len(own) == 1 and len(row) > 1 and not named) or counted:
            label = close_up(without_ordinal(Run(own[-1].text, ((0, own[-1].line),)))[0].text)
            group = _COUNTED.sub("", label)
            continue
        if columns.group is not None and row[columns.group].text.strip():
            group = close_up(row[columns.group].text)
        cell = row[columns.name]
        name = close_up(without_ordinal(Run(tidy(cell.text), ((0, cell.line),)))[0].text).strip("。；，")
        if not name or cell.merged or (own and _SUM.fullmatch(close_up(own[0].text))) or _SUM.fullmatch(name):
            continue
        facts = [piece for index, header in columns.facts for piece in _quantities(row[index].text, header)]
        found.append(ReadProject(box, group, name, cell.line, "；".join(facts), ProjectKind.PROJECT))
    return found


def _quantities(text: str, header: str) -> list[str]:
    """The quantities of a cell; a bare number takes what it measures, and its unit, from the header of its column."""
    plain = close_up(text)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        unit = _UNIT.search(header)
        return [f"{header[: unit.start()]}{plain}{unit[1]}" if unit else f"{header}{plain}"]
    return [found.group().strip() for found in _QUANTITY.finditer(plain) if not _GRADE.search(found.group())]


def _labelled(row: Sequence[Cell], box: str) -> list[ReadProject]:
    """A row of label and text."""
    own = [cell for cell in _own(row) if not re.fullmatch(r"\d{1,2}[.．、]?", cell.text.strip())]
    if len(own) < 2:
        return _framed(own, box)
    label, text = own[0], own[-1]
    run = Run(tidy(text.text), ((0, text.line),))
    name, _ = without_ordinal(Run(tidy(label.text), ((0, label.line),)))
    if _NUMBER.match(name.text) or _NAME.match(close_up(name.text)) or _GROUP.match(close_up(name.text)):
        return []
    group = Group(close_up(name.text).strip("：:。"), label.line, style=Style.COLON)
    group.sentences = [sentence for sentence, _ in sentences_of(run)]
    entries = read_group(group, box)
    if entries or not words.DIRECTION.search(box):
        return entries
    return [ReadProject(box, "", group.label, label.line, kind=ProjectKind.DIRECTION)]
