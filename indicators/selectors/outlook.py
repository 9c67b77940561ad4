"""What a figure would mean if it were approved: the same core, the same inputs, one year replaced, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.domain.assess import shown_target
from indicators.domain.doubt_records import Doubt
from indicators.domain.types import Actual, Result, RuleTerms, TargetTerms
from indicators.selectors.assessment_inputs import RowInputs, assess_target
from indicators.selectors.series_doubts import series_doubts_of


@dataclass(frozen=True, slots=True)
class TargetOutlook:
    """One target before and after. ``shown``: the row would be shown by it."""

    terms: TargetTerms
    now: Result
    then: Result
    shown: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an approval would bring: every target, and the doubts that the series does not raise today."""

    targets: tuple[TargetOutlook, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def shown(self) -> TargetOutlook | None:
        """The target that the row would be shown by; None where nothing is promised."""
        return next((one for one in self.targets if one.shown), None)


def outlook_of(inputs: RowInputs, actual: Actual, *, rule: RuleTerms, year: int | None = None) -> Outlook:
    """The row in ``year`` (None: the actual's own), as it stands and with the actual in force.

    A new blocking doubt is already taken into account: the status would be 口径不可比 from the approval on.
    """
    year = actual.year if year is None else year
    replaced = next((one for one in inputs.row.actuals if one.year == actual.year), actual)
    actual = replace(actual, blocked_value=replaced.blocked_value, blocked_growth=replaced.blocked_growth)
    others = tuple(one for one in inputs.row.actuals if one.year != actual.year)
    actuals = tuple(sorted((*others, actual), key=lambda one: one.year))
    changed = replace(inputs, row=replace(inputs.row, actuals=actuals))
    known, raised = series_doubts_of(inputs), series_doubts_of(changed)
    doubts = tuple(one for one in raised if one not in known)
    gone = {(one.figure, one.code.value) for one in known} - {(one.figure, one.code.value) for one in raised}
    actuals = tuple(_blocked(one, doubts, gone) for one in actuals)
    changed = replace(changed, row=replace(changed.row, actuals=actuals))
    before = [assess_target(inputs, target, year=year, rule=rule) for target in inputs.targets]
    after = [assess_target(changed, target, year=year, rule=rule) for target in inputs.targets]
    shown = shown_target(inputs.primary_index, after) if after else 0
    targets = tuple(
        TargetOutlook(target.terms, now, then, index == shown)
        for index, (target, now, then) in enumerate(zip(inputs.targets, before, after, strict=True))
    )
    return Outlook(targets, doubts)


def _blocked(actual: Actual, doubts: tuple[Doubt, ...], gone: set[tuple[str, str]]) -> Actual:
    """The actual with the blocking doubts that would be about it: open ones that still hold, and new ones."""

    def codes(part: str, open_now: tuple[str, ...]) -> tuple[str, ...]:
        figure = f"{part}:{actual.year}"
        kept = tuple(code for code in open_now if (figure, code) not in gone)
        return kept + tuple(one.code.value for one in doubts if one.blocking and one.figure == figure)

    return replace(
        actual,
        blocked_value=codes("value", actual.blocked_value),
        blocked_growth=codes("growth", actual.blocked_growth),
    )
