"""Rows of a plan as lines of a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.presenters import drawings, figures_of_row, words
from dashboards.presenters.drawings import Spark, Track
from dashboards.presenters.figures_of_row import Latest
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.types import Form
from indicators.models import Target
from indicators.models.promises import BaseSource
from indicators.selectors.region_page import RowFacts


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as printed. ``about``: its form where the text alone does not say it; ``shown``: the row's status is about it."""

    text: str
    about: str
    shown: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row. Without ``chip`` it is a heading, or nothing is computed yet (``waiting``).

    ``breached``: the years in which a bound was not held.
    """

    id: int
    address: str
    number: str
    name: str
    unit: str
    category: str  # only where it changes
    nature: str
    is_heading: bool
    is_sub: bool
    base: str
    base_note: str
    promises: tuple[Promise, ...] = ()
    chip: Chip | None = None
    latest: Latest = field(default_factory=lambda: Latest(display.MISSING))
    latest_mark: str = ""
    track: Track | None = None
    spark: Spark | None = None
    attainment: str = display.MISSING
    elapsed: str = display.MISSING
    gap: str = display.MISSING
    required: str = display.MISSING
    average: str = display.MISSING
    lead: str = display.MISSING
    open_doubts: int = 0
    blocking_doubts: int = 0
    breached: str = ""

    @property
    def waiting(self) -> bool:
        """Counted, but no assessment is stored yet."""
        return not self.is_heading and self.chip is None


def row_lines(rows: tuple[RowFacts, ...], year: int, *, printed_order: bool = True) -> list[RowLine]:
    """The lines of a plan's table; in printed order with the categories, sorted otherwise without them."""
    lines: list[RowLine] = []
    category = ""
    for facts in rows:
        changed = printed_order and bool(facts.row.category) and facts.row.category != category
        category = facts.row.category or category
        lines.append(_line(facts, year, facts.row.category if changed else "", printed_order=printed_order))
    return lines


def _line(facts: RowFacts, year: int, category: str, *, printed_order: bool) -> RowLine:
    row, base, target, assessment = facts.row, facts.base, facts.shown_target, facts.assessment
    common = {
        "id": row.pk,
        "address": address(row.pk, year),
        "number": row.number,
        "name": row.said_name,
        "unit": row.unit,
        "category": category,
        "nature": display.printed(row.nature_text) or display.MISSING,
        "is_heading": row.is_heading,
        "is_sub": printed_order and row.parent_id is not None,
        "base": (display.printed(base.text) or figures_of_row.figure(base.value)) if base else display.MISSING,
        "base_note": base_note(facts),
        "promises": promises(facts.targets, target, row.unit),
        "open_doubts": facts.open_doubts,
        "blocking_doubts": facts.blocking_doubts,
    }
    if row.is_heading or assessment is None or target is None:
        form = Form(target.form) if target else Form.NONE
        newest = figures_of_row.latest(facts.observations, None, form, row.unit)
        return RowLine(**common, latest=newest, latest_mark=_vintage_mark(newest.vintage))
    form = words.assessed_form(assessment, target)
    texts = figures_of_row.texts(assessment, target, base, row.unit, beside_unit=True)
    newest = figures_of_row.latest(facts.observations, assessment, form, row.unit)
    yearly = figures_of_row.series_of(row, target, base, assessment, facts.observations)
    return RowLine(
        **common,
        chip=words.chip(assessment, target),
        latest=newest,
        latest_mark=_vintage_mark(newest.vintage),
        track=drawings.track(assessment.attainment, assessment.elapsed_share),
        spark=drawings.spark(yearly, row.plan.base_year, row.plan.end_year),
        attainment=texts.attainment,
        elapsed=texts.elapsed,
        gap=texts.gap,
        required=texts.required,
        average=texts.average,
        lead=texts.lead,
        breached=words.listed(str(one) for one in assessment.breached_years),
    )


def address(row_id: int, year: int) -> str:
    """The page of the row, looked at in the same year."""
    return f"{reverse('dashboards:row', args=[row_id])}?year={year}"


def _vintage_mark(vintage: str) -> str:
    """One character for a vintage: 初, 修, 核."""
    return {"preliminary": _("初"), "revised": _("修"), "final": _("核")}.get(vintage, "")


def base_note(facts: RowFacts) -> str:
    """Another base year than the plan's, or a base from elsewhere than its table."""
    base = facts.base
    if base is None:
        return ""
    notes = []
    if base.year != facts.row.plan.base_year:
        notes.append(str(base.year))
    if base.source != BaseSource.TABLE:
        notes.append(str(base.get_source_display()))
    return " ".join(notes)


def promises(targets: tuple[Target, ...], shown: Target | None, unit: str) -> tuple[Promise, ...]:
    """Every target of a row as printed; where there are several, the one that the status is about comes first."""
    ordered = sorted(targets, key=lambda one: one is not shown)
    several = len(targets) > 1
    return tuple(
        Promise(
            text=display.printed(one.text)
            or (figures_of_row.figure(one.value) if one.value is not None else display.MISSING),
            about=_about(one, unit),
            shown=several and one is shown,
        )
        for one in ordered
    )


def _about(target: Target, unit: str) -> str:
    """How the number is meant where it is no plain level in the row's unit."""
    form = Form(target.form)
    if form is Form.GROWTH:
        rate = target.unit or "%"
        return _("年均增长") if rate in target.text else _("年均增长 %(unit)s") % {"unit": rate}
    if form in {Form.LEVEL, Form.FLOOR, Form.CEILING}:
        return target.unit if target.unit and target.unit != unit and target.unit not in target.text else ""
    if form in {Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE, Form.POINTS}:
        return figures_of_row.form_label(form.value)
    return ""
