"""Writing the task breakdown: who answers for a task, what the year asks of it, by what measures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, Unit, User
from accounts.services import audit
from accounts.services.history import history
from indicators.models import PlanIndicator
from indicators.services.annual_targets import save_annual_target
from indicators.services.errors import ServiceError
from indicators.services.responsibilities import set_units as set_row_units
from plans.models import Plan
from projects.models import CooperatingUnit, Project, ProjectYear
from projects.selectors.breakdown import Lack, Task, tasks_of
from projects.services.register import save_year, set_units
from regions.recorded import recorded


class StaleTask(ServiceError):
    """Somebody else wrote a task since it was looked at; nothing is written. ``keys``: which."""

    def __init__(self, message: str, keys: Sequence[str]) -> None:
        super().__init__(message)
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One task as it shall stand. ``seen``: ``Task.seen`` of what the writer looked at. ``lead`` None: nobody."""

    key: str
    seen: str
    lead: Unit | None
    cooperating: tuple[Unit, ...]
    target: str
    measures: str


def save_tasks(*, plan: Plan, year: int, entries: Sequence[TaskEntry], by: User) -> int:
    """Write these tasks, all or none; how many changed. Units that are written are confirmed.

    ``PermissionDenied`` for whoever does not plan the region; ``StaleTask``; ``ValidationError`` for a unit of another
    region, a year outside of the plan, a text that is too long.
    """
    access.require(access.may_plan(by, plan.region), user=by, what=f"task breakdown of plan {plan.pk}")
    with transaction.atomic(), history(by, recorded("任务分工")):
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        stored = {task.key: task for task in tasks_of(plan, year, [entry.key for entry in entries])}
        stale = [one.key for one in entries if one.key not in stored or stored[one.key].seen != one.seen]
        if stale:
            raise StaleTask(_("您打开页面后，他人已修改了这些任务。请刷新后对照，再保存。"), stale)
        _require_own_units(plan, entries, stored)
        changed = sum(_write(plan, year, entry, by) for entry in entries)
        if changed:
            about = recorded("任务分工：%(plan)s %(year)d 年，%(number)d 项") % {
                "plan": plan, "year": year, "number": changed,
            }  # fmt: skip
            audit.record(kind=AuditKind.IMPORT, about=about, by=by, region=plan.region)
    return changed


def confirm_units(*, plan: Plan, year: int, keys: Collection[str], by: User) -> int:
    """Confirm the default units of these tasks as they stand; how many there were. Tasks without a unit stay as they are."""
    tasks = [task for task in tasks_of(plan, year, keys) if Lack.CONFIRMED in task.lacks]
    entries = [TaskEntry(one.key, one.seen, one.lead, one.cooperating, one.target, one.measures) for one in tasks]
    return save_tasks(plan=plan, year=year, entries=entries, by=by)


def _require_own_units(plan: Plan, entries: Sequence[TaskEntry], stored: Mapping[str, Task]) -> None:
    """Only units of the plan's region are added here; one of another region that answers for a project already may stay."""
    units = {
        unit
        for entry in entries
        for unit in (*entry.cooperating, *([entry.lead] if entry.lead else []))
        if unit not in stored[entry.key].units
    }
    foreign = sorted(unit.name for unit in units if unit.region_id != plan.region_id)
    if foreign:
        raise ServiceError(_("“%(names)s”不是本地区的单位。") % {"names": _("、").join(foreign)})


def _write(plan: Plan, year: int, entry: TaskEntry, by: User) -> bool:
    kind, _dash, number = entry.key.partition("-")
    if kind == "row":
        cooperating = tuple(unit for unit in entry.cooperating if unit != entry.lead)
        row = PlanIndicator.objects.select_related("plan").get(pk=number, plan=plan)
        units = set_row_units(row=row, lead=entry.lead, cooperating=cooperating, by=by)
        return save_annual_target(row=row, year=year, text=entry.target, measures=entry.measures, by=by) or units
    return _write_project(Project.objects.select_related("plan", "region").get(pk=number, plan=plan), year, entry, by)


def _write_project(project: Project, year: int, entry: TaskEntry, by: User) -> bool:
    cooperating = tuple(unit for unit in entry.cooperating if unit != entry.lead)
    there = set(CooperatingUnit.objects.filter(project=project).values_list("unit_id", flat=True))
    led = (project.lead_unit_id, project.unit_confirmed) != (entry.lead and entry.lead.pk, entry.lead is not None)
    units = led or there != {unit.pk for unit in cooperating}
    if units:
        set_units(project=project, lead=entry.lead, cooperating=cooperating, lock=project.lock, by=by)
    stored = ProjectYear.objects.filter(project=project, year=year).first()
    said = (stored.target, stored.measures) if stored else ("", "")
    if said == (entry.target, entry.measures):
        return units
    save_year(
        project=project, year=year, planned_investment=stored.planned_investment if stored else None,
        target=entry.target, measures=entry.measures, lock=stored.lock if stored else 0, by=by,
    )  # fmt: skip
    return True
