"""What the facts say by themselves: sections by kind, counts, quotations, what moved. Pure: no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evaluations.domain import quotes
from evaluations.domain.counts import counted, number_of, of_all
from evaluations.domain.facts import Changed, County, Facts, Line, Shown
from evaluations.domain.moved import moved
from evaluations.domain.sections import TABLES, numbered, sections, written_keys
from evaluations.domain.sentences import answer, not_met, of_nature, without_verdict
from evaluations.paper.parts import paragraphs, parts
from indicators.domain.stored import from_stored, to_stored

MISSED = Line(
    1, "1", "地区生产总值", unit="亿元", nature="expected", targets=("8.5 左右（年均增长 %）",), form="growth",
    actual=Shown("3014.5", Decimal("3014.5")), actual_year=2020, achieved=Shown("6.70%", Decimal("6.7")),
    achieved_label="实际年均", target=Shown("8.50%", Decimal("8.5")), gap=Shown("−1.80 个百分点", Decimal("-1.8")),
    attainment=Shown("79.5%", Decimal("0.795")), status="not_met", status_label="未完成", outcome="not_met", outcome_label="未完成",
)  # fmt: skip
MET = replace(
    MISSED, row=2, number="2", name="森林覆盖率", unit="%", nature="binding", status="met", status_label="完成",
    outcome="met", outcome_label="完成", gap=Shown("+0.10 个百分点", Decimal("0.1")),
)  # fmt: skip
DECLARED = replace(
    MET, row=3, number="3", name="氮氧化物", status_label="上报完成", outcome_label="上报完成", reported=True,
    achieved=Shown("上报完成"), gap=Shown(), attainment=Shown(),
)  # fmt: skip
SILENT = Line(
    4, "4", "森林蓄积量", nature="binding", targets=("1080",), status="no_data", status_label="无数据", outcome="open",
    outcome_label="无结论", why="没有已审核的实际数",
)  # fmt: skip
HEADING = Line(5, "5", "空气质量", nature="binding", heading=True)
LINES = (MISSED, MET, DECLARED, HEADING, SILENT)


def facts(lines=LINES, *, kind="final", year=2020, **rest) -> Facts:
    found = Facts(
        kind=kind, region="410700", region_name="新乡市", plan=1, plan_title="新乡市“十三五”规划", period="2016-2020",
        base_year=2015, start_year=2016, end_year=2020, year=year, day=date(2026, 3, 2), lines=tuple(lines),
        counts=counted(lines, ended=year >= 2020), **rest,
    )  # fmt: skip
    return replace(found, answer=answer(found))


# --- counts -----------------------------------------------------------------------------------------------------------
def test_declared_ones_and_natures_are_counted_apart_and_headings_nowhere():
    binding, expected = counted(LINES, ended=True)
    assert (binding.label, binding.total, binding.declared) == ("约束性", 3, 1)
    assert binding.outcomes == (("met", "完成", 1), ("met", "上报完成", 1), ("open", "无结论", 1))
    assert (expected.total, expected.outcomes) == (1, (("not_met", "未完成", 1),))
    assert number_of([binding, expected], "met", label="完成") == 1
    assert of_all([binding, expected]).total == 4
    assert counted(LINES, ended=False)[0].outcomes == (), "no verdicts before the end"


def test_the_sentences_say_the_same():
    told = facts()
    assert told.answer == (
        "2016–2020 年规划期满：4 项主要指标中，1 项完成、1 项上报完成、1 项未完成；1 项无结论。"
        "差距最大的是地区生产总值：实际年均 6.70%，距目标还差 1.80 个百分点。"
    )
    assert of_nature(told.counts[0], ended=True) == "约束性指标 3 项：1 项完成、1 项上报完成、1 项无结论。"
    assert [one.name for one in not_met(LINES)] == ["地区生产总值"]
    assert [one.name for one in without_verdict(LINES)] == ["森林蓄积量"]


def test_an_ended_plan_whose_last_figures_are_not_out_says_so():
    waiting = replace(
        MISSED, status="behind", status_label="滞后", outcome="not_published", outcome_label="期末数未公布"
    )
    said = facts([waiting, SILENT])
    assert "1 项滞后、1 项无数据；其中 1 项期末数未公布" in said.answer
    assert "各项指标都还没有结论。" in [line for one in sections(said) if one.key == "unmet" for line in one.sentences]


# --- sections ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "there", "not_there"),
    [("annual", {"progress", "next"}, {"unmet", "outlook"}), ("midterm", {"outlook", "advice"}, {"without", "unmet"}),
     ("final", {"unmet", "without", "experience"}, {"outlook", "advice"})],
)  # fmt: skip
def test_the_sections_of_each_kind(kind, there, not_there):
    keys = [one.key for one in sections(facts(kind=kind))]
    assert there <= set(keys) and not not_there & set(keys)
    assert len(keys) == len(set(keys)) and keys[0] == "overview" and keys[-1] == "notes"
    assert {one.key for one in sections(facts(kind=kind)) if one.guide} <= set(written_keys(kind))
    assert {one.table for one in sections(facts(kind=kind))} <= {*TABLES, ""}


def test_what_there_is_nothing_of_is_left_out():
    county = County("410726", "延津县", plan=2, lines=(MET,), counts=counted((MET,), ended=True))
    changed = Changed("地区生产总值", "基期值", "1", "2", "统计修订", moved="2018 年：滞后 → 符合预期")
    keys = [one.key for one in sections(facts(counties=(county,), changes=(changed,)))]
    assert {"counties", "changes"} <= set(keys)
    assert not {"counties", "changes", "projects", "commitments"} & {one.key for one in sections(facts())}
    assert [heading for heading, _one in numbered(sections(facts()))][:2] == ["一、总体情况", "二、主要指标完成情况"]


def test_a_paper_has_no_empty_section_and_no_bare_quotation():
    found = {one.key: one for one in parts(facts(), {"problems": "只有 {规划.完成} 完成。\n\n  {森林蓄积量.实际}。"})}
    assert "experience" not in found, "nothing was written there"
    assert found["problems"].written == ("只有 1 项 完成。", "（无数据）。")


MISSED_TOO = replace(
    DECLARED,
    row=6,
    name="氨氮",
    status="not_met",
    status_label="上报未完成",
    outcome="not_met",
    outcome_label="上报未完成",
)


def said_in(found: Facts, key: str) -> tuple[str, ...]:
    return next(one for one in sections(found) if one.key == key).sentences


def test_what_was_declared_is_listed_apart_from_figures():
    ended = facts([*LINES, MISSED_TOO])
    assert said_in(ended, "unmet")[0] == "未完成 1 项，均非约束性指标。"
    assert said_in(ended, "unmet")[-1] == "据上报结论未完成、没有数字的 1 项：氨氮。"
    assert quotes.fill("{规划.未完成}、{规划.上报未完成}", quotes.offered(ended)) == "1 项、1 项"
    under_way = facts(
        [replace(MET, status="on_track", outcome=""), replace(DECLARED, status="on_track", outcome="")], year=2018
    )
    assert said_in(replace(under_way, kind="annual"), "progress") == (
        "已实现、快于或符合预期、守住界限的 1 项：森林覆盖率。", "据上报结论完成、没有数字的 1 项：氮氧化物。",
    )  # fmt: skip


def test_the_last_years_own_report_names_what_was_missed():
    assert said_in(facts([*LINES, MISSED_TOO], kind="annual"), "progress")[-3:] == (
        "未完成的 1 项：地区生产总值。", "据上报结论未完成、没有数字的 1 项：氨氮。", "没有结论的 1 项：森林蓄积量。",
    )  # fmt: skip


def test_a_promise_of_an_earlier_year_that_was_missed_is_named():
    early = replace(MISSED, outcome="", outcome_label="")
    assert said_in(facts([early], kind="annual", year=2018), "progress")[0].startswith("地区生产总值未完成：")


def test_base_and_target_of_one_row_are_one_status_that_changed():
    base = Changed("地区生产总值", "基期值", "1", "2", "统计修订", moved="2018 年：滞后 → 符合预期")
    came = Changed("优良天数", "目标", "按省下达目标", "65.9", "上级下达")
    assert said_in(facts(changes=(base, replace(base, what="目标"), came)), "changes") == (
        "规划实施中基期值或目标有 2 处修订、调整，原值保留。", "上级下达目标数 1 处。",
        "仅因修订、调整而改变状态的 1 项：地区生产总值。",
    )  # fmt: skip


def test_a_row_that_waits_for_its_sum_is_counted_by_a_word():
    assert counted([Line(9, "9", "新增")], ended=True)[0].outcomes == (("", "待计算", 1),)


# --- quotations -------------------------------------------------------------------------------------------------------
QUOTED = {
    "{地区生产总值.实际}": "3014.5 亿元", "{地区生产总值.完成情况}": "6.70%", "{ 地区生产总值 . 目标 }": "8.5 左右（年均增长 %）",
    "｛规划.未完成｝": "1 项", "{规划.约束性上报完成}": "1 项", "{森林蓄积量.实际}": "（无数据）", "没有引用": "没有引用",
}  # fmt: skip


@pytest.mark.parametrize(("text", "filled"), QUOTED.items())
def test_a_quotation_becomes_its_figure(text, filled):
    names = quotes.offered(facts())
    assert quotes.fill(text, names) == filled
    assert quotes.unknown(text, names) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [("{GDP.实际}", "没有名为“GDP”的指标"), ("{生产总值.实际}", "相近的有：地区生产总值"), ("{地区生产总值.快}", "可以引用：实际、"),
     ("{x}", "写作 {名称.项目}"), ("{空气质量.实际}", "没有名为“空气质量”")],
)  # fmt: skip
def test_an_unknown_quotation_stays_and_says_what_there_is(text, says):
    names = quotes.offered(facts())
    assert quotes.fill(text, names) == text
    (wrong,) = quotes.unknown(f"前{text}后{text}", names)
    assert wrong.quoted == text and says in wrong.why


def test_two_rows_of_one_name_are_told_apart():
    names = quotes.offered(facts([MISSED, replace(MET, name="地区生产总值")]))
    assert quotes.fill("{地区生产总值.结论}，{地区生产总值2.结论}", names) == "未完成，完成"


def test_paragraphs_keep_their_order():
    assert paragraphs("一\n\n 二 ", {}) == ("一", "二")


# --- what moved -------------------------------------------------------------------------------------------------------
def test_what_moved_names_the_row_and_both_figures():
    before = facts()
    now = facts(
        [replace(MISSED, actual=Shown("3100", Decimal(3100))), MET, DECLARED, replace(SILENT, row=9, name="活立木")]
    )
    assert moved(before, before) == ()
    assert moved(before, now) == (
        "森林蓄积量：不再列入。", "地区生产总值：实际 3014.5 → 3100。", "活立木：新列入。",
    )  # fmt: skip


def test_facts_read_back_as_they_were_kept():
    assert from_stored(Facts, to_stored(facts())) == facts()
