"""A promised level on a revised base: what was agreed is kept, growth or change."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.restate import Keeps, NotRestated, Restated, restate
from indicators.domain.types import Form, TargetTerms

LEVEL = TargetTerms(Form.LEVEL, Decimal(230))
OLD = (Decimal("153.7"), 2020)
D = Decimal


def on(after, keeps, *, terms=LEVEL, before=OLD, printed="230", year=2020):
    return restate(terms, keeps, before=before, after=(D(after), year), end_year=2025, printed=printed)


def test_the_agreed_growth_is_kept():
    """230 from 153.7 is 8.40 % a year; 165.2 × 230 ÷ 153.7 = 247.2088…"""
    found = on("165.2", Keeps.GROWTH)
    assert (found.value, found.digits) == (D("247.2"), 1)
    assert str(found.formula) == "165.2 × 230 ÷ 153.7 = 247.2（保持原定增速）"
    assert round(found.exact, 4) == D("247.2088")
    assert (round(found.yearly, 3), round(found.brings, 3)) == (D("8.395"), D("8.395"))


def test_the_agreed_change_is_kept():
    found = on("165.2", Keeps.CHANGE)
    assert (found.value, found.exact, found.yearly) == (D("241.5"), D("241.5"), None)
    assert str(found.formula) == "165.2 +（230 − 153.7）= 241.5（保持原定增量）"


def test_a_range_moves_at_both_ends():
    found = on(
        200, Keeps.GROWTH, terms=TargetTerms(Form.LEVEL, D(150), D(160)), before=(D(100), 2020), printed="150-160"
    )
    assert (found.value, found.value_high) == (D(300), D(320))


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"keeps": Keeps.LEVEL}, NotRestated.LEVEL_STAYS),
        ({"terms": TargetTerms(Form.GROWTH, D("6.5"))}, NotRestated.NOT_A_LEVEL),
        ({"terms": TargetTerms(Form.CUMULATIVE, D(35))}, NotRestated.NOT_A_LEVEL),
        ({"terms": TargetTerms(Form.FLOOR, D(475))}, NotRestated.NOT_A_LEVEL),
        ({"before": (None, 2020)}, NotRestated.NO_BASE),
        ({"before": (D(0), 2020)}, NotRestated.NOT_POSITIVE),
        ({"terms": TargetTerms(Form.LEVEL, D(0))}, NotRestated.NOT_POSITIVE),
        ({"year": 2019}, NotRestated.OTHER_YEAR),
    ],
)
def test_what_is_not_restated_says_why(given_, why):
    keeps = given_.pop("keeps", Keeps.GROWTH)
    assert on("165.2", keeps, **given_) is why


FIGURES = st.decimals("0.001", "1000000", places=3)


@given(old=FIGURES, new=FIGURES, level=FIGURES)
def test_growth_kept_is_growth_kept_to_the_last_digit(old, new, level):
    found = restate(TargetTerms(Form.LEVEL, level), Keeps.GROWTH, before=(old, 2020), after=(new, 2020), end_year=2025)
    assert isinstance(found, Restated)
    assert abs(found.exact * old - level * new) <= D("1e-30") * level * new
    assert abs(found.value - found.exact) * 2 <= D(1).scaleb(-found.digits)
