"""Uploads and a small proposal: an invented county's plan, as the readers hand it on."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from indicators.domain.stored import to_stored
from indicators.domain.types import Comparator, Form, Nature, Role, TargetSpec
from intake.domain.proposal import (
    Certainty,
    Commitment,
    FoundDoubt,
    ProjectKind,
    Proposal,
    ReadIndicator,
    ReadPlan,
    ReadProject,
    ReadResult,
)
from intake.models import Intake, IntakeState
from tests.factories import accounts, regions


def intake(content: bytes = b"plan", **fields) -> Intake:
    """An upload that waits, unless told otherwise; not saved."""
    base = {
        "region": regions.yanjin(),
        "name": "规划.txt",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "file": "intake/aa/aa",
        "uploaded_by": fields.pop("by", None) or accounts.planner(),
    }
    return Intake(**{**base, **fields})


def read_intake(proposal: Proposal | None = None, **fields) -> Intake:
    """A stored upload that has been read."""
    made = intake(
        state=IntakeState.READ,
        proposal=to_stored(proposal or small_proposal()),
        reader_version=1,
        kind="text",
        lines=[[1, "", "延津县规划"]],
        **fields,
    )
    made.save()
    return made


def target(value: str, *, form: Form = Form.LEVEL, unit: str = "亿元", **fields) -> TargetSpec:
    role = Role.GROWTH if form is Form.GROWTH else Role.TARGET
    return TargetSpec(role, form, Decimal(value), unit=unit, text=fields.pop("text", value), **fields)


def indicator(number: int, name: str, unit: str, base: str, aim: str, line: int, **fields) -> ReadIndicator:
    """A row whose base and target are printed as plain numbers."""
    return ReadIndicator(
        name=name,
        line=line,
        printed_name=f"{name}（{unit}）",
        number=str(number),
        unit=unit,
        category=fields.pop("category", "经济发展"),
        base_text=base,
        target_text=aim,
        nature_text=fields.pop("nature_text", "预期性"),
        nature=fields.pop("nature", Nature.EXPECTED),
        base=Decimal(base),
        base_unit=unit,
        targets=(target(aim, unit=unit),),
        **fields,
    )


def small_proposal() -> Proposal:
    """Three rows (one doubtful, one under a heading that is a row too), two results, three projects, two commitments."""
    doubt = FoundDoubt("contradicts_text", "表中为52.98亿元，正文为53.2亿元", line=40, figure="base")
    heading = ReadIndicator(
        name="主要污染物减排", line=14, printed_name="主要污染物减排", number="4", heading=True, category="绿色生态",
        base_text="", target_text="", nature_text="约束性", nature=Nature.BINDING,
    )  # fmt: skip
    rows = (
        indicator(1, "地区生产总值", "亿元", "153.7", "230", 11, catalogue="gdp"),
        indicator(2, "社会消费品零售总额", "亿元", "52.98", "81.50", 12, doubts=(doubt,)),
        indicator(3, "森林覆盖率", "%", "16.8", "18.0", 13, category="绿色生态"),
        heading,
        indicator(5, "氮氧化物", "吨", "300", "270", 15, parent=3, category="绿色生态"),
    )
    results = (
        ReadResult("地区生产总值", 31, printed_name="地区生产总值", unit="亿元", base_text="100", target_text="150",
                   target_growth_text="8.5", actual_text="153.7", actual_growth_text="9.0", nature_text="预期性", catalogue="gdp"),
        ReadResult("森林覆盖率", 32, printed_name="森林覆盖率", unit="%", base_text="15.0", target_text="17",
                   target_growth_text="", actual_text="16.8", actual_growth_text="", nature_text="约束性"),
    )  # fmt: skip
    box = "专栏3：交通重点项目"
    projects = (
        ReadProject(box, "高速公路", "甲乙高速延津段", 51, facts="长15.7公里"),
        ReadProject(box, "", "丙丁铁路专用线", 51),
        ReadProject("第四章", "", "城东新区水厂", 70, certainty=Certainty.PROSE, kind=ProjectKind.PROJECT),
    )
    commitments = (
        Commitment(
            "高新技术企业", "level", Decimal(18), "家", 60, comparator=Comparator.GE, year=2025, text="达到18家以上"
        ),
        Commitment("规模以上工业增加值", "growth", Decimal("7.0"), "%", 61, text="年均增长7.0%"),
    )
    return Proposal(
        plan=ReadPlan(title="延津县第十四个五年规划纲要", base_year=2020, start_year=2021, end_year=2025, stated_count=4,
                      region_code="410726", region_name="延津县", lines=(("title", 1),)),
        table="专栏2 主要指标", table_line=10, results_table="专栏1", results_line=30, results_period=(2016, 2020),
        indicators=rows, previous_results=results, projects=projects, commitments=commitments,
        doubts=(FoundDoubt("number_skipped", "序号由3跳到5，没有第4行", line=15, figure="table"),),
        notes=(),
    )  # fmt: skip
