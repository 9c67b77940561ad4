"""Everything that the page of one plan indicator shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from indicators.domain import types as t
from indicators.models import (
    AnnualTarget,
    Assessment,
    Base,
    DefinitionBreak,
    Doubt,
    DoubtState,
    JobRun,
    JobState,
    Observation,
    ObservationState,
    PeriodResult,
    PlanIndicator,
    ResponsibleUnit,
    StatusRule,
    Succession,
    Target,
)
from indicators.selectors.succession import SAME, MovedBase, moved_bases

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RowPageFacts:
    """One row in full. ``assessments``: of every target in force and every year of the plan.

    ``superseded``: approved once, replaced since (earlier vintages and corrections), by year and version. ``earlier``: figures in
    force of the same indicator in earlier plans of the region (or of the row that it came of), in the same unit, where neither
    break nor blocking doubt says that they are of another definition. ``breaks``: years from which the row is defined
    otherwise. ``moved``: the base was taken from the plan before, and that figure is another one now. ``annual``: yearly
    targets, by year.
    """

    row: PlanIndicator
    bases: tuple[Base, ...]  # every version, oldest first
    targets: tuple[Target, ...]  # every version of every promise
    assessments: tuple[Assessment, ...]
    observations: tuple[Observation, ...]  # in force, by year
    results: tuple[PeriodResult, ...]
    doubts: tuple[Doubt, ...]
    responsible: tuple[ResponsibleUnit, ...]
    rule: StatusRule | None
    recomputing: bool
    superseded: tuple[Observation, ...] = ()
    earlier: tuple[Observation, ...] = ()
    breaks: frozenset[int] = frozenset()
    moved: MovedBase | None = None
    annual: tuple[AnnualTarget, ...] = ()

    @property
    def base(self) -> Base | None:
        """The base in force."""
        return next((base for base in self.bases if base.in_force), None)

    @property
    def targets_in_force(self) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if target.in_force)

    def assessment(self, target: Target, year: int) -> Assessment | None:
        """The assessment of a target in a year; None where it is not computed yet."""
        found = (one for one in self.assessments if one.target_id == target.pk and one.year == year)
        return next(found, None)


def find_row(row_id: int) -> PlanIndicator | None:
    """The row with its plan, region and catalogue indicator; None where there is none. ``breaks`` and ``recomputing``: on it."""
    breaks = DefinitionBreak.objects.filter(row=OuterRef("pk")).order_by("year").values("year")
    waiting = JobRun.objects.filter(
        Q(plan=OuterRef("plan")) | Q(plan=None), state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    rows = PlanIndicator.objects.select_related("plan__region", "indicator", "parent")
    return rows.annotate(break_years=ArraySubquery(breaks), waiting=Exists(waiting)).filter(pk=row_id).first()


def row_facts(row: PlanIndicator) -> RowPageFacts:
    """Nine queries, whatever the number of years, targets and versions, for a row of ``find_row``; one more where the base was
    taken from the plan before.
    """
    mine: dict[bool, list[Observation]] = {True: [], False: []}
    earlier: list[Observation] = []
    for one in _observations(row):
        if one.row_id == row.pk:
            mine[one.in_force].append(one)
        elif one.in_force:
            earlier.append(one)
    bases = tuple(row.bases.select_related("from_observation").order_by("version"))
    return RowPageFacts(
        row=row,
        bases=bases,
        targets=tuple(row.targets.select_related("reference_region").order_by("ordinal", "version")),
        assessments=tuple(row.assessments.filter(target__in_force=True).order_by("year", "target__ordinal")),
        observations=tuple(mine[True]),
        results=tuple(row.results.filter(in_force=True).order_by("year", "kind")),
        doubts=tuple(row.doubts.select_related("resolved_by").order_by("-state", "code")),
        responsible=tuple(row.responsibilities.select_related("unit").order_by("-is_lead", "unit__name")),
        rule=StatusRule.objects.filter(active=True).first(),
        recomputing=row.waiting,  # type: ignore[attr-defined]
        superseded=tuple(mine[False]),
        earlier=tuple(earlier),
        breaks=frozenset(row.break_years),  # type: ignore[attr-defined]
        moved=next(iter(moved_bases(bases)), None),
        annual=tuple(row.annual_targets.order_by("year")),
    )


def _observations(row: PlanIndicator) -> list[Observation]:
    """Approved figures of the row, in every version, and those in force of the same thing in earlier plans: one query."""
    wanted = PlanIndicator.objects.filter(pk=row.pk).order_by().values("pk")
    doubted = Doubt.objects.filter(row=OuterRef("pk"), blocking=True, state=DoubtState.OPEN)
    broken = DefinitionBreak.objects.filter(row=OuterRef("pk"))
    before = PlanIndicator.objects.filter(
        ~Exists(doubted),
        ~Exists(broken),
        unit=row.unit,
        plan__region=row.plan.region_id,
        plan__end_year__lte=row.plan.base_year,
    ).order_by()
    # Unions, not an "or": that would have all observations of the nation looked through.
    origins = Succession.objects.filter(to_row=row, kind__in=SAME).order_by().values("from_row")
    wanted = wanted.union(before.filter(pk__in=origins).values("pk"))
    if row.indicator_id is not None:
        wanted = wanted.union(before.filter(indicator=row.indicator_id).values("pk"))
    approved = Observation.objects.filter(row__in=wanted, state=ObservationState.APPROVED)
    return list(approved.order_by("year", "version"))


def terms_of(target: Target) -> t.TargetTerms:
    """A stored target in the words of the core, as far as an explanation needs it."""
    return t.TargetTerms(
        form=t.Form(target.form),
        value=target.value,
        value_high=target.value_high,
        comparator=t.Comparator(target.comparator),
        unit=target.unit,
        parts=tuple(target.parts),
        assigned_form=t.Form(target.assigned_form) if target.assigned_form else None,
        tolerant=target.tolerant,
        due_year=target.due_year,
    )


def terms_of_row(row: PlanIndicator, base: Base | None) -> t.Row:
    """A stored row in the words of the core, as far as an explanation needs it: period, unit, base."""
    indicator = row.indicator
    facts = t.CatalogueFacts(
        code=indicator.code if indicator else "",
        unit=row.unit,
        direction=t.Direction(indicator.direction) if indicator else t.Direction.HIGHER,
        path=t.PathKind(indicator.path) if indicator else t.PathKind.LINEAR,
        measure=t.Measure(indicator.measure) if indicator else t.Measure.AMOUNT,
    )
    plan = row.plan
    return t.Row(
        period=t.Period(plan.base_year, plan.start_year, plan.end_year),
        catalogue=facts,
        base=None if base is None else t.BaseFigure(base.value, base.year, parts=tuple(base.parts)),
    )


def rule_of(rule: StatusRule | None) -> t.RuleTerms:
    """Stored thresholds in the words of the core; the documented defaults where none is stored."""
    if rule is None:
        return t.RuleTerms()
    return t.RuleTerms(
        rule.version, rule.ahead, rule.on_track, rule.behind, rule.nearly_share, rule.nearly_bound, rule.tolerance_pp
    )


def result_of(assessment: Assessment) -> t.Result:
    """A stored assessment as the result it was made from: what a page explains is what is stored, never a new sum."""
    return t.Result(
        year=assessment.year,
        status=t.Status(assessment.status),
        reason=_word(t.Reason, assessment.reason),
        actual_year=assessment.actual_year,
        actual=assessment.actual,
        target=assessment.target_value,
        base=assessment.base,
        vintage=_word(t.Vintage, assessment.vintage),
        price_basis=_word(t.PriceBasis, assessment.price_basis),
        attainment=assessment.attainment,
        elapsed_share=assessment.elapsed_share,
        expected=assessment.expected,
        gap=assessment.gap,
        lead=assessment.lead,
        required=assessment.required,
        required_unit=assessment.required_unit,
        required_reason=_word(t.Reason, assessment.required_reason),
        average=assessment.average,
        average_unit=assessment.average_unit,
        pace_ratio=assessment.pace_ratio,
        projected_end=assessment.projected_end,
        on_course=assessment.on_course,
        early_warning=assessment.early_warning,
        breached_years=tuple(assessment.breached_years),
        first_met_year=assessment.first_met_year,
        fell_back=assessment.fell_back,
        end_not_published=assessment.end_not_published,
        sample=assessment.sample,
        parts=tuple({key: _decimal(value) for key, value in part.items()} for part in assessment.parts),
        inputs=assessment.inputs,
    )


def _word(kind: type[Word], stored: str) -> Word | None:
    return kind(stored) if stored else None


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
