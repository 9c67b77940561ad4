"""One evaluation: the paper as a page, and the steps on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import User
from accounts.views.asked import refuses_bad_parameters
from evaluations.domain.facts import Facts
from evaluations.domain.moved import moved
from evaluations.forms.evaluations import StepForm
from evaluations.models import Evaluation, EvaluationState
from evaluations.presenters.files import files_part
from evaluations.presenters.page import evaluation_page
from evaluations.selectors.evaluations import facts_of, live_facts, versions_of, words_of
from evaluations.selectors.facts import seal, waits
from evaluations.services.deciding import approve, freeze, send_back, submit, withdraw
from evaluations.services.drafting import correct, discard
from evaluations.services.errors import FiguresMoved, StaleWords, UnknownQuotes, WrongStep
from evaluations.views.common import CONFLICT, UNREADABLE, person, refuse_as_of, seen_evaluation
from indicators.services.errors import ServiceError


@require_safe
@refuses_bad_parameters
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: kept figures once it was submitted, those of the moment before."""
    refuse_as_of(request)
    return _shown(request, seen_evaluation(person(request), pk), StepForm())


@require_http_methods(["POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step; refused with a sentence on the page, with what was typed."""
    user = person(request)
    found, form = seen_evaluation(user, pk), StepForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=UNREADABLE)
    try:
        return _take(request, found, user, form.cleaned_data)
    except ValidationError as error:
        for name, problems in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
            form.add_error(name if name in form.fields else None, problems)  # type: ignore[arg-type]
        return _shown(request, seen_evaluation(user, pk), form, status=UNREADABLE)
    except ServiceError as error:
        said = (
            [problem for lines in error.problems.values() for problem in lines]
            if isinstance(error, UnknownQuotes)
            else []
        )
        form.add_error(None, [str(error), *said])
        overtaken = isinstance(error, FiguresMoved | WrongStep | StaleWords)
        return _shown(request, seen_evaluation(user, pk), form, status=CONFLICT if overtaken else UNREADABLE)


def _take(request: HttpRequest, found: Evaluation, user: User, typed: dict[str, Any]) -> HttpResponse:
    own: dict[str, Any] = {"evaluation": found, "by": user, "lock": typed["lock"]}
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "submit": (lambda: submit(looked_at=typed["looked_at"], **own), _("已提交，等待审定。")),
        "withdraw": (lambda: withdraw(**own), _("已撤回，可以继续修改。")),
        "return": (lambda: send_back(comment=typed["comment"], **own), _("已退回。")),
        "approve": (lambda: approve(**own), _("已审定。")),
        "freeze": (lambda: freeze(number=typed["number"], **own), _("已定稿，数字和文字不再变动。")),
        "correct": (lambda: correct(evaluation=found, reason=typed["reason"], by=user), _("已建立更正版的草稿。")),
        "discard": (lambda: discard(**own), _("已删除草稿。")),
    }
    do, done = steps[typed["step"]]
    made = do()
    messages.success(request, done)
    if typed["step"] == "discard":
        return redirect("evaluations:list")
    return redirect("evaluations:evaluation", made.pk if isinstance(made, Evaluation) else found.pk)


def _shown(request: HttpRequest, found: Evaluation, form: StepForm, *, status: int = 200) -> HttpResponse:
    user, today = person(request), timezone.localdate()
    facts = facts_of(found, day=today)
    writes = access.may_evaluate(user, found.plan.region)
    decides = access.may_decide_evaluation(user, found.plan.region)
    draft = found.state == EvaluationState.DRAFT
    context = {
        "evaluation": found,
        "page": evaluation_page(facts, words_of(found), draft=draft),
        "form": form,
        "writes": writes,
        "decides": decides,
        "own": found.submitted_by_id == user.pk,
        "seal": seal(facts) if draft else "",
        "waits": draft and waits(facts),
        "moved": _moved(found, facts) if (writes or decides) and not draft else (),
        "versions": versions_of(found, user),
        "files": files_part(found),
    }
    return render(request, "evaluations/evaluation.html", context, status=status)


def _moved(found: Evaluation, kept: Facts) -> tuple[str, ...]:
    """What became of the figures since, where that still matters: before it is frozen."""
    if found.state == EvaluationState.FROZEN:
        return ()
    return moved(kept, live_facts(found, day=timezone.localdate()))
