"""`/appraisals/<plan>/`: what each unit answers for, how it stands and what it scores; and by which weights."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.views.parameters import year_of
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from evaluations.domain.appraisal import SUGGESTED
from evaluations.forms.appraisal import SchemeForm
from evaluations.presenters.appraisal import appraisal_page
from evaluations.presenters.appraisal_tables import appraisal_tables, weights_in_words, weights_listed
from evaluations.selectors.appraisal import (
    appraisal_facts,
    find_plan,
    latest_year,
    scheme_in_force,
    scheme_of,
    schemes_of,
)
from evaluations.services.appraisal import SchemeMoved, set_scheme
from indicators.services.errors import ServiceError
from plans.models import Plan, PlanStatus


@require_safe
@refuses_bad_parameters
def appraisal(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Units × parts; each unit opens to its items. ``year``: the newest with figures unless named."""
    plan = _plan(request, plan_id)
    if request.GET.get("as_of", "").strip():
        raise BadParameter(_("单位考核不能按历史日期（as_of）查看。请去掉该参数。"))
    page = appraisal_page(appraisal_facts(plan, year_of(request.GET, plan) or latest_year(plan)))
    if wants_workbook(request):
        return as_workbook(request, appraisal_tables(page), page.title, source=plan.title, region=plan.region)
    context = {
        "page": page, "plan": plan, "said": weights_listed(page) if page.suggested else weights_in_words(page),
        "may_plan": access.may_plan(person(request), plan.region),
    }  # fmt: skip
    return render(request, "evaluations/appraisal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest, plan_id: int) -> HttpResponse:
    """By which weights: a planner puts another version in force, with its reason."""
    plan = _plan(request, plan_id)
    access.require(access.may_plan(person(request), plan.region), user=person(request), what=f"weights of {plan_id}")
    stored = scheme_in_force(plan)
    given = {"scheme": SUGGESTED if stored is None else scheme_of(stored), "version": stored.version if stored else 0}
    form, status = SchemeForm(request.POST if request.method == "POST" else None, **given), 200
    if request.method == "POST":
        status = _set(request, plan, form)
        if not status:
            return redirect("evaluations:appraisal", plan.pk)
    context = {"form": form, "plan": plan, "versions": schemes_of(plan), "suggested": stored is None}
    return render(request, "evaluations/appraisal_weights.html", context, status=status)


def _set(request: HttpRequest, plan: Plan, form: SchemeForm) -> int:
    """0 where it was set, else the status of the refusal; what is wrong stands in the form."""
    if not form.is_valid():
        return UNREADABLE
    data = form.cleaned_data
    try:
        made = set_scheme(
            plan=plan, scheme=form.scheme(), reason=data["reason"], document=data["document"], seen=data["seen"],
            by=person(request),
        )  # fmt: skip
    except ValidationError as error:
        take_over(form, error)
        return UNREADABLE
    except ServiceError as error:
        form.add_error(None, str(error))
        return CONFLICT if isinstance(error, SchemeMoved) else UNREADABLE
    messages.success(request, _("考核权重第 %(version)s 版已生效。") % {"version": made.version})
    return 0


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    """404 for none and for a draft that the person is not shown; a plan out of scope is refused."""
    plan = find_plan(plan_id)
    if plan is None:
        raise Http404
    user = person(request)
    access.require(access.may_see(user, plan.region), user=user, what=f"appraisal of plan {plan_id}")
    if plan.status == PlanStatus.DRAFT and not access.sees_drafts(user):
        raise Http404
    return plan
