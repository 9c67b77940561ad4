"""The page of one project."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access
from accounts.models import User
from accounts.views.asked import refuses_bad_parameters
from plans.models import PlanStatus
from projects.models import Project
from projects.presenters.project import project_page
from projects.selectors.project_page import find_project, project_facts
from projects.views.asked import month_asked
from projects.views.common import person, refuse_as_of


@require_safe
@refuses_bad_parameters
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Facts, stages, money, reports, problems and promises of one project, at the end of ``month`` or of its newest report."""
    refuse_as_of(request.GET)
    user, today = person(request), timezone.localdate()
    found = project_in_scope(user, project_id)
    month = month_asked(request.GET) or _newest(found) or today.replace(day=1)
    facts = project_facts(found, month)
    context = {
        "project": found,
        "region": found.region,
        "plan": found.plan,
        "facts": facts,
        "page": project_page(facts, month, today=today),
        "month": month,
        "may_plan": access.may_plan(user, found.region),
        "contact": found.owner_contact if access.may_see_contact(user, found.region, found.lead_unit) else "",
    }
    return render(request, "projects/project.html", context)


def project_in_scope(user: User, project_id: int) -> Project:
    """The project; 404 where there is none, or of a plan in the making that the person is not shown; refused outside the scope."""
    found = find_project(project_id)
    if found is None:
        raise Http404
    access.require(access.may_see(user, found.region), user=user, what=f"see project {project_id}")
    if found.plan.status == PlanStatus.DRAFT and not access.sees_drafts(user):
        raise Http404
    return found


def _newest(project: Project) -> date | None:
    approved = project.reports.filter(state="approved").order_by("-month")
    return approved.values_list("month", flat=True).first()
