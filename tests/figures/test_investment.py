"""Investment of a year: bars of what is done, those without a plan on top, the plan as a dashed line."""

from decimal import Decimal

import plotly.graph_objects as go

from figures.investment import Month, Words, investment

WORDS = Words(done="累计完成", other="没有计划的", planned="年度计划", unit="亿元", file="投资")


def _month(number, done=None, other=None, planned=None):
    return Month(f"{number} 月", *(None if one is None else Decimal(one) for one in (done, other, planned)))


def test_what_is_done_and_what_is_planned():
    figure = investment([_month(1, 1, "0.5", 2), _month(2, 3, "0.5", 4), _month(3, None, None, 6)], WORDS)
    assert [(one.name, list(one.y)) for one in figure.data] == [
        ("累计完成", [1, 3, None]), ("没有计划的", [0.5, 0.5, None]), ("年度计划", [2, 4, 6]),
    ]  # fmt: skip
    assert figure.layout.barmode == "stack" and figure.layout.xaxis.type == "category"
    go.Figure(figure.to_dict())  # Plotly's own schema takes it


def test_what_nobody_has_is_not_drawn():
    assert [one.name for one in investment([_month(1, 1), _month(2, 2)], WORDS).data] == ["累计完成"]
    assert [one.name for one in investment([_month(1, None, None, 2)], WORDS).data] == ["年度计划"]
