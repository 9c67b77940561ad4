"""Adjustments of a plan: which there are, what one changes, and what it would mean before it is carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from indicators.domain import types as t
from indicators.models import Base, PlanIndicator, Target
from indicators.models.lifecycle import ChangeOf, PlannedChange
from indicators.selectors.assessment_inputs import (
    IN_ROW_UNIT,
    RowInputs,
    TargetInputs,
    active_rule,
    assess_target,
    inputs_of_rows,
)
from indicators.selectors.revisions import ComparedYear
from plans.models import Adjustment, AdjustmentState, Plan

#: Fields of a target and of a base that an adjustment may change, and those that hold a figure.
TARGET_TERMS = (
    "form", "value", "value_high", "comparator", "unit", "price_basis", "parts", "text", "tolerant", "due_year",
)  # fmt: skip
BASE_TERMS = ("value", "year", "unit", "price_basis", "parts", "text")
#: What is written about an adjustment itself.
PARTICULARS = ("kind", "body", "document_number", "approved_on", "reason", "summary")
_FIGURES = frozenset({"value", "value_high"})


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row with what is in force of it and what the adjustment plans. ``base`` None: it has none."""

    row: PlanIndicator
    base: Base | None
    targets: tuple[Target, ...]
    changes: tuple[PlannedChange, ...]

    def change(self, of: str, ordinal: int | None = None) -> PlannedChange | None:
        return next((one for one in self.changes if one.of == of and one.ordinal == ordinal), None)


@dataclass(frozen=True, slots=True)
class Trial:
    """One row on what is in force now and on what is planned, every target in every year that has a figure."""

    row_id: int
    years: tuple[ComparedYear, ...]

    @property
    def moved(self) -> int:
        return sum(one.moved for one in self.years)


def adjustments_of(plan: Plan, *, drafts: bool) -> QuerySet[Adjustment]:
    """Those of a plan, the newest first, with how many ``planned`` changes each has; ``drafts``: also those not agreed yet."""
    every = plan.adjustments if drafts else plan.adjustments.exclude(state=AdjustmentState.DRAFT)
    found = every.select_related("applied_by").annotate(planned=Count("changes"))
    return found.order_by("-approved_on", "-pk")


def find_adjustment(adjustment_id: int) -> Adjustment | None:
    return Adjustment.objects.select_related("plan__region", "applied_by").filter(pk=adjustment_id).first()


def seen_of(adjustment: Adjustment, opened: Iterable[OpenRow]) -> str:
    """A word for what would be carried out, particulars and all; another one as soon as anybody writes any of it."""
    said = [getattr(adjustment, name) for name in PARTICULARS]
    planned = [
        (one.row.pk, change.of, change.ordinal, change.version, change.terms)
        for one in opened
        for change in one.changes
    ]
    return hashlib.sha256(repr((said, planned)).encode()).hexdigest()[:16]


def names_of(plan: Plan, *, but: Collection[int]) -> list[PlanIndicator]:
    """The rows of the plan that could be changed too, as printed."""
    rows = plan.rows.filter(is_heading=False).exclude(pk__in=but)
    return list(rows.select_related("indicator").order_by("-listing", "position"))


def rows_of(adjustment: Adjustment, *, only_changed: bool = False) -> list[OpenRow]:
    """The rows of the plan, as printed; ``only_changed``: those that the adjustment changes. Four queries."""
    rows = PlanIndicator.objects.filter(plan=adjustment.plan_id, is_heading=False).order_by("-listing", "position")
    if only_changed:
        rows = rows.filter(planned_changes__adjustment=adjustment).distinct()
    return _opened(adjustment, rows)


def row_of(adjustment: Adjustment, row_id: int) -> OpenRow | None:
    """One row of the plan; None where it is a heading or of another plan."""
    rows = PlanIndicator.objects.filter(plan=adjustment.plan_id, is_heading=False, pk=row_id)
    return next(iter(_opened(adjustment, rows)), None)


def _opened(adjustment: Adjustment, rows: QuerySet[PlanIndicator]) -> list[OpenRow]:
    done = adjustment.state == AdjustmentState.IN_FORCE
    found = rows.select_related("plan__region", "indicator").prefetch_related(
        Prefetch("bases", Base.objects.order_by("version"), to_attr="bases_known"),
        Prefetch("targets", Target.objects.order_by("ordinal", "version"), to_attr="targets_known"),
        Prefetch(
            "planned_changes",
            PlannedChange.objects.filter(adjustment=adjustment).order_by("of", "ordinal"),
            to_attr="changes_now",
        ),
    )
    return [_one(row, {(one.of, one.ordinal): one.version for one in row.changes_now} if done else {}) for row in found]


def _one(row: Any, seen: dict[tuple[str, int | None], int | None]) -> OpenRow:
    """``seen``: of what was changed, the version that stood before; of everything else the one in force is taken."""

    def stood(one: Base | Target, key: tuple[str, int | None]) -> bool:
        return one.version == seen[key] if key in seen else one.in_force

    base = next((one for one in row.bases_known if stood(one, (ChangeOf.BASE, None))), None)
    targets = tuple(one for one in row.targets_known if stood(one, (ChangeOf.TARGET, one.ordinal)))
    return OpenRow(row, base, targets, tuple(row.changes_now))


