"""What a city promises against what its counties promise."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import may_see, require
from accounts.views.along import wants_workbook
from accounts.views.asked import refuses_bad_parameters
from dashboards.presenters.counties import counties_page
from dashboards.presenters.tables.counties import counties_tables
from dashboards.views.downloads import as_workbook
from dashboards.views.parameters import period_of
from dashboards.views.replay import replays
from indicators.selectors.county_promises import county_promises
from indicators.selectors.region_page import find_region, newest_plan, plans_of


@require_safe
@refuses_bad_parameters
@replays
def counties(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of a region, newest in force or of ``period``, beside the plans directly below it."""
    found = find_region(code)
    if found is None:
        raise Http404
    require(may_see(request.user, found), user=request.user, what=f"see counties of {code}")
    period, plans, workbook = period_of(request.GET), plans_of(found), wants_workbook(request)
    plan = newest_plan([one for one in plans if period in (None, (one.start_year, one.end_year))])
    if plan is None:
        return render(request, "dashboards/no_plan.html", {"region": found, "period": period, "plans": plans})
    plan.region = found
    page = counties_page(county_promises(plan))
    if workbook and page.lines:
        name = _("%(region)s %(period)s 上下级目标对照") % {"region": found.name, "period": page.period}
        return as_workbook(request, counties_tables(page), name, source=plan.title, region=found)
    return render(request, "dashboards/counties.html", {"region": found, "plans": plans, "page": page})
