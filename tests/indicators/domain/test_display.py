"""Rounding, digits, signs, units and words."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from indicators.domain import display
from indicators.domain.types import Form, Nature, PriceBasis, Reason, Result, Status, Vintage


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (display.share(Decimal("0.51900393")), "51.9%"),
        (display.share(Decimal("0.0005")), "0.1%"),
        (display.rate(Decimal("18.986"), "%"), "18.99%"),
        (display.rate(Decimal("2.415"), "个百分点"), "2.42 个百分点"),
        (display.rate(Decimal("-5.975"), "%"), "−5.98%"),
        (display.rate(None, "%"), "—"),
        (display.pace(Decimal("0.7025")), "0.70"),
        (display.number(Decimal("0.125"), 2), "0.13"),
        (display.number(Decimal("-0.125"), 2), "−0.13"),
        (display.number(Decimal("-0.001"), 2), "0.00"),
        (display.number(Decimal("2.06"), 2, signed=True), "+2.06"),
        (display.number(Decimal("0"), 1, signed=True), "0.0"),
        (display.number(Decimal("1E+3"), 0), "1000"),
        (display.level(Decimal("193.3"), 1, "亿元"), "193.3 亿元"),
        (display.level(Decimal("9"), 1, "%"), "9.0%"),
        (display.share(None), "—"),
    ],
)
def test_figures_as_people_read_them(shown, text):
    assert shown == text


@pytest.mark.parametrize(
    ("printed", "actual", "digits"),
    [
        (["153.7", "230"], Decimal("193.3"), 1),
        (["11.0左右"], None, 1),
        ([Decimal("11.0")], None, 0),
        ([Decimal("39"), None], Decimal("41.17"), 2),
        ([Decimal("193.3000000000")], None, 1),
        ([], Decimal("1E+2"), 0),
        ([Decimal("0.000")], None, 0),
    ],
)
def test_digits_of_a_row(printed, actual, digits):
    assert display.level_digits(printed, actual) == digits


def test_stored_figures_have_ten_decimals_and_no_minus_zero():
    assert str(display.quantise10(Decimal("18.98603207449560"))) == "18.9860320745"
    assert str(display.quantise10(Decimal("-0.00000000001"))) == "0E-10"
    assert display.quantise10(None) is None
    assert display.quantise10(Decimal("1e60")) == Decimal("1e60")


def test_every_code_has_its_words():
    for labels, codes in (
        (display.STATUS_LABELS, Status),
        (display.SYMBOLS, Status),
        (display.TONES, Status),
        (display.REASON_LABELS, Reason),
        (display.FORM_LABELS, Form),
        (display.VINTAGE_LABELS, Vintage),
        (display.BASIS_LABELS, PriceBasis),
        (display.NATURE_LABELS, Nature),
    ):
        assert set(labels) == set(codes)
        assert all(labels.values())


@pytest.mark.parametrize(
    ("status", "form", "reason", "label"),
    [
        (Status.HOLDS, Form.FLOOR, None, "保持"),
        (Status.BREACHED, Form.FLOOR, None, "未保持"),
        (Status.HOLDS, Form.RELATIVE, None, "同步"),
        (Status.BREACHED, Form.RELATIVE, None, "未同步"),
        (Status.HOLDS, Form.QUOTA, None, "未突破"),
        (Status.BREACHED, Form.QUOTA, None, "突破"),
        (Status.MET, Form.QUOTA, None, "完成"),
        (Status.ON_TRACK, Form.ASSIGNED, Reason.REPORTED, "上报完成"),
        (Status.BEHIND, Form.ASSIGNED, Reason.REPORTED, "上报未完成"),
        (Status.PENDING, Form.ASSIGNED, None, "待下达"),
    ],
)
def test_the_word_for_a_status_depends_on_the_form(status, form, reason, label):
    assert display.status_label(status, form, reason) == label


def test_what_must_be_said_stands_beside_the_status():
    result = Result(year=2025, status=Status.NO_DATA, reason=Reason.MISSING_YEARS)
    assert display.status_text(result, Form.CUMULATIVE) == "无数据（缺少年度数据）"
    late = dataclasses.replace(result, status=Status.BEHIND, reason=Reason.END_NOT_PUBLISHED, end_not_published=True)
    assert display.status_text(late, Form.LEVEL) == "滞后（期末数未公布）"
    assert display.status_text(dataclasses.replace(result, reason=None), Form.LEVEL) == "无数据"


def test_the_year_of_an_older_figure_stands_beside_the_status():
    result = Result(year=2023, status=Status.AHEAD, actual_year=2021)
    assert display.status_text(result, Form.CUMULATIVE) == "快于预期（按 2021 年数）"
    assert display.status_text(dataclasses.replace(result, actual_year=2023), Form.LEVEL) == "快于预期"
    strict = dataclasses.replace(result, status=Status.NEARLY_MET, reason=Reason.STRICT)
    assert display.status_text(strict, Form.LEVEL).endswith("目标不含本数；按 2021 年数）")
    for status in (Status.NO_DATA, Status.PENDING, Status.INCOMPARABLE, Status.NOT_ASSESSABLE):
        assert display.older_year(status, 2023, 2021, end_not_published=False) is None
    assert display.older_year(Status.BEHIND, 2025, 2024, end_not_published=True) is None


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("按省下 达目标", "按省下达目标"),
        ("按国家、 省下　达目标", "按国家、省下达目标"),
        ("6.5 以上", "6.5 以上"),
        ("GDP 增速 高于 全国", "GDP 增速高于全国"),
        ("", ""),
    ],
)
def test_blanks_between_chinese_characters_are_not_shown(printed, shown):
    assert display.printed(printed) == shown


@pytest.mark.parametrize(
    ("unit", "difference"), [("%", "个百分点"), ("％", "个百分点"), ("‰", "个千分点"), ("亿元", "亿元"), ("", "")]
)
def test_differences_of_shares_are_points(unit, difference):
    assert display.points_unit(unit) == difference
