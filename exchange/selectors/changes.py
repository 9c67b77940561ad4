"""Reading the change feed: what a caller may see of it, and what comes after a place.

``exchange.services.numbering.number_changes`` has given committed changes their place before; what has none is not shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from exchange.models import Change, ChangeAction, ChangeKind
from exchange.selectors.change_records import COLUMNS, records_of
from indicators.models import ResponsibleUnit, RoundAsk
from plans.models import PlanStatus
from regions.models import NATION_CODE

#: The scope that a key needs for changes of a kind; rounds have no list of their own.
SCOPE_OF_KIND: dict[str, str] = {
    ChangeKind.OBSERVATION: Scope.READ_OBSERVATIONS,
    ChangeKind.BASE: Scope.READ_PLANS,
    ChangeKind.TARGET: Scope.READ_PLANS,
    ChangeKind.ASSESSMENT: Scope.READ_ASSESSMENTS,
    ChangeKind.ROUND: Scope.READ_CHANGES,
}
#: A status was said before, and it is another one now.
MOVED = Q(action=ChangeAction.SET) & ~Q(status_before="") & ~Q(status_before=F("status_after"))


@dataclass(frozen=True, slots=True)
class FeedPage:
    """``records`` in order; ``next_after``: the place to go on from, also where nothing came; ``more``: at once."""

    records: list[dict[str, Any]]
    next_after: int
    more: bool


def changes_within(
    *, lineage: str, unit_id: int | None = None, scopes: Collection[str] | None = None
) -> QuerySet[Change]:
    """The numbered changes of the regions below ``lineage``, of the unit's rows and rounds where one is named.

    ``scopes``: those of a key, whose kinds it reads; None: all kinds.
    """
    kinds = [kind for kind, scope in SCOPE_OF_KIND.items() if scopes is None or scope in scopes]
    changes = Change.objects.filter(position__isnull=False, kind__in=kinds).order_by("position")
    if lineage not in {"", f"{NATION_CODE}/"}:
        changes = changes.filter(plan__region__lineage__startswith=lineage)
    # of a plan that was taken back nothing is told any more, but that it is gone
    changes = changes.exclude(action=ChangeAction.SET, plan__status=PlanStatus.DRAFT)
    if unit_id is None:
        return changes
    answers = ResponsibleUnit.objects.filter(row=OuterRef("row_id"), unit=unit_id)
    asked = RoundAsk.objects.filter(round=OuterRef("object_id"), unit=unit_id)
    its_round = Q(kind=ChangeKind.ROUND) & (Q(action=ChangeAction.REMOVE) | Exists(asked))
    of_gone_row = Q(action=ChangeAction.REMOVE, row__position__isnull=True, row_id__isnull=False)
    return changes.filter(Exists(answers) | its_round | of_gone_row)


def changes_of(client: ApiClient) -> QuerySet[Change]:
    """What a system may see of the feed, whatever kinds it may read."""
    return changes_within(lineage=client.region.lineage, unit_id=client.unit_id)


def newest_position() -> int:
    """The last place that was given; 0 before the first."""
    return Change.objects.aggregate(last=Max("position"))["last"] or 0


def read_after(changes: QuerySet[Change], *, after: int, limit: int) -> FeedPage:
    """The next ``limit`` of ``changes`` after a place.

    How far the feed goes is asked first: what is numbered in the meantime lies behind it and comes the next time.
    """
    newest = max(newest_position(), after)
    found = changes.filter(position__gt=after, position__lte=newest)
    lines = list(found.values_list(*COLUMNS)[: limit + 1])
    more, lines = len(lines) > limit, lines[:limit]
    records = records_of(lines)
    return FeedPage(records, records[-1]["position"] if more else newest, more)