def version_of(opened: OpenRow, change: PlannedChange) -> int | None:
    """The version in force of what the change is about; None where there is none."""
    if change.of == ChangeOf.BASE:
        return opened.base.version if opened.base else None
    return next((one.version for one in opened.targets if one.ordinal == change.ordinal), None)


def terms_of(change: PlannedChange) -> dict[str, Any]:
    """The planned fields as values of the model: figures as ``Decimal``, parts as a list of them."""
    found: dict[str, Any] = {}
    for name, stored in change.terms.items():
        if name == "parts":
            found[name] = [Decimal(one) for one in stored]
        else:
            found[name] = Decimal(stored) if name in _FIGURES and stored is not None else stored
    return found


def base_as_planned(base: Base | None, terms: dict[str, Any], row: PlanIndicator) -> dict[str, Any]:
    """Every field of the base as it would stand."""
    first = {
        "value": None,
        "year": row.plan.base_year,
        "unit": row.unit,
        "price_basis": "unknown",
        "parts": [],
        "text": "",
    }
    now = {name: getattr(base, name) for name in BASE_TERMS} if base else first
    return {**now, **terms}


# --- what it would mean -----------------------------------------------------------------------------------------------
def trial_of(rows: Sequence[OpenRow]) -> dict[int, Trial]:
    """By row what its planned changes would alone change: nothing is written. As many queries for many rows as for one."""
    inputs = inputs_of_rows([one.row.pk for one in rows])
    rule = active_rule()
    return {
        one.row.pk: Trial(one.row.pk, tuple(_compared(inputs[one.row.pk], one, rule)))
        for one in rows
        if one.row.pk in inputs
    }


def _compared(inputs: RowInputs, opened: OpenRow, rule: t.RuleTerms) -> Iterable[ComparedYear]:
    before = _stood(inputs, opened)
    after = _planned(before, opened)
    known = {one.year for one in inputs.row.actuals}
    for now, then in zip(before.targets, after.targets, strict=True):
        for year in inputs.years:
            if year in known:
                yield ComparedYear(
                    terms=then.terms,
                    ordinal=now.ordinal,
                    year=year,
                    before=assess_target(before, now, year=year, rule=rule),
                    after=assess_target(after, then, year=year, rule=rule),
                )


def _stood(inputs: RowInputs, opened: OpenRow) -> RowInputs:
    """The row as it stood before: of what is carried out already, with the versions that were replaced."""
    row, base = inputs.row, opened.base
    if opened.change(ChangeOf.BASE) is not None:
        row = replace(
            row, base=None if base is None else _figure({name: getattr(base, name) for name in BASE_TERMS}, row.base)
        )
    by_ordinal = {one.ordinal: one for one in opened.targets}
    targets = [
        one
        if opened.change(ChangeOf.TARGET, one.ordinal) is None or one.ordinal not in by_ordinal
        else replace(one, terms=_with(one.terms, fields_of(by_ordinal[one.ordinal]), opened.row.unit))
        for one in inputs.targets
    ]
    return replace(inputs, row=row, targets=tuple(targets))


def fields_of(target: Target) -> dict[str, Any]:
    """What an adjustment may change of a target, as it stands."""
    return {name: getattr(target, name) for name in TARGET_TERMS}


def _figure(said: dict[str, Any], now: t.BaseFigure | None) -> t.BaseFigure:
    blocked = now.blocked if now else ()
    return t.BaseFigure(said["value"], said["year"], t.PriceBasis(said["price_basis"]), tuple(said["parts"]), blocked)


def _planned(inputs: RowInputs, opened: OpenRow) -> RowInputs:
    base = opened.change(ChangeOf.BASE)
    row = inputs.row
    if base is not None:
        said = base_as_planned(opened.base, terms_of(base), opened.row)
        row = replace(row, base=_figure(said, row.base))
    return replace(inputs, row=row, targets=tuple(_planned_target(one, opened) for one in inputs.targets))


def _planned_target(target: TargetInputs, opened: OpenRow) -> TargetInputs:
    change = opened.change(ChangeOf.TARGET, target.ordinal)
    return target if change is None else replace(target, terms=_with(target.terms, terms_of(change), opened.row.unit))


def _with(terms: t.TargetTerms, changes: dict[str, Any], row_unit: str) -> t.TargetTerms:
    made: dict[str, Any] = {
        name: changes[name] for name in ("value", "value_high", "tolerant", "due_year") if name in changes
    }
    for name, kind in (("form", t.Form), ("comparator", t.Comparator), ("price_basis", t.PriceBasis)):
        if name in changes:
            made[name] = kind(changes[name])
    if "parts" in changes:
        made["parts"] = tuple(changes["parts"])
    if "unit" in changes:
        made["unit"] = changes["unit"]
    new = replace(terms, **made)
    return replace(new, unit=row_unit) if not new.unit and (new.assigned_form or new.form) in IN_ROW_UNIT else new
