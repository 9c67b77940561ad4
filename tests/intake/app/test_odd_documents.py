"""Documents that can be opened but are not what they should be: a clear word, nothing written but the upload."""

from __future__ import annotations

import pytest

from intake.models import Intake, IntakeState
from intake.presenters.notes import note_text
from intake.selectors.review import review_of
from intake.services.uploads import accept_upload
from intake.services.words import refusal
from intake.tasks import read_intake
from plans.models import Plan

pytestmark = pytest.mark.django_db

HEAD = "云溪县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要\n\n第一章 总体要求\n全面贯彻新发展理念。\n\n"
COLUMNS = "序号\t指标名称\t2020年\t2025年\t属性\n"
NUMBERED = COLUMNS + (
    "1\t地区生产总值（亿元）\t100\t150\t预期性\n2\t社会消费品零售总额（亿元）\t40\t60\t预期性\n"
    "3\t森林覆盖率（%）\t18.6\t20\t约束性\n4\t城镇登记失业率（%）\t3.6\t<4.5\t预期性\n"
)
BLANK = COLUMNS + "1\t地区生产总值（亿元）\t\t\t预期性\n2\t森林覆盖率（%）\t\t\t约束性\n3\t城镇化率（%）\t\t\t预期性\n"
CONTRACT = "房屋租赁合同\n\n甲方：张三\n乙方：李四\n\n第一条 甲方将房屋出租给乙方使用。\n第二条 租金按季支付。\n"


def read(text: str, planner) -> Intake:
    intake = accept_upload(chunks=[text.encode()], name="规划.txt", by=planner).intake
    read_intake(intake.pk)
    return Intake.objects.get(pk=intake.pk)


def test_a_document_of_another_kind_is_refused_and_its_lines_stay(catalogue, planner):
    intake = read(CONTRACT, planner)
    assert (intake.state, intake.why) == (IntakeState.REFUSED, "not_a_plan")
    assert "不像是规划文本" in refusal(intake.why, intake.detail)
    assert intake.lines
    assert not Plan.objects.exists()


def test_a_table_without_any_number_is_told(catalogue, planner):
    intake = read(HEAD + "专栏1 主要指标\n" + BLANK, planner)
    assert intake.state == IntakeState.READ
    review = review_of(intake)
    assert "no_numbers" in review.proposal.notes
    assert "没有一个数" in note_text("no_numbers")
    assert not Plan.objects.exists()


def test_two_tables_that_could_be_meant_are_told(catalogue, planner):
    other = NUMBERED.replace("100\t150", "100\t160")
    intake = read(
        HEAD + "专栏1 主要指标\n" + NUMBERED + "\n第二章 目标\n到2025年，再上台阶。\n\n专栏2 主要指标\n" + other,
        planner,
    )
    review = review_of(intake)
    assert "two_tables" in review.proposal.notes
    assert "两张表" in note_text("two_tables")
    assert len(review.proposal.indicators) == 4


def test_the_last_line_without_an_end_is_read(catalogue, planner):
    intake = read(HEAD + "专栏1 主要指标\n" + NUMBERED.rstrip("\n"), planner)
    assert review_of(intake).proposal.indicators[-1].name == "城镇登记失业率"
