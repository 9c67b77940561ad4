"""Laws of the tables: a table printed in any layout comes back cell by cell; no document, however odd, makes it fail."""

from __future__ import annotations

import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.proposal import ReadIndicator
from intake.readers.document import Document
from tests.intake.tables.made import blocks, grid, main, read, text

HEAD = ("序号", "指标名称", "单位", "2025年", "2030年", "年均增长", "属性")
NAMES = (
    ("地区生产总值", "亿元"),
    ("社会消费品零售总额", "亿元"),
    ("一般公共预算收入", "亿元"),
    ("常住人口城镇化率", "%"),
    ("森林覆盖率", "%"),
    ("城镇新增就业人数", "万人"),
    ("每千人口拥有执业医师数", "人"),
    ("粮食综合生产能力", "万吨"),
    ("人均预期寿命", "岁"),
    ("PM2.5年平均浓度", "微克/立方米"),
    ("单位GDP能源消耗降低", "%"),
    ("研究与试验发展（R&D）经费投入强度", "%"),
)
figures = st.decimals(min_value="0", max_value="99999", places=2).map(str)
levels = st.one_of(figures, st.just("—"), figures.map(lambda one: f"{one}以上"), figures.map(lambda one: f"≥{one}"))
targets = st.one_of(levels, figures.map(lambda one: f"[{one}]"), st.sampled_from(("按省下达目标", "与经济增长同步")))
growths = st.one_of(figures.map(lambda one: f"{one}左右"), st.just("—"), figures.map(lambda one: f"〔{one}〕"))
natures = st.sampled_from(("预期性", "约束性"))


@st.composite
def tables(draw: Any) -> list[tuple[str, ...]]:
    """Rows of a table without a blank cell."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=10, unique=True))
    return [
        (str(number), name, unit, draw(levels), draw(targets), draw(growths), draw(natures))
        for number, (name, unit) in enumerate(names, start=1)
    ]


def back(document: Document) -> list[tuple[str, ...]]:
    rows = [row for row in main(document).rows if isinstance(row, ReadIndicator)]
    return [
        (
            row.number,
            row.printed_name,
            row.unit,
            row.base_text or "",
            row.target_text or "",
            row.growth_text or "",
            row.nature_text or "",
        )
        for row in rows
    ]


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(tables())
@quick
def test_tabs(rows: list[tuple[str, ...]]):
    assert back(text("主要指标表\n" + "\n".join("\t".join(row) for row in (HEAD, *rows)))) == rows


@given(tables())
@quick
def test_pipes(rows: list[tuple[str, ...]]):
    lines = [f"| {' | '.join(row)} |" for row in (HEAD, *rows)]
    assert back(text("\n".join([lines[0], "|---" * len(HEAD) + "|", *lines[1:]]))) == rows


@given(tables())
@quick
def test_one_cell_per_line(rows: list[tuple[str, ...]]):
    assert back(text("\n".join(cell for row in (HEAD, *rows) for cell in row))) == rows


@given(tables(), st.data())
@quick
def test_one_cell_per_line_with_blank_cells_and_a_line_between_rows(rows: list[tuple[str, ...]], data: st.DataObject):
    emptied = [
        tuple("" if 3 <= index <= 5 and data.draw(st.booleans()) else cell for index, cell in enumerate(row))
        for row in rows
    ]
    assert back(text("\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (HEAD, *emptied)))) == emptied


@given(tables(), st.data())
@quick
def test_grids_with_blank_cells(rows: list[tuple[str, ...]], data: st.DataObject):
    emptied = [
        tuple("" if 3 <= index <= 5 and data.draw(st.booleans()) else cell for index, cell in enumerate(row))
        for row in rows
    ]
    assert back(blocks("主要指标表", grid([HEAD, *emptied]))) == emptied


@given(tables(), st.data())
@quick
def test_tabs_and_pipes_with_blank_cells(rows: list[tuple[str, ...]], data: st.DataObject):
    emptied = [
        tuple("" if 3 <= index <= 5 and data.draw(st.booleans()) else cell for index, cell in enumerate(row))
        for row in rows
    ]
    assert back(text("\n".join("\t".join(row) for row in (HEAD, *emptied)))) == emptied
    assert back(text("\n".join(f"| {' | '.join(row)} |" for row in (HEAD, *emptied)))) == emptied


WORDS = [
    *(
        "主要指标",
        "专栏1",
        "表1",
        "—",
        "|",
        "[",
        "〔2〕",
        "（%）",
        "%",
        "亿元",
        "一、",
        "2020年",
        "1",
        "2.",
        "3",
        "预期性",
    ),
    *(
        "约束性",
        "地区生产总值",
        "其中：",
        "续表",
        "— 3 —",
        "完成",
        "类别",
        "第一章",
        "全县坚持发展。",
        "│",
        "｜",
        "①",
        "注：",
    ),
]
pieces = st.sampled_from((*HEAD, *WORDS, "\t", "\n", "\n\n", " ", "  "))


@given(st.lists(pieces, max_size=120))
@settings(max_examples=300, deadline=None)
def test_random_lines_never_fail_and_no_row_is_without_a_line(parts: list[str]):
    content = "".join(parts)
    found = read(text(content))
    for table in (found.main, found.results, *found.others):
        if table is not None:
            assert all(row.line in found.taken for row in table.rows)
            assert all(row.parent is None or 0 <= row.parent < len(table.rows) for row in table.rows)


@given(st.lists(st.lists(pieces.map(str.strip), min_size=1, max_size=8), max_size=12))
@settings(max_examples=150, deadline=None)
def test_random_grids_never_fail(rows: list[list[str]]):
    width = max((len(row) for row in rows), default=1)
    padded = [row + [""] * (width - len(row)) for row in rows]
    found = read(blocks("主要指标", grid(padded), "注：无。") if padded else blocks())
    assert all(row.line in found.taken for table in (found.main, found.results) if table for row in table.rows)


def test_an_empty_document():
    assert read(blocks()).notes == ("no_table",)


def test_time_grows_with_the_length_only():
    prose = "全县上下坚持稳中求进，加快高质量发展，推动产业转型升级。" * 8
    rows = [f"{n % 900 + 1}\t指标{n}增加值\t亿元\t{n}\t{n + 1}\t—\t预期性" for n in range(2500)]
    texts = {
        "prose": "\n".join([prose] * 300),
        "towns": "\n".join(f"{number}\t某乡\t{number}\t粮食" for number in range(6000)),
        "blanks": "\n".join(["地区  增长  达到  了"] * 6000),
        "heads": "\n".join(["序号\n指标\n2020年\n2025年\n5"] * 4000),
        "stacked": "\n".join(["序号", "指标", "2020年", "2025年", *[f"{n % 50}" for n in range(9000)]] * 3),
        "rows": "\n".join(["\t".join(HEAD), *rows]),
        "words": "\n".join(["序号 指标 2020年 2025年", *["1 指标增加值 3 4"] * 6000]),
        "wide": "\n".join(["\t" * 300 + "x"] * 600),
    }
    for name, content in texts.items():
        document = text(content)
        read(document)
        start = time.process_time()
        read(document)
        spent = time.process_time() - start
        share = len(content.encode()) / 200_000
        # a plan is prose: a file that is one table from end to end may take longer, but not out of all proportion
        assert spent <= (0.5 if name == "prose" else 4.0) * max(1.0, share), (name, share, spent)
