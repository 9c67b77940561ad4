"""The rows of many plans that are most at risk: the database picks the first few in the order of the core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, Value, When

from indicators.domain import at_risk
from indicators.domain.types import Nature, Status
from indicators.models import Assessment
from indicators.models.rows import Listing
from indicators.selectors.stored_figures import among

_BINDING = Nature.BINDING.value


class Start(NamedTuple):
    """The base in force; named like ``Base``. Both empty: there is none."""

    text: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """One of them; the assessment has its row, plan, region and target at hand."""

    assessment: Assessment
    base: Start
    standing: at_risk.Standing


def risks(plan_ids: Sequence[int], year: int, limit: int) -> list[RiskFacts]:
    """The ``limit`` most urgent shown assessments of main rows, in order. One query."""
    place = Case(
        *(When(_of_class(one, binding=binding), then=Value(at)) for at, (one, binding) in enumerate(at_risk.CLASSES)),
        output_field=IntegerField(),
    )
    short = Assessment.objects.filter(
        plan_id__in=among(plan_ids), year=year, shown=True, row__listing=Listing.MAIN,
        status__in=[status.value for status in at_risk.SHORT],
    )  # fmt: skip
    ordered = short.annotate(place=place).order_by(
        "place",
        F("pace_ratio").asc(nulls_last=True),
        F("attainment").asc(nulls_last=True),
        "plan__region__code",
        "row__position",
    )
    # Only the few that are shown are read whole: sorting thousands of wide rows costs more than finding them again.
    first = Assessment.objects.filter(pk__in=ordered.values("pk")[:limit]).order_by()
    told = first.annotate(
        start=FilteredRelation("row__bases", condition=Q(row__bases__in_force=True)),
        base_text=F("start__text"),
        base_value=F("start__value"),
    ).select_related("row__plan__region", "target")
    found = [RiskFacts(one, Start(one.base_text or "", one.base_value), standing_of(one)) for one in told]
    return sorted(found, key=lambda one: at_risk.urgency(one.standing))


def _of_class(status: Status, *, binding: bool) -> Q:
    nature = Q(row__nature=_BINDING) if binding else ~Q(row__nature=_BINDING)
    return Q(status=status.value) & nature


def standing_of(one: Assessment) -> at_risk.Standing:
    """What the core needs to know of an assessment that is read with its row, plan and region."""
    return at_risk.Standing(
        status=Status(one.status),
        binding=one.row.nature == _BINDING,
        pace_ratio=one.pace_ratio,
        attainment=one.attainment,
        required=one.required,
        required_unit=one.required_unit,
        average=one.average,
        average_unit=one.average_unit,
        on_course=one.on_course,
        fell_back=one.fell_back,
        place=(one.row.plan.region.code, one.row.position),
    )
