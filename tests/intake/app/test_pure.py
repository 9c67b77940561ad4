"""The stored form of a proposal, its JSON, and what decisions make of it: no database."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.domain.stored import NotStored, from_stored, to_stored
from indicators.domain.types import Comparator, Form, Nature, Role, TargetSpec
from intake.domain.as_json import as_json, json_text
from intake.domain.edit import Decided, Listing, State, items_of, merged, outcome
from intake.domain.proposal import Commitment, FoundDoubt, Proposal, ReadIndicator, ReadPlan
from intake.domain.reread import reread
from tests.factories.intake import indicator, small_proposal


def stored_and_back(proposal):
    return from_stored(Proposal, json.loads(json.dumps(to_stored(proposal), ensure_ascii=False)))


def digits(proposal):
    return [(row.base, row.base and row.base.as_tuple()) for row in proposal.indicators]


def test_what_is_stored_reads_back_to_the_last_digit():
    proposal = small_proposal()
    odd = TargetSpec(
        Role.TARGET, Form.COMPOSITION, parts=(Decimal("30"), Decimal("33.70")), marks=("*",), text="30:33.70",
        comparator=Comparator.ABOUT,
    )  # fmt: skip
    first = replace(proposal.indicators[0], targets=(odd,), base=Decimal("7.0"))
    proposal = replace(proposal, indicators=(first, *proposal.indicators[1:]))
    again = stored_and_back(proposal)
    assert again == proposal
    assert digits(again) == digits(proposal)
    assert again.indicators[0].targets[0].text == "30:33.70"  # takes no part in equality
    assert isinstance(again.results_period, tuple)


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"name": "甲"},  # a line is missing
        {"name": "甲", "line": "1"},
        {"name": "甲", "line": True},
        {"name": "甲", "line": 1, "base": 1.5},  # a float has lost its digits
        {"name": "甲", "line": 1, "base": "1,5"},
        {"name": "甲", "line": 1, "nature": "perhaps"},
        {"name": "甲", "line": 1, "weight": 3},
    ],
)
def test_what_is_no_record_is_refused(stored):
    with pytest.raises(NotStored):
        from_stored(ReadIndicator, stored)


def test_json_as_the_contract_says():
    printed = json_text(as_json(small_proposal()))
    read = json.loads(printed, parse_float=Decimal)
    assert list(read)[:2] == ["region", "plan"]
    assert read["region"] == {"code": "410726", "name": "延津县"}
    first, second, *_rest = read["indicators"]
    assert first["base"] == Decimal("153.7")
    assert str(second["targets"][0]["value"]) == "81.50"
    assert second["doubts"] == [{"code": "contradicts_text", "message": "表中为52.98亿元，正文为53.2亿元", "line": 40}]
    assert {(one["code"], one["indicator"]) for one in read["doubts"]} == {
        ("number_skipped", None),
        ("contradicts_text", 1),
    }
    assert read["indicators"][4]["parent"] == 3
    assert read["commitments"][0]["comparator"] == ">="
    assert read["previous_results"][0]["actual_text"] == "153.7"
    assert "\\u" not in printed


def test_a_range_is_a_list_and_an_empty_proposal_is_json():
    one = Commitment("水厂", "cumulative", Decimal(2), "座", 1, value_high=Decimal(3))
    read = json.loads(json_text(as_json(Proposal(ReadPlan(), commitments=(one,)))))
    assert read["commitments"][0]["value"] == [2, 3]
    assert read["indicators"] == read["doubts"] == []
    assert read["plan"]["issued_on"] is None


def decided(listing, index, state, **fields):
    return Decided(listing, index, fields.pop("part", 0), state, **fields)


def test_without_decisions_certain_items_go_in_and_uncertain_ones_wait():
    made = outcome(small_proposal(), [])
    assert len(made.indicators) == 5
    assert [project.name for project in made.projects] == ["甲乙高速延津段", "丙丁铁路专用线"]
    assert made.commitments == made.previous_results == ()


def test_a_dropped_row_is_gone_and_parents_and_doubts_follow_the_rows_that_are_left():
    proposal = small_proposal()
    asked = replace(proposal.doubts[0], indicator=4)
    made = outcome(
        replace(proposal, doubts=(asked,)), [decided(Listing.INDICATORS, 0, State.DROPPED, reason="不是指标")]
    )
    assert next(row.name for row in made.indicators) == "社会消费品零售总额"
    assert made.indicators[3].parent == 2
    assert made.doubts[0].indicator == 3


def test_a_heading_that_is_dropped_leaves_its_rows_alone():
    made = outcome(small_proposal(), [decided(Listing.INDICATORS, 3, State.DROPPED, reason="多余")])
    assert made.indicators[3].name == "氮氧化物"
    assert made.indicators[3].parent is None


def test_parts_stand_where_the_split_row_stood_and_an_added_row_where_its_line_is():
    proposal = small_proposal()
    row = proposal.indicators[1]
    decisions = [
        decided(Listing.INDICATORS, 1, State.SPLIT),
        decided(Listing.INDICATORS, 1, State.EDITED, part=1, value=replace(row, name="甲")),
        decided(Listing.INDICATORS, 1, State.EDITED, part=2, value=replace(row, name="乙")),
        decided(Listing.INDICATORS, 5, State.ADDED, value=indicator(9, "补充的", "家", "1", "2", 12)),
    ]
    names = [row.name for row in outcome(proposal, decisions).indicators]
    assert names == ["地区生产总值", "甲", "乙", "补充的", "森林覆盖率", "主要污染物减排", "氮氧化物"]


def test_merged_items_are_one_and_nothing_that_one_of_them_says_is_lost():
    first = ReadIndicator("研发经费", 5, printed_name="研发经费", base_text="", target_text="2.5", category="创新")
    second = ReadIndicator("投入强度", 6, printed_name="投入强度（%）", base_text="1.9", target_text="", unit="%")
    whole = merged([first, second])
    assert (whole.name, whole.unit, whole.base_text, whole.target_text) == ("研发经费投入强度", "%", "1.9", "2.5")
    assert whole.last_line == 6
    items = items_of(
        small_proposal(),
        [decided(Listing.PROJECTS, 1, State.MERGED, into=0)],
    )
    assert [item.goes_in for item in items[Listing.PROJECTS]] == [True, False, False]


def test_a_changed_row_is_read_again():
    plan = ReadPlan(base_year=2020, start_year=2021, end_year=2025)
    row = replace(small_proposal().indicators[1], target_text="[3.5]", growth_text="7.6", nature_text="约束性")
    again = reread(row, plan=plan)
    assert [target.form for target in again.targets] == [Form.CUMULATIVE, Form.GROWTH]
    assert again.targets[0].value == Decimal("3.5")
    assert again.nature is Nature.BINDING
    assert "contradicts_text" in [
        doubt.code for doubt in again.doubts
    ]  # said by the prose: the row alone cannot settle it
    other = reread(replace(row, target_text="81.5", growth_text="20"), plan=plan)
    assert "growth_mismatch" in {doubt.code for doubt in other.doubts}
    assert "growth_mismatch" not in {doubt.code for doubt in again.doubts}


def test_a_heading_has_no_target():
    plan = ReadPlan(base_year=2020, start_year=2021, end_year=2025)
    row = replace(small_proposal().indicators[3], target_text="5")
    assert reread(row, plan=plan).targets == ()


def test_reading_a_row_again_keeps_what_its_words_do_not_say():
    """A base taken from the table of results, a cell out of its column: another catalogue entry changes neither."""
    plan = ReadPlan(base_year=2020, start_year=2021, end_year=2025)
    taken = FoundDoubt("missing_base", "暂取上一期完成数", line=11, figure="base")
    shift = FoundDoubt("column_shift", "各数按列的顺序归位", line=11)
    row = replace(small_proposal().indicators[0], base_text=None, doubts=(taken, shift))
    again = reread(row, plan=plan, typed={"catalogue"})
    assert (again.base, again.base_unit) == (Decimal("153.7"), "亿元")
    assert {"missing_base", "column_shift"} <= {doubt.code for doubt in again.doubts}
    typed = reread(replace(row, base_text="153.7"), plan=plan, typed={"base_text"})
    assert not {"missing_base", "column_shift"} & {doubt.code for doubt in typed.doubts}
