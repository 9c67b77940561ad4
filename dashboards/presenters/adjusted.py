"""One row on what was first agreed beside what is in force: its planned path of then, and its statuses year by year."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.words import Chip, plain_chip
from indicators.domain.series import Year
from indicators.domain.types import Form
from indicators.models import Assessment, Target
from indicators.selectors.row_page import RowPageFacts

#: Forms whose planned path follows from base and target alone.
_PATHS = {Form.LEVEL, Form.GROWTH, Form.CUMULATIVE, Form.QUOTA}


@dataclass(frozen=True, slots=True)
class ComparedStatus:
    """One year with a figure. ``moved``: the status is another only because of the adjustment or revision."""

    year: int
    agreed: Chip
    now: Chip
    moved: bool


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """``said``: what was changed, by which document, "" where only the base was revised."""

    years: tuple[ComparedStatus, ...]
    said: str


def former_path(facts: RowPageFacts, target: Target, assessment: Assessment) -> tuple[Year, ...]:
    """The planned path on base and target as first agreed; nothing where the target was not adjusted or took another form."""
    agreed = assessment.inputs.get("agreed")
    form = words.assessed_form(assessment, target)
    if not agreed or agreed.get("target") is None or form not in _PATHS or agreed.get("form") != form:
        return ()
    before = copy.copy(assessment)
    before.target_value = Decimal(agreed["target"])
    before.base = None if agreed.get("base") is None else Decimal(agreed["base"])
    if agreed.get("base_year"):
        before.inputs = {**assessment.inputs, "base_year": agreed["base_year"]}
    return figures_of_row.series_of(facts.row, target, facts.base, before, []).planned


def compared_versions(facts: RowPageFacts, target: Target | None) -> ComparedVersions | None:
    """The statuses of ``target`` on both, of the years with a figure; None where neither it nor its base was changed."""
    known = {one.year for one in facts.observations}
    lines, said = [], ""
    for one in facts.assessments:
        before = one.unadjusted_status or one.unrevised_status
        if target is None or one.target_id != target.pk or not before or one.year not in known:
            continue
        form = words.assessed_form(one, target)
        agreed = one.inputs.get("agreed") or {}
        said = _said(agreed) if agreed else said
        lines.append(
            ComparedStatus(
                year=one.year,
                agreed=plain_chip(before, form=form.value),
                now=plain_chip(one.status, form=form.value),
                moved=before != one.status,
            )
        )
    return ComparedVersions(tuple(lines), said) if lines else None


def _said(agreed: dict[str, object]) -> str:
    if not agreed.get("document"):
        return ""
    said = _("统计修订（%(document)s）") if agreed.get("restated") else _("目标调整（%(document)s）")
    return said % {"document": agreed["document"]}
