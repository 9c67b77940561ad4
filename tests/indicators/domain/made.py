"""Rows and targets in one line, for the tests of a status."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.types import (
    Actual,
    BaseFigure,
    CatalogueFacts,
    Comparator,
    Direction,
    Form,
    Measure,
    PathKind,
    Period,
    Row,
    TargetTerms,
)

PERIOD = Period(2020, 2021, 2025)


def catalogue(unit="亿元", path="geometric", direction=1, measure=Measure.AMOUNT, bound=None):
    return CatalogueFacts("x", unit, Direction(direction), PathKind(path), measure, bound)


def row(base="100", values=None, growth=None, *, facts=None, **more):
    values, growth = values or {}, growth or {}
    actuals = tuple(
        Actual(
            year,
            value=Decimal(values[year]) if year in values else None,
            growth=Decimal(growth[year]) if year in growth else None,
        )
        for year in sorted({*values, *growth})
    )
    figure = BaseFigure(Decimal(base), 2020) if base is not None else None
    return Row(PERIOD, facts or catalogue(), base=figure, actuals=actuals, **more)


def level(value, comparator="=", **more):
    return TargetTerms(Form.LEVEL, Decimal(value), comparator=Comparator(comparator), **more)


def growth_target(value, comparator="=", **more):
    return TargetTerms(Form.GROWTH, Decimal(value), comparator=Comparator(comparator), unit="%", **more)


def outcome(result):
    return result.status, result.reason
