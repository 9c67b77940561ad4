"""A figure in a workbook prints as it stands on the page; what would not stays a text."""

from decimal import Decimal

import pytest

from evaluations.domain.facts import Shown
from evaluations.paper.cells import NUMBERS, SHARES, cell
from reports.word_cells import said
from sheets.table import Figure

FIGURES = [
    (Shown("153.7", Decimal("153.7000")), NUMBERS, Figure(Decimal("153.7000"), 1)),
    (Shown("−36.7 亿元", Decimal("-36.70")), NUMBERS, Figure(Decimal("-36.70"), 1, "亿元")),
    (Shown("18.99%", Decimal("18.98765")), NUMBERS, Figure(Decimal("18.98765"), 2, "%")),
    (Shown(">24", Decimal(24)), NUMBERS, Figure(Decimal(24), 0, "", ">")),
    (Shown("0", Decimal(0)), NUMBERS, Figure(Decimal(0), 0)),
    (Shown("+4.8 个百分点", Decimal("4.8")), NUMBERS, Figure(Decimal("4.8"), 1, "个百分点", "", True)),
    (Shown("51.9%", Decimal("0.51900")), SHARES, Figure(Decimal("0.51900"), 1)),
]
WORDS = [
    (Shown("—"), NUMBERS, None),
    (Shown(""), SHARES, None),
    (Shown("上报完成"), NUMBERS, "上报完成"),
    (Shown("30.0∶33.7∶36.3"), NUMBERS, "30.0∶33.7∶36.3"),
    (Shown("60.6*", Decimal("60.6")), NUMBERS, "60.6*"),  # the star must not be lost
    (Shown("66 → 49.5", Decimal(66)), NUMBERS, "66 → 49.5"),
    (Shown("51.9%", Decimal("0.4")), SHARES, "51.9%"),  # the number says something else
]


@pytest.mark.parametrize(("shown", "column", "made"), FIGURES + WORDS)
def test_a_figure_stays_a_number_where_it_prints_the_same(shown, column, made):
    found = cell(shown, column)
    assert found == made
    assert said(column, found) == (shown.text or "—")
