"""What holds of every reading, made documents and random ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from files.refusal import Unreadable
from intake.domain.boxes.listed import read_listed_projects
from intake.domain.boxes.read import read_boxes
from intake.domain.proposal import ReadProject
from intake.domain.text import close_up
from intake.readers.document import Document
from intake.readers.open import read_pasted
from tests.intake.boxes import made

_PIECES = st.sampled_from(
    ["东湖公园", "西山水库扩建工程", "提升能力", "新建", "实施", "等项目", "、", "，", "。", "；", "：", "“", "”", "（", "）",
     "和", "及", "12公里", "3座", "1.", "（2）", "一是", "➢", "|", "**", " ", "\n", "专栏3 重大项目\n", "第二节 产业\n",
     "总投资3亿元", "县", "等", "为重点建设", "集甲于一体的中心", "12", "\t", "\""]
)  # fmt: skip


def _check(document: Document, projects: tuple[ReadProject, ...]) -> None:
    known = {line.number: line.text for line in document.lines if not line.text.strip().isdigit()}  # page numbers
    numbers = sorted(known)
    for project in projects:
        assert project.name.strip() == project.name != ""
        assert project.line in known
        here = numbers.index(project.line)
        source = "".join(known[number] for number in numbers[here : here + 12]).replace("*", "")
        assert _bare(project.name) in _bare(source), project
    assert [project.line for project in projects] == sorted(project.line for project in projects)
    assert len(set(projects)) == len(projects)


def _bare(text: str) -> str:
    return "".join(close_up(text).split())


@pytest.mark.parametrize("name", made.ALL)
def test_names_stand_on_their_lines(name: str) -> None:
    document = read_pasted(made.ALL[name])
    read = read_boxes(document, taken=frozenset())
    _check(document, read.projects)
    _check(document, read_listed_projects(document, taken=frozenset()))
    assert read.taken <= {line.number for line in document.lines}
    assert read_boxes(document, taken=frozenset()) == read


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=60))
def test_no_text_breaks_it(pieces: list[str]) -> None:
    try:
        document = read_pasted("专栏1 重点项目\n" + "".join(pieces))
    except Unreadable:
        return
    read = read_boxes(document, taken=frozenset())
    source = _bare("".join(line.text for line in document.lines if not line.text.strip().isdigit()).replace("*", ""))
    for project in (*read.projects, *read_listed_projects(document, taken=frozenset())):
        assert project.name
        assert _bare(project.name) in source
        assert project.line in {line.number for line in document.lines}
    assert [one.line for one in read.projects] == sorted(one.line for one in read.projects)


@given(st.sets(st.integers(1, 20)))
def test_taken_lines_are_never_taken_again(taken: set[int]) -> None:
    for text in made.ALL.values():
        read = read_boxes(read_pasted(text), taken=frozenset(taken))
        assert not read.taken & taken
        assert not {project.line for project in read.projects} & taken


@pytest.mark.parametrize(
    "unit",
    [
        "重点推进东湖公园、西山水库等项目；",
        "（（（东湖“",
        "规划规划加快推进",
        "）））项目项目建设建设",
        "1、一、（1）",
        "一个一个 ",
        "集甲、",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    """200 KB within the budget of the part, also of texts made to be slow, on one line."""
    text = "专栏1 重点项目\n工程：" + unit * (60_000 // len(unit))
    document = read_pasted(text)
    began = time.process_time()
    read_boxes(document, taken=frozenset())
    read_listed_projects(document, taken=frozenset())
    assert time.process_time() - began < 4  # ten times the budget: the machine of a test may be busy
