"""The form of a project for planners: four parts, each saved by itself."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.models import Unit, User
from projects.forms.project import ProjectForm, StageForm, UnitsForm, YearForm
from projects.models import Project
from projects.services import register
from projects.services.errors import Stale
from projects.views.common import CONFLICT, UNREADABLE, only_now, person, take_over
from projects.views.project import project_in_scope


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Shows the parts; a POST names one (``part``: project, units, stage, or year-2025) and saves it alone."""
    user = person(request)
    found = project_in_scope(user, project_id)
    access.require(access.may_plan(user, found.region), user=user, what=f"edit project {project_id}")
    part = request.POST.get("part", "")
    parts = _parts(found, request.POST if request.method == "POST" else None, part)
    status = 200
    if request.method == "POST":
        if part not in parts:
            return redirect("projects:edit", project_id)
        status = _save(part, parts[part], found, user)
        if status == 200:
            messages.success(request, _("已保存。"))
            return redirect("projects:edit", project_id)
    context = {
        "project": found,
        "region": found.region,
        "parts": parts,
        "years": [form for name, form in parts.items() if name.startswith("year-")],
        "stages": found.stage_changes.select_related("recorded_by", "report"),
    }
    return render(request, "projects/edit.html", context, status=status)


def _parts(project: Project, data: Any, part: str) -> dict[str, BaseForm]:
    """Every form of the page by its name; the one that was sent holds what was typed."""

    def sent(name: str) -> Any:
        return data if name == part else None

    lineage = project.region.lineage
    above = [f"{'/'.join(lineage.split('/')[:end])}/" for end in range(1, lineage.count("/") + 1)]
    named = Q(projects=project) | Q(cooperations__project=project)
    known = Unit.objects.filter(Q(region__lineage__in=above) | named).select_related("region").distinct()
    units = known.order_by("-region__level", "region__code", "name")
    years = {one.year: one for one in project.years.all()}
    first = {
        "lead": project.lead_unit_id, "confirmed": project.unit_confirmed, "lock": project.lock,
        "cooperating": list(project.cooperations.values_list("unit", flat=True)),
    }  # fmt: skip
    forms: dict[str, BaseForm] = {
        "project": ProjectForm(
            sent("project"), instance=copy(project), initial={"lock": project.lock}, prefix="project"
        ),
        "units": UnitsForm(sent("units"), initial=first, units=units, home=project.region_id, prefix="units"),
        "stage": StageForm(sent("stage"), initial={"on": timezone.localdate()}, prefix="stage"),
    }
    for year in range(project.plan.start_year, project.plan.end_year + 1):
        name, kept = f"year-{year}", years.get(year)
        start = {"year": year, "lock": kept.lock if kept else 0}
        if kept:
            start |= {"planned_investment": kept.planned_investment, "target": kept.target, "measures": kept.measures}
        forms[name] = YearForm(sent(name), initial=start, prefix=name)
    return forms


def _save(part: str, form: BaseForm, project: Project, user: User) -> int:
    """Save one part; the status of the answer. What the service refuses stands on the form."""
    if not form.is_valid():
        return UNREADABLE
    try:
        _SAVED_BY.get(part, _save_year)(form, project, user)
    except Stale as error:
        form.add_error(None, str(error))
        return CONFLICT
    except ValidationError as error:
        take_over(form, error)
        return UNREADABLE
    return 200


def _save_project(form: Any, project: Project, user: User) -> None:
    register.save_project(project=form.instance, lock=form.cleaned_data["lock"], by=user)


def _save_units(form: Any, project: Project, user: User) -> None:
    given = form.cleaned_data
    register.set_units(
        project=project, lead=given["lead"], cooperating=list(given["cooperating"]), lock=given["lock"], by=user,
        confirmed=given["confirmed"],
    )  # fmt: skip


def _save_stage(form: Any, project: Project, user: User) -> None:
    register.record_stage(project=project, **form.cleaned_data, today=timezone.localdate(), by=user)


def _save_year(form: Any, project: Project, user: User) -> None:
    register.save_year(project=project, **form.cleaned_data, by=user)


_SAVED_BY: dict[str, Callable[[Any, Project, User], None]] = {
    "project": _save_project,
    "units": _save_units,
    "stage": _save_stage,
}
