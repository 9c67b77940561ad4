"""`/plans/rows/<id>/figures/`: base, targets and doubts of one row, the printed words beside what was understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from indicators.domain.types import Form
from indicators.models import JobRun, Target
from indicators.services import master_data, promises
from indicators.services import targets as services
from indicators.services.errors import ServiceError
from planning.forms import figures as forms
from planning.presenters.figures_page import Typed, page_of
from planning.selectors.row_figures import RowFigures, row_with_neighbours
from planning.services.figures import target_changes, understand, write_cells
from planning.views.common import CONFLICT, UNREADABLE, announce, only_now, person, require_shown, take_over

#: Which promise a form is about: its ordinal; None: a new one.
Ordinal = int | None


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def figures(request: HttpRequest, row_id: int) -> HttpResponse:
    """Whoever is shown the plan reads it; a planner writes (`action`: one of `_ACTIONS`, or preview, which writes nothing)."""
    found = row_with_neighbours(row_id)
    if found is None:
        raise Http404
    row = found.row
    require_shown(person(request), row.plan)
    if request.method != "POST":
        return _show(request, found)
    access.require(access.may_plan(person(request), row.plan.region), user=person(request), what=f"write row {row_id}")
    action = request.POST.get("action", "")
    if action == "preview":
        return _preview(request, found)
    if action not in _ACTIONS:
        raise Http404
    return _ACTIONS[action](request, found)


def _preview(request: HttpRequest, found: RowFigures) -> HttpResponse:
    row = found.row
    form = forms.CellsForm(request.POST, row=row, trying=True)
    if not form.is_valid():
        return _show(request, found, Typed("cells", form), status=UNREADABLE)
    read = understand(row, form.typed())
    return _show(request, found, Typed("cells", form), preview=(read, target_changes(row, read)))


def _cells(request: HttpRequest, found: RowFigures) -> HttpResponse:
    row = found.row
    form = forms.CellsForm(request.POST, row=row)
    return _write(request, found, Typed("cells", form), lambda: write_cells(
        row=row, typed=form.typed(), seen=form.cleaned_data["seen"], because=form.because(), by=person(request),
    ), _("已按新的写法保存。"))  # fmt: skip


def _base(request: HttpRequest, found: RowFigures) -> HttpResponse:
    row = found.row
    form = forms.BaseTermsForm(
        request.POST, row=row, base=row.bases.filter(in_force=True).first(), auto_id=forms.ids("base")
    )
    return _write(request, found, Typed("base", form), lambda: promises.put_base(
        row=row, terms=form.terms(), seen=form.cleaned_data["seen"], because=form.because(), by=person(request),
    ), _("基期值已保存。"))  # fmt: skip


def _target(request: HttpRequest, found: RowFigures) -> HttpResponse:
    row = found.row
    ordinal = _ordinal(request)
    form = forms.TargetTermsForm(request.POST, row=row, auto_id=forms.ids("target", ordinal))
    return _write(request, found, Typed("target", form, ordinal), lambda: promises.put_target(
        row=row, ordinal=ordinal, terms=form.terms(), seen=form.cleaned_data["seen"], because=form.because(),
        by=person(request),
    ), _("目标已保存。"))  # fmt: skip


def _take_away(request: HttpRequest, found: RowFigures) -> HttpResponse:
    row = found.row
    target = _stored(request, found)
    form = forms.TakeAwayForm(request.POST, row=row, auto_id=forms.ids("take_away", target.ordinal))
    return _write(request, found, Typed("take_away", form, target.ordinal), lambda: promises.take_away_target(
        row=row, ordinal=target.ordinal, seen=form.cleaned_data["seen"], because=form.because(), by=person(request),
    ), _("目标已去掉，原来的内容留在历史里。"))  # fmt: skip


def _primary(request: HttpRequest, found: RowFigures) -> HttpResponse:
    target = _stored(request, found)
    try:
        job = services.set_primary(target=target, by=person(request))
    except ServiceError as error:
        return _show(request, found, refused=str(error), status=CONFLICT)
    announce(request, job, _("已设为主要目标。"))
    return redirect(request.path)


def _hand_down(request: HttpRequest, found: RowFigures) -> HttpResponse:
    target = _stored(request, found)
    form = forms.HandDownForm(request.POST, auto_id=forms.ids("hand_down", target.ordinal))

    def write() -> JobRun:
        data = form.cleaned_data
        target.version = data["version"]  # as it was looked at: another one by now is refused
        return services.hand_down_number(
            target=target, value=data["handed_value"], form=Form(data["handed_form"]),
            comparator=data["handed_comparator"], unit=data["handed_unit"], document=data["handed_document"],
            by=person(request),
        )  # fmt: skip

    return _write(request, found, Typed("hand_down", form, target.ordinal), write, _("下达的数字已登记。"))


def _reference(request: HttpRequest, found: RowFigures) -> HttpResponse:
    target = _stored(request, found)
    if target.form != Form.RELATIVE:
        raise Http404
    form = forms.ReferenceForm(request.POST, target=target, auto_id=forms.ids("reference", target.ordinal))

    def write() -> JobRun:
        fact, by = form.fact(), person(request)
        if form.drops:
            return master_data.drop_reference_figure(figure=fact, by=by)
        return master_data.save_series_fact(fact=fact, by=by)

    return _write(request, found, Typed("reference", form, target.ordinal), write, _("参照数已保存。"))


_ACTIONS: dict[str, Callable[[HttpRequest, RowFigures], HttpResponse]] = {
    "cells": _cells,
    "base": _base,
    "target": _target,
    "take_away": _take_away,
    "primary": _primary,
    "hand_down": _hand_down,
    "reference": _reference,
}


def _write(
    request: HttpRequest, found: RowFigures, typed: Typed, write: Callable[[], JobRun | None], done: str
) -> HttpResponse:
    """Check, write, say so; on any refusal the page comes back with what was typed."""
    if not typed.form.is_valid():
        return _show(request, found, typed, status=UNREADABLE)
    try:
        job = write()
    except ValidationError as error:
        take_over(typed.form, error)
        return _show(request, found, typed, status=UNREADABLE)
    except ServiceError as error:
        return _show(request, found, typed, refused=str(error), status=CONFLICT)
    if job is None:
        messages.info(request, _("没有改动。"))
    else:
        announce(request, job, done)
    return redirect(request.path)


def _ordinal(request: HttpRequest) -> Ordinal:
    text = request.POST.get("ordinal", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _stored(request: HttpRequest, found: RowFigures) -> Target:
    """The promise that the form names, as it stands now; 404 where there is none."""
    target = found.row.targets.filter(in_force=True, ordinal=_ordinal(request) or 0).first()
    if target is None:
        raise Http404
    return target


def _show(
    request: HttpRequest, found: RowFigures, typed: Typed | None = None, *, preview: Any = None, refused: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = page_of(found, typed, preview) | {
        "refused": refused,
        "may_plan": access.may_plan(person(request), found.row.plan.region),
    }
    return render(request, "plans/figures.html", context, status=status)
