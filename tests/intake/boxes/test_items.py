"""Rules of enumerations, one row each, with invented names."""

from __future__ import annotations

import pytest

from intake.domain.boxes.facts import is_fact, leading_quantity, split_name
from intake.domain.boxes.items import read_items
from intake.domain.boxes.nesting import inside
from intake.domain.boxes.run import Run
from intake.domain.boxes.words import etc_at


def items(text: str, *, mixed: bool = False) -> list[tuple[str, str]]:
    listing = read_items(Run(text, ((0, 1),)), first=True, mixed=mixed)
    return [(item.name, item.facts) for item in listing.items]


def names(text: str, *, mixed: bool = False) -> list[str]:
    return [name for name, _ in items(text, mixed=mixed)]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("、 divides", "东湖公园、西山水库", ["东湖公园", "西山水库"]),
        ("leading verbs go", "重点推进实施东湖公园、西山水库", ["东湖公园", "西山水库"]),
        ("a verb that begins a name stays", "建设路小学、发展大道", ["建设路小学", "发展大道"]),
        ("等项目 goes", "东湖公园、西山水库等项目", ["东湖公园", "西山水库"]),
        ("等 alone goes", "东湖公园、西山水库等", ["东湖公园", "西山水库"]),
        ("等N个项目 goes", "东湖公园、西山水库等12个重大项目", ["东湖公园", "西山水库"]),
        ("项目 of an item stays", "东湖公园提升项目、西山水库扩建工程", ["东湖公园提升项目", "西山水库扩建工程"]),
        ("、 in brackets divides nothing", "蔬菜（番茄、黄瓜）基地、西山水库", ["蔬菜（番茄、黄瓜）基地", "西山水库"]),
        ("、 in quotes divides nothing", "“一河、两岸”工程、西山水库", ["“一河、两岸”工程", "西山水库"]),
        ("a quote never closed", "“东湖体验基地、西山水库", ["“东湖体验基地", "西山水库"]),
        ("places of one work", "推进东河、西岭、北山县等山地风电项目", ["东河、西岭、北山县等山地风电项目"]),
        ("instances of what the tail says", "建设东湖路、北环路等道路", ["东湖路", "北环路"]),
        ("villages of a village work", "东河村、西岭村等传统村落保护项目", ["东河村", "西岭村"]),
        ("one by its count", "东河村、西岭村、北山村3个村共12公里排水管线", ["东河村、西岭村、北山村3个村共12公里排水管线"]),
        ("a sum that closes a list goes", "粮食加工园、纺织园、物流园三个园区", ["粮食加工园", "纺织园", "物流园"]),
        ("以及 before the last", "东湖公园、西山水库以及北山医院等项目", ["东湖公园", "西山水库", "北山医院"]),
        ("及 of two works", "东湖公园、西山治理项目及北山旧城改造项目", ["东湖公园", "西山治理项目", "北山旧城改造项目"]),
        ("及 inside one work", "东站及西站升级改造", ["东站及西站升级改造"]),
        ("和 of alike ends", "疾病预警系统和应急指挥系统", ["疾病预警系统", "应急指挥系统"]),
        ("和 of unlike halves", "东湖和西山一体化生态城", ["东湖和西山一体化生态城"]),
        ("至 names a stretch", "云岭至青石铁路、东环高速", ["云岭至青石铁路", "东环高速"]),
        ("a second verb belongs to its name", "市政道路新建、改建", ["市政道路新建、改建"]),
        ("a word of two characters is no name", "金穗食品面粉、挂面", ["金穗食品面粉、挂面"]),
        ("an ordinal goes on", "县城第一、二污水处理厂提标项目", ["县城第一、二污水处理厂提标项目"]),
        ("number before an item goes", "1、东湖公园", ["东湖公园"]),
        ("（2） goes", "（2）东湖公园", ["东湖公园"]),
        ("一是 goes", "一是东湖公园", ["东湖公园"]),
        ("a decimal is no number", "1.5万亩高标准农田", ["1.5万亩高标准农田"]),
        ("places named before", "东河、西岭等乡镇范围内的坡改梯、水保林", ["坡改梯", "水保林"]),
        ("高等 is no 等", "云州高等职业学校、西山水库", ["云州高等职业学校", "西山水库"]),
        ("等 of the last alone", "东湖疗养中心、西山等森林康养中心", ["东湖疗养中心", "西山等森林康养中心"]),
        ("a sign printed twice", "东湖公园、、新建", ["东湖公园、、新建"]),
        ("高中 and 等", "云州高中等学校", ["云州高中"]),
    ],
)  # fmt: skip
def test_enumeration(rule: str, text: str, expected: list[str]) -> None:
    assert names(text) == expected, rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东河、西河治理工程", ["东河、西河治理工程"]),
        ("餐厨垃圾、废旧塑料回收利用", ["餐厨垃圾、废旧塑料回收利用"]),
        ("东湖公园、西山植物园", ["东湖公园", "西山植物园"]),
    ],
)
def test_where_commas_divide_too_halves_of_one_work_stay_together(text: str, expected: list[str]) -> None:
    assert names(text, mixed=True) == expected


@pytest.mark.parametrize(
    ("text", "name", "facts"),
    [
        ("环湖路（12公里）", "环湖路", "12公里"),
        ("环湖路改建工程长6.5公里", "环湖路改建工程", "长6.5公里"),
        ("220千伏东山变电站 1 座", "220千伏东山变电站", "1座"),
        ("东湖公园（二期）", "东湖公园（二期）", ""),
        ("垃圾发电二期", "垃圾发电二期", ""),
        ("云州第二十二所", "云州第二十二所", ""),
        ("年产10万吨铝材项目", "年产10万吨铝材项目", ""),
    ],
)
def test_facts_close_a_name(text: str, name: str, facts: str) -> None:
    split, measured = split_name(text)
    assert (split, measured) == (name, facts)


@pytest.mark.parametrize(
    "clause", ["总投资3亿元", "占地200亩", "总建筑面积约15万平方米", "全长30公里", "新增变电容量36万千伏安"]
)
def test_clause_of_facts(clause: str) -> None:
    assert is_fact(clause)


@pytest.mark.parametrize("clause", ["东湖公园", "新建桥梁工程", "提升能力", "总投资"])
def test_clause_that_measures_nothing(clause: str) -> None:
    assert not is_fact(clause)


def test_quantity_before_a_name() -> None:
    assert leading_quantity("2条公交线路") == ("2条", "公交线路")
    assert leading_quantity("公交线路") == ("", "公交线路")


def test_nesting() -> None:
    assert [index for index, shut in enumerate(inside("甲（乙）丙“丁")) if shut] == [1, 2, 3]
    assert not any(inside("“甲、乙"))
    assert not any(inside("甲）乙"))
    assert bytes(inside('a"b"c')) == b"\x00\x01\x01\x01\x00"


def test_etc() -> None:
    assert etc_at("甲、乙等项目") == 3
    assert etc_at("高等教育园") == -1
    assert etc_at("中等职业学校") == -1
    assert etc_at("一等奖") == -1


def test_a_run_keeps_its_lines() -> None:
    run = Run("东湖公园、西山水库", ((0, 7), (6, 9)))
    assert [part.line for part in run.split("、")] == [7, 7]
    assert run.cut(6).line == 9
    assert run.cut(5).marks == ((0, 7), (1, 9))
