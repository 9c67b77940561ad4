"""One indicator of a region over all its plans: `/regions/<code>/indicators/<indicator code>/`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_see, require, sees_drafts
from accounts.views.asked import refuses_bad_parameters
from dashboards.presenters.long_view import long_view_page
from dashboards.views.replay import not_then, prepare, replays, today
from indicators.selectors.indicator_page import find_indicator
from indicators.selectors.long_view import long_facts, long_rows, parted
from indicators.selectors.region_page import find_region


@require_safe
@refuses_bad_parameters
@replays
def long_view(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Every plan's base, targets, actuals and verdict; plans that measure otherwise stand apart with the reason."""
    region, wanted = find_region(code), find_indicator(indicator)
    if region is None or wanted is None:
        raise Http404
    require(may_see(request.user, region), user=request.user, what=f"see {indicator} of region {code}")
    drafts = sees_drafts(request.user)
    rows = long_rows(region, wanted, drafts=drafts)
    if not rows:
        return not_then(request)
    for row in rows:
        row.plan.region = region
    prepare(request, row_ids=[row.pk for row in rows])
    page = long_view_page(long_facts(rows, today(request)), wanted, parted(rows, drafts=drafts))
    context = {"region": region, "indicator": wanted, "page": page}
    return render(request, "dashboards/long_view.html", context)
