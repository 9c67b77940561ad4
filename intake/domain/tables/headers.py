"""Header rows, and what each column is for: from one or two levels of words, years and their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicators.domain.literals import normalise
from intake.domain.tables.columns import FIGURES, Column, figure_columns
from intake.domain.tables.raw import Row
from intake.domain.tables.words import What, what

_TOKEN = re.compile(
    r"(?:序号|编号|序|号|类别|类型|类|别|领域|分类|指标|名称|主要|单位|计量|属性|性质|基数|基期|基准|现状|目标|规划|计划|预期|预计|预测"
    r"|预估|年均|年|月|末|底|初|平均|增长|增速|增幅|增|长|递增|累计|或|及|和|与|的|五年|完成|情况|实际|实现|达到|执行|绝对值|绝对"
    r"|数值|数|值|总量|总|实绩|第?十[一二三四五六]个?五|时期|期间|期|速度|率|变化|变动|提高|幅度|备注|说明|责任|牵头|部门|考核|比"
    r"|水平|终期|中期|评估|较|同比|量|维度|方面|项目|内容|19\d\d|20\d\d|全国|全省|全市|全县|结果|状态|评价|约束性|预期性|五|年度"
    r"|[“”\"'‘’()\[\]/、,.:;%*①-⑨\-~—])+"
)
_NAME_HEAD = re.compile(r"指标|名称|^项目$|^内容$")
_STRONG = re.compile(r"(?:19|20)\d\d年?|目标|基数|指标|属性|年均|增长|增速|单位|序号|类别|完成|实际|累计|绝对值")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_INDICATORS = re.compile(
    r"项目名称|建设内容|建设规模|建设地点|建设性质|总投资|投资额|投资规模|建设年限|起止年限|实施单位|开工|重点任务|工程名称"
)


@lru_cache(maxsize=8192)
def head_word(text: str) -> bool:
    """Whether a cell is made of the words of headers and nothing else."""
    plain = normalise(text)
    return bool(plain) and len(plain) <= 40 and _TOKEN.fullmatch(plain) is not None


def strong_head(text: str) -> bool:
    """Whether a cell can hardly be anything but a word of a head."""
    return head_word(text) and _STRONG.search(normalise(text)) is not None


def is_header_row(row: Row) -> bool:
    """Whether at least half of the filled cells are header words, and none is a nature or a unit."""
    filled = [cell.text for cell in row if cell.text.strip()]
    if len(set(filled)) < 2:
        return False
    kinds = [what(text) for text in filled]
    if any(
        kind is What.UNIT or (kind is What.NATURE and not head_word(text))
        for kind, text in zip(kinds, filled, strict=True)
    ):
        return False
    if any(
        kind in (What.NUMBER, What.VALUE) and not _YEAR.fullmatch(normalise(text).rstrip("年"))
        for kind, text in zip(kinds, filled, strict=True)
    ):
        return False
    heads = [text for text in filled if head_word(text)]
    return 2 * len(heads) >= len(filled) and any(strong_head(text) for text in heads)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table. ``index`` of the name column; ``years`` (base, end) where the header names them."""

    columns: tuple[Column, ...]
    texts: tuple[str, ...]
    name: int
    line: int
    base_year: int | None = None
    end_year: int | None = None
    results: bool = False

    @property
    def after(self) -> tuple[Column, ...]:
        """The columns to the right of the name, without unnamed ones at the end."""
        return self.columns[self.name + 1 :]

    def has(self, *columns: Column) -> bool:
        """Whether the table has any of these columns."""
        return any(column in self.columns for column in columns)


def column_texts(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Each column's words from the top level down; a blank top cell belongs to the filled one on its left."""
    width = max(len(row) for row in rows)
    words: list[list[str]] = [[] for _ in range(width)]
    below = [any(cell.text.strip() for row in rows[1:] for cell in row[index : index + 1]) for index in range(width)]
    for level, row in enumerate(rows):
        span = ""
        for index in range(width):
            text = row[index].text.strip() if index < len(row) else ""
            if level == 0 and len(rows) > 1 and head_word(text):
                span = text
            elif level == 0 and not text and below[index] and span and _spans(span):
                text = span
            if text and normalise(text) not in words[index]:
                words[index].append(normalise(text))
    return tuple(tuple(column) for column in words)


def _spans(top: str) -> bool:
    """Whether a top cell may stand over several columns: years and parts of the plan, never 属性 or 单位."""
    return re.search(r"(?:19|20)\d\d|十.五|目标|规划|完成|实际|情况|基数|年均|增长|增速", normalise(top)) is not None


def read_header(rows: Sequence[Row], *, caption: str = "", period: tuple[int, int] | None = None) -> Header | None:
    """The columns that header rows name; None where none is the column of names, or none of figures."""
    texts = tuple("|".join(column) for column in column_texts(rows))
    if any(_NOT_INDICATORS.search(text) for text in texts):
        return None
    plain = [_fixed(text) for text in texts]
    name = next((index for index, column in enumerate(plain) if column is Column.NAME), None)
    if name is None:
        name = _unnamed(texts, plain)
        if name is None:
            return None
        plain[name] = Column.NAME
    elif Column.CATEGORY not in plain:
        plain[:name] = [Column.CATEGORY if not texts[index] else one for index, one in enumerate(plain[:name])]
    figures = [index for index, column in enumerate(plain) if column is None and texts[index] and index > name]
    columns, years, results = figure_columns(texts, figures, caption, period)
    for index, column in columns.items():
        plain[index] = column
    last = max((index for index, column in enumerate(plain) if column is not None), default=name)
    # unnamed columns right of the name belong to it: 指标 over number and name, or over parent and name
    at = name
    while at + 1 <= last and plain[at + 1] is None and not texts[at + 1]:
        at += 1
    found = [
        column if column is not None else (Column.NAME if name <= index <= at else Column.OTHER)
        for index, column in enumerate(plain[: last + 1])
    ]
    while at + 1 <= last and found[at + 1] is Column.NAME:
        at += 1
    if not any(column in FIGURES for column in found):
        return None
    line = next(cell.line for row in rows for cell in row if cell.text.strip())
    return Header(tuple(found), texts, at, line, *years, results=results)


def _unnamed(texts: Sequence[str], plain: Sequence[Column | None]) -> int | None:
    """The column of names where its head is blank: the first unnamed one left of every figure."""
    for index, text in enumerate(texts):
        if plain[index] is None:
            return index if not text and len(texts) > 2 else None
    return None


def _fixed(text: str) -> Column | None:
    """The column that words alone settle; None for figures and for columns without words."""
    if not text:
        return None
    if re.search(r"序号|编号|^序", text):
        return Column.NUMBER
    if re.search(r"属性|指标类型|指标性质|^性质|^类型$|约束性|预期性", text):
        return Column.NATURE
    if "单位" in text and not re.search("责任|牵头|负责|考核|实施", text):
        return Column.UNIT
    if re.search(r"备注|说明|责任|牵头|部门|评价|状态", text):
        return Column.OTHER
    if re.search(r"类别|领域|分类|^类型|维度|方面|^类$", text):
        return Column.CATEGORY
    if _NAME_HEAD.search(text) and not (_YEAR.search(text) and not text.startswith("指标")):
        return Column.NAME
    return None
