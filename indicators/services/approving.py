"""Putting figures in force: one, or the safe ones of a queue together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from indicators.domain.risk import RiskLevel
from indicators.models import JobRun, Observation, ObservationState, PlanIndicator
from indicators.selectors.risk import Weighed, weigh
from indicators.services import observation_steps as steps
from indicators.services.doubts import refresh_series_doubts
from indicators.services.errors import NotSafe, ServiceError, StaleFigure
from indicators.services.jobs import queue_recompute
from plans.models import Plan
from regions.recorded import recorded


def put_in_force(observation: Observation, by: User) -> Observation:
    """Approve a submitted figure that the caller has locked and checked; the version before it steps back."""
    line = Observation.objects.filter(row=observation.row_id, year=observation.year, in_force=True)
    line.update(in_force=False)
    observation.state, observation.in_force = ObservationState.APPROVED, True
    observation.comment, observation.cell_comments = "", {}
    observation.approved_by, observation.approved_at = by, timezone.now()
    return steps.save(observation)


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one figure: approved, or why not. ``observation`` as it stands now; None: there is no such figure."""

    observation_id: int
    observation: Observation | None
    error: ServiceError | None

    @property
    def approved(self) -> bool:
        return self.error is None


@dataclass(frozen=True, slots=True)
class BulkApproval:
    """``decided`` in the order asked for; ``jobs``: one for each plan with an approved figure, for the caller to enqueue."""

    decided: tuple[Decided, ...]
    jobs: tuple[JobRun, ...]


def approve_many(*, observations: Sequence[tuple[int, int]], by: User) -> BulkApproval:
    """Approve those of the figures (id, lock) that are safe now: without any reason to look, and not one's own.

    One transaction for each plan; a figure that is stale or not safe stays as it is and says why. ``PermissionDenied``
    where one of them is not the person's to review.
    """
    locks = dict(observations)
    stored = Observation.objects.filter(pk__in=locks).select_related("row__plan__region").order_by("row", "year")
    by_plan: dict[Plan, list[Observation]] = defaultdict(list)
    for one in stored:
        by_plan[one.row.plan].append(one)
    for plan in by_plan:
        access.require(access.may_review(by, plan.region), user=by, what=f"approve figures of plan {plan.pk}")
    decided: dict[int, Decided] = {}
    jobs = []
    for plan, figures in by_plan.items():
        with transaction.atomic(), history(by, recorded("批量审核通过")):
            found = _approve_of_plan(figures, locks, by)
            if number := sum(one.approved for one in found):
                jobs.append(queue_recompute(plan=plan, why=recorded("批量审核通过 %(number)d 项") % {"number": number}))
        decided |= {one.observation_id: one for one in found}
    gone = StaleFigure(_("该数据已不存在。"), None)
    return BulkApproval(tuple(decided.get(pk) or Decided(pk, None, gone) for pk in locks), tuple(jobs))


def _approve_of_plan(figures: Sequence[Observation], locks: dict[int, int], by: User) -> list[Decided]:
    """The figures of one plan; of one row one after the other, because each is weighed against those before it."""
    row_ids = {one.row_id for one in figures}
    list(PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=row_ids).order_by("pk").values_list("pk"))
    current: dict[tuple[int, int], Observation] = {}
    versions = Observation.objects.filter(row__in=row_ids).select_related("row__plan__region").order_by("version")
    for one in versions:
        current[one.row_id, one.year] = one
    decided = []
    for wave in _waves(figures):
        now = [current[one.row_id, one.year] for one in wave]
        weighed = {one.figure.pk: one for one in weigh(now, by=by)}
        for asked, latest in zip(wave, now, strict=True):
            error = _decide(asked, latest, weighed[latest.pk], locks[asked.pk], by)
            decided.append(Decided(asked.pk, latest, error))
    return decided


def _waves(figures: Iterable[Observation]) -> list[list[Observation]]:
    """The first figure of every row, then the second ones, and so on."""
    waves: list[list[Observation]] = []
    place: dict[int, int] = defaultdict(int)
    for one in figures:
        if place[one.row_id] == len(waves):
            waves.append([])
        waves[place[one.row_id]].append(one)
        place[one.row_id] += 1
    return waves


def _decide(asked: Observation, latest: Observation, weighed: Weighed, lock: int, by: User) -> ServiceError | None:
    """Approve the figure, or say why not."""
    try:
        current = steps.the_same(asked, latest, lock)
        steps.check_state(current, {ObservationState.SUBMITTED})
        if weighed.own:
            steps.require_other_person(current, by)
        if weighed.risk.level is not RiskLevel.SAFE:
            raise NotSafe(_("该数据有需要看的地方，请单独审核。"))
    except ServiceError as error:
        return error
    put_in_force(current, by)
    refresh_series_doubts(row=current.row, by=by)
    about = recorded("批量审核通过：%(name)s %(year)d") % {"name": current.row.short_name, "year": current.year}
    audit.record(kind=AuditKind.APPROVAL, about=about, by=by, region=current.row.plan.region)
    return None
