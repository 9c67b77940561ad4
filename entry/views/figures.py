"""`/entry/`: what a person answers for, and the form of one row and year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from entry.forms import FigureForm, initial_of
from entry.presenters.figures import figure_context
from entry.presenters.outlook import actual_of, outlook_text
from entry.selectors import figures as selectors
from entry.selectors.preview import outlook
from entry.views.common import person, require_entry
from indicators.models import PlanIndicator
from indicators.services import observations
from indicators.services.errors import ServiceError, StaleFigure

UNREADABLE, CONFLICT = 422, 409


@require_GET
def figure_list(request: HttpRequest) -> HttpResponse:
    """The rows of one plan that the person answers for, with every year's figure and state."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="entry list")
    code = request.GET.get("region", "").strip()
    plans = selectors.plans_of(user, region_code=code)
    chosen = request.GET.get("plan", "")
    plan = next((one for one in plans if str(one.pk) == chosen), plans[0] if plans and not chosen else None)
    if chosen and plan is None:
        if not code:
            raise Http404
        plan = plans[0] if plans else None  # another region was typed beside the plan chosen before
    context = {
        "plans": plans,
        "plan": plan,
        "region_code": code,
        "years": range(plan.start_year, plan.end_year + 1) if plan else (),
        "rows": selectors.listed_rows(user, plan) if plan else [],
    }
    return render(request, "entry/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, row_id: int, year: int) -> HttpResponse:
    """One figure: the form, and what is done with it (`action`: preview, draft, submit, withdraw)."""
    row = selectors.row_for_entry(row_id, year)
    if row is None:
        raise Http404
    require_entry(person(request), row, f"entry page of row {row_id}")
    if request.method == "POST":
        action = request.POST.get("action", "")
        return _withdraw(request, row, year) if action == "withdraw" else _write(request, row, year, action)
    page = selectors.figure_page(row, year)
    form = FigureForm(initial=initial_of(page.latest, unit=page.value_unit), asked=page.asked)
    return _show(request, page, form)


def _write(request: HttpRequest, row: PlanIndicator, year: int, action: str) -> HttpResponse:
    """Save, submit or try out what was typed; on any refusal the page comes back with all of it."""
    page = selectors.figure_page(row, year)
    form = FigureForm(request.POST, asked=page.asked)
    if not form.is_valid():
        return _show(request, page, form, status=UNREADABLE)
    if action == "preview":
        found = outlook(row.pk, actual_of(year, form.figures()))
        return _show(request, page, form, outlook=outlook_text(found, [one.text for one in page.targets]))
    steps: dict[str, tuple[Callable[..., Any], str]] = {
        "draft": (observations.save_draft, _("草稿已保存。")),
        "submit": (observations.save_and_submit, _("已提交，等待审核。")),
    }
    if action not in steps:
        return _show(request, page, form, refusal=_("请选择保存草稿、提交或试算。"), status=UNREADABLE)
    step, done = steps[action]
    try:
        step(row=row, year=year, figures=form.figures(), lock=form.cleaned_data["lock"], by=person(request))
    except ValidationError as error:
        _take_over(form, error)
        return _show(request, page, form, status=UNREADABLE)
    except ServiceError as error:
        theirs = error.theirs if isinstance(error, StaleFigure) else None
        page = selectors.figure_page(row, year)
        return _show(request, page, form, refusal=str(error), theirs=theirs, status=CONFLICT)
    messages.success(request, done)
    return redirect(request.path)


def _withdraw(request: HttpRequest, row: PlanIndicator, year: int) -> HttpResponse:
    page = selectors.figure_page(row, year)
    lock = request.POST.get("lock", "")
    if page.latest is None or not lock.isdecimal():
        raise Http404
    try:
        observations.withdraw(observation=page.latest, lock=int(lock), by=person(request))
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤回，现在是草稿。"))
    return redirect(request.path)


def _take_over(form: FigureForm, error: ValidationError) -> None:
    """Put a service's refusal on the fields it names; what names no field of the form stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        field = "part_1" if name == "parts" else name
        form.add_error(field if field in form.fields else None, problems)


def _show(
    request: HttpRequest, page: selectors.FigurePage, form: FigureForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """``more``: refusal (a sentence), theirs (the figure saved by somebody else), outlook (what 试算 says)."""
    return render(request, "entry/figure.html", {**figure_context(page, form), **more}, status=status)
