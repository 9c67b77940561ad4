"""Doubts that follow from a row's yearly figures alone."""

from __future__ import annotations

from dataclasses import replace

from indicators.domain.doubt_records import Doubt
from indicators.domain.series_doubts import series_doubts
from indicators.domain.types import Measure
from indicators.selectors.assessment_inputs import RowInputs


def series_doubts_of(inputs: RowInputs) -> tuple[Doubt, ...]:
    """What the given figures raise. A row that the catalogue does not know has no measure: no level ratio is judged."""
    facts = inputs.row
    catalogue = facts.catalogue if inputs.linked else replace(facts.catalogue, measure=Measure.RATE)
    terms = [target.terms for target in inputs.targets]
    return series_doubts(facts.actuals, base=facts.base, catalogue=catalogue, targets=terms, breaks=facts.breaks)
