"""Writing the register: projects of a plan, who answers for them, their stages and what each year asks of them."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Unit, User
from accounts.services.history import history
from plans.models import Plan
from projects.models import CooperatingUnit, Project, ProjectYear
from projects.services.entries import ProjectEntry, add_projects
from projects.services.errors import Stale
from projects.services.stages import record_stage, write_stage
from regions.recorded import recorded

__all__ = [
    "EDITABLE", "ProjectEntry", "add_projects", "record_stage", "save_project", "save_year", "set_units", "write_stage",
]  # fmt: skip

#: What a planner may write on the page of a project. Its stage comes from ``record_stage``, its likeness from ``pairs``,
#: its units from ``set_units``; plan, region, place in the plan, line and sample mark stay as they were made.
EDITABLE = (
    "name", "box", "group", "facts", "kind", "field", "leader", "owner", "owner_contact", "place", "investment",
    "investment_unit", "planned_start", "planned_finish", "actual_start", "actual_finish", "reports_monthly",
)  # fmt: skip


def save_project(*, project: Project, lock: int, by: User, reason: str = "") -> Project:
    """Write what a planner changed (``EDITABLE`` only), or a new project of ``project.plan`` at the end of its list.

    ``project``: unsaved changes on it, as a form makes them. ``lock``: the count of saves that the person saw (of a new
    one 0). ``reason``: for the history, "" says what was done. ``Stale`` where another person saved first;
    ``ValidationError`` where the record would be wrong; ``PermissionDenied`` for who is no planner of the region.
    """
    new = project.pk is None
    why = reason or (recorded("新增重点项目") if new else recorded("修改重点项目"))
    region = (
        project if new else Project.objects.get(pk=project.pk)
    ).plan.region  # as stored: the page may have set another
    access.require(access.may_plan(by, region), user=by, what=f"write project {project.pk} of {region.code}")
    with transaction.atomic(), history(by, why):
        if new:
            stored = project
            stored.region, stored.position, stored.lock = region, _next_position(stored.plan), 0
        else:
            stored = locked(project, lock)
            for name in EDITABLE:
                setattr(stored, name, getattr(project, name))
            stored.lock += 1
        stored.full_clean()
        stored.save()
    return stored


def set_units(
    *, project: Project, lead: Unit | None, cooperating: Collection[Unit], lock: int, by: User, confirmed: bool = True
) -> Project:
    """Say who leads a project and who takes part. ``confirmed`` False: still a default (默认分工，待确认).

    ``ValidationError`` where a unit is of a foreign region, or the lead unit also takes part; ``Stale`` as ``save_project``.
    """
    access.require(access.may_plan(by, project.region), user=by, what=f"set units of project {project.pk}")
    for unit in [*cooperating, *([lead] if lead else [])]:
        if not answers_in(unit, project):
            raise ValidationError(_("“%(unit)s”不是本地区或上下级地区的单位。") % {"unit": unit})
    if lead is not None and lead in cooperating:
        raise ValidationError(_("“%(unit)s”已是牵头单位，不能同时列为配合单位。") % {"unit": lead})
    with transaction.atomic(), history(by, recorded("确定项目责任单位")):
        stored = locked(project, lock)
        stored.lead_unit, stored.unit_confirmed = lead, confirmed and lead is not None
        stored.lock += 1
        stored.full_clean()
        stored.save(update_fields=["lead_unit", "unit_confirmed", "lock"])
        wanted = {unit.pk for unit in cooperating}
        stored.cooperations.exclude(unit__in=wanted).delete()
        known = set(stored.cooperations.values_list("unit_id", flat=True))
        CooperatingUnit.objects.bulk_create(
            CooperatingUnit(project=stored, unit_id=one) for one in sorted(wanted - known)
        )
    return stored


def save_year(
    *,
    project: Project,
    year: int,
    planned_investment: Decimal | None,
    target: str,
    measures: str,
    lock: int,
    by: User,
    sample: bool = False,
) -> ProjectYear:
    """What one year of the plan asks of a project. Money in 万元, None = not stated. ``lock``: of a new one 0.

    ``ValidationError`` outside the plan's years; ``Stale`` where another person wrote the year first.
    """
    plan = project.plan
    access.require(access.may_plan(by, project.region), user=by, what=f"write year {year} of project {project.pk}")
    if not plan.start_year <= year <= plan.end_year:
        said = _("%(year)d 年不在规划期 %(period)s 内。") % {"year": year, "period": plan.period}
        raise ValidationError({"year": said})
    with transaction.atomic(), history(by, recorded("填写项目年度计划")):
        Project.objects.select_for_update(of=["self"]).get(pk=project.pk)  # two new ones take turns
        stored = ProjectYear.objects.filter(project=project, year=year).first()
        if stored is not None and stored.lock != lock:
            raise Stale(_("这一年的计划已被他人修改。请核对现在的内容后再保存。"), stored)
        if stored is None:
            stored = ProjectYear(project=project, year=year, sample=sample)
        stored.planned_investment, stored.target, stored.measures = planned_investment, target.strip(), measures.strip()
        stored.lock += 1
        stored.full_clean()
        stored.save()
    return stored


def answers_in(unit: Unit, project: Project) -> bool:
    """Whether a unit may answer for a project: it belongs to the project's region, to one above or to one below."""
    own, theirs = project.region.lineage, unit.region.lineage
    return own.startswith(theirs) or theirs.startswith(own)


def locked(project: Project, lock: int) -> Project:
    """The project as stored, locked for this transaction; ``Stale`` where it was saved since the person saw it."""
    stored = Project.objects.select_for_update(of=["self"]).select_related("region", "plan").get(pk=project.pk)
    if stored.lock != lock:
        raise Stale(_("该项目已被他人修改。请核对现在的内容后再保存。"), stored)
    return stored


def _next_position(plan: Plan) -> int:
    Plan.objects.select_for_update(of=["self"]).get(pk=plan.pk)  # two new ones take turns
    return (plan.projects.order_by("-position").values_list("position", flat=True).first() or 0) + 1
