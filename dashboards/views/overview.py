"""What the person may see, at a glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from dashboards.presenters.overview import group_labels, overview_lines
from dashboards.views.parameters import today
from indicators.domain.years import default_year
from indicators.selectors.overview import region_lines
from plans.models import Plan


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One line per region of the person's scope that has a plan, in the year that is due."""
    this_year = today().year

    def year_of(plan: Plan) -> int:
        return default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=this_year)

    lines = region_lines(visible_regions(request.user), year_of)
    page = {"lines": overview_lines(lines), "group_labels": group_labels()}
    return render(request, "dashboards/overview.html", page)
