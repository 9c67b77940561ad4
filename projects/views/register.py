"""The list of key projects."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import refuses_bad_parameters
from projects.filters import ProjectFilterSet
from projects.presenters.list_form import list_form
from projects.presenters.list_lines import known, lines, list_table
from projects.presenters.listing import listing
from projects.selectors.register import leading_units, page_of, regions_with_projects, with_month
from projects.selectors.standing import standings
from projects.selectors.totals import groups, month_amounts
from projects.views.asked import filtered, month_of
from projects.views.common import person, refuse_as_of

_PAGE = 50
_COUNTY = 3


class _Counted(Paginator):
    """Pages of which somebody else has counted the lines."""

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = number  # type: ignore[misc]


@require_safe
@refuses_bad_parameters
def project_list(request: HttpRequest) -> HttpResponse:
    """Projects of the person's scope, filtered by the same filters as the API, with what they come to in a month's year."""
    refuse_as_of(request.GET)
    user = person(request)
    month = month_of(request.GET, user)
    filters = filtered(request.GET, user, month)
    if wants_workbook(request):
        projects = list(with_month(filters.qs, month))
        table = list_table(lines(projects, standings([one.pk for one in projects], month), month), month)
        return as_workbook(request, [table], _("重点项目 %(month)s") % {"month": f"{month:%Y-%m}"})
    regions = list(regions_with_projects(visible_regions(user)))
    by_box = _within_one_region(filters, regions)
    grouped = groups(filters.qs, month.year, by_box=by_box)
    number = sum(one.number for one in grouped)
    found = _Counted(filters.qs, _PAGE, number=number).get_page(request.GET.get("page"))
    shown = list(page_of(filters.qs, month, found.start_index() - 1, _PAGE)) if number else []
    told = lines(shown, standings([one.pk for one in shown], month), month)
    chosen = filters.form.cleaned_data
    context = {
        "found": found,
        "lines": told,
        "known": known(told),
        "month": month,
        "form": list_form(request.GET, chosen, regions, leading_units(user), month),
        "number": number,
    }
    if found.number == 1 and number:
        places = {one.pk: (one.code, one.name) for one in regions}
        context["page"] = listing(grouped, month_amounts(filters.qs, month), month, by_box=by_box, places=places)
    return render(request, "projects/list.html", context)


def _within_one_region(filters: ProjectFilterSet, regions: list[Any]) -> bool:
    """Whether what is listed is of one region, so that its boxes say more than its regions."""
    chosen = filters.form.cleaned_data
    return bool(chosen["region"] or chosen["plan"] or len(regions) <= 1)
