"""Next year's sheet: what was said about its columns is carried over, what is new is proposed and asked."""

from __future__ import annotations

import pytest

from sheets.carried import carry_over

YEARS = range(2021, 2026)
HEADERS = ("指标", "单位", "2022年 / 完成", "2022年 / 增速", "2023年 / 完成", "2023年 / 增速", "备注")
MEANINGS = ("name", "unit", "value:2022", "growth:2022", "value:2023", "growth:2023", "")


def carried(*new, headers=HEADERS, meanings=MEANINGS):
    return carry_over(headers, meanings, new, YEARS)


def test_one_year_more_asks_for_its_columns_alone():
    new = (*HEADERS[:6], "2024年 / 完成", "2024年 / 增速", "备注")
    found = carried(*new)
    assert found.meanings == (*MEANINGS[:6], "value:2024", "growth:2024", "")
    assert found.asked == (6, 7)


def test_the_window_moved_on():
    found = carried("指标", "单位", "2023年 / 完成", "2023年 / 增速", "2024年 / 完成", "2024年 / 增速", "备注")
    assert found.meanings == ("name", "unit", "value:2023", "growth:2023", "value:2024", "growth:2024", "")
    assert found.asked == (4, 5)


def test_a_year_less_asks_nothing():
    found = carried("指标", "单位", "2023年 / 完成", "2023年 / 增速", "备注")
    assert found.meanings == ("name", "unit", "value:2023", "growth:2023", "")
    assert found.asked == ()


def test_the_same_headers_say_the_same():
    assert carried(*HEADERS).meanings == MEANINGS
    assert carried(*HEADERS).asked == ()


def test_a_column_of_another_kind_is_asked_without_a_proposal():
    found = carried(*HEADERS, "责任人")
    assert (found.meanings[-1], found.asked) == ("", (7,))


def test_a_year_outside_of_the_plan_is_not_proposed():
    found = carried(*HEADERS, "2031年 / 完成")
    assert (found.meanings[-1], found.asked) == ("", (7,))


def test_a_blank_header_is_not_asked():
    assert carried(*HEADERS, "").asked == ()


def test_no_meaning_is_given_twice():
    found = carried(*HEADERS, "2023年 / 完成")
    assert found.meanings.count("value:2023") == 1
    assert found.asked == (7,)


def test_which_of_the_years_in_a_header_is_meant():
    headers, meanings = ("指标", "2021—2025年规划 / 2022年 / 完成"), ("name", "value:2022")
    found = carried(*headers, "2021—2025年规划 / 2023年 / 完成", headers=headers, meanings=meanings)
    assert found.meanings == ("name", "value:2022", "value:2023")


@pytest.mark.parametrize(
    "new",
    [
        ("项目", "单位", "2022年 / 完成", "2022年 / 增速"),  # the column of names is headed otherwise
        ("指标", "单位", "2024年 / 完成"),  # a kind of figure is missing
        ("指标", "单位", "完成", "增速"),
        (),
    ],
)
def test_another_sheet_is_another_sheet(new):
    assert carried(*new) is None
