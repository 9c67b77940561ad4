"""Boxes drawn as tables in a file that has tables."""

from __future__ import annotations

from files.kinds import Kind
from intake.domain.boxes.read import BoxesReading, read_boxes
from intake.readers.document import Block, Cell, Document, Grid, Line, Paragraph


def _document(*blocks: tuple[str, ...] | str, grid: list[list[str]]) -> BoxesReading:
    """A paragraph for each text, then the grid, then a heading."""
    made: list[Block] = [Paragraph(str(text), number) for number, text in enumerate(blocks, start=1)]
    first = len(made) + 1
    rows = tuple(tuple(Cell(text, first + number) for text in row) for number, row in enumerate(grid))
    made.append(Grid(rows, first))
    after = first + len(grid)
    made.append(Paragraph("第五节 其他工作", after, level=3))
    made.append(Paragraph("实施西山公园、东湖广场等项目。", after + 1))
    lines = [Line(block.line, block.text) for block in made if isinstance(block, Paragraph)]
    lines += [Line(row[0].line, "\t".join(cell.text for cell in row)) for row in rows]
    return read_boxes(
        Document(Kind.WORD, tuple(sorted(lines, key=lambda line: line.number)), tuple(made)), taken=frozenset()
    )


def test_a_frame_of_one_cell() -> None:
    read = _document(grid=[["专栏3 水利工程\n1.防洪。实施东河治理工程、西河堤防工程。\n2.供水。新建云州水厂等项目。"]])
    assert read.captions == ((1, "专栏3 水利工程"),)
    assert [(one.group, one.name) for one in read.projects] == [
        ("防洪", "东河治理工程"),
        ("防洪", "西河堤防工程"),
        ("供水", "云州水厂"),
    ]


def test_a_frame_below_its_caption() -> None:
    read = _document(
        "专栏3 水利工程",
        grid=[["1.防洪。实施东河治理工程、西河堤防工程。"], ["2.供水。新建云州水厂、青石水厂等项目。"]],
    )
    assert [(one.group, one.name, one.line) for one in read.projects] == [
        ("防洪", "东河治理工程", 2),
        ("防洪", "西河堤防工程", 2),
        ("供水", "云州水厂", 3),
        ("供水", "青石水厂", 3),
    ]
    assert read.taken == {1, 2, 3}


def test_rows_of_label_and_text() -> None:
    read = _document(
        "专栏3 水利工程",
        grid=[["防洪", "实施东河治理工程、西河堤防工程。"], ["供水", "新建云州水厂、青石水厂等项目。"]],
    )
    assert [(one.group, one.name) for one in read.projects] == [
        ("防洪", "东河治理工程"),
        ("防洪", "西河堤防工程"),
        ("供水", "云州水厂"),
        ("供水", "青石水厂"),
    ]


def test_a_list_of_works_with_columns() -> None:
    read = _document(
        "专栏3 重大项目",
        grid=[
            ["序号", "项目名称", "建设规模及内容", "总投资（亿元）"],
            ["一、交通", "", "", ""],
            ["1", "东环路改扩建", "全长12公里，双向四车道", "3.5"],
            ["2", "云州客运站", "占地30亩", "0.8"],
            ["", "合计", "", "4.3"],
        ],
    )
    assert [(one.group, one.name, one.facts, one.line) for one in read.projects] == [
        ("交通", "东环路改扩建", "全长12公里；总投资3.5亿元", 4),
        ("交通", "云州客运站", "占地30亩；总投资0.8亿元", 5),
    ]


def test_what_follows_a_drawn_box_is_no_part_of_it() -> None:
    read = _document("专栏3 水利工程", grid=[["防洪", "实施东河治理工程、西河堤防工程。"]])
    assert all("公园" not in one.name for one in read.projects)
