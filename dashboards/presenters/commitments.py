"""Promises of a plan's text: the second list, counted apart from the main indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.figures_of_row import Latest
from dashboards.presenters.row_lines import Promise
from dashboards.presenters.words import Chip
from indicators.domain.types import Form
from indicators.selectors.region_page import RowFacts


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise. ``due``: the year it is promised for as the text names it, "" where it names none."""

    id: int
    address: str
    name: str
    unit: str
    promises: tuple[Promise, ...]
    due: str
    latest: Latest
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Group:
    """The promises of a chapter or category; ``label`` "" where the plan's text gives none."""

    label: str
    lines: tuple[Commitment, ...]


def commitments(rows: Iterable[RowFacts], year: int) -> tuple[Group, ...]:
    """Promises by category, in the order of the text."""
    groups: dict[str, list[Commitment]] = defaultdict(list)
    for facts in rows:
        if not facts.row.is_heading:
            groups[facts.row.category].append(commitment(facts, year))
    several = len(groups) > 1
    return tuple(Group(label or (_("未分类") if several else ""), tuple(lines)) for label, lines in groups.items())


def commitment(facts: RowFacts, year: int) -> Commitment:
    """One promise as a line."""
    row, assessment, target = facts.row, facts.assessment, facts.shown_target
    form = Form(target.form) if target is not None else Form.NONE
    if assessment is not None:
        form = words.assessed_form(assessment, target)
    return Commitment(
        id=row.pk,
        address=row_lines.address(row.pk, year),
        name=row.said_name,
        unit=row.unit,
        promises=row_lines.promises(facts.targets, target, row.unit),
        due=str((target.due_year if target is not None else None) or row.printed.get("year") or ""),
        latest=figures_of_row.latest(facts.observations, assessment, form, row.unit),
        chip=words.chip(assessment, target) if assessment is not None else None,
    )
