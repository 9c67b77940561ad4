"""`/plans/<id>/`: one plan, what it holds, where it came from, and the ways to everything that can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import access
from planning.hub import ways_of
from planning.selectors.plan_page import plan_page
from planning.views.common import only_now, person, plan_in_scope


@require_safe
@only_now
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The hub of a plan."""
    user = person(request)
    found = plan_in_scope(user, plan_id)
    context = {
        "page": plan_page(found, drafts=access.sees_drafts(user)),
        "plan": found,
        "ways": ways_of(found, user),
        "may_plan": access.may_plan(user, found.region),
    }
    return render(request, "plans/plan.html", context)
