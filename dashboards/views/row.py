"""One plan indicator in full."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_enter, may_plan, may_see, require, sees_drafts
from accounts.views.along import wants_workbook
from accounts.views.asked import refuses_bad_parameters
from dashboards.presenters.row import row_page
from dashboards.presenters.tables.row import row_tables, row_title
from dashboards.views.downloads import as_workbook
from dashboards.views.parameters import due_year, year_of
from dashboards.views.replay import not_then, prepare, replay_of, replays, today
from indicators.selectors.evidence import evidence_in_force
from indicators.selectors.row_page import find_row, row_facts
from plans.models import PlanStatus


@require_safe
@refuses_bad_parameters
@replays
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Base, targets, trajectory, years, sums and doubts of one row, looked at in ``year`` or the year due.

    ``what_if`` tries a pace out. As of a day nothing can be entered or resolved.
    """
    found, replay = find_row(row_id), replay_of(request)
    if found is None:
        return not_then(request)
    plan, user = found.plan, request.user
    require(may_see(user, plan.region), user=user, what=f"see plan indicator {row_id}")
    if plan.status == PlanStatus.DRAFT and not sees_drafts(user):
        return not_then(request)
    year = year_of(request.GET, plan) or due_year(plan, today(request))
    prepare(request, row_ids=[row_id])
    facts = row_facts(found)
    page = row_page(facts, year, asked=request.GET.get("what_if", "").strip())
    if wants_workbook(request):
        source = "；".join(page.sources)
        tables = row_tables(facts, page)
        return as_workbook(request, tables, row_title(facts, page), source=source, region=plan.region)
    units = [one.unit for one in facts.responsible]
    context = {
        "row": found,
        "plan": plan,
        "region": plan.region,
        "facts": facts,
        "evidence": evidence_in_force(found),
        "page": page,
        "years": range(plan.start_year, plan.end_year + 1),
        "may_enter": replay is None and not found.is_heading and may_enter(user, plan.region, units),
        "may_plan": replay is None and may_plan(user, plan.region),
    }
    return render(request, "dashboards/row.html", context)
