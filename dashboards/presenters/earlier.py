"""What became of the plan before: its end results beside the rows of this plan that are the same catalogue indicator."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.figures_of_row import Latest
from dashboards.presenters.row_lines import Promise
from dashboards.presenters.words import Chip
from indicators.domain.types import Form
from indicators.selectors.region_page import PlanFacts, RowFacts
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Side:
    """One plan's row: what it promised, the newest figure, how it stands or ended. ``chip`` None: nothing is computed."""

    name: str
    unit: str
    address: str
    promises: tuple[Promise, ...]
    latest: Latest
    attainment: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same catalogue indicator in this plan and in the one before. ``renamed``: it is printed under another name or unit."""

    now: Side
    then: Side
    renamed: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """The comparison. ``gone``: names that only the plan before has; ``new``: how many rows only this plan has."""

    plan: Plan
    period: str
    address: str
    pairs: tuple[Pair, ...]
    gone: str
    new: int


def earlier(facts: PlanFacts, before: Plan) -> Earlier:
    """This plan's rows beside those of ``before``, in this plan's order, matched by catalogue code and by nothing else."""
    then: dict[str, RowFacts] = {}
    for one in facts.before:
        if one.row.indicator is not None:
            then.setdefault(one.row.indicator.code, one)
    matched: list[Pair] = []
    used: set[str] = set()
    new = 0
    for row in facts.rows:
        if row.row.is_heading:
            continue
        code = row.row.indicator.code if row.row.indicator is not None else ""
        if code not in then or code in used:
            new += 1
            continue
        used.add(code)
        one = then[code]
        renamed = (row.row.short_name, row.row.unit) != (one.row.short_name, one.row.unit)
        matched.append(Pair(_side(row, facts.year), _side(one, before.end_year), renamed))
    return Earlier(
        plan=before,
        period=words.period_label(before),
        address=f"{reverse('dashboards:region', args=[facts.plan.region.code])}?period={before.period}",
        pairs=tuple(matched),
        gone=words.listed(one.row.said_name for code, one in then.items() if code not in used),
        new=new,
    )


def _side(facts: RowFacts, year: int) -> Side:
    row, assessment, target = facts.row, facts.assessment, facts.shown_target
    form = Form(target.form) if target is not None else Form.NONE
    if assessment is not None and target is not None:
        form = words.assessed_form(assessment, target)
    texts = None
    if assessment is not None and target is not None:
        texts = figures_of_row.texts(assessment, target, facts.base, row.unit, beside_unit=True)
    return Side(
        name=row.said_name,
        unit=row.unit,
        address=row_lines.address(row.pk, year),
        promises=row_lines.promises(facts.targets, target, row.unit),
        latest=figures_of_row.latest(facts.observations, assessment, form, row.unit),
        attainment=texts.attainment if texts is not None else "",
        chip=words.chip(assessment, target) if assessment is not None else None,
    )
