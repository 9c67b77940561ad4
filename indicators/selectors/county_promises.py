"""A city's plan and its counties' plans of the same period, indicator by indicator: what stands in them, and what it comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from indicators.domain import types as t
from indicators.domain.allocation import Allocation, Outcome, allocate
from indicators.domain.promised import Facts, Part, Promise, Rule
from indicators.domain.units import convert
from indicators.models import BackgroundFigure, Base, Doubt, DoubtState, Indicator, PlanIndicator, Target
from indicators.models.rows import Listing
from indicators.selectors.relations import weights
from indicators.selectors.stored_figures import BASES, COMPARATORS, DIRECTIONS, FORMS, KINDS
from plans.models import Plan, PlanStatus
from regions.models import Level, Region


@dataclass(frozen=True, slots=True)
class Promised:
    """One row as a plan has it. ``target``: the one that is compared."""

    row: PlanIndicator
    base: Base | None
    target: Target | None


@dataclass(frozen=True, slots=True)
class CountyPart:
    """One county's side of an indicator. ``promised`` None: no plan, or it does not list the indicator."""

    region: Region
    promised: Promised | None
    part: Part


@dataclass(frozen=True, slots=True)
class SharedIndicator:
    """An indicator of the city's plan that at least one county's plan has, too. ``weight``: code of what averages are weighted with."""

    city: Promised
    allocation: Allocation
    counties: tuple[CountyPart, ...]
    weight: str = ""


@dataclass(frozen=True, slots=True)
class CountyPromises:
    """``counties``: every one below the region; ``with_plan``: plans of the same period; ``weight_names``: by code."""

    plan: Plan
    counties: tuple[Region, ...]
    with_plan: tuple[Plan, ...]
    shared: tuple[SharedIndicator, ...]
    only_city: tuple[PlanIndicator, ...]
    weight_names: dict[str, str]


@dataclass
class _Stored:
    """Rows with their figures, by plan and catalogue code (the first row of a code counts)."""

    rows: dict[int, dict[str, PlanIndicator]] = field(default_factory=lambda: defaultdict(dict))
    bases: dict[int, Base] = field(default_factory=dict)
    targets: dict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    blocked: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=lambda: defaultdict(dict))
    background: dict[tuple[int, str, int], Decimal] = field(default_factory=dict)


def counties_of(region: Region, plan: Plan) -> list[Region]:
    """The divisions directly below that exist at the end of the plan; development zones lie inside of them."""
    existing = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.end_year)
    below = Region.objects.filter(existing, parent=region, level__lte=Level.COUNTY)
    return list(below.order_by("code"))


def county_promises(plan: Plan) -> CountyPromises:
    """The comparison of a city's plan. Eight queries, whatever the number of counties and rows."""
    counties = counties_of(plan.region, plan)
    plans = plans_beside(counties, plan)
    stored = _read([plan, *plans.values()])
    shared, alone = [], []
    for code, row in stored.rows[plan.pk].items():
        if any(code in stored.rows[one.pk] for one in plans.values()):
            shared.append(_shared(row, plan, counties, plans, stored))
        else:
            alone.append(row)
    return CountyPromises(
        plan=plan,
        counties=tuple(counties),
        with_plan=tuple(plans[one.pk] for one in counties if one.pk in plans),
        shared=tuple(shared),
        only_city=tuple(alone),
        weight_names=dict(Indicator.objects.filter(code__in=set(weights().values())).values_list("code", "name")),
    )


def plans_beside(counties: list[Region], plan: Plan) -> dict[int, Plan]:
    """One plan a county, of the same years; the one in force where there are several."""
    found = Plan.objects.filter(region__in=counties, start_year=plan.start_year, end_year=plan.end_year)
    by_region: dict[int, Plan] = {}
    for one in (
        found.exclude(status__in=[PlanStatus.DRAFT, PlanStatus.REPLACED]).select_related("region").order_by("pk")
    ):
        if one.region_id not in by_region or one.status == PlanStatus.IN_FORCE:
            by_region[one.region_id] = one
    return by_region


def _read(plans: list[Plan]) -> _Stored:
    stored = _Stored()
    rows = PlanIndicator.objects.filter(
        plan__in=plans, listing=Listing.MAIN, is_heading=False, indicator__isnull=False
    ).select_related("indicator")
    own = {plan.pk: plan for plan in plans}
    ids = []
    for row in rows.order_by("plan_id", "position"):
        row.plan = own[row.plan_id]
        if row.indicator is not None and row.indicator.code not in stored.rows[row.plan_id]:
            stored.rows[row.plan_id][row.indicator.code] = row
            ids.append(row.pk)
    stored.bases = {one.row_id: one for one in Base.objects.filter(row__in=ids, in_force=True).order_by()}
    for target in Target.objects.filter(row__in=ids, in_force=True).order_by("-is_primary", "ordinal"):
        stored.targets[target.row_id].append(target)
    doubts = Doubt.objects.filter(row__in=ids, state=DoubtState.OPEN, blocking=True).order_by()
    for row_id, figure, code in doubts.values_list("row_id", "figure", "code"):
        stored.blocked[row_id][figure] = (*stored.blocked[row_id].get(figure, ()), code)
    figures = BackgroundFigure.objects.filter(
        region__in={plan.region_id for plan in plans}, indicator__code__in=set(weights().values()), value__isnull=False,
        year__in={plan.base_year for plan in plans}, sample=False,
    )  # fmt: skip
    named = figures.values_list("region_id", "indicator__code", "indicator__unit", "year", "value", "unit")
    for region, code, wanted, year, value, unit in named:
        own = convert(value, unit, wanted)
        if own is not None:
            stored.background[region, code, year] = own
    return stored


