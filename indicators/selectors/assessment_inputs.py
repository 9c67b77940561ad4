"""From stored figures to the facts of the pure core, for many plans in a constant number of queries.

No model instances are made: the nation has some 80,000 rows. What is in force is what counts: one base a row, one
version of each target, the approved figure of a year, official results, and the open blocking doubts about exactly
these figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indicators.domain import types as t
from indicators.domain.alone import direction_is_known, own_facts
from indicators.domain.assess import METHOD_VERSION, assess
from indicators.models import Cause, DefinitionBreak, PlanIndicator, StatusRule, Target
from indicators.selectors.first_agreed import Agreed, Earlier, earlier_targets
from indicators.selectors.reference_series import References, references_of
from indicators.selectors.stored_bases import bases_of
from indicators.selectors.stored_figures import BASES, COMPARATORS, DIRECTIONS, FORMS, KINDS, Figures, among, figures_of
from plans.models import Plan

_PATHS = {path.value: path for path in t.PathKind}
_MEASURES = {measure.value: measure for measure in t.Measure}
_BOUNDS = {bound.value: bound for bound in t.Bound}

#: Forms whose figures stand in the row's own unit where the target names none.
IN_ROW_UNIT = frozenset(
    {t.Form.LEVEL, t.Form.CUMULATIVE, t.Form.QUOTA, t.Form.CUMULATIVE_CHANGE, t.Form.FLOOR, t.Form.CEILING}
)
#: What is read of a target, in the order in which ``_target`` takes it apart.
_TERMS = (
    "id", "row_id", "ordinal", "is_primary", "form", "value", "value_high", "comparator", "unit", "price_basis",
    "parts", "actual_kind", "assigned_form", "tolerant", "reference_indicator_id", "reference_region_id",
    "reference_text", "due_year", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetInputs:
    """One target in force. ``reference`` only for relative targets; None there: no series was found.

    ``agreed``: as it was first agreed, where it was adjusted or restated since.
    """

    id: int
    ordinal: int
    primary: bool
    terms: t.TargetTerms
    reference: t.ReferenceFacts | None
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True)
class RowInputs:
    """One row that is no heading, with its targets in printed order. ``linked``: the catalogue knows the indicator.

    ``direction``: what a row without a catalogue indicator states itself; None: nothing.
    """

    id: int
    plan_id: int
    row: t.Row
    targets: tuple[TargetInputs, ...]
    linked: bool
    first_base: t.BaseFigure | None = None  # the base as it was first given, where it was revised since
    direction: t.Direction | None = None
    base_unit: str = ""  # in which the base in force is given; "" where that is not said

    @property
    def years(self) -> range:
        """Every year of the plan, start to end."""
        return range(self.row.period.start_year, self.row.period.end_year + 1)

    @property
    def primary_index(self) -> int:
        """Where the primary target stands in ``targets``; the first where none is marked."""
        return next((index for index, target in enumerate(self.targets) if target.primary), 0)


def active_rule() -> t.RuleTerms:
    """The thresholds in force. ``StatusRule.DoesNotExist`` where none is active: nothing is assessed by guess."""
    rule = StatusRule.objects.get(active=True)
    return t.RuleTerms(
        version=rule.version,
        ahead=rule.ahead,
        on_track=rule.on_track,
        behind=rule.behind,
        nearly_share=rule.nearly_share,
        nearly_bound=rule.nearly_bound,
        tolerance_pp=rule.tolerance_pp,
    )


def assess_target(inputs: RowInputs, target: TargetInputs, *, year: int, rule: t.RuleTerms) -> t.Result:
    """The assessment of one target in one year: what recompute stores and what a page explains.

    A row that the catalogue does not know is assessed only where something else says which way is better.
    """
    if not inputs.linked and not direction_is_known(target.terms, inputs.direction):
        return t.Result(
            year=year,
            status=t.Status.NOT_ASSESSABLE,
            reason=t.Reason.NOT_COMPUTABLE,
            required_reason=t.Reason.NOT_COMPUTABLE,
            inputs={"method_version": METHOD_VERSION, "form": target.terms.form.value, "missing": "catalogue"},
        )
    return assess(inputs.row, target.terms, year=year, rule=rule, reference=target.reference)


def on_first_base(inputs: RowInputs) -> RowInputs | None:
    """The same row on the base as it was first given; None where the base was not revised."""
    if inputs.first_base is None:
        return None
    return replace(inputs, row=replace(inputs.row, base=inputs.first_base))


def unrevised_status(inputs: RowInputs, target: TargetInputs, *, year: int, rule: t.RuleTerms) -> str:
    """The status on the base as it was first given, all else alike; "" where the base was not revised.

    Also "" where the target was restated with its base: the one without the other was never agreed, see ``unadjusted_status``.
    """
    before = on_first_base(inputs)
    if before is None or (target.agreed is not None and target.agreed.restated):
        return ""
    return assess_target(before, target, year=year, rule=rule).status.value


def unadjusted_status(inputs: RowInputs, target: TargetInputs, *, year: int, rule: t.RuleTerms) -> str:
    """The status on base and target as first agreed, all else alike; "" where the target was not adjusted."""
    agreed = target.agreed
    if agreed is None:
        return ""
    first = replace(target, terms=agreed.terms, reference=agreed.reference)
    return assess_target(on_first_base(inputs) or inputs, first, year=year, rule=rule).status.value


def inputs_of_plans(plan_ids: Collection[int]) -> list[RowInputs]:
    """Every row of the plans that is no heading, in the order plan, listing, position."""
    return _inputs(PlanIndicator.objects.filter(plan_id__in=plan_ids))


def inputs_of_row(row_id: int) -> RowInputs | None:
    """The same for one row, to rebuild the sum behind its statuses; None for a heading or an unknown row."""
    return next(iter(_inputs(PlanIndicator.objects.filter(pk=row_id))), None)


def inputs_of_rows(row_ids: Collection[int]) -> dict[int, RowInputs]:
    """The same for many rows, by row; headings and unknown rows are left out."""
    return {one.id: one for one in _inputs(PlanIndicator.objects.filter(pk__in=among(row_ids)))}


def _inputs(rows: Any) -> list[RowInputs]:
    found = list(
        rows.filter(is_heading=False)
        .order_by("plan_id", "-listing", "position")
        .values_list(
            "id", "plan_id", "nature", "assessed_over_period", "unit", "indicator__code", "indicator__unit",
            "indicator__direction", "indicator__path", "indicator__measure", "indicator__bound",
            "indicator__price_sensitive", "indicator__natural_min", "indicator__natural_max", "short_name", "direction",
        )
    )  # fmt: skip
    row_ids = [one[0] for one in found]
    plans = _plans({one[1] for one in found})
    targets = _targets_in_force(row_ids)
    later = ((one[1], one[2]) for stored in targets.values() for one in stored if one[18] > 1)
    earlier = earlier_targets(later, _TERMS)
    references = references_of(
        [
            (target, one[1], *plans[one[1]][:2])
            for one in found
            for target in (*targets.get(one[0], ()), *_first_of(one[0], targets, earlier))
            if target[4] == t.Form.RELATIVE
        ]
    )
    figures = figures_of({*row_ids, *references.row_ids})
    bases, first_bases, base_units = bases_of(row_ids, figures)
    breaks = _breaks(row_ids)
    inputs = []
    for one in found:
        row_id, plan_id, nature, over_period, unit = one[:5]
        row = t.Row(
            period=plans[plan_id][2],
            catalogue=_catalogue(unit, one[5:]),
            binding=nature == t.Nature.BINDING,
            assessed_over_period=over_period,
            base=bases.get(row_id),
            actuals=figures.actuals(row_id),
            results=figures.results(row_id),
            breaks=breaks.get(row_id, frozenset()),
        )
        promised = tuple(
            _promised(stored, earlier.get((row_id, stored[2])), unit, figures, references)
            for stored in targets.get(row_id, ())
        )
        inputs.append(
            RowInputs(
                row_id,
                plan_id,
                row,
                promised,
                linked=one[5] is not None,
                first_base=first_bases.get(row_id),
                direction=DIRECTIONS[one[15]] if one[15] else None,
                base_unit=base_units.get(row_id, ""),
            )
        )
    return inputs


def _plans(plan_ids: set[int]) -> dict[int, tuple[int, int, t.Period]]:
    """Region, start year and period, by plan."""
    stored = Plan.objects.filter(pk__in=plan_ids).order_by()
    return {
        plan_id: (region_id, start, t.Period(base, start, end))
        for plan_id, region_id, base, start, end in stored.values_list(
            "id", "region_id", "base_year", "start_year", "end_year"
        )
    }


def _catalogue(unit: str, facts: tuple[Any, ...]) -> t.CatalogueFacts:
    code, own_unit, direction, path, measure, bound, price_sensitive, low, high, name, stated = facts
    if code is None:
        return own_facts(name=name, unit=unit, stated=DIRECTIONS[stated] if stated else None)
    return t.CatalogueFacts(
        code, unit or own_unit, DIRECTIONS[direction], _PATHS[path], _MEASURES[measure], _BOUNDS.get(bound),
        price_sensitive, low, high,
    )  # fmt: skip


def _breaks(row_ids: list[int]) -> dict[int, frozenset[int]]:
    years: dict[int, set[int]] = defaultdict(set)
    stored = DefinitionBreak.objects.filter(row_id__in=among(row_ids)).order_by()
    for row_id, year in stored.values_list("row_id", "year"):
        years[row_id].add(year)
    return {row_id: frozenset(marked) for row_id, marked in years.items()}


def _targets_in_force(row_ids: Iterable[int]) -> dict[int, list[tuple[Any, ...]]]:
    targets: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    stored = Target.objects.filter(row_id__in=among(row_ids), in_force=True).order_by("row_id", "ordinal")
    for target in stored.values_list(*_TERMS):
        targets[target[1]].append(target)
    return targets


def _first_of(
    row_id: int, targets: dict[int, list[tuple[Any, ...]]], earlier: Mapping[tuple[int, int], Earlier]
) -> Iterable[tuple[Any, ...]]:
    """The targets of a row as first agreed, where they were adjusted."""
    if not earlier:
        return ()
    known = (earlier.get((row_id, target[2])) for target in targets.get(row_id, ()))
    return [one.stored for one in known if one is not None]


def _promised(
    stored: tuple[Any, ...], earlier: Earlier | None, row_unit: str, figures: Figures, references: References
) -> TargetInputs:
    """The target in force, with what was first agreed where that says something else."""
    now = _target(stored, row_unit, figures, references)
    if earlier is None:
        return now
    first = _target(earlier.stored, row_unit, figures, references)
    if first.terms == now.terms and first.reference == now.reference:
        return now
    restated = earlier.causes == {Cause.REVISION}
    return replace(now, agreed=Agreed(first.terms, first.reference, restated, earlier.document))


def _target(stored: tuple[Any, ...], row_unit: str, figures: Figures, references: References) -> TargetInputs:
    (target_id, row_id, ordinal, primary, form, value, high, comparator, unit, basis, parts, kind, assigned,
     tolerant) = stored[:14]  # fmt: skip
    form = FORMS[form]
    handed_down = FORMS[assigned] if assigned else None
    if not unit and (handed_down or form) in IN_ROW_UNIT:
        unit = row_unit
    terms = t.TargetTerms(
        form, value, high, COMPARATORS[comparator], unit, BASES[basis], tuple(parts), KINDS[kind], handed_down,
        tolerant, figures.blocked(row_id, "target") + figures.blocked(row_id, f"target:{ordinal}"),
        stored[17],
    )  # fmt: skip
    reference = references.facts(target_id, figures) if form is t.Form.RELATIVE else None
    return TargetInputs(target_id, ordinal, primary, terms, reference)
