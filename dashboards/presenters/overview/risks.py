"""What is most at risk and why, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.at_risk import Why, why
from indicators.domain.types import Form
from indicators.selectors.at_risk import RiskFacts


@dataclass(frozen=True, slots=True)
class RiskLine:
    region: str
    region_code: str
    period: str
    row_id: int
    name: str
    address: str
    nature: str
    chip: Chip
    actual: str
    gap: str
    required: str
    why: str


@dataclass(frozen=True, slots=True)
class RiskList:
    """``more``: how many are at risk beside the lines."""

    lines: tuple[RiskLine, ...]
    more: int


def risk_list(risks: Sequence[RiskFacts], total: int, year: int) -> RiskList:
    """The lines in the order of the core, of ``total`` that are at risk."""
    lines = tuple(_line(facts, year) for facts in risks)
    return RiskList(lines, total - len(lines))


def _line(facts: RiskFacts, year: int) -> RiskLine:
    assessment = facts.assessment
    row, target = assessment.row, assessment.target
    texts = figures_of_row.texts(assessment, target, facts.base, row.unit)  # type: ignore[arg-type]
    form = words.assessed_form(assessment, target)
    return RiskLine(
        region=row.plan.region.name,
        region_code=row.plan.region.code,
        period=row.plan.period,
        row_id=row.pk,
        name=row.said_name,
        address=row_lines.address(row.pk, year),
        nature=words.nature_label(row.nature),
        chip=words.chip(assessment, target),
        actual=_("年均 %(figure)s") % {"figure": texts.actual} if form is Form.GROWTH else texts.actual,
        gap=texts.gap,
        required=texts.required,
        why=words.listed_clauses(_said(facts, reason, texts) for reason in why(facts.standing)),
    )


def _said(facts: RiskFacts, reason: Why, texts: figures_of_row.Texts) -> str:
    """One fact as a clause with its figures."""
    assessment = facts.assessment
    years = words.listed(str(year) for year in assessment.breached_years)
    binding = facts.standing.binding
    if reason is Why.BREACHED:
        return _breached(words.assessed_form(assessment, assessment.target), binding, years)
    return {
        Why.NOT_MET: _("期末未达到约束性目标") if binding else _("期末未达到目标"),
        Why.REVERSING: _("比基期更差"),
        Why.SLOW: _("进展速度为规划的 %(share)s") % {"share": display.share(assessment.pace_ratio)},
        Why.FELL_BACK: _("%(year)s 年曾达到") % {"year": assessment.first_met_year},
        Why.FASTER: _("至今年均 %(average)s，不足余下每年所需") % {"average": texts.average},
        Why.ENDS_SHORT: _("按现速期末为 %(figure)s") % {"figure": texts.projected}
        if assessment.projected_end is not None
        else _("按现速达不到目标"),
    }[reason]


def _breached(form: Form, binding: bool, years: str) -> str:
    if form is Form.RELATIVE:
        said = _("未与参照同步")
    elif form is Form.QUOTA:
        said = _("约束性总量已突破") if binding else _("总量已突破")
    else:
        said = _("约束性界限未守住") if binding else _("界限未守住")
    return _("%(said)s（%(years)s 年）") % {"said": said, "years": years} if years else said
