"""Each kind of check by table: what is said, and what is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.domain.checks.check import check_figure
from indicators.domain.checks.findings import CheckCode, Severity
from indicators.domain.checks.neighbours import alike
from indicators.domain.checks.surroundings import Known, Ordered, Origin, Other
from indicators.domain.types import ActualKind, Comparator, Form, Measure
from tests.indicators.checks.around import D, actual, around, facts, keys, known, level, others, said, target

GDP = around((2021, "3232.5", "6.6"), (2022, "3464", "5.3"), base="3014.5", targets=[target(Form.GROWTH, "6.5")])
URBAN = around((2021, "40.1"), (2022, "40.16"), unit="%", base="39", targets=[level(46)])


# --- unit slips and jumps of the value --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "surroundings", "key", "word"),
    [
        ("33476000", GDP, "unit_slip:value", "按“万元”填的（33476000 万元 = 3347.6 亿元）"),
        ("33476", GDP, "unit_slip:value", "大了 10 倍"),
        ("334760", GDP, "unit_slip:value", "大了 100 倍"),
        ("334.76", GDP, "unit_slip:value", "小了 10 倍"),
        ("0.33476", GDP, "unit_slip:value", "小了 10000 倍"),
        ("334760000000", GDP, "unit_slip:value", "按“元”填的"),
        ("1500", GDP, "jump:value", "减少了 56.7 %"),
        ("5400", GDP, "jump:value", "增加了 55.89 %"),
        ("0", GDP, "jump:value", "减少了 100 %"),
        ("0.4117", URBAN, "unit_slip:value", "按小数填的（0.4117 = 41.17 %）"),
        ("411.7", URBAN, "unit_slip:value", "按“‰”填的（411.7 ‰ = 41.17 %）"),
        ("4117", URBAN, "unit_slip:value", "大了 100 倍"),
        ("47", URBAN, "jump:value", "高了 6.84 个百分点"),
        (
            "93",
            around((2022, "478.45"), unit="万吨", base="485.9"),
            "unit_slip:value",
            "按“亿斤”填的（93 亿斤 = 465 万吨）",
        ),
        ("36700", around((2022, "2480"), unit="公顷"), "unit_slip:value", "按“亩”填的"),
        ("4896", around((2022, "0.5"), unit="万人"), "unit_slip:value", "按“人”填的（4896 人 = 0.4896 万人）"),
        ("87", around((2022, "78.1"), unit="岁"), "jump:value", "高了 8.9 岁"),
    ],
)
def test_a_value_out_of_step_is_told_with_what_it_looks_like(value, surroundings, key, word):
    found = [one for one in keys(actual(value), surroundings) if one in ("unit_slip:value", "jump:value")]
    assert found == [key]
    assert word in said(actual(value), surroundings, key)


@pytest.mark.parametrize(
    ("value", "surroundings"),
    [
        ("3347.6", GDP),
        ("4900", GDP),
        ("2400", GDP),
        ("41.17", URBAN),
        ("44", URBAN),
        ("0.98", around((2022, "0"), unit="%")),
        ("20", around((2022, "8"), unit="家", catalogue=facts("家", measure=Measure.COUNT))),
        ("5000", around()),  # nothing is known: nothing is judged
        ("770", around(year=2023, base="100", targets=[level("3000")])),  # far from the base, on the planned path
        ("400", around((2021, "100"), (2022, "200"))),  # the series itself doubles
        ("-30", around((2022, "-25"), catalogue=facts(natural_min=None))),
    ],
)
def test_a_value_in_step_is_left_alone(value, surroundings):
    assert not {"unit_slip:value", "jump:value"} & set(keys(actual(value), surroundings))


def test_a_stated_growth_that_agrees_explains_a_large_step():
    surroundings = around((2022, "100"))
    assert keys(actual("160"), surroundings) == ["jump:value"]
    assert keys(actual("160", "58"), surroundings) == []
    assert "jump:value" in keys(actual("160", "8"), surroundings)


def test_where_a_slip_explains_all_only_the_slip_is_said():
    surroundings = replace(
        around((2022, "3464", "5.3")), whole=Other("河南省", D("59132")),
        related=(Ordered(Other("规模以上工业增加值", D("9")), own_is_lower=True),),
    )  # fmt: skip
    assert keys(actual("33476000", "1.5"), surroundings) == ["unit_slip:value"]


@pytest.mark.parametrize("forms", [(Form.CUMULATIVE,), (Form.QUOTA,)])
def test_amounts_of_a_year_move_freely_but_not_tenfold(forms):
    targets = [target(form, "35") for form in forms]
    surroundings = around((2021, "9.06"), (2022, "7.5"), unit="万人", targets=targets)
    assert keys(actual("17"), surroundings) == []
    assert keys(actual("90600"), surroundings) == ["unit_slip:value"]
    alone = around(unit="万人", targets=targets)
    assert keys(actual("9.06"), alone) == []
    assert keys(actual("90600"), alone) == ["unit_slip:value"]
    assert "规划平均每年" in said(actual("90600"), alone, "unit_slip:value")


def test_the_base_of_a_sum_is_no_amount_of_a_year():
    """新乡's base of new jobs may be the sum of five years: what one year brought is not compared with it."""
    surroundings = around(base="40", unit="万人", targets=[target(Form.CUMULATIVE, "35")])
    surroundings = replace(surroundings, series=())
    assert keys(actual("7.2"), surroundings) == []


