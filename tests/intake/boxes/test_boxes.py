"""Whole boxes in the layouts they are printed in."""

from __future__ import annotations

import pytest

from intake.domain.proposal import Certainty, ProjectKind
from tests.intake.boxes import made
from tests.intake.boxes.made import boxes_of, names


def test_bullets_with_labels() -> None:
    read = boxes_of(made.BULLETS)
    assert read.captions == ((3, "专栏1 “十五五”交通重大项目"),)
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("高速公路", "云岭至青石高速公路", "48公里"),
        ("高速公路", "青石绕城高速公路", "总投资36亿元"),
        ("铁路", "临江铁路青石段", ""),
        ("铁路", "云岭货运铁路专用线", ""),
        ("", "农村公路", "农村公路320公里；改造危桥15座"),
    ]
    assert read.projects[-1].kind is ProjectKind.PROGRAMME
    assert read.taken == {3, 5, 6, 7}  # the prose that resumes is no longer of the box


def test_numbered_labels_and_two_boxes_of_one_number() -> None:
    read = boxes_of(made.NUMBERED)
    assert [text for _, text in read.captions] == ["专栏8：“十五五”农业重点项目", "专栏8：城乡建设重点项目"]
    assert names(read.projects, 3) == [
        "金穗面粉", "芝麻油", "云山食品扩建", "豆制品产业园",
    ]  # fmt: skip
    assert names(read.projects, 13) == ["人民路（解放路—环城路）改造", "建设大道北延", "滨河路东段新建工程"]
    assert names(read.projects, 14) == ["县级应急物资储备中心"]
    assert {one.group for one in read.projects if one.line == 13} == {"道路工程"}


def test_an_entry_cut_by_a_page_number_is_whole_again() -> None:
    read = boxes_of(made.NUMBERED)
    cut = [one for one in read.projects if one.group == "设施农业"]
    assert "".join(one.name for one in cut).startswith("白沙镇蔬菜")
    assert "东岭镇食用菌" in "".join(one.name for one in cut)


def test_labels_before_a_blank() -> None:
    read = boxes_of(made.BLANKS)
    assert read.captions == ((1, "专栏 6-1 “十五五”能源建设工程"),)
    assert [(one.name, one.facts, str(one.kind)) for one in read.projects] == [
        ("220千伏东山变电站", "1座；新增变电容量36万千伏安", "project"),
        ("东城老城区等电网改造工程", "", "project"),
        ("青石、白沙、云岭等山地风电项目", "", "project"),
        ("充电设施", "公共充电站30座；居民充电桩2000个", "programme"),
    ]


def test_the_caption_of_indicators_is_no_box() -> None:
    assert "主要指标" not in "".join(text for _, text in boxes_of(made.BLANKS).captions)


def test_labels_on_lines_of_their_own() -> None:
    read = boxes_of(made.LABEL_LINES)
    assert names(read.projects, 3) == ["高性能纤维", "特种陶瓷", "电子化学品", "云州新材料中试基地"]
    firms = [one for one in read.projects if one.line == 5]
    assert [one.name for one in firms] == ["云州重工", "华岳轴承", "远航电气"]
    assert {one.kind for one in firms} == {ProjectKind.DIRECTION}


def test_a_table_of_two_columns_one_cell_on_each_line() -> None:
    read = boxes_of(made.PAIRS)
    assert [(one.line, one.name, str(one.kind)) for one in read.projects] == [
        (6, "东河", "direction"),
        (8, "西岭", "direction"),
        (10, "白沙", "direction"),
    ]
    assert max(read.taken) == 11


