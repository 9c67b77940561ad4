"""Recomputing assessments: from what is in force to what METHODS.md says of it, for whole plans at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from indicators.selectors.assessment_inputs import active_rule, inputs_of_plans
from indicators.selectors.assessment_lines import lines_of
from indicators.services import assessment_store
from plans.models import Plan

#: Plans of one transaction: few enough that an approval waits well under a second behind a nightly run.
CHUNK_PLANS = 20


@dataclass(frozen=True, slots=True)
class Recomputed:
    """``computed``: assessments there are now; ``changed``: rows written or deleted for that, 0 over unchanged data."""

    computed: int = 0
    changed: int = 0

    def __add__(self, other: Recomputed) -> Recomputed:
        return Recomputed(self.computed + other.computed, self.changed + other.changed)


def recompute_plans(
    plan_ids: Iterable[int], *, years: Sequence[int] | None = None, job_id: int | None = None
) -> Recomputed:
    """Assess every target in force of the plans for every year of the plan (or those of ``years`` that lie in it).

    ``job_id``: the job that asks for it, under which moves of a status are noted.

    Memory stays flat: chunk by chunk, each in its own transaction. Two runs over one plan take turns, and the later one
    reads what the earlier one's data became, so that an older result never replaces a newer.
    """
    total = Recomputed()
    for chunk in chunks(sorted(set(plan_ids))):
        total += _recompute_chunk(chunk, years, job_id)
    return total


def chunks(plan_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The plans in lots that are recomputed together."""
    for start in range(0, len(plan_ids), CHUNK_PLANS):
        yield plan_ids[start : start + CHUNK_PLANS]


@transaction.atomic
def _recompute_chunk(plan_ids: Sequence[int], years: Sequence[int] | None, job_id: int | None) -> Recomputed:
    _commit_lazily()
    locked = Plan.objects.select_for_update(no_key=True).filter(pk__in=plan_ids).order_by("pk")
    held = list(locked.values_list("pk", flat=True))
    rule = active_rule()
    inputs = inputs_of_plans(held)
    computed, changed = assessment_store.store(lines_of(inputs, rule, years), plan_ids=held, years=years, job_id=job_id)
    return Recomputed(computed, changed)


def _commit_lazily() -> None:
    """Do not wait for the disk at this commit.

    What is computed here can be computed again, and PostgreSQL keeps the order of commits: once the end of the job is on
    disk, so is everything before it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
