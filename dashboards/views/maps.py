"""`/map/`: one indicator in every region of a scope, on an approved map or as tiles, with a table of the same numbers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import administers, may_see, require, visible_regions
from accounts.selectors.boundaries import boundaries_for
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.presenters.maps import map_view
from dashboards.views.parameters import period_of, year_of
from dashboards.views.replay import prepare, replays, today
from indicators.domain.years import default_year
from indicators.selectors.comparison import row_ids_of
from indicators.selectors.indicator_page import periods_of
from indicators.selectors.map_page import cells, mapped_indicators
from indicators.selectors.region_page import find_region
from plans.models import Plan
from regions.models import NATION_CODE, Region

_ROWS = 100
_FIRST = "gdp"


@require_safe
@refuses_bad_parameters
@replays
def map_page(request: HttpRequest) -> HttpResponse:
    """``indicator``, ``period``, ``year``, ``region`` (a part of the scope); by default GDP of the newest period."""
    scope = scope_of(request)
    regions = Region.objects.under(scope) if scope is not None else visible_regions(request.user)
    choices = mapped_indicators(regions)
    code = request.GET.get("indicator", "").strip()
    found = next((one for one in choices if one.code == (code or _FIRST)), None)
    if found is None and code:
        raise BadParameter(_("范围内的规划没有指标“%(code)s”。") % {"code": code[:40]})
    found = found or next(iter(choices), None)
    context = {"scope": scope, "choices": choices, "indicator": found, "may_load": administers(request.user)}
    if found is None or scope is None:
        return render(request, "dashboards/map.html", context)
    period, periods, year = _when(request, periods_of(found, regions))
    prepare(request, row_ids=row_ids_of(found, regions, period), years=[year])
    seen = cells([found.code], regions, period, year)
    view = map_view(seen, year, boundaries_for(scope, [one.region_id for one in seen]))
    context |= {
        "map": view,
        "period": period,
        "periods": periods,
        "year": year,
        "years": range(period[0], period[1] + 1),
        "table": Paginator(view.places, _ROWS).get_page(request.GET.get("page")),
        "query": query_of(request),
    }
    return render(request, "dashboards/map.html", context)


def scope_of(request: HttpRequest) -> Region | None:
    """The region asked for, within the person's own; the nation for who sees all of it. None: no region is there yet."""
    user, code = request.user, request.GET.get("region", "").strip()
    if not code:
        return user.region or find_region(NATION_CODE)  # type: ignore[union-attr]
    found = find_region(code)
    if found is None:
        raise BadParameter(_("没有代码为“%(code)s”的地区。") % {"code": code[:20]})
    require(may_see(user, found), user=user, what=f"see region {found.code}")  # type: ignore[arg-type]
    return found


def query_of(request: HttpRequest) -> str:
    """The parameters of the page without its number in the table."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _when(request: HttpRequest, periods: list[tuple[int, int]]) -> tuple[tuple[int, int], list[tuple[int, int]], int]:
    """Period, the periods to choose from, and the year."""
    asked = period_of(request.GET)
    if asked is not None and asked not in periods:
        raise BadParameter(_("没有 %(start)s–%(end)s 年含有这个指标的规划。") % {"start": asked[0], "end": asked[1]})
    start, end = asked or periods[0]
    due = default_year(start_year=start, end_year=end, today_year=today(request).year)
    year = year_of(request.GET, Plan(base_year=start - 1, start_year=start, end_year=end)) or due
    return (start, end), periods, year