def test_bars_between_cells() -> None:
    read = boxes_of(made.BARS)
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("", "网络设施", "5G基站1200个"),
        ("算力设施", "云州大数据中心", ""),
        ("算力设施", "城市算力调度平台", ""),
    ]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("专栏3 重大产业项目", "专栏3 重大产业项目"),
        ("专栏三：重大产业项目", "专栏三：重大产业项目"),
        ("专 栏 3-1：“十五五”重大产业项目", "专 栏 3-1：“十五五”重大产业项目"),
        ("【专栏4】重大产业项目", "【专栏4】重大产业项目"),
        ("专栏：重大产业项目。", "专栏：重大产业项目。"),
        ("专栏 “十五五”重大产业项目", "专栏 “十五五”重大产业项目"),
    ],
)
def test_captions(line: str, caption: str) -> None:
    read = boxes_of(f"{line}\n\n实施东湖产业园、西山物流园等项目。\n")
    assert read.captions == ((1, caption),)
    assert [one.name for one in read.projects] == ["东湖产业园", "西山物流园"]
    assert {one.box for one in read.projects} == {caption}


@pytest.mark.parametrize(
    "line",
    [
        "专栏所列项目由有关部门负责实施，逐项制定年度计划，确保如期完成。",
        "专栏3 重大产业项目 ............ 35",
        "各专栏的项目见附件。",
        "专栏1 “十五五”时期经济社会发展主要指标",
    ],
)
def test_lines_that_are_no_captions_of_projects(line: str) -> None:
    assert boxes_of(f"{line}\n实施东湖产业园、西山物流园等项目。\n").captions == ()


def test_lines_of_a_table_are_left_alone() -> None:
    read = boxes_of(made.BULLETS, taken=frozenset({7}))
    assert 7 not in read.taken
    assert names(read.projects, 7) == []


def test_prose_after_a_box_of_stops() -> None:
    text = """专栏 2 农业重点项目

高标准农田。新建高标准农田12万亩。

农产品加工。实施金穗面业挂面生产线、绿野果汁扩建等项目。

强化农业科技支撑。健全农技推广体系，支持企业与高校院所合作，提高良种覆盖率。
"""
    read = boxes_of(text)
    assert [one.name for one in read.projects] == ["高标准农田", "金穗面业挂面生产线", "绿野果汁扩建"]
    assert read.taken == {1, 3, 5}


def test_facts_after_commas_belong_to_the_item_before() -> None:
    read = boxes_of("专栏 2 产业项目\n\n工业：云州铝材项目，总投资3亿元，占地200亩；东山纺织园，年产2万吨。\n")
    assert [(one.name, one.facts) for one in read.projects] == [
        ("云州铝材项目", "总投资3亿元；占地200亩"),
        ("东山纺织园", "年产2万吨"),
    ]


def test_an_aim_is_no_project() -> None:
    read = boxes_of("专栏 2 教育项目\n\n基础教育：实施东城小学扩建、西城中学迁建项目，提高办学水平，满足群众需求。\n")
    assert [one.name for one in read.projects] == ["东城小学扩建", "西城中学迁建项目"]


def test_spatial_structure_and_firms_are_directions() -> None:
    read = boxes_of("专栏 3 产业集群\n\n千亿级：装备制造、食品加工。\n\n龙头企业：云州重工集团、华岳轴承公司。\n")
    assert {str(one.kind) for one in read.projects} == {"direction"}
    assert len(read.projects) == 4


def test_a_list_that_lost_its_caption_is_read_as_prose() -> None:
    text = f"{made.BULLETS}\n文化设施：东城图书馆建设项目、西城文化馆建设项目、北山剧院改造项目。\n"
    loose = [one for one in boxes_of(text).projects if one.certainty is Certainty.PROSE]
    assert [one.name for one in loose] == ["东城图书馆建设项目", "西城文化馆建设项目", "北山剧院改造项目"]
    assert {one.box for one in loose} == {"第三章 完善基础设施"}
    assert boxes_of("文化设施：东城图书馆建设项目、西城文化馆建设项目。\n").projects == ()


def test_one_work_on_each_line() -> None:
    read = boxes_of(made.LINES)
    assert [(one.line, one.name) for one in read.projects if one.line < 7] == [
        (2, "东环高速公路新建工程"),
        (3, "西环高速公路扩容"),
        (4, "滨河大桥及引线工程"),
    ]
    assert 6 not in read.taken


