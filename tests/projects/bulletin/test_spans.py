"""The months of a bulletin."""

from datetime import date
from decimal import Decimal

import pytest

from projects.domain.bulletin import spans


@pytest.mark.parametrize(
    ("kind", "month", "first", "before"),
    [
        ("monthly", date(2025, 1, 1), date(2025, 1, 1), (date(2024, 12, 1), date(2024, 12, 1))),
        ("monthly", date(2025, 8, 1), date(2025, 8, 1), (date(2025, 7, 1), date(2025, 7, 1))),
        ("quarterly", date(2025, 3, 1), date(2025, 1, 1), (date(2024, 10, 1), date(2024, 12, 1))),
        ("quarterly", date(2025, 9, 1), date(2025, 7, 1), (date(2025, 4, 1), date(2025, 6, 1))),
        ("half_yearly", date(2025, 12, 1), date(2025, 7, 1), (date(2025, 1, 1), date(2025, 6, 1))),
        ("half_yearly", date(2025, 6, 1), date(2025, 1, 1), (date(2024, 7, 1), date(2024, 12, 1))),
        ("yearly", date(2025, 12, 1), date(2025, 1, 1), (date(2024, 1, 1), date(2024, 12, 1))),
    ],
)
def test_a_span_and_the_one_before(kind, month, first, before):
    months = spans.months_of(kind, month)
    assert (months[0], months[-1], len(months)) == (first, month, spans.LENGTHS[kind])
    earlier = spans.before(kind, month)
    assert (earlier[0], earlier[-1]) == before


@pytest.mark.parametrize(
    ("kind", "month"),
    [
        ("quarterly", date(2025, 2, 1)),
        ("half_yearly", date(2025, 3, 1)),
        ("yearly", date(2025, 6, 1)),
        ("monthly", date(2025, 6, 2)),
    ],
)
def test_a_month_with_which_none_ends_is_refused(kind, month):
    with pytest.raises(ValueError, match="no "):
        spans.months_of(kind, month)


def test_the_share_of_the_year_that_is_over():
    assert spans.elapsed(date(2025, 3, 1)) == Decimal("0.25")
    assert spans.elapsed(date(2025, 12, 1)) == 1
    assert spans.last_day(date(2024, 2, 1)) == date(2024, 2, 29)
    assert len(spans.year_months(date(2024, 7, 1))) == 7
