"""The row of a page in the words of the core, whole enough to be assessed again: for trials of the years to come.

Made of what the page has read already, without a query. References of relative targets are left out: those are not tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.domain import types as t
from indicators.models import Doubt, DoubtState, Observation, Target
from indicators.selectors.assessment_inputs import IN_ROW_UNIT
from indicators.selectors.row_page import RowPageFacts, terms_of, terms_of_row

Blocked = dict[str, tuple[str, ...]]


def assessable_row(facts: RowPageFacts) -> t.Row:
    """The row with its figures in force, as ``assessment_inputs`` makes it for a recompute."""
    row, base = terms_of_row(facts.row, facts.base), facts.base
    blocked = _blocked(facts.doubts)
    indicator = facts.row.indicator
    if indicator is not None:
        row = replace(
            row,
            catalogue=replace(
                row.catalogue,
                unit=facts.row.unit or indicator.unit,
                bound=t.Bound(indicator.bound) if indicator.bound else None,
                price_sensitive=indicator.price_sensitive,
            ),
        )
    if row.base is not None and base is not None:
        basis = t.PriceBasis(base.price_basis)
        row = replace(row, base=replace(row.base, price_basis=basis, blocked=blocked.get("base", ())))
    return replace(
        row,
        binding=facts.row.nature == t.Nature.BINDING,
        assessed_over_period=facts.row.assessed_over_period,
        actuals=tuple(actual_of(one, blocked) for one in facts.observations),
        results=tuple(
            t.PeriodFigure(
                t.ResultKind(one.kind), one.value, one.year, t.Comparator(one.comparator), t.PriceBasis(one.price_basis),
                blocked.get(f"result:{one.year}", ()),
            )
            for one in facts.results
        ),
        breaks=facts.breaks,
    )  # fmt: skip


def assessable_target(facts: RowPageFacts, target: Target) -> t.TargetTerms:
    """The target with everything that its assessment asks."""
    blocked = _blocked(facts.doubts)
    terms = terms_of(target)
    unit = terms.unit
    if not unit and (terms.assigned_form or terms.form) in IN_ROW_UNIT:
        unit = facts.row.unit
    return replace(
        terms,
        unit=unit,
        price_basis=t.PriceBasis(target.price_basis),
        actual_kind=t.ActualKind(target.actual_kind),
        blocked=blocked.get("target", ()) + blocked.get(f"target:{target.ordinal}", ()),
    )


def actual_of(one: Observation, blocked: Blocked) -> t.Actual:
    """A stored figure of a year; ``blocked``: open blocking doubts by the figure that they name."""
    return t.Actual(
        year=one.year,
        value=one.value,
        growth=one.growth,
        value_basis=t.PriceBasis(one.value_basis),
        growth_basis=t.PriceBasis(one.growth_basis),
        parts=tuple(one.parts),
        reported=one.reported,
        judgement=t.Status(one.judgement) if one.judgement else None,
        comparator=t.Comparator(one.comparator),
        vintage=t.Vintage(one.vintage),
        sample=one.sample,
        blocked_value=blocked.get(f"value:{one.year}", ()),
        blocked_growth=blocked.get(f"growth:{one.year}", ()),
    )


def revised_years(doubts: Iterable[Doubt]) -> frozenset[int]:
    """Years whose level does not continue the year before's, because its history was revised; not where that was dismissed."""
    found = set()
    for doubt in doubts:
        if doubt.code == t.DoubtCode.HISTORY_REVISED and doubt.state != DoubtState.DISMISSED:
            _part, _colon, year = doubt.figure.partition(":")
            found |= {int(year)} if year.isdecimal() else set()
    return frozenset(found)


def _blocked(doubts: Iterable[Doubt]) -> Blocked:
    blocked: Blocked = {}
    for doubt in sorted(doubts, key=lambda one: one.code):
        if doubt.blocking and doubt.state == DoubtState.OPEN:
            blocked[doubt.figure] = (*blocked.get(doubt.figure, ()), doubt.code)
    return blocked
