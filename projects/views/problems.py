"""`/problems/`: the list of problems, one problem with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters, require_known
from indicators.services.errors import ServiceError
from projects.domain.problems import Step, days_over
from projects.forms.problems import FORMS, StepForm
from projects.models import Problem, ProblemKind
from projects.presenters import problems as shown
from projects.problem_filters import ProblemFilterSet
from projects.selectors import problems as selectors
from projects.services import problems as services
from projects.services.errors import Stale
from projects.views.common import CONFLICT, UNREADABLE, person, refuse_as_of, take_over
from regions.filters import told_errors

_PAGE = 50
_SERVICES: dict[Step, Callable[..., Problem]] = {
    Step.ASSIGNED: services.assign,
    Step.ANSWERED: services.answer,
    Step.SENT_BACK: services.send_back,
    Step.EXTENDED: services.extend,
    Step.CLOSED: services.close,
    Step.REOPENED: services.reopen,
}


@require_safe
@refuses_bad_parameters
def problem_list(request: HttpRequest) -> HttpResponse:
    """Problems of the person's scope, the overdue ones first; ``state`` is "" (not closed), overdue, all or a state."""
    refuse_as_of(request.GET)
    user, today = person(request), timezone.localdate()
    seen = selectors.problems_in_sight(user)
    filters = ProblemFilterSet(request.GET, queryset=seen)
    if not filters.is_valid():
        raise BadParameter(told_errors(filters))
    state = request.GET.get("state", "").strip()
    require_known("state", [state], shown.STATES)
    chosen = selectors.in_order(_of_state(filters.qs, state, today), today)
    units = selectors.counts_by_unit(filters.qs, today)
    if wants_workbook(request):
        tables = [shown.problems_table(chosen, today), shown.units_table(units)]
        return as_workbook(request, tables, _("项目问题清单 %(day)s") % {"day": today.isoformat()}, region=user.region)
    found = Paginator(chosen, _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "found": found,
        "lines": [shown.problem_line(one, today) for one in found],
        "units": units,
        "tally": shown.tally(units),
        "waiting": selectors.waiting_for(user, today),
        "chosen": filters.form.cleaned_data,
        "state": state,
        "states": shown.STATES.items(),
        "kinds": ProblemKind.choices,
        "regions": selectors.regions_with_problems(seen),
        "all_units": selectors.units_with_problems(seen),
        "directs": access.directs_work(user),
        "query": query.urlencode(),
    }
    return render(request, "projects/problems.html", context)


def _of_state(problems: Any, state: str, today: Any) -> Any:
    if state == shown.ALL:
        return problems
    if state == shown.OVERDUE:
        return problems.filter(selectors.overdue(today))
    return problems.filter(state__in=[state] if state else selectors.UNSETTLED)


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """One problem with all that was done about it; POST takes the step that ``step`` names."""
    refuse_as_of(request.GET)
    one = selectors.found_problem(person(request), problem_id)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _show(request, one)
    try:
        step = Step(request.POST.get("step", ""))
    except ValueError:
        raise BadParameter(_("没有这一步。")) from None
    form = FORMS[step](request.POST, problem=one, prefix=step)
    if not form.is_valid():
        return _show(request, one, form, step, UNREADABLE)
    try:
        _SERVICES[step](problem=one, by=person(request), **_given(form))
    except ValidationError as error:
        take_over(form, error)
        return _show(request, one, form, step, UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        return _show(request, _as_it_stands(one, form, error), form, step, CONFLICT)
    messages.success(request, _("已记录：%(step)s。") % {"step": shown.STEPS[step]})
    return redirect("projects:problem", one.pk)


def _given(form: StepForm) -> dict[str, Any]:
    """What was typed; a day left empty stays as it stands."""
    return {name: value for name, value in form.cleaned_data.items() if not (name == "due" and value is None)}


def _as_it_stands(one: Problem, form: StepForm, error: ServiceError) -> Problem:
    """The problem as another person left it; sent again, the form is about that."""
    if not isinstance(error, Stale) or not isinstance(error.theirs, Problem):
        return one
    typed = form.data.copy()
    typed[form.add_prefix("lock")] = str(error.theirs.lock)
    form.data = typed
    return error.theirs


def _show(
    request: HttpRequest, one: Problem, form: StepForm | None = None, step: Step | None = None, status: int = 200
) -> HttpResponse:
    today, user = timezone.localdate(), person(request)
    steps = shown.steps_open_to(one, user)
    if step is not None and step not in steps:  # overtaken: what was typed stays to be read
        steps.insert(0, step)
    forms = [
        (
            kind,
            shown.step_word(kind, one),
            form if form is not None and kind == step else FORMS[kind](problem=one, prefix=kind),
        )
        for kind in steps
    ]
    context = {
        "problem": one,
        "line": shown.problem_line(one, today),
        "days_over": days_over(one.state, one.due, today),
        "steps": selectors.steps_of(one),
        "forms": forms,
        "opened": step or shown.step_to_take(steps, one),
        "letters": one.letters.order_by("-issued_at"),
    }
    return render(request, "projects/problem.html", context, status=status)
