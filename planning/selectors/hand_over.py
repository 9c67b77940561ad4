"""What the page of a hand-over shows: the rows that are left, the plan after with its rows, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.successors import Known, same_rows
from indicators.models import Listing, PlanIndicator, Succession
from indicators.selectors.succession import EndRow, decided, end_rows, plan_after
from plans.models import Plan, PlanStatus


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """``left``: rows (headings among them) that nothing was decided about; ``there``: rows of the plan after that nothing
    leads to yet; ``proposed``: which of those a row seems to be, by row of the plan that ends.
    """

    plan: Plan
    after: Plan | None
    left: tuple[EndRow, ...]
    decided: tuple[Succession, ...] = ()
    there: tuple[PlanIndicator, ...] = ()
    proposed: dict[int, int] | None = None

    @property
    def may_add(self) -> bool:
        """Whether the plan after still gets rows."""
        return self.after is None or self.after.status == PlanStatus.DRAFT


def hand_over_page(plan: Plan) -> HandOverPage:
    """At most seven queries, whatever the number of rows."""
    after, rows = plan_after(plan), end_rows(plan)
    if after is None:
        return HandOverPage(plan, None, tuple(rows))
    after.region = plan.region
    done = decided(plan, after)
    taken = {one.from_row_id for one in done}
    left = tuple(one for one in rows if one.row.pk not in taken)
    reached = {one.to_row_id for one in done}
    found = after.rows.filter(listing=Listing.MAIN, is_heading=False).select_related("indicator").order_by("position")
    there = tuple(row for row in found if row.pk not in reached)
    asked = [one.row for one in left if not one.row.is_heading]
    pairs = same_rows([_known(row) for row in asked], [_known(row) for row in there])
    proposed = {asked[old].pk: there[new].pk for old, new in pairs.items()}
    return HandOverPage(plan, after, left, tuple(done), there, proposed)


def _known(row: PlanIndicator) -> Known:
    return Known(row.indicator.code if row.indicator else "", row.short_name, row.unit)
