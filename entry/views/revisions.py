"""`/plan-indicators/<id>/revisions/`: the planner's revisions of a base and marked breaks, with what they mean."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from entry.forms.revisions import BaseForm, BreakForm, initial_base
from entry.presenters.revisions import comparison_text
from entry.views.common import CONFLICT, UNREADABLE, announce, person
from indicators.models import PlanIndicator
from indicators.selectors import revisions as selectors
from indicators.selectors.revisions import Comparison
from indicators.services import master_data, targets
from indicators.services.errors import ServiceError


@require_http_methods(["GET", "HEAD", "POST"])
def revisions(request: HttpRequest, row_id: int) -> HttpResponse:
    """Whoever sees the region reads it; a planner revises (`action`: preview, base, break)."""
    row = PlanIndicator.objects.select_related("plan__region", "indicator").filter(pk=row_id, is_heading=False).first()
    if row is None:
        raise Http404
    user = person(request)
    access.require(access.may_see(user, row.plan.region), user=user, what=f"revisions of row {row_id}")
    if request.method != "POST":
        return _show(request, row)
    access.require(access.may_plan(user, row.plan.region), user=user, what=f"revise row {row_id}")
    return _mark_break(request, row) if request.POST.get("action") == "break" else _revise(request, row)


def _revise(request: HttpRequest, row: PlanIndicator) -> HttpResponse:
    form = _base_form(row, request.POST)
    if not form.is_valid():
        return _show(request, row, base_form=form, status=UNREADABLE)
    if request.POST.get("action") != "base":
        return _show(request, row, base_form=form, proposed=selectors.proposed_revision(row.pk, form.figure()))
    data = form.cleaned_data
    try:
        job = targets.revise_base(
            row=row, terms=form.terms(), version=data["version"], reason=data["reason"], document=data["document"],
            by=person(request),
        )  # fmt: skip
    except (ServiceError, ValidationError) as error:
        form.add_error(None, _sentence(error))
        return _show(request, row, base_form=form, status=CONFLICT)
    announce(request, job, _("基期值已修订，原数保留在下表。"))
    return redirect(request.path)


def _mark_break(request: HttpRequest, row: PlanIndicator) -> HttpResponse:
    form = BreakForm(request.POST, row=row)
    if not form.is_valid():
        return _show(request, row, break_form=form, status=UNREADABLE)
    try:
        job = master_data.save_series_fact(fact=form.fact(), by=person(request))
    except (ServiceError, ValidationError) as error:
        form.add_error(None, _sentence(error))
        return _show(request, row, break_form=form, status=CONFLICT)
    announce(request, job, _("已标记口径变化。"))
    return redirect(request.path)


def _sentence(error: Exception) -> str:
    return _("；").join(error.messages) if isinstance(error, ValidationError) else str(error)


def _base_form(row: PlanIndicator, data: Any = None) -> BaseForm:
    base = row.bases.filter(in_force=True).first()
    return BaseForm(data, row=row, base=base, initial=initial_base(base, row))


def _show(
    request: HttpRequest,
    row: PlanIndicator,
    *,
    base_form: BaseForm | None = None,
    break_form: BreakForm | None = None,
    proposed: Comparison | None = None,
    status: int = 200,
) -> HttpResponse:
    """``proposed``: what 试算 found."""
    bases, breaks = selectors.versions_of(row)
    texts = dict(row.targets.filter(in_force=True).values_list("ordinal", "text"))
    made = selectors.revision_of_row(row.pk)
    context = {
        "row": row,
        "plan": row.plan,
        "bases": bases,
        "breaks": breaks,
        "made": comparison_text(made, row, texts) if made else None,
        "proposed": comparison_text(proposed, row, texts) if proposed else None,
        "may_plan": access.may_plan(person(request), row.plan.region),
        "base_form": base_form or _base_form(row),
        "break_form": break_form or BreakForm(row=row),
    }
    return render(request, "entry/revisions.html", context, status=status)
