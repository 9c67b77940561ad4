"""A yearly target beside the year's actual, in words: the figure it is about, whether it was reached. Never a status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters.figures_of_row import figure
from indicators.domain import display
from indicators.domain.assess import assess
from indicators.domain.types import Actual
from indicators.domain.yearly import YearKind
from indicators.domain.yearly_text import Reached
from indicators.models import Target
from indicators.selectors.row_page import RowPageFacts, result_of
from indicators.selectors.row_terms import assessable_row, assessable_target
from indicators.selectors.value_units import unit_by_forms
from indicators.selectors.yearly import year_line


@dataclass(frozen=True, slots=True)
class YearAim:
    """The target of one year. ``verdict``: whether it was reached, "" where there is nothing to say; ``mark``: how it looks."""

    text: str
    proposed: bool
    document: str
    verdict: str
    mark: str


def year_aims(facts: RowPageFacts) -> Mapping[int, YearAim]:
    """The yearly targets that are set, by year. Of what the page has read already, without a query."""
    stored = {one.year: one for one in facts.annual}
    if not any(one.text for one in facts.annual):
        return {}
    row, targets, base = assessable_row(facts), facts.targets_in_force, facts.base
    end = facts.row.plan.end_year
    promises = []
    for target in targets:
        terms, assessment = assessable_target(facts, target), facts.assessment(target, end)
        result = result_of(assessment) if assessment else assess(row, terms, year=end)
        promises.append((terms, result, target.text))
    line = year_line(
        row,
        promises,
        primary=_primary(targets),
        base=base.text or base.value if base else None,
        unit=facts.row.unit,
        stored=stored,
        by_growth=unit_by_forms(facts.row, {one.form for one in targets}) != facts.row.unit,
    )
    return {
        cell.year: YearAim(cell.text, cell.proposed, cell.document, *verdict_of(cell.reached))
        for cell in line.cells
        if cell.text
    }


def _primary(targets: tuple[Target, ...]) -> int:
    return next((index for index, one in enumerate(targets) if one.is_primary), 0)


def verdict_of(found: Reached | None) -> tuple[str, str]:
    """Whether the year reached its target, in a word, and how it is marked; "" where there is nothing to say."""
    if found is None:
        return "", ""
    if found.met is None:
        if found.why is None:
            return _("无法判断"), "open"
        return _("无法判断（%(why)s）") % {"why": _(display.REASON_LABELS[found.why])}, "open"
    return (_("达到"), "met") if found.met else (_("未达到"), "not-met")


def actual_text(actual: Actual, kind: YearKind, unit: str) -> str:
    """The year's own figure that the target asks for; where it is missing, what else was entered, with its sign."""
    parts = ":".join(figure(part) for part in actual.parts)
    growth = "" if actual.growth is None else _("增速 %(growth)s") % {"growth": figure(actual.growth, "%")}
    value = "" if actual.value is None else figure(actual.value, "%" if unit in {"%", "％"} else "", actual.comparator)
    said = (growth, value) if kind is YearKind.GROWTH else (value, growth)
    reported = ""
    if actual.reported is not None:
        reported = _(display.REPORTED_MET) if actual.reported else _(display.REPORTED_NOT_MET)
    return parts or said[0] or said[1] or reported
