"""One region's plan, looked at in one year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_see, require
from accounts.views.along import wants_workbook
from accounts.views.asked import refuses_bad_parameters, switch_of
from dashboards.presenters.overview.key_projects import at_a_glance
from dashboards.presenters.region import region_page
from dashboards.presenters.tables.region import region_tables, region_title
from dashboards.views.downloads import as_workbook
from dashboards.views.parameters import due_year, period_of, row_choice, year_of
from dashboards.views.replay import prepare, replay_of, replays, today
from indicators.selectors.region_page import find_region, newest_plan, plan_before, plan_facts, plans_of
from projects.selectors.year import year_groups


@require_safe
@refuses_bad_parameters
@replays
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of a region: newest in force unless ``period`` names another, in ``year`` or the year due."""
    found = find_region(code)
    if found is None:
        raise Http404
    require(may_see(request.user, found), user=request.user, what=f"see region {code}")
    period, plans = period_of(request.GET), plans_of(found)
    plan = newest_plan([one for one in plans if period in (None, (one.start_year, one.end_year))])
    if plan is None:
        return render(request, "dashboards/no_plan.html", {"region": found, "period": period, "plans": plans})
    plan.region = found
    asked, choice = year_of(request.GET, plan), row_choice(request.GET)
    compare, told = switch_of(request.GET, "compare"), switch_of(request.GET, "commitments")
    day = today(request)
    earlier = plan_before(plans, plan)
    before = earlier if compare else None
    prepare(request, plan_ids=[plan.pk, *([] if before is None else [before.pk])], commitments=told)
    facts = plan_facts(plan, asked or due_year(plan, day), before=before, commitments=told)
    page = region_page(facts, choice, before=before, this_year=day.year)
    if wants_workbook(request):
        source = "；".join(page.sources)
        return as_workbook(request, region_tables(facts, page), region_title(page), source=source, region=found)
    context = {
        "region": found,
        "plans": plans,
        "plan_before": earlier,
        "page": page,
        "years": range(plan.start_year, plan.end_year + 1),
        "parent_seen": _parent_seen(request, found),
        "projects": None if replay_of(request) else at_a_glance(year_groups([plan.pk], page.year), page.year),
        "scope_query": f"region={found.code}&period={plan.period}",
    }
    return render(request, "dashboards/region.html", context)


def _parent_seen(request: HttpRequest, region: object) -> bool:
    parent = region.parent  # type: ignore[attr-defined]
    return parent is not None and may_see(request.user, parent)