@pytest.mark.parametrize("form", [Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE])
def test_cuts_and_changes_jump_freely(form):
    terms = target(form, "13.5", actual_kind=ActualKind.CHANGE)
    assert keys(actual("3.8"), around((2021, "2.7"), (2022, "0.1"), unit="%", targets=[terms])) == []


def test_nothing_is_compared_across_a_definition_break():
    assert keys(actual("69.4"), around((2022, "138"))) == ["jump:value"]
    assert keys(actual("69.4"), around((2022, "138"), breaks=[2023])) == []
    assert keys(actual("69.4"), around((2022, "138"), breaks=[2024])) == ["jump:value"]


def test_the_nearest_earlier_year_is_the_yardstick_and_named_with_its_source():
    surroundings = around(
        known(2020, "138", origin=Origin.EARLIER_PLAN, label="2016–2020 年规划"), known(2023, "75"), year=2021
    )
    message = said(actual("69.4", year=2021), surroundings, "jump:value")
    assert "上年（2020 年，2016–2020 年规划）是 138 亿元" in message
    assert "口径" in message


def test_of_two_figures_of_a_year_the_approved_one_is_believed():
    doubled = around((2022, "100"), known(2022, "9", origin=Origin.BACKGROUND, label="背景数据"))
    assert keys(actual("104"), doubled) == []
    completed = around((2022, "100"), known(2022, growth="7.7", origin=Origin.BACKGROUND, label="背景数据"))
    assert keys(actual("104", "7.7"), completed) == ["growth_repeated:growth"]


# --- limits and signs -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("figure", "surroundings", "key"),
    [
        (actual("100.1"), around(unit="%"), "natural_limit:value"),
        (actual("100", comparator=Comparator.GT), around(unit="%"), "natural_limit:value"),
        (actual("-0.1"), around(), "natural_limit:value"),
        (actual(growth="-100"), around(), "natural_limit:growth"),
        (actual("100"), around(unit="%", targets=[target(Form.CUMULATIVE_CUT, "13.5")]), "natural_limit:value"),
        (actual(parts=(D(-1), D(51), D(50))), around(unit="%"), "natural_limit:parts"),
    ],
)
def test_what_cannot_be_is_an_error(figure, surroundings, key):
    assert [(one.key, one.severity) for one in check_figure(figure, surroundings)] == [(key, Severity.ERROR)]


@pytest.mark.parametrize(
    ("figure", "surroundings"),
    [
        (actual("100"), around(unit="%")),
        (actual("0"), around()),
        (actual("104"), around(unit="%", catalogue=facts("%", natural_max=None))),
        (actual(growth="-99.9"), around()),
        (actual("-0.1"), around((2022, "-0.2"), linked=False)),
    ],
)
def test_what_can_be_is_no_error(figure, surroundings):
    assert not [one for one in check_figure(figure, surroundings) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("value", "surroundings", "word"),
    [
        ("-2.7", around(unit="%", targets=[target(Form.CUMULATIVE_CUT, "13.5")], catalogue=facts("%", natural_min=None)),
         "表示上升了 2.7 %"),
        ("-0.3", around(unit="岁", targets=[target(Form.CUMULATIVE_CHANGE, "1", actual_kind=ActualKind.CHANGE)]), "表示下降"),
        ("-5", around(catalogue=facts(natural_min=None)), "一般不会为负"),
    ],
)  # fmt: skip
def test_a_sign_that_is_hardly_meant(value, surroundings, word):
    assert keys(actual(value), surroundings) == ["sign:value"]
    assert word in said(actual(value), surroundings, "sign:value")


# --- level and growth -------------------------------------------------------------------------------------------------
def test_the_real_contradiction_of_xinxiang():
    """2022 was revised: 3347.6 after 3464 with a growth of +1.5 %."""
    message = said(actual("3347.6", "1.5", bases="cx"), GDP, "level_growth:growth")
    assert message.startswith("3347.6 亿元比上年（2022 年）3464 亿元少 3.36 %，公布增速却为 +1.5 %，方向相反。")
    assert "口径不同" in message


