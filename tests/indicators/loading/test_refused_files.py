"""One wrong sample file per rule: refused as a whole, with file, row and column, before anything is written."""

from __future__ import annotations

import pytest

from indicators.models import Indicator, PlanIndicator
from indicators.services.loading.catalogue import read_catalogue
from indicators.services.loading.plans import load_plans, read_plans
from indicators.services.loading.units import read_units
from plans.models import Plan
from regions.files import FileRefused
from regions.services import read_divisions
from tests.factories import regions
from tests.indicators.loading.conftest import COMMITTED, SAMPLES

GDP, HEADING, URBANISATION = "第 15 行起的指标（第 1 个）", "第 40 行起的指标（第 2 个）", "第 60 行起的指标（第 3 个）"
#: sample file -> row, column, what the message says besides
PLANS = {
    "not_yaml": ("第 5 行", "", "不是正确的 YAML"),
    "not_utf8": ("", "", "不是 UTF-8 编码"),
    "key_twice": ("第 21 行", "name", "写了两次"),
    "no_plan": ("", "plan", "缺规划本身"),
    "no_rows": ("", "", "没有一行数据"),
    "unknown_key": (GDP, "colour", "值“red”：没有这个名称"),
    "missing_key": (GDP, "resolutions", "缺这一项"),
    "missing_value": (GDP, "name", "没有填"),
    "unquoted_number": (GDP, "targets[1].value", "值“300.0”：数没有加引号"),
    "not_a_number": (GDP, "targets[1].value", "值“三百”：不是数"),
    "too_many_digits": (GDP, "targets[1].value", "小数至多 10 位"),
    "not_a_word": (GDP, "targets[1].form", "值“niveau”：不是允许的词"),
    "not_a_date": ("", "plan.issued_on", "值“2031年3月”：不是日期"),
    "unquoted_text": (GDP, "number", "应为文字"),
    "too_long": (GDP, "category", "最多 60 个"),
    "not_a_year": ("", "plan.base_year", "应为整数"),
    "not_true_or_false": (GDP, "heading", "应为 true 或 false"),
    "row_not_mapping": (HEADING, "", "不是一行指标"),
    "years_out_of_order": ("", "plan.end_year", "基期年 < 起始年 ≤ 末年"),
    "position_skipped": (URBANISATION, "position", "应为 3"),
    "unknown_parent": (URBANISATION, "parent", "上面没有这一标题行"),
    "heading_with_target": (HEADING, "targets", "标题行不应有"),
    "code_not_in_catalogue": (GDP, "catalogue", "值“happiness”：目录里没有"),
    "code_twice": (URBANISATION, "catalogue", "同一目录代码已用于"),
    "name_not_in_catalogue": (GDP, "name", "gdp 没有这个名称"),
    "two_primaries": (GDP, "targets", "主要目标不是正好一个"),
    "no_primary": (GDP, "targets", "主要目标不是正好一个"),
    "form_without_value": (GDP, "targets[1]", "该形式必须有数值"),
    "word_with_value": (GDP, "targets[1]", "该形式没有数值"),
    "text_not_in_a_cell": (GDP, "targets[1].text", "不是任何一格的原文"),
    "other_cells": (URBANISATION, "cells", "与第一行的栏目不同"),
    "nature_not_as_printed": (GDP, "nature", "应为 expected"),
    "nature_word_not_as_printed": (GDP, "nature_text", "与格内印的“预期性”不符"),
    "base_not_as_printed": (GDP, "base", "理解为“201亿元”，而格内“200”读作“200亿元”"),
    "target_not_as_printed": (GDP, "targets", "理解为“level 301 = 亿元”"),
    "comparator_not_as_printed": (URBANISATION, "targets", "读作“level 55.0 = %”"),
    "form_not_as_decided": (GDP, "targets", "理解为“floor 300"),
    "base_after_base_year": (GDP, "base.year", "晚于规划基期 2030 年"),
    "base_from_elsewhere": (URBANISATION, "base.from", "没有写明依据和理由"),
    "base_without_number": (URBANISATION, "base.value", "基数没有数"),
    "result_outside_the_plan": (GDP, "results.actual.year", "不在规划期 2031–2035 之内"),
    "result_without_number": (GDP, "results.actual.value", "完成数没有数"),
    "unknown_doubt": (GDP, "doubts[1].code", "值“strange”：不是允许的词"),
    "unknown_figure": (GDP, "doubts[1].figure", "不是数据的名称"),
}
DIVISIONS = {
    "no_rows": ("", "", "没有一行数据"),
    "not_a_code": ("第 3 行", "code", "值“41A000”：不是区划代码"),
    "code_twice": ("第 4 行", "code", "代码重复"),
    "unknown_parent": ("第 3 行", "parent_code", "文件里没有这个上级"),
    "parent_not_above": ("第 4 行", "parent_code", "上级的级别不高于本级"),
    "without_parent": ("第 3 行", "parent_code", "其他区划必须有上级"),
    "unknown_level": ("第 3 行", "level", "值“state”：不是允许的词"),
    "years_out_of_order": ("第 3 行", "valid_to", "停用年份早于启用年份"),
    "no_name": ("第 3 行", "name", "没有填"),
}
ENTRIES = {
    "no_rows": ("", "", "没有一行数据"),
    "code_twice": ("第 15 行", "code", "代码重复"),
    "name_twice": ("第 15 行", "aliases", "已属于 sample_one"),
    "no_direction": ("第 1 行", "direction", "没有填"),
    "wrong_direction": ("第 1 行", "direction", "方向只能是 1 或 -1"),
    "not_a_code": ("第 1 行", "code", "代码写法不对"),
    "not_a_word": ("第 1 行", "path", "值“curved”：不是允许的词"),
    "limits_out_of_order": ("第 1 行", "natural_max", "自然上限不大于自然下限"),
}
UNITS = {
    "no_rows": ("", "", "没有一行数据"),
    "unknown_code": ("", "happiness", "目录里没有这个代码"),
    "not_a_list": ("", "gdp", "值“统计局”：不是一列单位名称"),
}


