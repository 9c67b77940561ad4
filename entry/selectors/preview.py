"""What a figure would mean if it were approved, for one row: what 试算 and the review page ask."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from indicators.domain.types import Actual, RuleTerms
from indicators.selectors.assessment_inputs import RowInputs, active_rule, assess_target, inputs_of_row
from indicators.selectors.outlook import Outlook, TargetOutlook, outlook_of

__all__ = ["Outlook", "TargetOutlook", "outlook", "planned"]


def outlook(row_id: int, actual: Actual) -> Outlook:
    """The row in the actual's year, as it stands and with the actual in force; empty for a heading."""
    inputs = inputs_of_row(row_id)
    return Outlook() if inputs is None else outlook_of(inputs, actual, rule=active_rule())


def planned(inputs: RowInputs, year: int, *, rule: RuleTerms) -> Decimal | None:
    """What the primary target expects by the year (METHODS section 1, E); None where it expects nothing then.

    E follows from base, target and year alone: a figure stands in only for the sum to be done where none is entered.
    """
    target = inputs.targets[inputs.primary_index] if inputs.targets else None
    if target is None:
        return None
    base = inputs.row.base
    value = base.value if base is not None and base.value is not None else target.terms.value
    stand_in = Actual(year=year, value=value, growth=target.terms.value)
    others = tuple(one for one in inputs.row.actuals if one.year < year)
    tried = replace(inputs, row=replace(inputs.row, actuals=(*others, stand_in)))
    return assess_target(tried, target, year=year, rule=rule).expected
