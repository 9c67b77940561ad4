"""Documents without a box: the works that their prose names."""

from __future__ import annotations

import pytest

from intake.domain.boxes.listed import read_listed_projects
from intake.domain.proposal import Certainty
from intake.readers.open import read_pasted
from tests.intake.boxes import made


def listed(sentence: str) -> list[str]:
    text = f"第二章 建设\n第一节 城市\n{sentence}\n"
    return [one.name for one in read_listed_projects(read_pasted(text), taken=frozenset())]


def test_a_document_without_boxes() -> None:
    read = read_listed_projects(read_pasted(made.PROSE), taken=frozenset())
    assert [(one.group, one.name, one.facts, one.line) for one in read] == [
        ("加快路网建设", "东环路改扩建工程", "", 7),
        ("加快路网建设", "滨河大桥项目", "", 7),
        ("加快路网建设", "老城区雨污管网改造工程", "", 7),
        ("补齐短板", "云岭体育公园", "", 8),
        ("补齐短板", "立体停车场", "3个", 8),
    ]
    assert {one.certainty for one in read} == {Certainty.PROSE}
    assert {one.box for one in read} == {"第一节 完善城市功能"}


def test_lines_of_tables_are_left_alone() -> None:
    assert [one.line for one in read_listed_projects(read_pasted(made.PROSE), taken=frozenset({7}))] == [8, 8]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("推进东环路改扩建项目、西山水库除险加固工程等。", ["东环路改扩建项目", "西山水库除险加固工程"]),
        ("加快推进第二生活垃圾处理厂和建筑垃圾利用中心建设。", ["第二生活垃圾处理厂", "建筑垃圾利用中心"]),
        ("围绕东河镇打造百里茶叶长廊。", ["百里茶叶长廊"]),
        ("建设集展示、交易于一体的云州农产品展销中心。", ["云州农产品展销中心"]),
        ("“十五五”期间，新建云州第三水厂。", ["云州第三水厂"]),
        ("N应用：智慧停车系统、智慧环卫系统、智慧路灯系统。", ["智慧停车系统", "智慧环卫系统", "智慧路灯系统"]),
    ],
)
def test_named_works(sentence: str, expected: list[str]) -> None:
    assert listed(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "坚持生态优先，推进绿色低碳发展。",
        "建设一批示范园区、孵化器。",
        "健全项目推进机制，提高服务水平。",
        "“十三五”期间建成东河大桥项目。",
        "打造全国知名的旅游目的地。",
        "实施“三城联创”。",
        "鼓励企业建设研发平台。",
    ],
)
def test_aims_promises_and_the_past_are_no_works(sentence: str) -> None:
    assert listed(sentence) == []


@pytest.mark.parametrize(
    ("start", "expected"), [(2016, ["甲河大桥项目", "乙河大桥项目", "丙河大桥项目"]), (2021, ["丙河大桥项目"])]
)
def test_what_lies_before_the_plan_is_told_by_its_first_year(start: int, expected: list[str]) -> None:
    text = "第二章 “十三五”任务\n第一节 交通\n" if start == 2016 else "第二章 任务\n第一节 交通\n"
    text += "“十三五”期间，建设甲河大桥项目。2017年开工建设乙河大桥项目。2012年建成丁河大桥项目。建设丙河大桥项目。\n"
    found = read_listed_projects(read_pasted(text), taken=frozenset(), start=start)
    assert [one.name for one in found] == expected


def test_a_list_that_closes_with_works_names_works() -> None:
    assert listed("实施国道改扩建、县城过境段公路、石门通用机场等项目。") == [
        "国道改扩建",
        "县城过境段公路",
        "石门通用机场",
    ]


def test_works_summed_up_by_their_number() -> None:
    assert listed("推进东溪水库、西江灌区续建配套、城区防洪提升三大工程。") == [
        "东溪水库",
        "西江灌区续建配套",
        "城区防洪提升",
    ]
