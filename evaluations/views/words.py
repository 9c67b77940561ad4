"""The words of an evaluation: what staff write in each section, with the figures that they may quote."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.views.asked import refuses_bad_parameters
from evaluations.domain.facts import Facts
from evaluations.domain.quotes import offered
from evaluations.domain.sections import sections
from evaluations.forms.evaluations import WordsForm
from evaluations.models import Evaluation, EvaluationState
from evaluations.selectors.evaluations import facts_of, words_of
from evaluations.services.drafting import save_words
from evaluations.services.errors import StaleWords, UnknownQuotes
from evaluations.views.common import CONFLICT, UNREADABLE, person, refuse_as_of, seen_evaluation, take_over
from indicators.services.errors import ServiceError


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the words of a draft. Nothing that was typed is lost when another person was quicker or a quotation is wrong."""
    refuse_as_of(request)
    user = person(request)
    access.require(access.makes_plans(user), user=user, what=f"write evaluation {pk}")
    found = seen_evaluation(user, pk)
    access.require(access.may_evaluate(user, found.plan.region), user=user, what=f"write evaluation {pk}")
    if found.state != EvaluationState.DRAFT and request.method != "POST":
        messages.warning(request, _("只有起草中的评估可以改文字；请先撤回或退回。"))
        return redirect("evaluations:evaluation", pk)
    facts = facts_of(found, day=timezone.localdate())
    form = _form(found, facts, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, found, facts, form)
    if not form.is_valid():
        return _shown(request, found, facts, form, status=UNREADABLE)
    typed = {"words": form.words(), "seen": form.seen(), "title": form.cleaned_data["title"]}
    try:
        save_words(evaluation=found, by=user, names=offered(facts), **typed)
    except StaleWords as error:
        return _overtaken(request, found, facts, error)
    except UnknownQuotes as error:
        for key, problems in error.problems.items():
            form.add_error(key, list(problems))
        form.add_error(None, str(error))
    except ValidationError as error:
        take_over(form, error)
    except ServiceError as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, _("已保存。"))
        return redirect("evaluations:evaluation", pk)
    return _shown(request, found, facts, form, status=UNREADABLE)


def _form(found: Evaluation, facts: Facts, data: object = None) -> WordsForm:
    written = [one for one in sections(facts) if one.guide]
    return WordsForm(data, sections=written, stands=words_of(found), initial={"title": found.title})  # type: ignore[arg-type]


def _overtaken(request: HttpRequest, found: Evaluation, facts: Facts, error: StaleWords) -> HttpResponse:
    """What was typed stays in the fields, theirs stands above; saved again it takes the place of theirs, knowingly."""
    data = request.POST.copy()
    for key, body in error.theirs.items():
        data[f"seen-{key}"] = body
    form = _form(found, facts, data)
    form.is_valid()
    form.add_error(None, str(error))
    return _shown(request, found, facts, form, theirs=error.theirs, status=CONFLICT)


def _shown(
    request: HttpRequest, found: Evaluation, facts: Facts, form: WordsForm, *, theirs: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    told = {one.key: one.sentences for one in form.sections}
    fields = [
        {"field": form[one.key], "seen": form[f"seen-{one.key}"], "told": told[one.key], "theirs": (theirs or {}).get(one.key)}
        for one in form.sections
    ]  # fmt: skip
    context = {"evaluation": found, "form": form, "fields": fields, "offered": _quotable(facts)}
    return render(request, "evaluations/words.html", context, status=status)


def _quotable(facts: Facts) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Names with what may be quoted: item, as it is written, its figure."""
    return [
        (name, [(item, f"{{{name}.{item}}}", figure) for item, figure in items.items() if figure != "—"])
        for name, items in offered(facts).items()
    ]
