"""How plans follow each other: end values of the plan before, rows that came of rows, bases whose figure moved on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from indicators.domain import types as t
from indicators.domain.hand_over import EndFigure, Moved, ProposedBase, base_from, moved
from indicators.models import (
    Base,
    DefinitionBreak,
    Doubt,
    DoubtState,
    Listing,
    Observation,
    PlanIndicator,
    Succession,
    SuccessionKind,
    Target,
)
from indicators.selectors.stored_figures import among
from plans.models import Plan, PlanStatus

#: A row that goes on as the same thing, under whatever name.
SAME = (SuccessionKind.KEPT, SuccessionKind.RENAMED)


@dataclass(frozen=True, slots=True)
class EndRow:
    """A row of the plan that ends. ``end``: its newest approved figure up to the plan's end (None: none); ``base``: what
    follows from it; ``doubted``: an open blocking doubt or a definition break stands against it.
    """

    row: PlanIndicator
    targets: tuple[Target, ...]
    end: Observation | None
    base: ProposedBase
    doubted: bool


@dataclass(frozen=True, slots=True)
class MovedBase:
    """A base that was taken from the plan before, and the figure that stands there now (None: there is none)."""

    base: Base
    taken: Observation
    now: Observation | None
    how: Moved


def end_figure(one: Observation) -> EndFigure:
    """A stored figure in the words of the core."""
    return EndFigure(
        year=one.year,
        value=one.value,
        growth=one.growth,
        parts=tuple(one.parts),
        comparator=t.Comparator(one.comparator),
    )


def end_rows(plan: Plan) -> list[EndRow]:
    """The main rows of a plan, headings too, in printed order, with what they hand over. Three queries."""
    doubted = Exists(Doubt.objects.filter(row=OuterRef("pk"), blocking=True, state=DoubtState.OPEN))
    broken = Exists(DefinitionBreak.objects.filter(row=OuterRef("pk")))
    found = PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN).select_related("indicator", "parent")
    rows = list(found.annotate(doubted=doubted | broken).order_by("position"))
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row__plan=plan, in_force=True).order_by("-is_primary", "ordinal"):
        targets[target.row_id].append(target)
    ends = newest_figures([row.pk for row in rows])
    return [_end_row(row, tuple(targets[row.pk]), ends.get(row.pk), plan) for row in rows]


def _end_row(row: PlanIndicator, targets: tuple[Target, ...], end: Observation | None, plan: Plan) -> EndRow:
    row.plan = plan
    if end is not None:
        end.row = row
    main = targets[0] if targets else None
    proposed = base_from(
        None if end is None else end_figure(end),
        form=t.Form(main.figure_form) if main else t.Form.NONE,
        kind=t.ActualKind(main.actual_kind) if main else t.ActualKind.LEVEL,
        end_year=plan.end_year,
    )
    return EndRow(row, targets, end, proposed, row.doubted)  # type: ignore[attr-defined]


def newest_figures(row_ids: Collection[int]) -> dict[int, Observation]:
    """The newest figure in force of each row. One query."""
    stored = Observation.objects.filter(row_id__in=among(row_ids), in_force=True)
    return {one.row_id: one for one in stored.order_by("year")}


def plan_after(plan: Plan, *, wanted: int | None = None) -> Plan | None:
    """The plan that follows: the one that names ``plan`` as its predecessor, else the region's next. ``wanted``: only that one."""
    later = Plan.objects.filter(region=plan.region_id).exclude(status=PlanStatus.REPLACED)
    found = later.filter(Q(predecessor=plan) | Q(predecessor=None, start_year__gt=plan.end_year))
    if wanted is not None:
        found = found.filter(pk=wanted)
    return min(found, key=lambda one: (one.predecessor_id is None, one.start_year, one.pk), default=None)


def plan_ahead_of(plan: Plan) -> Plan | None:
    """The plan of the region that ended before this one starts, the latest; None where none counts or one is linked already."""
    if plan.predecessor_id is not None:
        return None
    left_out = [PlanStatus.DRAFT, PlanStatus.REPLACED]
    earlier = Plan.objects.filter(region=plan.region_id, end_year__lt=plan.start_year).exclude(status__in=left_out)
    return earlier.order_by("-end_year").first()


def decided(plan: Plan, after: Plan) -> list[Succession]:
    """What became of the rows of ``plan`` in ``after``, in printed order."""
    found = Succession.objects.filter(from_row__plan=plan, to_plan=after).select_related("from_row", "to_row")
    return list(found.order_by("from_row__position", "to_row__position"))


def moved_bases(bases: Iterable[Base]) -> list[MovedBase]:
    """Those of the bases (with ``from_observation``) whose figure is no longer the newest of its row. One query."""
    taken = [base for base in bases if base.from_observation_id is not None and base.in_force]
    if not taken:
        return []
    now = newest_figures({base.from_observation.row_id for base in taken})  # type: ignore[union-attr]
    found = []
    for base in taken:
        before = base.from_observation
        assert before is not None
        newest = now.get(before.row_id)
        if newest is None or newest.pk != before.pk:
            known = None if newest is None else end_figure(newest)
            found.append(MovedBase(base, before, newest, moved(taken=end_figure(before), now=known)))
    return found


def moved_bases_of(plan: Plan) -> list[MovedBase]:
    """Of all rows of a plan, in printed order. Two queries."""
    bases = Base.objects.filter(row__plan=plan, in_force=True, from_observation__isnull=False)
    return moved_bases(bases.select_related("from_observation", "row__plan").order_by("row__position"))
