"""The brief of a region: one sheet of A4 with the numbers of its page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import may_see, require
from accounts.views.along import download
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.views.busy import busy
from dashboards.views.downloads import named, record_export
from dashboards.views.parameters import due_year, period_of, year_of
from dashboards.views.replay import prepare, replay_of, replays, today
from files.kinds import MEDIA_TYPES, Kind
from indicators.selectors.region_page import find_region, newest_plan, plan_facts, plans_of
from reports.brief import brief_pdf
from reports.paper import PaperBusy, PaperMissing

_UNAVAILABLE = 503


@require_safe
@refuses_bad_parameters
@replays
def brief(request: HttpRequest, code: str) -> HttpResponse:
    """The region's plan on one sheet: newest in force unless ``period`` names another, in ``year`` or the year due."""
    found = find_region(code)
    if found is None:
        raise Http404
    require(may_see(request.user, found), user=request.user, what=f"brief of region {code}")
    period = period_of(request.GET)
    plan = newest_plan([one for one in plans_of(found) if period in (None, (one.start_year, one.end_year))])
    if plan is None:
        raise BadParameter(_("%(region)s没有这一规划期的规划，无法生成简报。") % {"region": found.name})
    plan.region = found
    day = today(request)
    year = year_of(request.GET, plan) or due_year(plan, day)
    name = _("%(region)s %(start)s–%(end)s 规划进度简报 %(year)s") % {
        "region": found.name, "start": plan.start_year, "end": plan.end_year, "year": year,
    }  # fmt: skip
    name = named(request, name)
    prepare(request, plan_ids=[plan.pk])
    replay = replay_of(request)
    try:
        data = brief_pdf(
            plan_facts(plan, year),
            this_year=day.year,
            address=request.build_absolute_uri("/"),
            made_by=str(request.user),
            as_of=replay.label if replay else "",
        )
    except PaperMissing as missing:
        context = {"region": found, "missing": missing.what}
        return render(request, "reports/missing.html", context, status=_UNAVAILABLE)
    except PaperBusy:
        return busy(request)
    record_export(request, name, region=found)
    return download(data, f"{name}.pdf", MEDIA_TYPES[Kind.PDF], plain="brief.pdf")
