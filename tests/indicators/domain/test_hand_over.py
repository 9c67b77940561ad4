"""What a last figure says as the base of the next plan."""

from decimal import Decimal

import pytest

from indicators.domain.hand_over import EndFigure, Moved, NoBase, base_from, moved
from indicators.domain.types import ActualKind, Comparator, Form

LEVEL = ActualKind.LEVEL


@pytest.mark.parametrize(
    ("figure", "form", "kind", "value", "why"),
    [
        ({"value": "193.3"}, Form.LEVEL, LEVEL, "193.3", None),
        ({"value": "0"}, Form.CEILING, LEVEL, "0", None),  # a real zero is a base
        ({"value": "3463.98", "growth": "1.5"}, Form.GROWTH, LEVEL, "3463.98", None),  # the level beside the growth
        ({"growth": "1.5"}, Form.GROWTH, LEVEL, None, NoBase.ONLY_GROWTH),
        ({"value": "78.2"}, Form.CUMULATIVE_CHANGE, LEVEL, "78.2", None),
        ({"value": "0.3"}, Form.CUMULATIVE_CHANGE, ActualKind.CHANGE, None, NoBase.OF_THE_YEAR),
        ({"value": "9.06"}, Form.CUMULATIVE, LEVEL, None, NoBase.OF_THE_YEAR),
        ({"value": "1000"}, Form.QUOTA, LEVEL, None, NoBase.OF_THE_YEAR),
        ({"value": "3.8"}, Form.CUMULATIVE_CUT, LEVEL, None, NoBase.OF_THE_YEAR),
        ({"value": "100", "comparator": Comparator.GT}, Form.LEVEL, LEVEL, None, NoBase.ONE_SIDED),
        ({"value": "100", "comparator": Comparator.ABOUT}, Form.LEVEL, LEVEL, "100", None),
        ({}, Form.ASSIGNED, LEVEL, None, NoBase.REPORTED),
        (None, Form.LEVEL, LEVEL, None, NoBase.NO_FIGURE),
    ],
)
def test_a_base_follows_from_a_value_and_from_nothing_else(figure, form, kind, value, why):
    end = None if figure is None else EndFigure(year=2025, **_decimals(figure))
    found = base_from(end, form=form, kind=kind, end_year=2025)
    assert (found.value, found.why) == (None if value is None else Decimal(value), why)
    assert not found.early


def test_shares_of_a_whole_and_an_earlier_year_are_handed_over_as_they_are():
    parts = (Decimal("25.7"), Decimal("33.4"), Decimal("40.9"))
    found = base_from(EndFigure(year=2024, parts=parts), form=Form.COMPOSITION, kind=LEVEL, end_year=2025)
    assert (found.parts, found.year, found.early, found.why) == (parts, 2024, True, None)


@pytest.mark.parametrize(
    ("now", "how"),
    [
        (EndFigure(year=2025, value=Decimal(201)), Moved.REVISED),
        (EndFigure(year=2025, value=Decimal("200.0")), Moved.FIRMED),
        (EndFigure(year=2026, value=Decimal(200)), Moved.LATER),
        (EndFigure(year=2024, value=Decimal(200)), Moved.REVISED),
        (None, Moved.GONE),
    ],
)
def test_what_became_of_a_figure_that_was_taken(now, how):
    assert moved(taken=EndFigure(year=2025, value=Decimal(200)), now=now) == how


def _decimals(figure):
    return {name: Decimal(one) if isinstance(one, str) and one[0].isdigit() else one for name, one in figure.items()}
