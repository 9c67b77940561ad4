"""`/plans/<id>/state/`: which state may follow, what it means, what is in the way."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.services.errors import ServiceError
from planning.presenters.states import MEANS, steps
from planning.selectors.states import standing_of
from planning.services.states import VERBS
from planning.views.common import CONFLICT, UNREADABLE, announce, only_now, person, plan_to_change
from plans.models import Plan, PlanStatus


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def state(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A planner takes one step; `to`, the state `seen`, `reason`, and `replace` for the one that gives way."""
    found = plan_to_change(person(request), plan_id)
    if request.method != "POST":
        return _show(request, found)
    to, more = request.POST.get("to", ""), {}
    if to not in VERBS:
        return _show(request, found, refused=_("请选择一个状态。"), status=UNREADABLE)
    if to == PlanStatus.IN_FORCE:
        more["replace"] = request.POST.get("replace") == "yes"
    try:
        job = VERBS[to](
            plan=found,
            by=person(request),
            reason=request.POST.get("reason", ""),
            seen=request.POST.get("seen", ""),
            **more,
        )
    except ValidationError as error:
        return _show(request, found, refused=" ".join(error.messages), status=UNREADABLE)
    except ServiceError as error:
        return _show(
            request, Plan.objects.select_related("region").get(pk=plan_id), refused=str(error), status=CONFLICT
        )
    announce(request, job, _("规划现在是“%(state)s”。") % {"state": PlanStatus(to).label})
    return redirect("planning:plan", found.pk)


def _show(request: HttpRequest, plan: Plan, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        "plan": plan,
        "means": MEANS[plan.status],
        "steps": steps(plan, standing_of(plan), today=timezone.localdate()),
        "refused": refused,
        "asked": request.POST.get("to", ""),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "plans/state.html", context, status=status)