@pytest.mark.parametrize(
    ("value", "growth", "bases", "contradicts"),
    [
        ("104", "4", "", False),
        ("104", "8.9", "", False),
        ("104", "9.1", "", True),
        ("104", "-1.1", "", True),
        ("104", "6.5", "c", True),
        ("104", "5.5", "c", False),
        ("104", "8.9", "cx", False),
        ("100.4", "-0.3", "", False),  # opposite, but both are hardly a change
        ("98", "2", "cx", True),
    ],
)
def test_how_far_level_and_growth_may_lie_apart(value, growth, bases, contradicts):
    found = keys(actual(value, growth, bases=bases), around((2022, "100")))
    assert ("level_growth:growth" in found) is contradicts


@pytest.mark.parametrize(
    "surroundings",
    [
        around((2021, "100")),  # not the year before
        around((2022, "0")),
        around((2022, "40"), unit="%"),  # a share has no growth of its own
        around((2022, "3"), unit="%", targets=[target(Form.CUMULATIVE_CUT, "13.5")]),
    ],
)
def test_growth_is_only_compared_with_a_level_of_the_year_before(surroundings):
    assert "level_growth:growth" not in keys(actual("41", "-20"), surroundings)


# --- growth -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("growth", "key", "word"),
    [
        ("0.015", "unit_slip:growth", "像是 1.5 %"),
        ("53", "unit_slip:growth", "像是 5.3 %"),
        ("660", "unit_slip:growth", "像是 6.6 %"),
        ("-30", "jump:growth", "35.3 个百分点"),
        ("5.3", "growth_repeated:growth", "完全相同"),
        ("6.5", "equals_target:growth", "年均增速目标"),
    ],
)
def test_growths(growth, key, word):
    assert keys(actual(growth=growth), GDP) == [key]
    assert word in said(actual(growth=growth), GDP, key)


@pytest.mark.parametrize("growth", ["1.5", "0.5", "0", "-3.4", "20", "0.05"])
def test_growths_that_are_left_alone(growth):
    assert keys(actual(growth=growth), GDP) == []


def test_a_growth_without_a_series_is_measured_with_the_promised_one():
    surroundings = around(targets=[target(Form.GROWTH, "7")])
    assert keys(actual(growth="6.2"), surroundings) == []
    assert keys(actual(growth="62"), surroundings) == ["unit_slip:growth"]


# --- the promised number ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("figure", "surroundings", "told"),
    [
        (actual("46"), around((2022, "45"), unit="%", targets=[level(46)]), True),
        (actual("46.0"), around((2022, "45"), unit="%", targets=[level(46)]), True),
        (actual("100"), around((2022, "99"), unit="%", targets=[level(100)]), False),  # it can go no further
        (actual("46"), around((2022, "46"), unit="%", targets=[level(46)]), False),  # it stood there before
        (actual("35"), around(unit="万人", targets=[target(Form.CUMULATIVE, "35")]), True),
        (actual("13.5"), around(unit="%", targets=[target(Form.CUMULATIVE_CUT, "13.5")]), True),
        (actual("8"), around(targets=[target(Form.GROWTH, "8")]), False),  # the level of a growth row
    ],
)
def test_the_very_number_that_was_promised(figure, surroundings, told):
    assert ("equals_target:value" in keys(figure, surroundings)) is told


def test_parts_that_equal_the_target_or_jump():
    parts = tuple(map(D, ("30.0", "33.7", "36.3")))
    terms = target(Form.COMPOSITION, parts=tuple(map(D, ("22.7", "33.8", "43.5"))))
    surroundings = around(Known(2022, parts=parts), unit="%", targets=[terms])
    assert keys(actual(parts=tuple(map(D, ("29.0", "33.9", "37.1")))), surroundings) == []
    assert keys(actual(parts=terms.parts), surroundings) == ["jump:parts", "equals_target:parts"]
    swapped = actual(parts=tuple(map(D, ("36.3", "33.7", "30.0"))))
    assert "请核对次序" in said(swapped, surroundings, "jump:parts")


# --- parts, counties, neighbours --------------------------------------------------------------------------------------
def test_parts_against_the_whole():
    whole = around(
        unit="元",
        related=(
            Ordered(Other("城镇居民人均可支配收入", D(30325)), own_is_lower=True, why="全体居民收入介于城镇与农村之间"),
            Ordered(
                Other("农村居民人均可支配收入", D(16191)), own_is_lower=False, why="全体居民收入介于城镇与农村之间"
            ),
        ),
    )
    assert keys(actual("22000"), whole) == []
    assert "高于城镇居民人均可支配收入 30325 元" in said(actual("31000"), whole, "parts_whole:value")
    assert "低于农村居民人均可支配收入 16191 元" in said(actual("15000"), whole, "parts_whole:value")


