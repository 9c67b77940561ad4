"""The rows of a plan as its pages of setting up show them, and what hangs on one."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import PROTECT, Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Unit
from indicators.models import AnnualTarget, Base, Doubt, Indicator, Observation, PeriodResult, PlanIndicator, Target
from plans.models import Plan

#: What belongs to a row itself and goes with it.
_OWN = (Base, Target, Doubt)


def rows_of(plan: Plan) -> list[PlanIndicator]:
    """All rows in their order, the main table first, with ``unit_names``-ready responsibilities. Three queries."""
    found = plan.rows.select_related("indicator", "parent").prefetch_related("responsibilities__unit")
    return list(found.order_by("-listing", "position"))


def find_row(row_id: int) -> PlanIndicator | None:
    """A row with its plan, region, catalogue indicator and parent."""
    return (
        PlanIndicator.objects.select_related("plan__region", "indicator", "parent").filter(pk=row_id).first()
    )  # fmt: skip


def own_unit(row: PlanIndicator) -> str:
    """The unit in which the figures of the row are read."""
    return row.unit or (row.indicator.unit if row.indicator else "")


def figures_of(row: PlanIndicator) -> int:
    """Figures that were entered, published or set for the row in its unit."""
    entered = Observation.objects.filter(row=row, value__isnull=False).count()
    yearly = AnnualTarget.objects.filter(row=row, value__isnull=False).count()
    return entered + yearly + PeriodResult.objects.filter(row=row).count()


def promised_in(row: PlanIndicator, unit: str) -> list[Base | Target]:
    """The base and targets in force whose numbers are counted in ``unit``."""
    found: list[Base | Target] = [*row.bases.filter(in_force=True), *row.targets.filter(in_force=True)]
    return [one for one in found if (one.value is not None or one.parts) and one.unit == unit]


def hanging_on(row: PlanIndicator) -> list[tuple[str, int]]:
    """What would be left without its row, and how many: actuals, yearly targets, rows below it …"""
    found = []
    for model, field in _pointing_at_rows():
        number = model._base_manager.filter(**{field: row.pk}).count()
        if number:
            found.append((_label(model), number))
    return found


def _pointing_at_rows() -> Iterator[tuple[type[Model], str]]:
    for relation in PlanIndicator._meta.get_fields(include_hidden=True):
        told = relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is PROTECT
        if told and relation.related_model not in _OWN:
            yield relation.related_model, relation.field.name  # type: ignore[misc, union-attr]


def _label(model: type[Model]) -> str:
    return _("下级行") if model is PlanIndicator else str(capfirst(model._meta.verbose_name))


def catalogue() -> QuerySet[Indicator]:
    """The catalogue as it is searched in."""
    return Indicator.objects.order_by("name", "code")


def units_of(row: PlanIndicator) -> QuerySet[Unit]:
    """Units of the plan's region, and those that answer for the row already."""
    there = Unit.objects.filter(region=row.plan.region_id) | Unit.objects.filter(responsibilities__row=row)
    return there.distinct().order_by("name")
