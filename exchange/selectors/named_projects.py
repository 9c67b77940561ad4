"""Projects by number, or by region code, period and position in the plan's boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import ApiClient
from exchange.selectors.natural_keys import NotFound, places_named
from plans.models import Plan, PlanStatus
from projects.models import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectName:
    """``project``: the number; else all of ``region``, ``period``, ``position``. What is said of the others must fit too."""

    project: int | None = None
    region: str | None = None
    period: str | None = None
    position: int | None = None

    @property
    def place(self) -> tuple[str, str] | None:
        return None if self.region is None or self.period is None else (self.region, self.period)


@dataclass(frozen=True, slots=True)
class NamedProjects:
    """``found``: in the order of the names. ``beyond``: what exists and is out of the writer's reach, for the log."""

    found: list[Project | NotFound]
    beyond: list[str]


def projects_named(names: Sequence[ProjectName], by: ApiClient) -> NamedProjects:
    """The projects of many names, in at most four queries."""
    places = places_named({one.place for one in names if one.project is None and one.place is not None}, by)
    plans = [plan for plan in places.plans.values() if isinstance(plan, Plan)]
    wanted = Q(pk__in={one.project for one in names if one.project is not None})
    wanted |= Q(plan__in=plans, position__in={one.position for one in names if one.position is not None})
    known = list(Project.objects.filter(wanted).select_related("plan", "region", "lead_unit"))
    by_id = {one.pk: one for one in known}
    by_position = {(one.plan_id, one.position): one for one in known}
    beyond = list(places.beyond)
    found: list[Project | NotFound] = []
    for name in names:
        if name.project is not None:
            project, path = by_id.get(name.project), "project"
        elif name.place is None or name.position is None:
            found.append(NotFound("project", "required", _("请用 project，或用 region、period 和 position 指明项目")))
            continue
        else:
            plan = places.plans[name.place]
            if isinstance(plan, NotFound):
                found.append(plan)
                continue
            project, path = by_position.get((plan.pk, name.position)), "position"
        if project is not None and not _reached(project, by):
            beyond.append(f"project {project.pk}")
            project = None
        if project is None or not _fits(project, name):
            found.append(NotFound(path, "not_found", _("没有这个项目")))
        else:
            found.append(project)
    return NamedProjects(found, beyond)


def _reached(project: Project, by: ApiClient) -> bool:
    units = [project.lead_unit] if project.lead_unit is not None else []
    return project.plan.status != PlanStatus.DRAFT and access.may_enter(by, project.region, units)


def _fits(project: Project, name: ProjectName) -> bool:
    return (
        (name.region is None or name.region == project.region.code)
        and (name.period is None or name.period == project.plan.period)
        and (name.position is None or name.position == project.position)
    )
