"""A whole plan of an invented city in the style of other places, read in one call; no database."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.domain.propose import propose
from intake.readers.open import read_document
from intake.services.reference import reference_of_files

SAMPLE = Path(__file__).parents[2] / "samples" / "intake" / "plan" / "lanting.txt"


@pytest.fixture(scope="module")
def proposal():
    return propose(read_document(SAMPLE.read_bytes(), name=SAMPLE.name), reference_of_files())


def test_the_particulars(proposal):
    plan = proposal.plan
    assert plan.title == "兰亭市国民经济和社会发展第十五个五年规划纲要（草案）"
    assert (plan.base_year, plan.start_year, plan.end_year, plan.stated_count) == (2025, 2026, 2030, 7)
    assert (plan.region_code, plan.region_name) == ("", "")  # a city that does not exist
    assert not [doubt for doubt in proposal.doubts if doubt.code == "count_mismatch"]


def test_the_main_table(proposal):
    assert (proposal.table, proposal.table_line) == ("表2-1 兰亭市“十五五”时期主要指标", 31)
    assert [
        (row.category, row.name, row.base_text, row.target_text, [one.form.value for one in row.targets])
        for row in proposal.indicators
    ] == [
        ("经济发展", "地区生产总值", "2560", "3500", ["level", "growth"]),
        ("经济发展", "常住人口城镇化率", "60.5", "63", ["level", "cumulative_change"]),
        ("民生福祉", "城镇新增就业", "5.3", "—", ["cumulative"]),
        ("民生福祉", "人均预期寿命", "79.6", "80.6", ["level", "cumulative_change"]),
        ("绿色低碳", "PM2.5年均浓度", "33", "30以下", ["level"]),
        ("绿色低碳", "单位GDP二氧化碳排放降低", "—", "—", ["cumulative_cut"]),
        ("安全", "粮食综合生产能力", "182", "≥185", ["level"]),
    ]
    assert all(row.catalogue for row in proposal.indicators)
    assert [doubt.code for row in proposal.indicators for doubt in row.doubts] == []


def test_the_table_of_results(proposal):
    assert proposal.results_period == (2021, 2025)
    assert [
        (row.target_text, row.target_growth_text, row.actual_text, row.actual_growth_text)
        for row in proposal.previous_results
    ] == [("2600", "7.4", "2560", "7.1"), ("60", "〔5.8〕", "60.5", "〔6.3〕"), ("〔25〕", "—", "〔26.8〕", "—")]


def test_boxes_and_annex(proposal):
    assert [(one.box, one.group, one.name, one.facts) for one in proposal.projects] == [
        ("专栏2 制造业重大工程", "新能源装备", "云川动力电池产业园", "投资120亿元"),
        ("专栏2 制造业重大工程", "新能源装备", "东湖整车基地二期", ""),
        ("专栏2 制造业重大工程", "", "标准厂房", "标准厂房60万平方米；改造提升20万平方米"),
        ("专栏3 重大交通项目", "高铁", "兰亭至云川高铁", ""),
        ("专栏3 重大交通项目", "普铁", "东港铁路支线", ""),
        ("专栏3 重大交通项目", "普铁", "货运北站", ""),
        ("专栏3 重大交通项目", "高速", "兰亭绕城高速", "86公里"),
        ("专栏3 重大交通项目", "高速", "S12东延线", ""),
        ("附件 兰亭市“十五五”重点项目表", "民生类", "市第二人民医院", "床位800张；总投资9.6亿元"),
        ("附件 兰亭市“十五五”重点项目表", "民生类", "东湖中学", "占地120亩；总投资3.2亿元"),
    ]


def test_the_promises(proposal):
    assert [(one.subject, one.form, str(one.value), one.unit, one.year) for one in proposal.commitments] == [
        ("地区生产总值", "level", "3500", "亿元", 2030),
        ("地区生产总值", "growth", "6.5", "%", 2030),
        ("人均预期寿命", "cumulative_change", "1", "岁", 2030),
        ("上市企业", "cumulative", "3", "家", 2027),
        ("规上工业企业", "level", "900", "家", 2027),
    ]
