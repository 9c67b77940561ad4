"""What a revision of a base means: the same figures assessed on the one base and on the other, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.domain.types import BaseFigure, Result, TargetTerms
from indicators.models import Base, DefinitionBreak, PlanIndicator
from indicators.selectors.assessment_inputs import RowInputs, TargetInputs, active_rule, assess_target, inputs_of_row


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """One target in one year on both bases. ``moved``: the change of the base alone changes the status."""

    terms: TargetTerms
    ordinal: int
    year: int
    before: Result
    after: Result

    @property
    def moved(self) -> bool:
        return self.before.status is not self.after.status


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both bases (None: there was none) and every target in every year that has a figure."""

    before: BaseFigure | None
    after: BaseFigure | None
    years: tuple[ComparedYear, ...]


def revision_of_row(row_id: int) -> Comparison | None:
    """The base as first given against the one in force; None where it was not revised."""
    inputs = inputs_of_row(row_id)
    if inputs is None or inputs.first_base is None:
        return None
    return _compare(inputs, inputs.first_base, inputs.row.base, first=tuple(_restated(one) for one in inputs.targets))


def proposed_revision(row_id: int, proposed: BaseFigure) -> Comparison | None:
    """The base in force against one that is only proposed; None for a heading."""
    inputs = inputs_of_row(row_id)
    return None if inputs is None else _compare(inputs, inputs.row.base, proposed)


def versions_of(row: PlanIndicator) -> tuple[list[Base], list[DefinitionBreak]]:
    """Every base that ever stood, the newest first, and the marked breaks by year."""
    return list(row.bases.order_by("-version")), list(row.breaks.order_by("year"))


def _restated(target: TargetInputs) -> TargetInputs:
    """A target that was restated with the base, as it was on the base of then."""
    agreed = target.agreed
    if agreed is None or not agreed.restated:
        return target
    return replace(target, terms=agreed.terms, reference=agreed.reference)


def _compare(
    inputs: RowInputs, before: BaseFigure | None, after: BaseFigure | None, first: tuple[TargetInputs, ...] = ()
) -> Comparison:
    """Only years with an approved figure: in the others nothing could differ but what is missing. ``first``: targets on ``before``."""
    rule = active_rule()
    old, new = (replace(inputs, row=replace(inputs.row, base=base)) for base in (before, after))
    known = {one.year for one in inputs.row.actuals}
    years = tuple(
        ComparedYear(
            terms=target.terms,
            ordinal=target.ordinal,
            year=year,
            before=assess_target(old, then, year=year, rule=rule),
            after=assess_target(new, target, year=year, rule=rule),
        )
        for target, then in zip(inputs.targets, first or inputs.targets, strict=True)
        for year in inputs.years
        if year in known
    )
    return Comparison(before, after, years)
