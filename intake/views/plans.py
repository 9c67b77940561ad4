"""Confirming a proposal, and the plan that came of it: `/plans/<id>/`."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from indicators.services.errors import ServiceError
from indicators.tasks import enqueue_on_commit
from intake.selectors.plans import plan_page
from intake.services import confirm as services
from intake.services.errors import NotReady
from intake.views.common import CONFLICT, open_review, person
from intake.views.uploads import summary
from plans.models import Plan


@require_POST
def confirm(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Write the plan as a draft; what is in the way stands on the summary."""
    found = open_review(request, intake_id)
    try:
        done = services.confirm(intake=found, by=person(request))
    except NotReady:
        return summary(request, found, status=CONFLICT, refused=_("还不能确认，请先处理下面列出的各处。"))
    except ServiceError as error:
        return summary(request, found, status=CONFLICT, refused=str(error))
    for job in done.jobs:
        enqueue_on_commit(job)
    if done.new:
        messages.success(request, _("已建立规划草案。核对无误后，在这里把它设为实施中。"))
    for said in done.conflicts:
        messages.warning(request, said)
    return redirect("intake:plan", done.plan.pk)


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan: its particulars, what it holds, where it came from, what can be done with it."""
    page = plan_page(plan_id)
    if page is None:
        raise Http404
    user = person(request)
    access.require(access.may_see(user, page.plan.region), user=user, what=f"plan {plan_id}")
    context = {"page": page, "plan": page.plan, "may_plan": access.may_plan(user, page.plan.region)}
    return render(request, "plans/plan.html", context)


@require_POST
def put_in_force(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Make a draft the plan that is carried out; `replace`: the one in force gives way."""
    found = Plan.objects.select_related("region").filter(pk=plan_id).first()
    if found is None:
        raise Http404
    try:
        job = services.put_in_force(plan=found, by=person(request), replace=request.POST.get("replace") == "yes")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        if enqueue_on_commit(job):
            messages.success(request, _("规划已在实施中，评估正在计算。"))
        else:
            messages.warning(request, _("规划已在实施中。后台暂不可用，评估待重算，恢复后会自动补算。"))
    return redirect("intake:plan", found.pk)
