"""What a figure would mean if it were approved: the same core, the same inputs, one year replaced, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.domain.assess import shown_target
from indicators.domain.types import Actual, Result, TargetTerms
from indicators.selectors.assessment_inputs import RowInputs, active_rule, assess_target, inputs_of_row


@dataclass(frozen=True, slots=True)
class Outlook:
    """One target before and after. ``shown``: the row would be shown by it."""

    terms: TargetTerms
    now: Result
    then: Result
    shown: bool


def outlook(row_id: int, actual: Actual) -> tuple[Outlook, ...]:
    """Every target of the row in the actual's year, as it stands and with the actual in force; () for a heading."""
    inputs = inputs_of_row(row_id)
    if inputs is None:
        return ()
    rule = active_rule()
    others = tuple(one for one in inputs.row.actuals if one.year != actual.year)
    actuals = tuple(sorted((*others, actual), key=lambda one: one.year))
    changed = replace(inputs, row=replace(inputs.row, actuals=actuals))
    before = [assess_target(inputs, target, year=actual.year, rule=rule) for target in inputs.targets]
    after = [assess_target(changed, target, year=actual.year, rule=rule) for target in inputs.targets]
    shown = _shown(inputs, after)
    return tuple(
        Outlook(target.terms, now, then, index == shown)
        for index, (target, now, then) in enumerate(zip(inputs.targets, before, after, strict=True))
    )


def _shown(inputs: RowInputs, results: list[Result]) -> int:
    return shown_target(inputs.primary_index, results) if results else 0
