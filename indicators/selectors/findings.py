"""Checking entered figures against the database: for one row, or for many side by side in as many queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from indicators.domain import types as t
from indicators.domain.checks.check import check_figure
from indicators.domain.checks.findings import Finding
from indicators.models import PlanIndicator
from indicators.selectors.assessment_inputs import RowInputs
from indicators.selectors.stored_figures import BASES, COMPARATORS
from indicators.selectors.surroundings import surroundings_of


class Figures(Protocol):
    """What an ``Observation`` and ``ObservationFigures`` have in common."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def growth(self) -> Decimal | None: ...
    @property
    def value_basis(self) -> str: ...
    @property
    def growth_basis(self) -> str: ...
    @property
    def parts(self) -> Sequence[Decimal]: ...
    @property
    def comparator(self) -> str: ...
    @property
    def reported(self) -> bool | None: ...
    @property
    def judgement(self) -> str: ...
    @property
    def vintage(self) -> str: ...
    @property
    def sample(self) -> bool: ...


def actual_of(figures: Figures, year: int) -> t.Actual:
    """Entered figures as the pure core speaks of them, for checks and previews; without doubts about them."""
    return t.Actual(
        year=year,
        value=figures.value,
        growth=figures.growth,
        value_basis=BASES[figures.value_basis],
        growth_basis=BASES[figures.growth_basis],
        parts=tuple(figures.parts),
        reported=figures.reported,
        judgement=t.Status(figures.judgement) if figures.judgement else None,
        comparator=COMPARATORS[figures.comparator],
        vintage=t.Vintage(figures.vintage),
        sample=figures.sample,
    )


def findings_of(row: PlanIndicator, year: int, actual: t.Actual) -> tuple[Finding, ...]:
    """What is to be said about one figure; nothing about a heading."""
    return findings_of_rows({row.pk: actual}, year).get(row.pk, ())


def findings_of_rows(
    actuals: Mapping[int, t.Actual], year: int, *, inputs: Mapping[int, RowInputs] | None = None
) -> dict[int, tuple[Finding, ...]]:
    """The same for many rows, which are also compared with each other as entered. Every row that is no heading has its entry.

    ``inputs``: of the rows, where they are read already.
    """
    entered = {row_id: actual.value for row_id, actual in actuals.items()}
    found = surroundings_of(list(actuals), year, entered=entered, inputs=inputs)
    return {row_id: check_figure(actuals[row_id], around) for row_id, around in found.items()}
