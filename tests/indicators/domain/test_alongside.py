"""A promise of the text beside the table's row of the same indicator."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain.alongside import alongside
from indicators.domain.types import Form, TargetTerms


def terms(form, value, unit="", high=None, due=None):
    high = None if high is None else Decimal(high)
    return TargetTerms(Form(form), None if value is None else Decimal(value), value_high=high, unit=unit, due_year=due)


@pytest.mark.parametrize(
    ("promised", "unit", "table", "table_unit", "found"),
    [
        (terms("level", "26"), "%", (terms("level", "26.0"),), "%", "same"),
        (terms("level", "72.5"), "%", (terms("level", "73"),), "%", "differs"),
        (terms("level", "598"), "万亩", (terms("floor", "398666.7"),), "公顷", "differs"),
        (terms("cumulative", "3.2"), "万人", (terms("cumulative", "32000"),), "人", "same"),
        (terms("level", "10", high="20"), "家", (terms("level", "15"),), "家", "same"),
        (terms("growth", "7.6", "%"), "%", (terms("level", "365"), terms("growth", "7.6", "%")), "亿元", "same"),
        (terms("growth", "7", "%"), "%", (terms("level", "365"),), "亿元", "unlike"),
        (terms("level", "10"), "家", (terms("level", "10"),), "%", "unlike"),
        (terms("level", "10", due=2022), "家", (terms("level", "10"),), "家", "unlike"),
        (terms("level", "10", due=2025), "家", (terms("level", "10"),), "家", "same"),
        (terms("qualitative", None), "", (terms("level", "10"),), "家", "unlike"),
        (terms("level", "10"), "家", (terms("assigned", None),), "家", "unlike"),
        (terms("level", "10"), "家", (), "家", "unlike"),
    ],
)
def test_a_promise_beside_its_row(promised, unit, table, table_unit, found):
    assert alongside(promised, unit, table, table_unit, end_year=2025) == found
