"""One catalogue indicator across the regions that the person may see; and the list of the indicators."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from accounts.views.along import wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.presenters.comparing import Choice, Compared, NotOffered, compare, shown_in_charts
from dashboards.presenters.comparison import MOST_APART
from dashboards.presenters.comparison_page import Links, comparison_page
from dashboards.presenters.tables.comparison import comparison_tables
from dashboards.views.downloads import as_workbook
from dashboards.views.parameters import period_of, year_of
from dashboards.views.replay import not_then, prepare, replays, today
from indicators.domain.years import default_year
from indicators.models import Indicator
from indicators.selectors.comparison import candidates, places_above, row_facts, row_ids_of
from indicators.selectors.indicator_page import find_indicator, listed_indicators, periods_of
from plans.models import Plan

_PAGE, _FEW = 50, 10
#: Parameters that stay when another one changes.
_KEPT = ("period", "year", "level", "within", "group", "sort", "q", "chart")


@require_safe
@refuses_bad_parameters
@replays
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Own targets, actuals and statuses side by side, for one period and year; only like with like."""
    found = find_indicator(code)
    if found is None:
        return not_then(request)
    regions = visible_regions(request.user)
    periods = periods_of(found, regions)
    period, year = _looked_at(request, periods)
    context: dict[str, Any] = {"indicator": found, "periods": periods, "period": period, "year": year}
    if period is None or year is None:
        return render(request, "dashboards/indicator.html", context)
    prepare(request, row_ids=row_ids_of(found, regions, period), years=[year])
    rows = candidates(found, regions, period, year)
    compared = _offered(compare, rows, places_above(rows), _choice(request.GET))
    if wants_workbook(request):
        facts = row_facts([row.row_id for row in rows], year)
        name = f"{found.said_name} {period[0]}–{period[1]} {year}"
        tables = comparison_tables(compared, facts, indicator=found, year=year)
        return as_workbook(request, tables, name, source=_("各地区规划和公布的实际数"))
    context |= _page(request, compared, found, period, year)
    return render(request, "dashboards/indicator.html", context)


def _page(
    request: HttpRequest, compared: Compared, found: Indicator, period: tuple[int, int], year: int
) -> dict[str, Any]:
    """What is printed, read for the lines and charts of this page only."""
    table = Paginator(compared.table, _PAGE).get_page(request.GET.get("page"))
    own_region = request.user.region_id
    shown = _offered(shown_in_charts, compared, list(table), request.GET.get("chart", ""), own_region)
    links = Links({name: request.GET.get(name, "").strip() for name in _KEPT})
    printed = [*(one.row for one in (*table, *shown[1], *compared.unlike[:MOST_APART])), *compared.parents]
    page = comparison_page(
        compared,
        row_facts({row.row_id for row in printed}, year),
        indicator=found,
        year=year,
        table=list(table),
        shown=shown,
        own_region=own_region,
        links=links,
    )
    span = f"{period[0]}-{period[1]}"
    return {
        "page": page,
        "table": table,
        "placed": len(compared.ranked) > 1 or bool(compared.parents),
        "query": links.to()[1:],
        "years": [(one, links.to("group", period=span, year=str(one))) for one in range(period[0], period[1] + 1)],
        "kept": links.hidden("within", "q", "group"),
        "kept_search": links.hidden("q"),
        "clear": links.to("q"),
        "search": links.kept["q"],
        "searchable": len(compared.ranked) > _FEW,
    }


def _looked_at(request: HttpRequest, periods: list[tuple[int, int]]) -> tuple[tuple[int, int] | None, int | None]:
    """Period and year: as asked, else the newest period in the year that is due. None where no plan has the indicator."""
    query = request.GET
    asked = period_of(query)
    if not periods:
        return asked, None
    if asked is not None and asked not in periods:
        raise BadParameter(_("没有 %(start)s–%(end)s 年含有这个指标的规划。") % {"start": asked[0], "end": asked[1]})
    start, end = asked or periods[0]
    due = default_year(start_year=start, end_year=end, today_year=today(request).year)
    return (start, end), year_of(query, Plan(base_year=start - 1, start_year=start, end_year=end)) or due


def _choice(query: QueryDict) -> Choice:
    level = query.get("level", "").strip()
    if level and not (level.isdecimal() and len(level) == 1):
        raise BadParameter(_("参数 level 是 0 到 5 的数字；收到的是“%(text)s”。") % {"text": level[:40]})
    return Choice(
        level=int(level) if level else None,
        within=query.get("within", "").strip(),
        group=query.get("group", "").strip(),
        sort=query.get("sort", "").strip(),
        search=query.get("q", "").strip()[:60],
    )


def _offered(function: Any, *arguments: Any) -> Any:
    """What the function says; a choice that there is not becomes a refusal of the address."""
    try:
        return function(*arguments)
    except NotOffered as error:
        raise BadParameter(str(error)) from error


@require_safe
@refuses_bad_parameters
@replays
def indicators(request: HttpRequest) -> HttpResponse:
    """The catalogue's indicators that plans of the person's regions have."""
    return render(request, "dashboards/indicators.html", {"listed": listed_indicators(visible_regions(request.user))})
