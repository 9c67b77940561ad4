"""The list of evaluations, and the way to a new one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.views.asked import refuses_bad_parameters
from evaluations.forms.evaluations import FilterForm, NewForm
from evaluations.selectors.evaluations import plans_to_evaluate, seen_evaluations
from evaluations.services.drafting import begin
from evaluations.views.common import UNREADABLE, person, refuse_as_of, take_over
from indicators.domain.years import default_year
from indicators.services.errors import ServiceError
from plans.models import Plan

_PAGE = 50


@require_safe
@refuses_bad_parameters
def evaluations(request: HttpRequest) -> HttpResponse:
    """Evaluations of the person's scope, newest first; ``plan``, ``kind``, ``state`` narrow the list."""
    refuse_as_of(request)
    user, plans = person(request), plans_to_evaluate(person(request))
    form = FilterForm(request.GET, plans=plans)
    asked = {name: value for name, value in (form.cleaned_data if form.is_valid() else {}).items() if value}
    found = Paginator(seen_evaluations(user).filter(**asked), _PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: getattr(value, "pk", value) for name, value in asked.items()})
    context = {
        "form": form, "found": found, "plans": plans, "query": query, "plan": asked.get("plan"),
        "may_begin": any(access.may_evaluate(user, one.region) for one in plans),
    }  # fmt: skip
    return render(request, "evaluations/list.html", context, status=UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def new(request: HttpRequest) -> HttpResponse:
    """A new draft; ``?plan=`` proposes one."""
    refuse_as_of(request)
    user = person(request)
    access.require(access.makes_plans(user), user=user, what="begin an evaluation")
    plans = [one for one in plans_to_evaluate(user) if access.may_evaluate(user, one.region)]
    form = NewForm(request.POST or None, plans=plans, initial=_first(plans, request.GET.get("plan", "")))
    if request.method == "POST" and form.is_valid():
        try:
            made = begin(by=user, **form.cleaned_data)
        except ValidationError as error:
            take_over(form, error)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已建立评估草稿。"))
            return redirect("evaluations:evaluation", made.pk)
    return render(
        request, "evaluations/new.html", {"form": form, "plans": plans}, status=UNREADABLE if form.errors else 200
    )


def _first(plans: list[Plan], asked: str) -> dict[str, object]:
    """The plan that is asked for, else the first; the year that is due in it, and what is due then."""
    plan = next((one for one in plans if str(one.pk) == asked.strip()), next(iter(plans), None))
    if plan is None:
        return {}
    year = default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=timezone.localdate().year)
    return {"plan": plan.pk, "year": year, "kind": "final" if year == plan.end_year else "annual"}
