"""Everything that an evaluation of a plan says, as it is now: a constant number of queries, whatever the number of counties."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from dashboards.presenters.region import sources, thresholds
from evaluations.domain.counts import counted
from evaluations.domain.facts import County, Facts, Line, Projects
from evaluations.domain.sentences import answer
from evaluations.selectors.changes import changes
from evaluations.selectors.lines import line
from evaluations.selectors.notes import notes
from evaluations.selectors.projects import key_projects
from indicators.domain.stored import to_stored
from indicators.models import (
    AnnualTarget,
    DefinitionBreak,
    Doubt,
    DoubtState,
    PeriodResult,
    PlanIndicator,
    ResponsibleUnit,
    StatusRule,
)
from indicators.models.rows import Listing
from indicators.selectors.county_promises import counties_of, plans_beside
from indicators.selectors.jobs import recomputing
from indicators.selectors.region_page import RowFacts, rows_with_figures
from plans.models import Plan
from regions.models import Region
from regions.recorded import in_the_house_language, recorded


@dataclass
class _Beside:
    """What stands beside the rows of all plans, by row."""

    units: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    annual: dict[int, AnnualTarget] = field(default_factory=dict)
    doubts: dict[int, list[Doubt]] = field(default_factory=lambda: defaultdict(list))


@in_the_house_language
def evaluation_facts(
    plan: Plan, *, kind: str, year: int, day: date, with_counties: bool = True, with_promises: bool = True,
    with_projects: bool = True,
) -> Facts:  # fmt: skip
    """The facts of ``plan`` in ``year``, in the language of papers. ``day``: today; ``kind``: of ``EvaluationKind``.

    ``plan.region`` should be loaded. Counties are the divisions directly below that have a plan of the same years.
    """
    counties = counties_of(plan.region, plan) if with_counties else []
    plans = plans_beside(counties, plan) if counties else {}
    rows = _rows(plan, list(plans.values()), year, with_promises=with_promises)
    beside = _beside([one.row for one in rows], year)
    lines: dict[int, list[Line]] = defaultdict(list)
    promises: list[Line] = []
    for one in rows:
        made = _line(one, plan.end_year, beside)
        if one.row.listing == Listing.COMMITMENT:
            promises.append(made)
        else:
            lines[one.row.plan_id].append(made)
    own = [one for one in rows if one.row.plan_id == plan.pk]
    rule, ended = StatusRule.objects.filter(active=True).first(), year >= plan.end_year
    breaks = DefinitionBreak.objects.filter(row__plan=plan, row__listing=Listing.MAIN, year__lte=year)
    found = Facts(
        kind=kind,
        region=plan.region.code,
        region_name=plan.region.name,
        plan=plan.pk,
        plan_title=plan.title,
        period=plan.period,
        base_year=plan.base_year,
        start_year=plan.start_year,
        end_year=plan.end_year,
        year=year,
        day=day,
        rule=thresholds(rule),
        rule_version=rule.version if rule is not None else 0,
        method_version=_methods(own),
        lines=tuple(lines[plan.pk]),
        counts=counted(lines[plan.pk], ended=ended),
        commitments=tuple(promises),
        commitment_counts=counted(promises, ended=ended),
        projects=key_projects(plan, year) if with_projects else Projects(),
        counties=tuple(_county(one, plans.get(one.pk), lines, ended=ended) for one in counties),
        changes=changes([one.row for one in own], year),
        notes=notes(lines[plan.pk], list(breaks.select_related("row").order_by("row__position", "year")), ended=ended),
        sources=_sources(plan, own),
    )
    return replace(found, answer=answer(found), sample=_sample(found))


def seal(facts: Facts) -> str:
    """A short text that is another one as soon as any fact is; the day on which they were looked at is none."""
    stored = to_stored(replace(facts, day=date.min))
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def waits(facts: Facts) -> bool:
    """Whether a recompute of a plan that the facts speak of has not run yet (待重算)."""
    return bool(recomputing([facts.plan, *(one.plan for one in facts.counties if one.plan is not None)]))


def _rows(plan: Plan, counties: Sequence[Plan], year: int, *, with_promises: bool) -> list[RowFacts]:
    """The rows of all plans with their figures, in printed order. Five queries."""
    wanted = Q(plan__in=[plan.pk, *(one.pk for one in counties)], listing=Listing.MAIN)
    if with_promises:
        wanted |= Q(plan=plan, listing=Listing.COMMITMENT)
    found = rows_with_figures(PlanIndicator.objects.filter(wanted).order_by("plan_id", "position"), Q(year=year), year)
    own = {one.pk: one for one in (plan, *counties)}
    for one in found:
        one.row.plan = own[one.row.plan_id]
    return found


def _beside(rows: Iterable[PlanIndicator], year: int) -> _Beside:
    """Units, yearly targets and open doubts of the rows. Three queries."""
    ids, found = [row.pk for row in rows], _Beside()
    answering = ResponsibleUnit.objects.filter(row__in=ids).order_by("row_id", "-is_lead", "unit__name")
    for row, name in answering.values_list("row_id", "unit__name"):
        found.units[row].append(name)
    found.annual = {one.row_id: one for one in AnnualTarget.objects.filter(row__in=ids, year=year).order_by()}
    for doubt in Doubt.objects.filter(row__in=ids, state=DoubtState.OPEN).order_by("row_id", "code", "figure"):
        if doubt.row_id is not None:
            found.doubts[doubt.row_id].append(doubt)
    return found


def _line(one: RowFacts, end_year: int, beside: _Beside) -> Line:
    row = one.row.pk
    return line(
        one, end_year=end_year, units=beside.units.get(row, ()), annual=beside.annual.get(row),
        doubts=beside.doubts.get(row, ()),
    )  # fmt: skip


def _county(region: Region, plan: Plan | None, lines: dict[int, list[Line]], *, ended: bool) -> County:
    if plan is None:
        return County(region=region.code, name=region.name, note=recorded("没有同期规划"))
    own = lines.get(plan.pk, [])
    return County(
        region=region.code,
        name=region.name,
        plan=plan.pk,
        title=plan.title,
        counts=counted(own, ended=ended),
        lines=tuple(own),
        note="" if own else recorded("规划里没有主要指标"),
    )


def _methods(rows: Sequence[RowFacts]) -> str:
    versions = {one.assessment.method_version for one in rows if one.assessment is not None}
    return "、".join(str(one) for one in sorted(versions))


def _sources(plan: Plan, rows: Sequence[RowFacts]) -> tuple[str, ...]:
    """The plan, the titles of published figures, the papers of official results; each once."""
    papers = PeriodResult.objects.filter(row__in=[one.row.pk for one in rows], in_force=True).order_by("row", "year")
    named = [document or title for document, title in papers.values_list("document", "source_title")]
    figures = sources(plan, [one for row in rows for one in row.observations])
    return tuple(dict.fromkeys([*figures, *(one for one in named if one)]))


def _sample(facts: Facts) -> bool:
    lines = [*facts.lines, *facts.commitments, *(line for one in facts.counties for line in one.lines)]
    return facts.projects.sample or any(one.sample for one in lines)
