"""Confirming a reviewed proposal: the plan and everything that goes with it, in one transaction, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.models import DoubtState, Indicator, JobRun
from indicators.services.errors import WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.loading.catalogue import facts_of
from indicators.services.loading.plan_entries import ResolutionEntry
from indicators.services.loading.plan_writer import Definitions, write_plan
from indicators.services.loading.units import read_units
from indicators.services.loading.writing import Loading, in_history, loading
from intake.domain.edit import Item, Listing, items_of, outcome
from intake.domain.proposal import Proposal, ReadProject
from intake.models import Intake, IntakeState
from intake.selectors.hindrances import hindrances_of
from intake.selectors.proposals import decisions_of, proposal_of
from intake.selectors.review import closed, existing_plan
from intake.services.entries import plan_entry
from intake.services.errors import NotReady
from intake.services.previous import write_previous
from plans.models import Plan
from projects.services.register import ProjectEntry, add_projects
from regions.models import Region


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``jobs``: recomputes that the caller enqueues; ``conflicts``: what could not be written beside the plan, in sentences."""

    plan: Plan
    new: bool
    jobs: tuple[JobRun, ...] = ()
    conflicts: tuple[str, ...] = field(default=())


def confirm(*, intake: Intake, by: User) -> Confirmed:
    """Write the plan of a reviewed upload as a draft: rows, bases, targets, doubts, projects, commitments, ticked results.

    Confirmed before: the same plan, nothing new. ``NotReady`` lists what is still in the way; a plan that the region already
    has for this period is not written over (``WrongState``): its differences are accepted one by one (``later``).
    """
    with loading(by=by) as load, in_history(load, "confirm intake", intake.name):
        stored = (
            Intake.objects.select_for_update(of=["self"]).select_related("region", "plan__region").get(pk=intake.pk)
        )
        access.require(access.may_plan(by, stored.region), user=by, what=f"confirm intake {intake.pk}")
        if stored.state == IntakeState.CONFIRMED:
            assert stored.plan is not None
            return Confirmed(stored.plan, new=False)
        decided, items = reviewed(stored)
        region = Region.objects.get(code=decided.plan.region_code)
        access.require(access.may_plan(by, region), user=by, what=f"confirm a plan of {region.code}")
        if existing_plan(decided.plan, within=stored.region) is not None:
            raise WrongState(_("该地区已有同一时期的规划。请在“与现有规划的差异”里逐行采纳。"))
        plan = _write(stored, decided, items, region, load)
        mark_confirmed(stored, plan, by=by)
        jobs = [queue_recompute(plan=one, why=load.stale[one.pk]) for one in Plan.objects.filter(pk__in=load.stale)]
    return Confirmed(plan, True, tuple(jobs), tuple(load.receipt.conflicts))


def reviewed(intake: Intake) -> tuple[Proposal, dict[Listing, tuple[Item, ...]]]:
    """The proposal as decided, and its items. ``WrongState``: not under review; ``NotReady``: something is in the way."""
    if intake.state != IntakeState.READ:
        raise WrongState(_("该导入“%(state)s”，不能确认。") % {"state": intake.get_state_display()})
    proposal, decisions = proposal_of(intake), decisions_of(intake)
    items = items_of(proposal, decisions)
    hindrances = hindrances_of(items, closed(intake.doubt_answers.all()), within=intake.region)
    if hindrances:
        raise NotReady(hindrances)
    return outcome(proposal, decisions), items


def mark_confirmed(intake: Intake, plan: Plan, *, by: User) -> None:
    """The upload has become this plan (or was compared with it)."""
    intake.state, intake.plan, intake.confirmed_by, intake.confirmed_at = (
        IntakeState.CONFIRMED,
        plan,
        by,
        timezone.now(),
    )
    intake.save(update_fields=["state", "plan", "confirmed_by", "confirmed_at"])


def definitions() -> Definitions:
    """What rows refer to, from the database; default units from ``data/units.yaml``."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    facts = {code: facts_of(indicator) for code, indicator in indicators.items()}
    return Definitions(indicators, facts, _default_units())


@cache
def _default_units() -> dict[str, list[str]]:
    return read_units(Path(settings.BASE_DIR) / "data" / "units.yaml")


def answers_of(intake: Intake, items: Sequence[Item]) -> dict[int | None, list[ResolutionEntry]]:
    """What was said of doubts, by place of the row in the decided proposal (None: the table)."""
    kept = [item for item in items if item.goes_in]
    places = {(item.index, item.part): place for place, item in enumerate(kept)}
    answers: dict[int | None, list[ResolutionEntry]] = defaultdict(list)
    for one in intake.doubt_answers.exclude(state=DoubtState.OPEN):
        place = None if one.index is None else places.get((one.index, one.part))
        if one.index is not None and place is None:
            continue  # its row did not go in
        if place is not None and not _raised(kept[place], one.code, one.figure):
            continue  # settled by an edit that took its cause away
        answers[place].append(
            ResolutionEntry(one.code, one.figure, one.how, None, one.state, one.answered_by_id, one.answered_at)
        )
    return answers


def _raised(item: Item, code: str, figure: str) -> bool:
    return any((doubt.code, doubt.figure) == (code, figure) for doubt in getattr(item.value, "doubts", ()))


def project_entries(projects: Sequence[ReadProject]) -> list[ProjectEntry]:
    """Projects as the writer of projects takes them."""
    return [ProjectEntry(one.box, one.group, one.name, one.facts, one.kind.value, one.line) for one in projects]


def _write(
    intake: Intake, decided: Proposal, items: dict[Listing, tuple[Item, ...]], region: Region, load: Loading
) -> Plan:
    known = definitions()
    answers = answers_of(intake, items[Listing.INDICATORS])
    entry = plan_entry(decided, file=intake.name, source=decided.plan.title, catalogue=known.catalogue, answers=answers)
    write_previous(decided, region, known, file=intake.name, load=load)
    plan = write_plan(entry, region, known, load=load)
    add_projects(plan=plan, entries=project_entries(decided.projects))
    return plan
