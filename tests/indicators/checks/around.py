"""Surroundings by hand: 新乡's GDP in 2023 unless told otherwise."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.checks.check import check_figure
from indicators.domain.checks.surroundings import Known, Origin, Other, Surroundings
from indicators.domain.types import (
    Actual,
    BaseFigure,
    CatalogueFacts,
    Direction,
    Form,
    Measure,
    PathKind,
    Period,
    PriceBasis,
    Row,
    TargetTerms,
)

PERIOD = Period(2020, 2021, 2025)
D = Decimal


def facts(unit="亿元", **given):
    share = unit in ("%", "‰")
    defaults = {
        "code": "thing",
        "unit": unit,
        "direction": Direction.HIGHER,
        "path": PathKind.LINEAR if share else PathKind.GEOMETRIC,
        "measure": Measure.SHARE if share else Measure.AMOUNT,
        "natural_min": D(0),
        "natural_max": D(100) if unit == "%" else None,
    }
    return CatalogueFacts(**{**defaults, **given})


def level(value):
    return TargetTerms(Form.LEVEL, D(value))


def target(form, value=None, **more):
    return TargetTerms(form, None if value is None else D(value), **more)


def known(year, value=None, growth=None, **more):
    return Known(year, None if value is None else D(value), None if growth is None else D(growth), **more)


def others(**values):
    return tuple(Other(name, D(value)) for name, value in values.items())


def around(*series, year=2023, unit="亿元", base=None, targets=(), breaks=(), catalogue=None, **more):
    """``series``: pairs of year and value, or ``Known``; ``base``: the value of 2020, in the series as well."""
    row = Row(
        PERIOD,
        catalogue or facts(unit),
        base=None if base is None else BaseFigure(D(base), 2020),
        breaks=frozenset(breaks),
    )
    figures = [one if isinstance(one, Known) else known(*one) for one in series]
    if base is not None:
        figures.append(known(2020, base, origin=Origin.BASE, label="基期值"))
    return Surroundings(year, "地区生产总值", unit, row, tuple(targets), series=tuple(figures), **more)


def actual(value=None, growth=None, *, year=2023, bases="", **more):
    """``bases``: "c" both at current prices, "cx" value at current and growth at constant prices."""
    named = {"c": PriceBasis.CURRENT, "x": PriceBasis.CONSTANT, "": PriceBasis.UNKNOWN}
    return Actual(
        year,
        None if value is None else D(value),
        None if growth is None else D(growth),
        named[bases[:1]],
        named[bases[-1:]],
        **more,
    )


def keys(figure, surroundings):
    return [finding.key for finding in check_figure(figure, surroundings)]


def said(figure, surroundings, key):
    """The message of one finding; fails where it is not found."""
    return {finding.key: finding.message for finding in check_figure(figure, surroundings)}[key]
