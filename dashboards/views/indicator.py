"""One catalogue indicator across the regions that the person may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from dashboards.presenters.row_lines import row_lines
from dashboards.views.parameters import BadParameter, period_of, refuse_as_of, refuses_bad_parameters, today, year_of
from indicators.domain.years import default_year
from indicators.selectors.indicator_page import find_indicator, indicator_facts, periods_of
from plans.models import Plan


@require_safe
@refuses_bad_parameters
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Own targets, actuals and statuses side by side, for one period and year."""
    found = find_indicator(code)
    if found is None:
        raise Http404
    refuse_as_of(request.GET)
    regions = visible_regions(request.user)
    periods = periods_of(found, regions)
    asked = period_of(request.GET)
    context = {"indicator": found, "periods": periods, "period": asked}
    if not periods:
        return render(request, "dashboards/indicator.html", context)
    if asked is not None and asked not in periods:
        raise BadParameter(_("没有 %(start)s–%(end)s 年含有这个指标的规划。") % {"start": asked[0], "end": asked[1]})
    start, end = asked or periods[0]
    due = default_year(start_year=start, end_year=end, today_year=today().year)
    year = year_of(request.GET, Plan(base_year=start - 1, start_year=start, end_year=end)) or due
    facts = indicator_facts(found, regions, (start, end), year)
    lines = [(one.row.plan.region, line) for one, line in zip(facts.rows, row_lines(facts.rows, year), strict=True)]
    context |= {"period": (start, end), "year": year, "years": range(start, end + 1), "lines": lines}
    return render(request, "dashboards/indicator.html", context)