def _shared(
    row: PlanIndicator, plan: Plan, counties: list[Region], plans: dict[int, Plan], stored: _Stored
) -> SharedIndicator:
    """The first of the city's targets that can be compared, the primary one before others."""
    weight = _weight_of(row)
    found: SharedIndicator | None = None
    for target in stored.targets[row.pk] or [None]:
        city = _promise(plan, row, target, stored)
        sides = [_side(one, plans.get(one.pk), row, target, stored, weight) for one in counties]
        allocation = allocate(_facts(row), city, [promise for promise, _promised in sides])
        parts = zip(counties, sides, allocation.parts, strict=True)
        shared = SharedIndicator(
            Promised(row, stored.bases.get(row.pk), target),
            allocation,
            tuple(CountyPart(region, promised, part) for region, (_promise_, promised), part in parts),
            weight,
        )
        if allocation.outcome is not Outcome.LISTED:
            return shared
        found = found or shared
    assert found is not None
    return found


def _weight_of(row: PlanIndicator) -> str:
    """Code of what the averages of this indicator are weighted with; "" where nothing is stated."""
    indicator = row.indicator
    return weights().get(indicator.code, "") if indicator is not None and indicator.aggregation == Rule.WEIGHTED else ""


def _facts(row: PlanIndicator) -> Facts:
    indicator = row.indicator
    assert indicator is not None
    return Facts(
        Rule(indicator.aggregation),
        DIRECTIONS[indicator.direction],
        indicator.price_sensitive,
        never_negative=indicator.natural_min is not None and indicator.natural_min >= 0,
    )


def _side(
    region: Region,
    plan: Plan | None,
    asked: PlanIndicator,
    like: Target | None,
    stored: _Stored,
    weight: str,
) -> tuple[Promise, Promised | None]:
    """What the county promises: of several targets the one of the city's form, else the primary one."""
    if plan is None:
        return Promise(region.code, has_plan=False), None
    code = asked.indicator.code if asked.indicator is not None else ""
    row = stored.rows[plan.pk].get(code)
    if row is None:
        return Promise(region.code, weight=_weight(plan, weight, stored)), None
    targets = stored.targets[row.pk]
    same = [one for one in targets if like is not None and one.figure_form == like.figure_form]
    target = next(iter([*same, *targets]), None)
    promise = _promise(plan, row, target, stored, key=region.code, weight=_weight(plan, weight, stored))
    return promise, Promised(row, stored.bases.get(row.pk), target)


def _promise(
    plan: Plan,
    row: PlanIndicator,
    target: Target | None,
    stored: _Stored,
    *,
    key: str = "",
    weight: Decimal | None = None,
) -> Promise:
    base = stored.bases.get(row.pk)
    blocked = stored.blocked[row.pk]
    return Promise(
        key=key,
        target=None if target is None else _terms(target, blocked),
        unit=row.unit,
        base=None
        if base is None
        else t.BaseFigure(base.value, base.year, BASES[base.price_basis], (), blocked.get("base", ())),
        base_unit=base.unit or row.unit if base is not None else "",
        years=plan.end_year - (base.year if base is not None else plan.base_year),
        weight=weight,
    )


def _terms(target: Target, blocked: dict[str, tuple[str, ...]]) -> t.TargetTerms:
    return t.TargetTerms(
        form=FORMS[target.form],
        value=target.value,
        value_high=target.value_high,
        comparator=COMPARATORS[target.comparator],
        unit=target.unit,
        price_basis=BASES[target.price_basis],
        actual_kind=KINDS[target.actual_kind],
        assigned_form=FORMS[target.assigned_form] if target.assigned_form else None,
        blocked=blocked.get("target", ()) + blocked.get(f"target:{target.ordinal}", ()),
    )


def _weight(plan: Plan, code: str, stored: _Stored) -> Decimal | None:
    """The county's figure of the base year: from its own plan's base, else a published one. In the catalogue's unit."""
    if not code:
        return None
    row = stored.rows[plan.pk].get(code)
    base = stored.bases.get(row.pk) if row is not None else None
    if row is not None and row.indicator is not None and base is not None and base.value is not None:
        own = convert(base.value, base.unit or row.unit, row.indicator.unit)
        if own is not None and base.year == plan.base_year and not stored.blocked[row.pk].get("base"):
            return own
    return stored.background.get((plan.region_id, code, plan.base_year))
