"""`/plans/`: the plans that the person is shown."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import access
from accounts.views.asked import BadParameter
from planning.selectors.plans import periods_of, plans_shown, regions_with_plans, with_counts
from planning.views.common import only_now, person
from plans.filters import PlanFilterSet
from plans.models import PlanStatus
from regions.filters import told_errors

_PAGE = 50


@require_safe
@only_now
def plans(request: HttpRequest) -> HttpResponse:
    """Region, period, title, state, rows and open doubts of each plan, filtered by the same filters as the API."""
    user = person(request)
    shown = plans_shown(user)
    filters = PlanFilterSet(request.GET, queryset=shown)
    if not filters.is_valid():
        raise BadParameter(told_errors(filters))
    chosen = filters.form.cleaned_data
    if chosen["region"] is not None:
        access.require(access.may_see(user, chosen["region"]), user=user, what=f"list plans of {chosen['region'].code}")
    query = request.GET.copy()
    query.pop("page", None)
    states = [one for one in PlanStatus.choices if one[0] != PlanStatus.DRAFT or access.sees_drafts(user)]
    context = {
        "found": Paginator(with_counts(filters.qs), _PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "regions": regions_with_plans(shown),
        "periods": periods_of(shown),
        "states": states,
        "query": query.urlencode(),
        "makes_plans": access.makes_plans(user),
    }
    return render(request, "plans/list.html", context)