@pytest.mark.parametrize(
    ("value", "surroundings", "word"),
    [
        ("3500", around(whole=Other("新乡市", D("3464"))), "3500 亿元高于新乡市的同期数"),
        (
            "1500",
            around(whole=Other("新乡市", D("3464")), peers=others(卫滨区="1200", 封丘县="900")),
            "加上卫滨区、封丘县的同期数，合计超过新乡市",
        ),
        ("150", around(counties=others(延津县="179.46")), "低于延津县 179.46 亿元"),
        ("300", around(counties=others(延津县="179.46", 卫滨区="150")), "之和 329.46 亿元"),
    ],
)
def test_a_county_against_its_city(value, surroundings, word):
    assert keys(actual(value), surroundings) == ["county_city:value"]
    assert word in said(actual(value), surroundings, "county_city:value")


def test_a_message_names_no_figure_of_a_region_above_or_beside():
    """A clerk of the county reads it, who sees neither the city nor the next county."""
    city, beside = Other("新乡市", D("3464")), others(卫滨区="1211", 封丘县="902")
    for value in ("3500", "1500"):
        message = said(actual(value), around(whole=city, peers=beside), "county_city:value")
        assert not any(figure in message for figure in ("3464", "1211", "902", "3613")), message
    message = said(actual("1211"), around(peers=others(卫滨区="12.11")), "neighbour:value")
    assert message.startswith("1211 亿元与卫滨区 2023 年的数字相同。")
    assert "12.11" not in message


@pytest.mark.parametrize(
    ("value", "surroundings"),
    [
        ("179.46", around(whole=Other("新乡市", D("3464")), peers=others(卫滨区="150"))),
        ("3464", around(counties=others(延津县="179.46", 卫滨区="150"))),
        ("328", around(counties=others(延津县="179.46", 卫滨区="150"))),  # within rounding
    ],
)
def test_a_county_within_its_city(value, surroundings):
    assert keys(actual(value), surroundings) == []


@pytest.mark.parametrize(
    ("one", "other", "share", "copied"),
    [
        ("3347.6", "3347.60", False, True),
        ("3347.6", "33476", False, True),
        ("57.9", "57.9", False, True),
        ("57.9", "579", False, False),
        ("57", "57", False, False),
        ("57.9", "57.9", True, False),
        ("57.96", "57.96", True, True),
        ("100.0", "100", True, False),
        ("0", "0", False, False),
        ("1234", "1235", False, False),
    ],
)
def test_which_digits_are_a_neighbours(one, other, share, copied):
    assert alike(D(one), D(other), share=share) is copied


def test_the_digits_of_a_neighbour_are_told_once():
    surroundings = around(neighbours=others(社会消费品零售总额="57.96"), peers=others(卫滨区="57.96"))
    assert keys(actual("57.96"), surroundings) == ["neighbour:value"]
    assert "社会消费品零售总额 2023 年的 57.96" in said(actual("57.96"), surroundings, "neighbour:value")
    assert "卫滨区" in said(actual("57.96"), replace(surroundings, neighbours=()), "neighbour:value")


# --- altogether -------------------------------------------------------------------------------------------------------
def test_nothing_entered_is_nothing_said():
    assert check_figure(actual(), GDP) == ()


def test_every_code_has_a_case():
    """A kind of check that is added is added to the tables above."""
    told = {one.code for one in _everything()}
    assert told == set(CheckCode)


def _everything():
    cases = [
        (actual("33476000"), GDP), (actual("1500"), GDP), (actual("-5"), around(catalogue=facts(natural_min=None))),
        (actual("101"), around(unit="%")), (actual("3347.6", "1.5"), GDP), (actual(growth="6.5"), GDP),
        (actual(growth="5.3"), GDP),
        (actual("9"), around(related=(Ordered(Other("城镇", D(8)), own_is_lower=True),))),
        (actual("9"), around(whole=Other("新乡市", D(8)))), (actual("57.96"), around(neighbours=others(其他="57.96"))),
    ]  # fmt: skip
    for figure, surroundings in cases:
        yield from check_figure(figure, surroundings)


def test_messages_say_what_to_do_and_keep_the_digits():
    for finding in _everything():
        assert "请" in finding.message
        assert "E+" not in finding.message
    assert isinstance(GDP.planned(), Decimal) is False  # a growth row has no path of levels
