"""`/plans/rows/<id>/` and `/plans/<id>/rows/new/`: one row beside its printed cells, and who answers for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from indicators.models import Listing, PlanIndicator
from indicators.services.errors import ServiceError
from planning.forms.row import RowForm, RowUnitsForm
from planning.presenters.row import printed_cells
from planning.selectors.rows import catalogue, find_row, hanging_on, own_unit, units_of
from planning.selectors.seen import UNDERSTOOD, seen_of, seen_units
from planning.services import rows
from planning.views.common import (
    CONFLICT,
    UNREADABLE,
    announce,
    only_now,
    person,
    plan_to_change,
    require_shown,
    take_over,
)
from plans.models import Plan, PlanStatus


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A row that the plan does not have yet; `listing` says of which list, `after` where it comes."""
    user = person(request)
    plan = plan_to_change(user, plan_id)
    blank = PlanIndicator(plan=plan, listing=_listing(request))
    form = _row_form(request, blank)
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                job = rows.add_row(
                    row=form.instance, after=form.place, by=user, reason=form.cleaned_data.get("reason", "")
                )  # fmt: skip
            except ValidationError as error:
                take_over(form, error)
            else:
                announce(request, job, _("已添加“%(name)s”。") % {"name": form.instance.short_name})
                return redirect("planning:row", form.instance.pk)
    context = {"plan": plan, "row": blank, "form": form, "listing": Listing(blank.listing).label}
    return render(request, "plans/row_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """A planner saves what is understood, or the units, or deletes (`action`)."""
    found = _row_to_change(request, row_id)
    if request.method != "POST":
        return _show(request, found)
    action = request.POST.get("action", "")
    return {"units": _save_units, "delete": _delete}.get(action, _save)(request, found)


def _save(request: HttpRequest, found: PlanIndicator) -> HttpResponse:
    form = _row_form(request, _row_to_change(request, found.pk))
    if not form.is_valid():
        return _show(request, found, form=form, status=UNREADABLE)
    typed = form.cleaned_data
    try:
        job = rows.save_row(
            row=form.instance, seen=typed["seen"], by=person(request), after=form.place,
            relabel=typed.get("relabel", False), reason=typed.get("reason", ""),
        )  # fmt: skip
    except ValidationError as error:
        take_over(form, error)
        return _show(request, found, form=form, status=UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        return _show(request, found, form=form, status=CONFLICT)
    announce(request, job, _("已保存。"))
    return redirect(request.path)


def _save_units(request: HttpRequest, found: PlanIndicator) -> HttpResponse:
    form = RowUnitsForm(request.POST, units=units_of(found), prefix="units")
    if not form.is_valid():
        return _show(request, found, units=form, status=UNREADABLE)
    typed = form.cleaned_data
    try:
        rows.set_row_units(
            row=found,
            lead=typed["lead"],
            cooperating=list(typed["cooperating"]),
            seen=typed["seen"],
            by=person(request),
        )
    except ServiceError as error:
        form.add_error(None, str(error))
        return _show(request, found, units=form, status=CONFLICT)
    messages.success(request, _("责任单位已保存并确认。"))
    return redirect(request.path)


def _delete(request: HttpRequest, found: PlanIndicator) -> HttpResponse:
    try:
        job = rows.delete_row(row=found, by=person(request), seen=request.POST.get("seen", ""))
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    announce(request, job, _("已删除“%(name)s”。") % {"name": found.short_name})
    return redirect("planning:edit", found.plan_id)


# --- parts ------------------------------------------------------------------------------------------------------------
def _row_to_change(request: HttpRequest, row_id: int) -> PlanIndicator:
    user, found = person(request), find_row(row_id)
    if found is None:
        raise Http404
    require_shown(user, found.plan)
    access.require(access.may_plan(user, found.plan.region), user=user, what=f"change row {row_id}")
    return found


def _listing(request: HttpRequest) -> str:
    asked = request.GET.get("listing", "")
    return asked if asked in Listing.values else Listing.MAIN


def _row_form(request: HttpRequest, row: PlanIndicator) -> RowForm:
    others = row.plan.rows.filter(listing=row.listing).exclude(pk=row.pk).select_related("plan__region")
    data = request.POST if request.method == "POST" and request.POST.get("action", "save") == "save" else None
    first = {"seen": seen_of(row, UNDERSTOOD)}
    return RowForm(data, instance=row, initial=first, catalogue=catalogue(), others=others.order_by("position"))


def _units_form(row: PlanIndicator) -> RowUnitsForm:
    stored = list(row.responsibilities.order_by("-is_lead", "pk"))
    lead = stored[0].unit_id if stored and stored[0].is_lead else None
    others = [one.unit_id for one in stored if one.unit_id != lead]
    first = {"seen": seen_units(row), "lead": lead, "cooperating": others}
    return RowUnitsForm(initial=first, units=units_of(row), prefix="units")


def _show(
    request: HttpRequest, found: PlanIndicator, *, form: RowForm | None = None, units: RowUnitsForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    plan: Plan = found.plan
    context = {
        "plan": plan,
        "row": found,
        "form": form or _row_form(request, find_row(found.pk) or found),
        "units": units or _units_form(found),
        "unconfirmed": found.responsibilities.filter(confirmed=False).exists(),
        "cells": printed_cells(found),
        "own_unit": own_unit(found),
        "bases": found.bases.filter(in_force=True),
        "targets": found.targets.filter(in_force=True),
        "doubts": found.doubts.filter(state="open"),
        "hanging": hanging_on(found) if plan.status == PlanStatus.DRAFT else [],
        "seen": seen_of(found, UNDERSTOOD),
        "draft": plan.status == PlanStatus.DRAFT,
    }
    return render(request, "plans/row.html", context, status=status)
