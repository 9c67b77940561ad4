"""Table against prose, count against rows, base against the table of results: few doubts, and right ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain.types import Comparator, Form, Role, TargetSpec
from intake.domain.proposal import FoundDoubt, Proposal, ReadIndicator, ReadPlan, ReadResult
from intake.domain.prose.contradictions import text_doubts
from intake.domain.reference import Reference
from intake.readers.open import read_pasted

PLAN = ReadPlan(base_year=2020, start_year=2021, end_year=2025)
REFERENCE = Reference(names={"细颗粒物浓度": "pm25", "PM2.5年平均浓度": "pm25"})


def row(
    name: str = "企业数",
    *,
    unit: str = "家",
    base: str | None = None,
    target: str | None = None,
    form: Form = Form.LEVEL,
    comparator: Comparator = Comparator.EQ,
    catalogue: str = "",
) -> ReadIndicator:
    spec = TargetSpec(Role.TARGET, form, Decimal(target), None, comparator, unit) if target is not None else None
    return ReadIndicator(
        name=name,
        line=900,
        printed_name=name,
        unit=unit,
        base=Decimal(base) if base is not None else None,
        base_unit=unit,
        targets=(spec,) if spec else (),
        catalogue=catalogue,
    )


def doubts(text: str, *rows: ReadIndicator, plan: ReadPlan = PLAN, **more: object) -> tuple[FoundDoubt, ...]:
    proposal = Proposal(plan=plan, indicators=rows, **more)  # type: ignore[arg-type]
    return text_doubts(proposal, read_pasted(text), REFERENCE)


@pytest.mark.parametrize(
    ("text", "one", "message"),
    [
        (
            "2020年PM10和PM2.5分别降至88微克/立方米、52微克/立方米。",
            row("PM2.5年平均浓度", unit="微克/立方米", base="57", catalogue="pm25"),
            "表中2020年基数57微克/立方米；正文为52微克/立方米",
        ),
        ("2020年，企业数达到12家。", row(base="10"), "表中2020年基数10家；正文为12家"),
        ("到2025年，企业数达到30家。", row(target="28"), "表中2025年目标28家；正文为30家"),
        (
            "到2025年，覆盖率由45%提高到60%。",
            row("覆盖率", unit="%", base="44", target="60"),
            "表中2020年基数44%；正文为45%",
        ),
        (
            "生产总值年均增长8%。",
            row("生产总值", unit="%", target="7", form=Form.GROWTH),
            "表中年均增长7%；正文为8%",
        ),
    ],
)
def test_another_figure_in_the_prose_is_a_doubt(text: str, one: ReadIndicator, message: str) -> None:
    (doubt,) = doubts(f"第二章 情况\n{text}", one)
    assert (doubt.code, doubt.message, doubt.line, doubt.indicator) == ("contradicts_text", message, 2, 0)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("2020年，企业数达到10家。", row(base="10")),
        ("2019年，企业数达到8家。", row(base="10")),
        ("2020年，龙头企业数达到8家。", row(base="10")),
        ("2020年，企业数达到8家。全县企业数10家。", row(base="10")),
        ("2020年，收入达到1.15万元。", row("收入", unit="元", base="11470")),
        ("2020年，产值达到153.7亿元。", row("产值", unit="亿元", base="153.68")),
        ("2020年，产值超过150亿元。", row("产值", unit="亿元", base="153.68")),
        ("到2025年，产值达到230亿元左右。", row("产值", unit="亿元", target="235")),
        ("到2025年，产值达到30万吨。", row("产值", unit="亿元", target="235")),
        ("到2025年，覆盖率达到2至3家。", row("覆盖率", target="5")),
        ("到2022年，企业数达到12家。", row(target="28")),
        ("“十四五”期间，新增企业数12家。", row(target="28")),
    ],
)
def test_what_agrees_or_is_about_something_else_is_none(text: str, one: ReadIndicator) -> None:
    assert doubts(f"第二章 情况\n{text}", one) == ()


def test_the_rows_of_the_table_are_not_its_prose() -> None:
    one = ReadIndicator(name="企业数", line=1, base=Decimal(10), base_unit="家", unit="家", last_line=2)
    assert doubts("2020年，企业数达到12家。\n2020年，企业数达到13家。\n正文。", one) == ()


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        ("58.1", "表中2020年基数57.6%；上一期完成情况表为58.1%"),
        ("57.6", None),
        ("58", None),
        ("[58.1]", None),
        (">50", None),
        ("完成", None),
        ("", None),
    ],
)
def test_the_base_against_what_was_reached(actual: str, message: str | None) -> None:
    result = ReadResult(name="城镇化率", line=5, unit="%", actual_text=actual)
    one = row("城镇化率", unit="%", base="57.6")
    found = doubts("正文。", one, previous_results=(result,), results_period=(2016, 2020))
    assert [doubt.message for doubt in found] == ([message] if message else [])
    assert doubts("正文。", one, previous_results=(result,), results_period=(2011, 2015)) == ()


@pytest.mark.parametrize(("stated", "wrong"), [(3, False), (2, False), (4, True), (None, False)])
def test_the_stated_count_fits_the_rows_with_sub_rows_or_without(stated: int | None, wrong: bool) -> None:
    rows = (
        ReadIndicator(name="甲", line=1, number="1"),
        ReadIndicator(name="乙", line=2, number="2", heading=True),
        ReadIndicator(name="丙", line=3, parent=1),
        ReadIndicator(name="丁", line=4, parent=1),
    )
    plan = ReadPlan(base_year=2020, start_year=2021, end_year=2025, stated_count=stated, lines=(("stated_count", 7),))
    found = doubts("正文。", *rows, plan=plan)
    assert [(doubt.code, doubt.line, doubt.indicator) for doubt in found] == (
        [("count_mismatch", 7, None)] if wrong else []
    )


def test_a_proposal_without_a_table_has_no_doubt() -> None:
    assert doubts("2020年，企业数达到12家。") == ()


def test_a_total_says_nothing_of_what_a_head_has_of_it() -> None:
    text = "第二章 情况\n全县生产总值年均增长9%，到2025年达到133亿元。"
    assert doubts(text, row("人均地区生产总值", unit="元", target="43000")) == ()
