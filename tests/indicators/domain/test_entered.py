"""Reading what a person typed: exactly, or told why not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.entered import (
    MAX_DECIMALS,
    MAX_WHOLE_DIGITS,
    Unreadable,
    UnreadableFigure,
    read_figure,
    read_pasted,
)

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


WIDE = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


@given(FIGURES, st.booleans(), st.sampled_from(["", "%", "‰"]))
def test_what_a_sheet_shows_is_read_back_exactly(figure, wide, sign):
    """With thousands groups, in both widths, with the sign of the cell's unit."""
    shown = f"{figure:,f}{sign}"
    read = read_pasted(f" {shown.translate(WIDE) if wide else shown}　", unit=sign or "亿元")
    assert str(read) == str(Decimal(f"{figure:f}")), "with its zeros"


@given(st.text(alphabet="0123456789.,，%％‰+-－ ０", max_size=14), st.sampled_from(["%", "％", "‰", "亿元", ""]))
def test_a_pasted_text_is_never_read_as_another_number(text, unit):
    """Whatever is read has the digits of the text, in their order, and its point where the text has it."""
    try:
        figure = read_pasted(text, unit=unit)
    except UnreadableFigure as told:
        assert told.text == text
        return
    bare = "".join(one for one in text.translate(str.maketrans("０－", "0-")) if one in "0123456789.-")
    assert (None if not bare else Decimal(bare)) == figure


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("1,234.5", "亿元", "1234.5"),
        ("１，２３４", "亿元", "1234"),
        ("12,345,678", "人", "12345678"),
        ("-1,234.50", "亿元", "-1234.50"),
        ("５６", "%", "56"),
        ("12%", "%", "12"),
        ("12％", "%", "12"),
        ("12%", "％", "12"),
        ("12 %", "%", "12"),
        ("１２．５％", "%", "12.5"),
        ("5.1‰", "‰", "5.1"),
        ("1,234.5%", "%", "1234.5"),
        ("0", "亿元", "0"),
        ("", "亿元", None),
        (" 　", "%", None),
    ],
)
def test_pasted_figures(text, unit, figure):
    read = read_pasted(text, unit=unit)
    assert (None if read is None else str(read)) == figure


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("1,23", "亿元", Unreadable.COMMA),
        ("1.234,5", "亿元", Unreadable.COMMA),
        ("1234,567", "亿元", Unreadable.COMMA),
        ("1,2345", "亿元", Unreadable.COMMA),
        ("1,234,56", "亿元", Unreadable.COMMA),
        ("0,123", "亿元", Unreadable.COMMA),
        (",123", "亿元", Unreadable.COMMA),
        ("1、234", "亿元", Unreadable.COMMA),
        ("1'234", "亿元", Unreadable.COMMA),
        ("12%", "亿元", Unreadable.PERCENT),
        ("12%", "", Unreadable.PERCENT),
        ("12%", "‰", Unreadable.PERCENT),
        ("12‰", "%", Unreadable.PERCENT),
        ("12%%", "%", Unreadable.PERCENT),
        ("%12", "%", Unreadable.PERCENT),
        ("%", "%", Unreadable.PERCENT),
        ("12%", "个百分点", Unreadable.PERCENT),
        ("—", "%", Unreadable.DASH),
        ("--", "亿元", Unreadable.DASH),
        ("约12", "亿元", Unreadable.WORDS),
        ("12亿元", "亿元", Unreadable.WORDS),
        ("无", "亿元", Unreadable.WORDS),
        ("≥12", "亿元", Unreadable.COMPARATOR),
        ("1 234", "亿元", Unreadable.BLANK_INSIDE),
        ("1.2E+05", "亿元", Unreadable.SCIENTIFIC),
        ("=A1+1", "亿元", Unreadable.WORDS),
        ("#DIV/0!", "亿元", Unreadable.WORDS),
    ],
)
def test_refused_texts_of_a_sheet(text, unit, why):
    with pytest.raises(UnreadableFigure) as told:
        read_pasted(text, unit=unit)
    assert (told.value.why, told.value.text) == (why, text)
