"""Entries that may be the same works, as the page of duplicates lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, QuerySet

from plans.models import Plan
from projects.models import Decision, LikePair


def pairs_of(plans: Collection[Plan]) -> QuerySet[LikePair]:
    """The pairs of these plans with all that stands beside them, those still open first, the likeliest first."""
    related = LikePair.objects.filter(first__plan__in=plans).select_related(
        "first__plan__region", "first__lead_unit", "first__merged_into", "second__lead_unit", "second__merged_into",
        "decided_by",
    )  # fmt: skip
    return related.order_by("first__region__code", "first__plan__start_year", "-score", "first__position", "pk")


def counted_decisions(plans: Collection[Plan]) -> dict[int, Counter[str]]:
    """How many pairs of each plan are decided in which way, by plan id and word of ``Decision``. One query."""
    found: dict[int, Counter[str]] = {plan.pk: Counter() for plan in plans}
    counted = LikePair.objects.filter(first__plan__in=plans).order_by().values_list("first__plan", "decision")
    for plan_id, decision, number in counted.annotate(number=Count("id")):
        found[plan_id][Decision(decision).value] = number
    return found


def find_pair(pair_id: int) -> LikePair | None:
    """One pair with its plan and region; None: there is none."""
    return LikePair.objects.select_related("first__plan__region", "second").filter(pk=pair_id).first()
