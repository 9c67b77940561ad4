"""Doubts: the list, and closing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may_plan, require, sees_drafts, visible_regions
from accounts.views.along import wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.filters import DoubtFilterSet
from dashboards.presenters.tables.doubts import doubts_table
from dashboards.views.downloads import as_workbook
from dashboards.views.replay import replay_of, replays
from indicators.models import DoubtState
from indicators.presenters.doubt_words import LABELS
from indicators.selectors.doubts import doubts_of, find_doubt, plans_with_doubts
from indicators.services.doubts import resolve_doubt
from indicators.services.errors import WrongState
from indicators.tasks import enqueue_on_commit
from regions.filters import told_errors

_PAGE = 50


@require_safe
@refuses_bad_parameters
@replays
def doubts(request: HttpRequest) -> HttpResponse:
    """The doubts of the person's scope, filtered; open and blocking ones stand first in each plan."""
    regions, drafts = visible_regions(request.user), sees_drafts(request.user)
    filters = DoubtFilterSet(request.GET, queryset=doubts_of(regions, drafts=drafts))
    if not filters.is_valid():
        raise BadParameter(told_errors(filters))
    region = filters.form.cleaned_data["region"]
    if region is not None:
        require(region in regions, user=request.user, what=f"list doubts of {region.code}")
    if wants_workbook(request):
        return as_workbook(request, [doubts_table(filters.qs)], _("数据疑点"), region=region)
    found = Paginator(filters.qs, _PAGE).get_page(request.GET.get("page"))
    for doubt in found:
        doubt.may_resolve = replay_of(request) is None and may_plan(request.user, doubt.plan.region)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "found": found,
        "chosen": filters.form.cleaned_data,
        "plans": plans_with_doubts(regions, drafts=drafts),
        "states": DoubtState.choices,
        "codes": sorted((code.value, str(label)) for code, label in LABELS.items()),
        "query": query.urlencode(),
    }
    return render(request, "dashboards/doubts.html", context)


@require_POST
def resolve(request: HttpRequest, doubt_id: int) -> HttpResponse:
    """Close a doubt with a reason and go back to where the person came from."""
    doubt = find_doubt(doubt_id)
    if doubt is None:
        raise Http404
    require(may_plan(request.user, doubt.plan.region), user=request.user, what=f"resolve doubt {doubt_id}")
    state, resolution = request.POST.get("state", ""), request.POST.get("resolution", "")
    try:
        job = resolve_doubt(doubt_id, by=request.user, resolution=resolution, state=state)
    except (ValidationError, WrongState) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return HttpResponseRedirect(_back(request))
    if job is None or enqueue_on_commit(job):
        messages.success(request, _("疑点已处理，意见已留存。"))
    else:
        messages.warning(request, _("疑点已处理。后台暂不可用，评估待重算，恢复后会自动补算。"))
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page named by the form, if it is one of ours; else the list."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return "/doubts/"
