"""`/accounts/units/`: the bureaus that answer for indicators and projects."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.forms import UnitForm
from accounts.models import Unit
from accounts.selectors.people import regions_to_choose, units_with_people
from accounts.services.units import create_unit, rename_unit
from accounts.views.common import PER_PAGE, for_administrators, person_of


@require_safe
@for_administrators
def units(request: HttpRequest) -> HttpResponse:
    """The units of the scope, each with how many people it has and a way to the rows it answers for."""
    found = Paginator(units_with_people(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/units.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    """A unit of a region in scope."""
    user = person_of(request)
    form = UnitForm(request.POST or None, administrator=user)
    if request.method == "POST" and form.is_valid():
        try:
            unit = create_unit(**form.cleaned_data, by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已新建单位 %(name)s。") % {"name": unit.name})
            return redirect("units")
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Another name for a unit."""
    unit, user = _managed(request, unit_id), person_of(request)
    form = UnitForm(request.POST or None, administrator=user, unit=unit, initial={"name": unit.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_unit(unit=unit, name=form.cleaned_data["name"], by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("单位名称已保存。"))
            return redirect("units")
    return _form(request, form, unit)


def _managed(request: HttpRequest, unit_id: int) -> Unit:
    unit = Unit.objects.select_related("region").filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    user = person_of(request)
    access.require(access.may_administer(user, unit.region), user=user, what=f"unit {unit_id}")
    return unit


def _form(request: HttpRequest, form: UnitForm, unit: Unit | None) -> HttpResponse:
    context = {"form": form, "unit": unit, "regions": regions_to_choose(person_of(request))}
    return render(request, "accounts/unit.html", context, status=422 if form.errors else 200)
