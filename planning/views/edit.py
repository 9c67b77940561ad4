"""`/plans/new/` and `/plans/<id>/edit/`: the head of a plan, and its rows in their order."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from indicators.models import Listing
from indicators.services.errors import ServiceError
from planning.forms.plan import NewPlanForm, ParticularsForm
from planning.selectors.rows import find_row, rows_of
from planning.selectors.seen import PARTICULARS, seen_of
from planning.services import particulars, rows
from planning.views.common import CONFLICT, UNREADABLE, announce, only_now, person, plan_to_change, take_over
from plans.models import Plan, PlanStatus


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def new(request: HttpRequest) -> HttpResponse:
    """An empty plan."""
    user = person(request)
    access.require(access.makes_plans(user), user=user, what="set up a plan")
    regions = access.visible_regions(user).order_by("code")
    only = regions.first() if regions.count() == 1 else None
    form = NewPlanForm(request.POST or None, regions=regions, initial={"region": only})
    if request.method == "POST" and form.is_valid():
        try:
            made = particulars.create_plan(plan=form.instance, by=user, besides=form.cleaned_data["besides"])
        except ValidationError as error:
            take_over(form, error)
        else:
            messages.success(request, _("已建立空的规划草案。下一步：添加指标。"))
            return redirect("planning:edit", made.pk)
    return render(request, "plans/new.html", {"form": form}, status=UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The particulars with what was seen of them; the rows with the ways to each."""
    user = person(request)
    found = plan_to_change(user, plan_id)
    if request.method != "POST":
        return _show(request, found, _form(found))
    form = ParticularsForm(request.POST, instance=plan_to_change(user, plan_id))
    if not form.is_valid():
        return _show(request, found, form, status=UNREADABLE)
    typed = form.cleaned_data
    try:
        job = particulars.save_particulars(
            plan=form.instance, seen=typed["seen"], by=user, reason=typed.get("reason", "")
        )  # fmt: skip
    except ValidationError as error:
        take_over(form, error)
        return _show(request, found, form, status=UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        return _show(request, found, form, status=CONFLICT)
    if job is None:
        messages.success(request, _("已保存。"))
    else:
        announce(request, job, _("已保存。"))
    return redirect("planning:edit", plan_id)


@require_POST
def move(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put a `row` one place `up` or down."""
    user = person(request)
    found = plan_to_change(user, plan_id)
    row = find_row(_number(request.POST.get("row")))
    if row is None or row.plan_id != found.pk:
        messages.error(request, _("该行已不在规划中。"))
        return redirect("planning:edit", plan_id)
    try:
        rows.move_row(row=row, up="up" in request.POST, by=user)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(f"{request.path.removesuffix('move/')}#row-{row.pk}")


def _form(plan: Plan) -> ParticularsForm:
    return ParticularsForm(instance=plan, initial={"seen": seen_of(plan, PARTICULARS)})


def _show(request: HttpRequest, plan: Plan, form: ParticularsForm, *, status: int = 200) -> HttpResponse:
    found = rows_of(plan)
    lists = [(value, label, [one for one in found if one.listing == value]) for value, label in Listing.choices]
    context = {"plan": plan, "form": form, "lists": lists, "draft": plan.status == PlanStatus.DRAFT}
    return render(request, "plans/edit.html", context, status=status)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
