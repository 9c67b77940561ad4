"""`/plans/<id>/yearly/`: the yearly targets (年度计划) of a plan, rows by years: seen by everybody, written by planners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.models import User
from accounts.views.asked import BadParameter, refuses_bad_parameters
from entry.forms.sent import Refused
from indicators.models import Listing
from indicators.selectors.yearly import yearly_rows
from indicators.services.annual_targets import BadYears, StaleYears, save_annual_targets
from indicators.services.errors import ServiceError
from planning.forms.yearly import Typed, read_typed, taken_over
from planning.presenters import yearly as pages
from planning.presenters.yearly import Refusals
from planning.views.common import CONFLICT, UNREADABLE, person, plan_in_scope
from plans.models import Plan, PlanStatus

#: Fields that a page may send; Django refuses more than a thousand.
_FIELDS = 900


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def yearly(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The grid. POST saves what was typed, and takes over the proposals of a year where that was asked for."""
    user, plan = person(request), plan_to_see(request, plan_id)
    if request.method != "POST":
        return _page(request, user, plan)
    access.require(access.may_plan(user, plan.region), user=user, what=f"yearly targets of plan {plan_id}")
    try:
        typed = read_typed(request.POST, plan)
    except Refused as error:
        return render(request, "400.html", {"message": str(error)}, status=400)
    try:
        done = _save(request, user, plan, typed)
    except StaleYears as error:
        refusals = Refusals(str(error), theirs=error.theirs)
    except BadYears as error:
        refusals = Refusals(str(error), error.errors, error.of_documents)
    except ServiceError as error:
        refusals = Refusals(str(error))
    else:
        said = _("已保存 %(number)d 项年度目标。") if done else _("没有要保存的修改。")
        messages.success(request, said % {"number": done} if done else said)
        return redirect(request.get_full_path())
    status = CONFLICT if refusals.theirs else UNREADABLE
    return _page(request, user, plan, typed=typed, refusals=refusals, status=status)


def plan_to_see(request: HttpRequest, plan_id: int) -> Plan:
    """The plan as it is now, if the person may see it."""
    if request.GET.get("as_of", "").strip():
        raise BadParameter(_("年度目标不能按历史日期（as_of）查看。请去掉该参数。"))
    return plan_in_scope(person(request), plan_id)


def _save(request: HttpRequest, user: User, plan: Plan, typed: Typed) -> int:
    entries = typed.entries
    if typed.take is not None:
        entries = [*entries, *taken_over(yearly_rows(plan, listing=_listing(request)), typed.take, entries)]
    return save_annual_targets(plan=plan, entries=entries, documents=typed.year_documents, by=user)


def _page(
    request: HttpRequest,
    user: User,
    plan: Plan,
    *,
    typed: Typed | None = None,
    refusals: Refusals | None = None,
    status: int = 200,
) -> HttpResponse:
    listing, typed, refusals = _listing(request), typed or Typed(), refusals or Refusals()
    every = yearly_rows(plan)
    rows = [one for one in every if one.row.listing == listing]
    years = plan.end_year - plan.start_year + 1
    found = Paginator(rows, max(_FIELDS // years - 1, 1)).get_page(request.GET.get("page"))
    views = pages.row_views(list(found), typed, refusals)
    heads = pages.heads_of(plan, rows, typed, refusals)
    context: dict[str, Any] = {
        "plan": plan,
        "found": found,
        "rows": views,
        "heads": heads,
        "lists": pages.listings(every, listing),
        "listing": listing,
        "refusals": refusals,
        "seen": pages.seen_of(views, heads),
        "writes": access.may_plan(user, plan.region) and plan.status != PlanStatus.REPLACED,
    }
    return render(request, "planning/yearly.html", context, status=status)


def _listing(request: HttpRequest) -> str:
    asked = request.GET.get("list", Listing.MAIN.value)
    if asked not in Listing.values:
        raise Http404
    return asked
