"""Reading what a person typed: exactly, or told why not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.entered import MAX_DECIMALS, MAX_WHOLE_DIGITS, Unreadable, UnreadableFigure, read_figure

_ROOM = Decimal(10) ** MAX_WHOLE_DIGITS
FIGURES = st.decimals(
    min_value=1 - _ROOM, max_value=_ROOM - 1, allow_nan=False, allow_infinity=False, places=MAX_DECIMALS
)


@given(FIGURES)
def test_every_figure_that_fits_the_column_is_read_back_exactly(figure):
    written = f"{figure:f}"
    assert read_figure(written) == figure
    assert str(read_figure(written)) == str(Decimal(written)), "with its zeros"


@given(FIGURES)
def test_full_width_is_the_same(figure):
    wide = f"{figure:f}".translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    assert read_figure(f"　{wide} ") == figure


@given(st.text(max_size=30))
def test_any_text_is_a_figure_nothing_or_told(text):
    """Nothing else comes out, whatever goes in; and what is read holds only digits, a sign and a point."""
    try:
        figure = read_figure(text)
    except UnreadableFigure as told:
        assert told.text == text
        return
    if figure is None:
        assert not text.strip()
    else:
        assert figure.is_finite()


@pytest.mark.parametrize("text", ["", " ", "\t", "\u3000", "\xa0"])
def test_blank_is_missing_not_zero(text):
    assert read_figure(text) is None


def test_zero_is_zero():
    assert read_figure("0") == 0
    assert str(read_figure("0.00")) == "0.00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.12345678901", Unreadable.TOO_PRECISE),
        ("1.00000000000", Unreadable.TOO_PRECISE),
        ("1" + "0" * 18, Unreadable.TOO_LARGE),
        ("1e3", Unreadable.SCIENTIFIC),
        ("1E-3", Unreadable.SCIENTIFIC),
        ("12,3", Unreadable.COMMA),
        ("1，234", Unreadable.COMMA),
        ("6.5％", Unreadable.PERCENT),
        ("≥5", Unreadable.COMPARATOR),
        ("1 234", Unreadable.BLANK_INSIDE),
        ("5亿", Unreadable.WORDS),
        ("----", Unreadable.DASH),
        ("10²", Unreadable.NOT_A_NUMBER),
        ("½", Unreadable.NOT_A_NUMBER),
        ("1..2", Unreadable.NOT_A_NUMBER),
    ],
)
def test_mistakes_are_told_apart(text, why):
    with pytest.raises(UnreadableFigure) as told:
        read_figure(text)
    assert told.value.why is why
