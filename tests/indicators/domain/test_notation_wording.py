"""What render writes: the plainest wording that reads back."""

from decimal import Decimal

import pytest

from indicators.domain.notation import parse_cell, render
from indicators.domain.types import Form, Role


@pytest.mark.parametrize(
    ("text", "form", "value", "wording"),
    [
        ("年均增长5%", Form.GROWTH, "5", "年均增长5%"),  # the word makes it a growth although the name is a share
        ("降低-2个百分点", Form.CUMULATIVE_CHANGE, "-2", "降低2个百分点"),  # the printed minus already is the fall
        ("提高到65%", Form.LEVEL, "65", "65%"),
        ("［ 2.5 ］", Form.CUMULATIVE_CHANGE, "2.5", "[2.5]"),
        ("65%以上", Form.LEVEL, "65", "≥65%"),
        ("65左右*", Form.LEVEL, "65", "65左右*"),
        ("6至7个百分点", Form.POINTS, "6", "6至7个百分点"),
    ],
)
def test_render_writes_the_plainest_wording_that_reads_back(text, form, value, wording):
    (spec,) = parse_cell(text, role=Role.TARGET, name="常住人口城镇化率(%)")
    assert (spec.form, spec.value, render(spec)) == (form, Decimal(value), wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("完成省下达指标", "按省下达目标"),
        ("与GDP增长基本同步", "与经济增长基本同步"),
        ("略高于全省平均水平", "高于全省平均水平"),
        ("30∶33.7∶36.3", "30:33.7:36.3"),
        ("--", "—"),
        ("保持在合理区间", "保持在合理区间"),
    ],
)
def test_words_are_written_in_one_way(text, wording):
    (spec,) = parse_cell(text, role=Role.TARGET, name="")
    assert render(spec) == wording
