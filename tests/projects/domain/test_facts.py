"""What printed facts say in numbers, by examples: only what stands there plainly."""

from datetime import date
from decimal import Decimal

import pytest

from projects.domain.facts import Investment, Times, investment_of, times_of


@pytest.mark.parametrize(
    ("facts", "value", "unit"),
    [
        ("总投资20亿元；总建筑面积约15万平方米", "20", "亿元"),
        ("投资2000万元", "2000", "万元"),
        ("计划投资额1,200万元", "1200", "万元"),
        ("总投资1.63亿元", "1.63", "亿元"),
        ("长 6.5 公里；总投资约 1.95 亿", "1.95", "亿元"),
    ],
)
def test_a_total_that_stands_there(facts, value, unit):
    assert investment_of(facts) == Investment(Decimal(value), unit)


@pytest.mark.parametrize(
    "facts",
    [
        "", "长5公里", "总投资1-2亿元", "总投资1亿元至2亿元", "总投资10亿元以上", "总投资1亿美元", "年度投资3亿元", "完成投资3亿元",
        "总投资5亿元，其中投资1亿元", "总投资5亿元，其中土建2亿元", "新增变电容量234万千伏安", "投资1万", "省级平台150个",
    ],
)  # fmt: skip
def test_nothing_where_it_is_not_plain(facts):
    assert investment_of(facts) is None


@pytest.mark.parametrize(
    ("facts", "start", "finish"),
    [
        ("2021年开工，2023年底建成", date(2021, 1, 1), date(2023, 12, 31)),
        ("2022年3月开工", date(2022, 3, 1), None),
        ("2024年2月竣工", None, date(2024, 2, 29)),
        ("建设期限：2021—2024年", date(2021, 1, 1), date(2024, 12, 31)),
        ("2021年开工，2022年开工", None, None),  # which?
        ("2023年前建成", None, None),  # before it or in it?
        ("2024年开工，2022年建成", None, None),  # cannot be
        ("2021-2025 年", None, None),  # of what?
    ],
)
def test_start_and_finish(facts, start, finish):
    assert times_of(facts) == Times(start, finish)
