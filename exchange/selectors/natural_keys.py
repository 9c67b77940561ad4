"""Rows of plans by their natural key: region code, period, and catalogue code, printed number or position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import ApiClient
from indicators.models import PlanIndicator, ResponsibleUnit
from plans.models import Plan, PlanStatus
from regions.models import Region

#: A plan that another replaced is found only where it is the last of its period.
_RANK = {PlanStatus.IN_FORCE: 0, PlanStatus.ENDED: 1, PlanStatus.REPLACED: 2}

_PARTS = ("indicator", "number", "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowName:
    """What names a row. Of ``indicator``, ``number`` and ``position`` at least one is set, and all that are must fit."""

    region: str
    period: str
    indicator: str | None = None
    number: str | None = None
    position: int | None = None
    listing: str = "main"


@dataclass(frozen=True, slots=True)
class NotFound:
    """A name that leads nowhere, or nowhere the writer reaches, told alike. ``path``: the part of the name that fails."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Named:
    """``found``: in the order of the names. ``beyond``: what exists and is out of the writer's reach, for the log."""

    found: list[PlanIndicator | NotFound]
    beyond: list[str]


def rows_named(names: Sequence[RowName], by: ApiClient) -> Named:
    """The rows of many names, in at most four queries."""
    places = places_named({(one.region, one.period) for one in names}, by)
    plans = [plan for plan in places.plans.values() if isinstance(plan, Plan)]
    rows = _rows(plans, names)
    beyond = list(places.beyond)
    own = _of_unit(rows, by)
    found: list[PlanIndicator | NotFound] = []
    for name in names:
        plan = places.plans[name.region, name.period]
        found.append(plan if isinstance(plan, NotFound) else _one(rows, plan, name, own, beyond))
    return Named(found, beyond)


@dataclass(frozen=True, slots=True)
class Places:
    """``plans``: by region code and period. ``beyond``: as in ``Named``."""

    plans: dict[tuple[str, str], Plan | NotFound]
    beyond: list[str]


def places_named(places: Iterable[tuple[str, str]], by: ApiClient) -> Places:
    """The plans of many regions and periods that a system may write to: none in the making. Two queries."""
    places = set(places)
    codes = {code for code, _period in places}
    regions = {region.code: region for region in Region.objects.filter(code__in=codes)}
    within = {code for code, region in regions.items() if access.may_see(by, region)}
    best: dict[tuple[str, str], Plan] = {}
    known = Plan.objects.filter(region__code__in=within).exclude(status=PlanStatus.DRAFT).select_related("region")
    for plan in sorted(known, key=lambda one: (_RANK[PlanStatus(one.status)], -one.pk)):
        best.setdefault((plan.region.code, plan.period), plan)
    plans: dict[tuple[str, str], Plan | NotFound] = {}
    for code, period in places:
        if code not in within:
            said = _("没有代码为 %(value)s 的数据") % {"value": code}
            plans[code, period] = NotFound("region", "not_found", said)
        elif (code, period) not in best:
            said = _("该地区没有 %(period)s 的规划") % {"period": period}
            plans[code, period] = NotFound("period", "not_found", said)
        else:
            plans[code, period] = best[code, period]
    return Places(plans, [f"region {code}" for code in sorted(regions.keys() - within)])


def _rows(plans: Sequence[Plan], names: Sequence[RowName]) -> dict[tuple[int, str], list[PlanIndicator]]:
    """The rows that any of the names may mean, by plan and listing; ``code`` is that of the catalogue."""
    wanted = Q(indicator__code__in={one.indicator for one in names if one.indicator is not None})
    wanted |= Q(number__in={one.number for one in names if one.number is not None})
    wanted |= Q(position__in={one.position for one in names if one.position is not None})
    by_id = {plan.pk: plan for plan in plans}
    found: dict[tuple[int, str], list[PlanIndicator]] = defaultdict(list)
    if by_id:
        for row in PlanIndicator.objects.filter(wanted, plan__in=by_id).annotate(code=F("indicator__code")).order_by():
            row.plan = by_id[row.plan_id]
            found[row.plan_id, row.listing].append(row)
    return found


def _of_unit(rows: dict[tuple[int, str], list[PlanIndicator]], by: ApiClient) -> set[int] | None:
    """The ids of the rows for which the system's unit answers; None: it is bound to no unit."""
    if by.unit_id is None:
        return None
    ids = [row.pk for some in rows.values() for row in some]
    return set(ResponsibleUnit.objects.filter(unit=by.unit_id, row__in=ids).values_list("row_id", flat=True))


def _one(
    rows: dict[tuple[int, str], list[PlanIndicator]],
    plan: Plan,
    name: RowName,
    own: set[int] | None,
    beyond: list[str],
) -> PlanIndicator | NotFound:
    first = next((part for part in _PARTS if getattr(name, part) is not None), None)
    if first is None:
        return NotFound("indicator", "required", _("请用 indicator、number 或 position 指明是哪一行"))
    fitting = [row for row in rows[plan.pk, name.listing] if _fits(row, name)]
    reached = [row for row in fitting if own is None or row.pk in own]
    beyond.extend(f"row {row.pk}" for row in fitting if row not in reached)
    if not reached:
        return NotFound(first, "not_found", _("该规划没有这一指标"))
    if len(reached) > 1:
        said = _("该规划有 %(count)d 行符合，请用 position 指明是哪一行") % {"count": len(reached)}
        return NotFound(first, "ambiguous", said)
    return reached[0]


def _fits(row: PlanIndicator, name: RowName) -> bool:
    return (
        (name.indicator is None or name.indicator == row.code)  # type: ignore[attr-defined]  # annotated
        and (name.number is None or name.number == row.number)
        and (name.position is None or name.position == row.position)
    )
