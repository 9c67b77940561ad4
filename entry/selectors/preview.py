"""What a figure would mean if it were approved, for one row: what 试算 and the review page ask."""

from __future__ import annotations

from indicators.domain.types import Actual
from indicators.selectors.assessment_inputs import active_rule, inputs_of_row
from indicators.selectors.outlook import Outlook, TargetOutlook, outlook_of

__all__ = ["Outlook", "TargetOutlook", "outlook"]


def outlook(row_id: int, actual: Actual) -> Outlook:
    """The row in the actual's year, as it stands and with the actual in force; empty for a heading."""
    inputs = inputs_of_row(row_id)
    return Outlook() if inputs is None else outlook_of(inputs, actual, rule=active_rule())
