"""What the person may see, at a glance."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from accounts.selectors.visits import last_visit
from accounts.views.along import wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.presenters.overview.key_projects import at_a_glance
from dashboards.presenters.overview.matrix import Sorting, matrix, ordered, short_of
from dashboards.presenters.overview.news import News, news
from dashboards.presenters.overview.page import overview_page, title_of
from dashboards.presenters.overview.progress import by_year
from dashboards.presenters.tables.overview import matrix_table
from dashboards.views.downloads import as_workbook
from dashboards.views.overview_parameters import narrowing_of, query_of, sorting_of
from dashboards.views.parameters import period_of, year_of
from dashboards.views.replay import prepare, replay_of, replays, today
from indicators.domain.years import default_year
from indicators.models import StatusRule
from indicators.models.choices import NATURES
from indicators.selectors import at_risk, entry_progress
from indicators.selectors import matrix as matrices
from indicators.selectors import overview as scopes
from indicators.selectors.moves import moves_since
from indicators.selectors.news import approved_since
from indicators.selectors.overview import Scope, StatusCount
from plans.models import Plan
from projects.selectors.year import year_groups

LINES = 200  # regions on a page: a province with all its cities and counties is one
RISKS, NEWS = 8, 6
FIRST_LOOK = timedelta(days=30)


@require_safe
@refuses_bad_parameters
@replays
def overview(request: HttpRequest) -> HttpResponse:
    """The plans of one period in the person's scope, looked at in ``year`` or the year due."""
    regions = visible_regions(request.user)
    asked = period_of(request.GET)
    scope = scopes.scope_of(request.user.region, regions, asked)
    if asked is not None and asked not in scope.periods and scope.periods:
        raise BadParameter(_("没有 %(start)s–%(end)s 年的规划。") % {"start": asked[0], "end": asked[1]})
    if not scope.plans:
        return render(request, "dashboards/overview.html", {"title": title_of(scope)})
    year = _year(request, scope)
    prepare(request, plan_ids=scope.plan_ids, years=[year])
    context, counts = _matrix(request, scope, year)
    if wants_workbook(request):
        name = f"{title_of(scope)} {context['period']} {year}"
        return as_workbook(request, [matrix_table(context["matrix"], name)], name, region=scope.region)
    counted = scopes.status_counts(scope, year) if counts is None else counts
    context |= {
        "page": overview_page(scope, year, counted, at_risk.risks(scope.plan_ids, year, RISKS)),
        **_of_today(request, scope, year),
        "open_doubts": scopes.open_doubts(scope.plan_ids),
        "recomputing": scopes.waiting(scope.plan_ids),
        "without_plan": scopes.without_plan(regions, scope.plans, today(request)),
        "rule": StatusRule.objects.filter(active=True).first(),
    }
    return render(request, "dashboards/overview.html", context)


def _year(request: HttpRequest, scope: Scope) -> int:
    plan: Plan = scope.own or scope.plans[0]
    due = default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=today(request).year)
    return year_of(request.GET, plan) or due


def _matrix(request: HttpRequest, scope: Scope, year: int) -> tuple[dict[str, Any], list[StatusCount] | None]:
    """The matrix as it is narrowed, sorted and paged, and what its form and links need; the counts where all was read."""
    narrowing, sorting = narrowing_of(request.GET), sorting_of(request.GET)
    found = matrices.columns(scope.plan_ids, year, narrowing, scope.own)
    column = next((one.indicator_id for one in found.columns if one.code == sorting.by), None)
    if column is None and sorting.by not in ("", "short"):
        sorting = Sorting()  # the filters took the column away
    plans, ranks, cells, counts = scope.plan_ids, {}, None, None
    if len(plans) <= LINES:
        cells = matrices.cells(plans, year, narrowing)
        counts = None if narrowing.of_cells else matrices.counts_of(cells, scope.own)
        short = short_of(cells)
        ranks = matrices.order_of(cells, column) if column else {}
    else:
        short = Counter(matrices.short_by_plan(plans, year, narrowing))
        ranks = matrices.column_order(plans, year, column) if column else {}
    pages = Paginator(ordered(scope.plans, narrowing, short, ranks, sorting), LINES).get_page(request.GET.get("page"))
    if cells is None:
        cells = matrices.cells([plan.pk for plan in pages], year, narrowing)
    query = query_of(request.GET)
    context = {
        "title": title_of(scope),
        "scope": scope,
        "matrix": matrix(list(pages), found.columns, cells, year=year, sorting=sorting),
        "found": pages,
        "categories": found.categories,
        "natures": NATURES,
        "narrowing": narrowing,
        "sorting": sorting,
        "year": year,
        "years": range(*_span(scope)),
        "period": scope.plans[0].span,
        "asked_period": scope.plans[0].period,
        "query": query.urlencode(),
    }
    return context, counts


def _span(scope: Scope) -> tuple[int, int]:
    plan = scope.plans[0]
    return plan.start_year, plan.end_year + 1


def _of_today(request: HttpRequest, scope: Scope, year: int) -> dict[str, Any]:
    """What is new, how far entry and projects have come: all are about now, a replay leaves them out."""
    if replay_of(request) is not None:
        return {}
    progress = entry_progress.progress_of(request.user, today=today(request))
    return {
        "news": _news(request, scope),
        "progress": by_year(progress),
        "projects": at_a_glance(year_groups(scope.plan_ids, year), year),
        "scope_query": f"period={scope.plans[0].period}",
    }


def _news(request: HttpRequest, scope: Scope) -> News:
    """Since the last visit; on the first one the last days."""
    before = last_visit(request.user)
    since = before or timezone.now() - FIRST_LOOK
    moves = moves_since(visible_regions(request.user), since, NEWS, today_year=today(request).year)
    return news(moves, approved_since(scope.plan_ids, since, NEWS), since=since, first_visit=before is None)
