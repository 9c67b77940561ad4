"""Adjustments and revisions of a plan: the list, a draft and what it would mean, its rows, carrying it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from indicators.services.errors import ServiceError
from planning.forms.adjusting import AdjustmentForm, RowForms, initial_of
from planning.presenters.adjusting import cards
from planning.selectors import adjusting as selectors
from planning.services import adjusting as services
from planning.views.common import (
    CONFLICT,
    UNREADABLE,
    announce,
    only_now,
    person,
    plan_in_scope,
    plan_to_change,
    take_over,
)
from plans.models import Adjustment, AdjustmentState, Plan, PlanStatus


@require_safe
@only_now
def adjustments(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every adjustment of a plan, the newest first."""
    plan = plan_in_scope(person(request), plan_id)
    context = {
        "plan": plan,
        "adjustments": selectors.adjustments_of(plan, drafts=access.sees_drafts(person(request))),
        "may_plan": access.may_plan(person(request), plan.region) and plan.status != PlanStatus.DRAFT,
    }
    return render(request, "planning/adjustments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Draft an adjustment."""
    plan = plan_to_change(person(request), plan_id)
    if plan.status == PlanStatus.DRAFT:
        raise Http404  # a draft is changed in place
    return _particulars(request, plan, None)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def edit(request: HttpRequest, adjustment_id: int) -> HttpResponse:
    """Other particulars of a draft."""
    found = _to_change(request, adjustment_id)
    if found.state != AdjustmentState.DRAFT:
        raise Http404
    return _particulars(request, found.plan, found)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def adjustment(request: HttpRequest, adjustment_id: int) -> HttpResponse:
    """What an adjustment changes and what that means; a planner carries it out or withdraws it (`action`)."""
    if request.method != "POST":
        return _show(request, _found(request, adjustment_id))
    found = _to_change(request, adjustment_id)
    try:
        if request.POST.get("action") == "execute":
            job = services.execute(adjustment=found, by=person(request), seen=request.POST.get("seen", ""))
            announce(request, job, _("调整已执行，新的版本已生效。"))
        else:
            services.withdraw(adjustment=found, by=person(request), reason=request.POST.get("reason", ""))
            messages.success(request, _("调整已撤销，规划没有变动。"))
    except ValidationError as error:
        return _show(request, found, refused=_("；").join(error.messages), status=UNREADABLE)
    except ServiceError as error:
        return _show(request, _found(request, adjustment_id), refused=str(error), status=CONFLICT)
    return redirect("planning:adjustment", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def row(request: HttpRequest, adjustment_id: int, row_id: int) -> HttpResponse:
    """What the adjustment does to one row."""
    found = _to_change(request, adjustment_id)
    opened = selectors.row_of(found, row_id)
    if opened is None or found.state != AdjustmentState.DRAFT:
        raise Http404
    if request.method != "POST":
        return _show_row(request, found, RowForms(opened))
    typed = RowForms(opened, request.POST)
    if not typed.is_valid():
        return _show_row(request, found, typed, status=UNREADABLE)
    try:
        services.plan_row(adjustment=found, row=opened.row, changes=typed.planned(), by=person(request))
    except ValidationError as error:
        return _show_row(request, found, typed, refused=_("；").join(error.messages), status=UNREADABLE)
    except ServiceError as error:
        return _show_row(request, found, typed, refused=str(error), status=CONFLICT)
    messages.success(
        request, _("已拟定：%(name)s。下面是试算，执行之前规划没有变动。") % {"name": opened.row.said_name}
    )
    return redirect("planning:adjustment", found.pk)


def _particulars(request: HttpRequest, plan: Plan, found: Adjustment | None) -> HttpResponse:
    form = AdjustmentForm(request.POST if request.method == "POST" else None, initial=initial_of(found))
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        try:
            if form.is_valid():
                given: dict[str, Any] = {"particulars": form.particulars(), "by": person(request)}
                kept = services.change(adjustment=found, **given) if found else services.draft(plan=plan, **given)
                return redirect("planning:adjustment", kept.pk)
        except ValidationError as error:
            take_over(form, error)
        except ServiceError as error:
            form.add_error(None, str(error))
            status = CONFLICT
    context = {"plan": plan, "adjustment": found, "form": form}
    return render(request, "planning/adjustment_edit.html", context, status=status)


def _show(request: HttpRequest, found: Adjustment, *, refused: str = "", status: int = 200) -> HttpResponse:
    may_plan = access.may_plan(person(request), found.plan.region)
    open_still = found.state == AdjustmentState.DRAFT
    changed = selectors.rows_of(found, only_changed=True)
    shown = cards(changed, selectors.trial_of(changed), open_still=open_still)
    context = {
        "adjustment": found,
        "plan": found.plan,
        "cards": shown,
        "moved": sum(one.moved for one in shown),
        "stale": any(one.stale for one in shown),
        "open_still": open_still and may_plan,
        "others": selectors.names_of(found.plan, but={one.row.pk for one in shown}) if open_still and may_plan else [],
        "seen": selectors.seen_of(found, changed),
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "planning/adjustment.html", context, status=status)


def _show_row(
    request: HttpRequest, found: Adjustment, typed: RowForms, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"adjustment": found, "plan": found.plan, "row": typed.opened.row, "forms": typed, "refused": refused}
    return render(request, "planning/adjustment_row.html", context, status=status)


def _found(request: HttpRequest, adjustment_id: int) -> Adjustment:
    found = selectors.find_adjustment(adjustment_id)
    if found is None:
        raise Http404
    plan_in_scope(person(request), found.plan_id)
    if found.state == AdjustmentState.DRAFT and not access.sees_drafts(person(request)):
        raise Http404  # what is not agreed yet is the planners' own
    return found


def _to_change(request: HttpRequest, adjustment_id: int) -> Adjustment:
    found = selectors.find_adjustment(adjustment_id)
    if found is None:
        raise Http404
    plan_to_change(person(request), found.plan_id)
    return found