def test_numbers_of_two_levels() -> None:
    read = boxes_of(made.LINES)
    assert [(one.group, one.name, one.facts) for one in read.projects if one.line > 7] == [
        ("水利工程", "青石水库", "总库容1.2亿立方米；计划投资8亿元"),
        ("水利工程", "白沙灌区", "改造渠道35公里；受益面积12万亩"),
        ("能源工程", "东山抽水蓄能电站", "装机容量120万千瓦；总投资75亿元；力争2028年开工"),
        ("能源工程", "西岭风电场一期", ""),
        ("能源工程", "北坡光伏电站", ""),
    ]


def test_works_among_amounts_firms_and_aims() -> None:
    read = boxes_of(made.MIXED)
    assert names(read.projects, 2) == ["文化惠民工程", "市美术馆", "群众艺术馆"]
    assert read.projects[0].facts == "城市书房50个；村级文化广场200个"
    assert names(read.projects, 3) == ["开元塔", "文昌阁", "古城墙（东段）", "云山遗址公园建设"]
    assert names(read.projects, 4)[1:] == ["云山动漫产业园", "古陶文创园"]
    firms = [one.name for one in read.projects if one.line == 5 and one.kind is ProjectKind.DIRECTION]
    assert firms == ["华氢科技", "云能动力"]


def test_numbered_labels_with_colons_in_one_line() -> None:
    read = boxes_of(
        "专栏3：文体设施\n（1）体育：区体育中心、新城体育公园（占地5.6公顷）。（2）文化：①图书馆分馆；②水乡文化中心。"
    )
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("体育", "区体育中心", ""),
        ("体育", "新城体育公园", "占地5.6公顷"),
        ("文化", "图书馆分馆", ""),
        ("文化", "水乡文化中心", ""),
    ]


def test_a_second_quantity_is_a_fact_of_the_first_item() -> None:
    read = boxes_of(
        "专栏3 更新工程\n- 老旧小区改造：改造老旧小区86个、1.2万户，加装电梯300部。\n- 道路：建设西岭大道二期、凤凰路。\n"
    )
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("", "老旧小区改造", "改造老旧小区86个、1.2万户；加装电梯300部"),
        ("道路", "西岭大道二期", ""),
        ("道路", "凤凰路", ""),
    ]


def test_a_few_words_over_bullets_are_a_label() -> None:
    read = boxes_of(
        "专栏8 基础设施\n交通\n★ 铁路：青广铁路、临港铁路支线\n★ 公路：县道改线工程、滨海大道二期\n"
        "信息\n★ 基站建设500座、云数据中心\n第五章 乡村\n"
    )
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("铁路", "青广铁路", ""),
        ("铁路", "临港铁路支线", ""),
        ("公路", "县道改线工程", ""),
        ("公路", "滨海大道二期", ""),
        ("信息", "基站建设", "500座"),
        ("信息", "云数据中心", ""),
    ]


def test_what_measures_an_amount_is_no_fact_of_a_work() -> None:
    read = boxes_of(
        "专栏7 社会事业\n▲教育提质工程。新建二中新校区、县第三幼儿园，改扩建中小学18所，新增学位9000个。\n"
        "▲续建工程（2个）。县医院迁建、康养楼。\n"
    )
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("", "教育提质工程", "中小学18所；新增学位9000个"),
        ("教育提质工程", "二中新校区", ""),
        ("教育提质工程", "县第三幼儿园", ""),
        ("续建工程", "县医院迁建", ""),
        ("续建工程", "康养楼", ""),
    ]


def test_labels_parted_by_a_dash() -> None:
    read = boxes_of(
        "专栏4 水利工程\n水源工程——新建龙王沟水库（总投资9.8亿元）、石门水库。\n供水工程——新建水厂2座，铺设管网320公里。\n"
        "交通工程：白沙——石门公路改建、东河大桥。\n"
    )
    assert [(one.group, one.name, one.facts) for one in read.projects][:3] == [
        ("水源工程", "龙王沟水库", "总投资9.8亿元"),
        ("水源工程", "石门水库", ""),
        ("", "供水工程", "水厂2座；管网320公里"),
    ]
    assert "白沙——石门公路改建" in [one.name for one in read.projects]
