"""What the prose promises, by invented sentences: subject, form, value, bound, unit and year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.proposal import Commitment, ReadPlan
from intake.domain.prose.commitments import read_commitments
from intake.readers.open import read_pasted

PLAN = ReadPlan(base_year=2020, start_year=2021, end_year=2025)


def read(text: str, boxed: frozenset[int] = frozenset()) -> tuple[Commitment, ...]:
    return read_commitments(read_pasted(text), plan=PLAN, taken=frozenset(), boxed=boxed)


def brief(one: Commitment) -> tuple[str, str, str, str, int | None]:
    high = "" if one.value_high is None else f"–{one.value_high}"
    return one.subject, one.form, f"{one.comparator.value}{one.value}{high}", one.unit, one.year


@pytest.mark.parametrize(
    ("sentence", "promises"),
    [
        ("到2025年，高新技术企业达到18家。", [("高新技术企业", "level", "=18", "家", 2025)]),
        ("到“十四五”末，全县森林覆盖率稳定在30%以上。", [("森林覆盖率", "level", ">=30", "%", 2025)]),
        ("“十四五”期间，全市生产总值年均增长7%左右。", [("生产总值", "growth", "~7", "%", None)]),
        ("财政收入增速不低于8%。", [("财政收入", "growth", ">=8", "%", None)]),
        ("常住人口城镇化率年均提高1.2个百分点。", [("常住人口城镇化率", "points", "=1.2", "个百分点", None)]),
        (
            "到2025年，常住人口城镇化率提高5个百分点。",
            [("常住人口城镇化率", "cumulative_change", "=5", "个百分点", 2025)],
        ),
        ("单位生产总值能耗下降16.5%。", [("单位生产总值能耗", "cumulative_cut", "=16.5", "%", None)]),
        ("新建改建农村公路1500公里。", [("农村公路", "cumulative", "=1500", "公里", None)]),
        (
            "基本养老保险参保率提高到95%，人均预期寿命再提高1岁。",
            [
                ("基本养老保险参保率", "level", "=95", "%", None),
                ("人均预期寿命", "cumulative_change", "=1", "岁", None),
            ],
        ),
        ("固定资产投资五年累计3500亿元。", [("固定资产投资", "cumulative", "=3500", "亿元", None)]),
        ("年均完成投资不少于200亿元。", [("投资", "level", ">=200", "亿元", None)]),
        ("全州公路通车里程由186公里增加到400公里。", [("公路通车里程", "level", "=400", "公里", None)]),
        (
            "生产总值年均增长7%，到2025年总量达220亿元。",
            [("生产总值", "growth", "=7", "%", None), ("生产总值", "level", "=220", "亿元", 2025)],
        ),
        (
            "培育上市企业3家，规上工业企业突破120家。",
            [("上市企业", "cumulative", "=3", "家", None), ("规上工业企业", "level", ">120", "家", None)],
        ),
        (
            "新增学位3.2万个，每千名老人拥有养老床位数不少于40张。",
            [("学位", "cumulative", "=3.2", "万个", None), ("每千名老人拥有养老床位数", "level", ">=40", "张", None)],
        ),
        (
            "治理水土流失面积150平方公里，新增节水灌溉面积2.5万亩。",
            [
                ("水土流失面积", "cumulative", "=150", "平方公里", None),
                ("节水灌溉面积", "cumulative", "=2.5", "万亩", None),
            ],
        ),
        ("到2025年建成和在建地铁里程超50公里。", [("在建地铁里程", "cumulative", ">50", "公里", 2025)]),
        ("站点800米半径人口覆盖率达到35%。", [("站点800米半径人口覆盖率", "level", "=35", "%", None)]),
        ("规划设置15个指标，其中预期性9个、约束性指标6项。", []),
        ("力争生产总值跨越1500亿元台阶。", [("生产总值", "level", "=1500", "亿元", None)]),
        ("技术合同成交额翻一番，突破60亿元。", [("技术合同成交额", "level", ">60", "亿元", None)]),
        ("上市公司数量实现倍增、达到10家。", [("上市公司数量", "level", "=10", "家", None)]),
        ("新建和改造提升高标准农田40万亩。", [("高标准农田", "cumulative", "=40", "万亩", None)]),
        ("五年滚动实施亿元以上工业项目500个。", [("亿元以上工业项目", "cumulative", "=500", "个", None)]),
        ("设置经济发展、安全保障5类20个主要指标。", []),
        ("新建（改造）污水管网86公里。", [("污水管网", "cumulative", "=86", "公里", None)]),
        ("每年稳定粮食种植面积58万亩。", [("粮食种植面积", "level", "=58", "万亩", None)]),
        ("新建12公里公路。", [("公路", "cumulative", "=12", "公里", None)]),
        ("培育10家以上龙头企业。", [("龙头企业", "cumulative", ">=10", "家", None)]),
        ("计划危桥改造35座。", [("危桥改造", "cumulative", "=35", "座", None)]),
        ("城镇登记失业率控制在4.5%以内。", [("城镇登记失业率", "level", "<=4.5", "%", None)]),
        ("城镇累计新增就业3万人以上。", [("城镇累计新增就业", "cumulative", ">=3", "万人", None)]),
        ("力争园区企业突破100家。", [("园区企业", "level", ">100", "家", None)]),
        ("每个乡镇至少建设1所幼儿园。", [("幼儿园", "cumulative", ">=1", "所", None)]),
        ("到2022年，完成改造老旧小区53个。", [("老旧小区", "cumulative", "=53", "个", 2022)]),
        ("打造2—3个特色产业集群。", [("特色产业集群", "cumulative", "=2–3", "个", None)]),
        ("到2025年，生产总值由150亿元提高到230亿元。", [("生产总值", "level", "=230", "亿元", 2025)]),
        ("高新技术企业数量稳步增长，新增20家以上。", [("高新技术企业数量", "cumulative", ">=20", "家", None)]),
        (
            "到2025年，研发投入强度达到2%，高新技术企业达到60家，专利授权量增长到500件。",
            [
                ("研发投入强度", "level", "=2", "%", 2025),
                ("高新技术企业", "level", "=60", "家", 2025),
                ("专利授权量", "level", "=500", "件", 2025),
            ],
        ),
        (
            "入园率、巩固率分别达到93%、98%以上。",
            [("入园率", "level", "=93", "%", None), ("巩固率", "level", ">=98", "%", None)],
        ),
        (
            "燃气普及率和供水普及率均达到100%。",
            [("燃气普及率", "level", "=100", "%", None), ("供水普及率", "level", "=100", "%", None)],
        ),
        (
            "新增公交线路5条、公交车30辆。",
            [("公交线路", "cumulative", "=5", "条", None), ("公交车", "cumulative", "=30", "辆", None)],
        ),
        (
            "规划建设25个大型公园、50个小型公园。",
            [("大型公园", "cumulative", "=25", "个", None), ("小型公园", "cumulative", "=50", "个", None)],
        ),
        (
            "规划建设一座占地200亩的物流园。",
            [("物流园", "cumulative", "=1", "座", None), ("物流园", "cumulative", "=200", "亩", None)],
        ),
        ("人均预期寿命再提高1岁。", [("人均预期寿命", "cumulative_change", "=1", "岁", None)]),
        ("完成2000年底前建成的21万个小区改造。", [("小区改造", "cumulative", "=21", "万个", None)]),
        (
            "生产总值年均增速7.5%左右，力争达到8%。",
            [("生产总值", "growth", "~7.5", "%", None), ("生产总值", "growth", "=8", "%", None)],
        ),
        ("PM2.5年均浓度控制在35微克每立方米以下。", [("PM2.5年均浓度", "level", "<=35", "微克/立方米", None)]),
        (
            "设立10亿元产业基金，完成投资300亿元。",
            [("产业基金", "cumulative", "=10", "亿元", None), ("投资", "cumulative", "=300", "亿元", None)],
        ),
        (
            "能源消耗和二氧化碳排放分别降低13.5%、18%。",
            [("能源消耗", "cumulative_cut", "=13.5", "%", None), ("二氧化碳排放", "cumulative_cut", "=18", "%", None)],
        ),
        (
            "每千人口拥有3岁以下婴幼儿托位数达到4.5个。",
            [("每千人口拥有3岁以下婴幼儿托位数", "level", "=4.5", "个", None)],
        ),
        ("培育年产值超10亿元企业5家。", [("年产值超10亿元企业", "cumulative", "=5", "家", None)]),
        (
            "到2025年，62%以上的社区和78%以上的学校达到节水标准。",
            [("社区", "level", ">=62", "%", 2025), ("学校", "level", ">=78", "%", 2025)],
        ),
        ("改造路网14条26段。", [("路网", "cumulative", "=14", "条", None), ("路网", "cumulative", "=26", "段", None)]),
        (
            "到2022年和2025年，报销比例分别稳定在75%左右和80%左右。",
            [("报销比例", "level", "~75", "%", 2022), ("报销比例", "level", "~80", "%", 2025)],
        ),
        (
            "到2022年和2030年，报销比例分别稳定在75%左右和80%左右。",
            [("报销比例", "level", "~75", "%", 2022)],
        ),
    ],
)
def test_a_promise(sentence: str, promises: list[tuple[str, str, str, str, int | None]]) -> None:
    assert [brief(one) for one in read(f"第三章 主要任务\n{sentence}")] == promises


@pytest.mark.parametrize(
    "text",
    [
        "2020年，生产总值达到153亿元，高新技术企业达到10家。",
        "“十三五”期间，新建公路120公里，改造危桥30座。",
        "五年来，累计新增就业4.2万人。",
        "全县已建成污水处理厂3座。",
        "实现了教育均衡发展，新建学校达到了12所。",
        "第一节 “十三五”发展成就\n生产总值达到153亿元。",
        "第一章 发展成就回顾\n第一节 经济实力明显增强\n生产总值达到153亿元。",
        "第一节 面临的机遇和挑战\n人均收入不足全省的70%，缺口20亿元。",
        "到2035年，生产总值达到500亿元。",
        "第一节 二〇三五年远景目标\n人均生产总值达到10万元。",
        "推进“三个一”工程和107国道沿线建设，发展5G产业。",
        "打造15分钟生活圈，坚持一张蓝图绘到底。",
        "——专栏中没有数字。",
    ],
)
def test_what_was_what_is_and_what_lies_beyond_are_no_promises(text: str) -> None:
    assert read(text) == ()


def test_the_year_of_a_sentence_holds_for_those_that_follow_in_its_paragraph() -> None:
    found = read("到2025年，培育企业10家。增加值占比达到28%以上。\n新建公园3个。")
    assert [one.year for one in found] == [2025, 2025, None]


def test_what_is_past_ends_with_its_section_and_a_promise_in_it_counts() -> None:
    text = "第一节 发展成就\n建成学校5所，到2025年达到8所。\n第二节 主要任务\n新建医院2所。"
    assert [(str(one.value), one.line) for one in read(text)] == [("8", 2), ("2", 4)]


def test_inside_a_box_only_a_sentence_with_a_time_of_its_own_counts() -> None:
    text = "专栏1 重点工程\n建设公路30公里。到2025年，桥梁达到12座。"
    assert [str(one.value) for one in read(text, boxed=frozenset({1, 2}))] == ["12"]
    assert [str(one.value) for one in read(text)] == ["30", "12"]


def test_a_promise_said_again_is_given_once_with_its_first_line() -> None:
    found = read("到2025年，城镇化率达到50%。\n到2025年，城镇化率达到50%。\n到2025年，城镇化率达到55%。")
    assert [(str(one.value), one.line) for one in found] == [("50", 1), ("55", 3)]


def test_a_number_on_the_next_line_of_a_cut_paragraph_has_that_line() -> None:
    (one,) = read("“十四五”期间，全县将加快公共服务设施建设步伐，新建各类学校\n\n达到 12 所。")
    assert (one.line, one.text) == (3, "新建各类学校达到12所")


def test_lines_that_are_taken_are_not_read() -> None:
    document = read_pasted("新建公园3个。\n新建学校5所。")
    found = read_commitments(document, plan=PLAN, taken=frozenset({1}))
    assert [str(one.value) for one in found] == ["5"]


_PIECES = (
    "到2025年 2020年 “十四五”期间 达到 新建 改造 培育 公路 高新技术企业 覆盖率 18 3.5 8-10 家 公里 % 以上",
    "约 三座 分别 、 ， 。 ； （ ） 和 的 由 提高到 年均增长 个百分点 “ ” \n 第一章 一、 专栏1 已 均 等",
    "每个 共 占地",
)
_TEXT = st.lists(
    st.sampled_from([piece for line in _PIECES for piece in line.split(" ")]),
    max_size=40,
).map("".join)


@given(_TEXT)
def test_any_text_is_read_in_the_order_of_its_lines_and_the_figure_stands_on_its_line(text: str) -> None:
    if not text.strip():
        return
    document = read_pasted(text)
    lines = {line.number: line.text for line in document.lines}
    found = read_commitments(document, plan=PLAN, taken=frozenset())
    assert [one.line for one in found] == sorted(one.line for one in found)
    for one in found:
        assert one.subject
        printed = lines[one.line]
        assert (
            str(one.value) in printed
            or "三" in printed
            or (one.value_high is not None and str(one.value_high) in printed)
        )


def test_a_plan_without_years_is_read_too() -> None:
    found = read_commitments(read_pasted("到2025年，企业达到18家。"), plan=ReadPlan(), taken=frozenset())
    assert [brief(one) for one in found] == [("企业", "level", "=18", "家", 2025)]


def test_the_next_plan_counts_from_its_own_years() -> None:
    plan = ReadPlan(base_year=2025, start_year=2026, end_year=2030)
    text = "2025年，企业达到18家。“十四五”期间，新建公园3个。到2030年，企业达到40家。\n“十五五”期间，新建公园5个。到2035年，企业达到90家。"
    found = read_commitments(read_pasted(text), plan=plan, taken=frozenset())
    assert [(str(one.value), one.year) for one in found] == [("40", 2030), ("5", None)]