def cases(table):
    return [pytest.param(name, *expected, id=name) for name, expected in table.items()]


def assert_refused(refused, file, row, column, said):
    """Some line of the refusal names exactly this place and says what is wrong and what to do."""
    found = [problem for problem in refused.value.problems if problem.row.startswith(row) and problem.column == column]
    assert found, str(refused.value)
    line = str(found[0])
    assert line.startswith(f"{file}，{row}" if row else file)
    assert said in line
    assert found[0].todo in line
    assert found[0].todo


@pytest.mark.parametrize(("name", "row", "column", "said"), cases(PLANS))
def test_plan_files(name, row, column, said, catalogue):
    with pytest.raises(FileRefused) as refused:
        read_plans([SAMPLES / "plans" / f"{name}.yaml"], catalogue)
    assert_refused(refused, f"tests/samples/plans/{name}.yaml", row, column, said)


@pytest.mark.parametrize(("name", "row", "column", "said"), cases(DIVISIONS))
def test_division_files(name, row, column, said):
    with pytest.raises(FileRefused) as refused:
        read_divisions(SAMPLES / "regions" / f"{name}.csv")
    assert_refused(refused, f"tests/samples/regions/{name}.csv", row, column, said)


@pytest.mark.parametrize(("name", "row", "column", "said"), cases(ENTRIES))
def test_catalogue_files(name, row, column, said):
    with pytest.raises(FileRefused) as refused:
        read_catalogue([SAMPLES / "catalogue" / f"{name}.yaml"])
    assert_refused(refused, f"tests/samples/catalogue/{name}.yaml", row, column, said)


@pytest.mark.parametrize(("name", "row", "column", "said"), cases(UNITS))
def test_unit_files(name, row, column, said, catalogue):
    with pytest.raises(FileRefused) as refused:
        read_units(SAMPLES / "units" / f"{name}.yaml", catalogue)
    assert_refused(refused, f"tests/samples/units/{name}.yaml", row, column, said)


def test_every_sample_file_has_its_rule(catalogue):
    """The good files are read; every other one stands in a table above."""
    tables = {"plans": PLANS, "regions": DIVISIONS, "catalogue": ENTRIES, "units": UNITS}
    for folder, table in tables.items():
        names = {path.stem for path in (SAMPLES / folder).iterdir()}
        assert names - {"good", "unknown_region"} == set(table), folder
    assert len(read_plans([SAMPLES / "plans" / "good.yaml"], catalogue)[0].rows) == 3
    assert len(read_divisions(SAMPLES / "regions" / "good.csv")) == 3
    assert set(read_catalogue([SAMPLES / "catalogue" / "good.yaml"])) == {"sample_one"}


def test_no_such_file():
    with pytest.raises(FileRefused, match="没有这个文件"):
        read_divisions(SAMPLES / "regions" / "nowhere.csv")


def test_two_files_of_one_plan(catalogue):
    good = SAMPLES / "plans" / "good.yaml"
    with pytest.raises(FileRefused, match="同一地区、同一时期"):
        read_plans([good, good], catalogue)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["unknown_region", "form_not_as_decided"])
def test_a_refused_file_leaves_nothing_behind(name):
    """Not even the catalogue or the plan of the good file beside it."""
    regions.yanjin()
    files = [SAMPLES / "plans" / "good.yaml", SAMPLES / "plans" / f"{name}.yaml"]
    with pytest.raises(FileRefused):
        load_plans(files, catalogue=COMMITTED, units=SAMPLES.parents[1] / "data" / "units.yaml")
    assert not Plan.objects.exists()
    assert not PlanIndicator.objects.exists()
    assert not Indicator.objects.exists()
