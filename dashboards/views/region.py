"""One region's plan, looked at in one year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_see, require
from dashboards.presenters.region import region_page
from dashboards.views.parameters import period_of, refuse_as_of, refuses_bad_parameters, today, year_of
from indicators.domain.years import default_year
from indicators.selectors.region_page import find_region, newest_plan, plan_facts, plans_of


@require_safe
@refuses_bad_parameters
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of a region: newest in force unless ``period`` names another, in ``year`` or the year due."""
    found = find_region(code)
    if found is None:
        raise Http404
    require(may_see(request.user, found), user=request.user, what=f"see region {code}")
    refuse_as_of(request.GET)
    period, plans = period_of(request.GET), plans_of(found)
    plan = newest_plan([one for one in plans if period in (None, (one.start_year, one.end_year))])
    if plan is None:
        return render(request, "dashboards/no_plan.html", {"region": found, "period": period, "plans": plans})
    plan.region = found
    asked = year_of(request.GET, plan)
    due = default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=today().year)
    page = region_page(plan_facts(plan, asked or due))
    years = range(plan.start_year, plan.end_year + 1)
    return render(
        request,
        "dashboards/region.html",
        {"region": found, "plans": plans, "page": page, "years": years, "parent_seen": _parent_seen(request, found)},
    )


def _parent_seen(request: HttpRequest, region: object) -> bool:
    parent = region.parent  # type: ignore[attr-defined]
    return parent is not None and may_see(request.user, parent)
