"""Entries of one plan that may be the same works: side by side, merged, linked or parted by a planner, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may_plan, may_see, require, sees_drafts, visible_regions
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from indicators.services.errors import ServiceError
from projects.forms.pairs import DecisionForm, PairsAsked
from projects.models import Decision, LikePair
from projects.presenters.pairs import pairs_table, shown
from projects.selectors.boxes import plans_with_projects
from projects.selectors.pairs import counted_decisions, find_pair, pairs_of
from projects.services import pairs as service
from projects.views.common import refuse_as_of

_PAGE = 40


@require_safe
@refuses_bad_parameters
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs of the person's scope, by plan and decision."""
    refuse_as_of(request.GET)
    plans = plans_with_projects(visible_regions(request.user), drafts=sees_drafts(request.user))
    asked = PairsAsked(request.GET, plans=plans)
    if not asked.is_valid():
        raise BadParameter(_told(asked))
    plan, decision = asked.cleaned_data["plan"], asked.cleaned_data["decision"]
    chosen = [plan] if plan else list(plans)
    listed = pairs_of(chosen).filter(decision=decision) if decision else pairs_of(chosen)
    if wants_workbook(request):
        return as_workbook(request, [pairs_table(listed)], _("疑似重复"), region=plan.region if plan else None)
    query = request.GET.copy()
    query.pop("page", None)
    found = Paginator(listed, _PAGE).get_page(request.GET.get("page"))
    counted = counted_decisions(chosen)
    context = {
        "found": found,
        "pairs": [shown(one, may_decide=may_plan(request.user, one.first.plan.region)) for one in found],
        "plans": plans,
        "plan": plan,
        "decision": decision,
        "counts": [(value, label, sum(of[value] for of in counted.values())) for value, label in Decision.choices],
        "may_compare": plan is not None and may_plan(request.user, plan.region),
        "query": query.urlencode(),
    }
    return render(request, "projects/pairs.html", context)


@require_POST
def decide(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Merge, link or part two entries with a reason."""
    pair = _found(request, pair_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for found in form.errors.values() for one in found))
        return _back(request)
    try:
        done = service.decide(pair=pair, by=request.user, **form.said(pair))
    except (ValidationError, ServiceError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, _("已处理：%(decision)s。") % {"decision": done.get_decision_display()})
    return _back(request)


@require_POST
def undo(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Take a decision back with a reason."""
    pair = _found(request, pair_id)
    try:
        service.undo(pair=pair, reason=request.POST.get("reason", "")[:300], by=request.user)
    except (ValidationError, ServiceError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, _("已撤销，这一对重新待定。"))
    return _back(request)


@require_POST
def find_again(request: HttpRequest) -> HttpResponse:
    """Compare the entries of a plan anew."""
    plans = plans_with_projects(visible_regions(request.user), drafts=sees_drafts(request.user))
    text = request.POST.get("plan", "")
    plan = get_object_or_404(plans, pk=int(text) if text.isdecimal() and len(text) < 10 else 0)
    number = service.find_again(plan=plan, by=request.user)
    messages.success(request, _("已重新比对，新增 %(number)d 对疑似重复。") % {"number": number})
    return _back(request)


def _found(request: HttpRequest, pair_id: int) -> LikePair:
    """The pair, which must lie in the person's scope: another one answers like one that does not exist."""
    pair = find_pair(pair_id)
    if pair is None or not may_see(request.user, pair.first.plan.region):
        raise Http404
    require(may_plan(request.user, pair.first.plan.region), user=request.user, what=f"decide pair {pair_id}")
    return pair


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form names, if it is one of ours; else the list."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        address = reverse("projects:pairs")
    return HttpResponseRedirect(address)


def _told(form: PairsAsked) -> str:
    """What of the address is wrong, in one sentence."""
    return "；".join(f"{name}：{' '.join(str(one) for one in found)}" for name, found in form.errors.items())
