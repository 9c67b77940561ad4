"""The list of key projects."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import visible_regions
from projects.filters import ProjectFilterSet
from projects.models import Kind, Stage
from projects.selectors.register import projects_of, regions_with_projects
from regions.filters import told_errors

_PAGE = 100


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Projects of the person's scope, filtered by the same filters as the API."""
    if request.GET.get("as_of", "").strip():
        message = _("重点项目页不能按历史日期（as_of）查看。请去掉该参数。")
        return render(request, "400.html", {"message": message}, status=400)
    regions = visible_regions(request.user)
    filters = ProjectFilterSet(request.GET, queryset=projects_of(regions))
    if not filters.is_valid():
        return render(request, "400.html", {"message": told_errors(filters)}, status=400)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "found": Paginator(filters.qs, _PAGE).get_page(request.GET.get("page")),
        "chosen": filters.form.cleaned_data,
        "regions": regions_with_projects(regions),
        "kinds": Kind.choices,
        "stages": Stage.choices,
        "query": query.urlencode(),
    }
    return render(request, "projects/list.html", context)
