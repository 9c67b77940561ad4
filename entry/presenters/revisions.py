"""Two bases side by side as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from indicators.domain import display
from indicators.domain.said import spoken
from indicators.domain.types import BaseFigure, Result, TargetTerms
from indicators.models import PlanIndicator
from indicators.selectors.revisions import ComparedYear, Comparison


@dataclass(frozen=True, slots=True)
class Side:
    """One assessment: the status with its symbol, progress and pace as text."""

    code: str
    symbol: str
    label: str
    attainment: str
    required: str


@dataclass(frozen=True, slots=True)
class Line:
    year: int
    before: Side
    after: Side
    moved: bool


@dataclass(frozen=True, slots=True)
class ComparedTarget:
    """One promise with its years. ``text``: as printed."""

    text: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ComparisonText:
    before: str
    after: str
    targets: list[ComparedTarget]
    moved: int


def comparison_text(found: Comparison, row: PlanIndicator, texts: dict[int, str]) -> ComparisonText:
    """``texts``: the targets as printed, by ordinal."""
    targets = []
    for ordinal, group in groupby(found.years, key=lambda one: one.ordinal):
        years = list(group)
        text = texts.get(ordinal) or _(display.FORM_LABELS[years[0].terms.form])
        targets.append(ComparedTarget(text, [line_of(one) for one in years]))
    return ComparisonText(
        before=base_text(found.before, row.unit),
        after=base_text(found.after, row.unit),
        targets=targets,
        moved=sum(1 for one in found.years if one.moved),
    )


def base_text(base: BaseFigure | None, unit: str) -> str:
    """153.7 亿元（2020）; a dash where there is none."""
    if base is None or (base.value is None and not base.parts):
        return display.MISSING
    figure = "∶".join(f"{part:f}" for part in base.parts) or f"{base.value:f}"
    return _("%(label)s（%(note)s）") % {"label": display.with_unit(figure, unit), "note": base.year}


def line_of(one: ComparedYear) -> Line:
    """Both sides of one year."""
    return Line(one.year, _side(one.before, one.terms), _side(one.after, one.terms), one.moved)


def _side(result: Result, terms: TargetTerms) -> Side:
    form = terms.assigned_form or terms.form
    return Side(
        code=result.status.value,
        symbol=display.SYMBOLS[result.status],
        label=spoken(display.status_text(result, form), _),
        attainment=display.MISSING if result.attainment is None else display.share(result.attainment),
        required=display.MISSING if result.required is None else display.rate(result.required, result.required_unit),
    )
