"""What if every remaining year brought x: the answer for the script of the row's page. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.access import may_see, require, sees_drafts
from accounts.views.asked import BadParameter
from dashboards.presenters.row import shown_target
from dashboards.presenters.row_trial import NoTrial, TrialCard, Tried, answer, card_of
from dashboards.views.parameters import due_year, year_of
from dashboards.views.replay import prepare, replays, today
from indicators.selectors.row_page import find_row, row_facts
from plans.models import PlanStatus


def _refuses_in_words(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """Answer what cannot be used or tried with 400 and one sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except (BadParameter, NoTrial) as error:
            return JsonResponse({"error": str(error)}, status=400)

    return wrapped


@require_safe
@_refuses_in_words
@replays
def what_if(request: HttpRequest, row_id: int) -> JsonResponse:
    """``?pace=5.5&year=2024``: end value, gap and status at the end, and the points to draw; 400 with a sentence.

    Without a pace: what can be tried (range and known paces), or why nothing can.
    """
    found = find_row(row_id)
    if found is None:
        raise Http404
    plan = found.plan
    require(may_see(request.user, plan.region), user=request.user, what=f"see plan indicator {row_id}")
    if plan.status == PlanStatus.DRAFT and not sees_drafts(request.user):
        raise Http404
    year = year_of(request.GET, plan) or due_year(plan, today(request))
    prepare(request, row_ids=[row_id])
    facts, pace = row_facts(found), request.GET.get("pace", "").strip()
    target = shown_target(facts, year)
    if not pace:
        return JsonResponse(_offer(card_of(facts, target, year)))
    return JsonResponse(_answer(answer(facts, target, year, pace), plan.end_year))


def _offer(card: TrialCard) -> dict[str, object]:
    if card.scale is None:
        return {"stored": False, "offered": False, "why": card.why}
    return {
        "stored": False,
        "offered": True,
        "label": card.label,
        "unit": card.unit,
        "low": str(card.scale.low),
        "high": str(card.scale.high),
        "step": str(card.scale.step),
        "presets": [{"label": one.label, "pace": one.value, "text": one.text} for one in card.presets],
    }


def _answer(tried: Tried, end_year: int) -> dict[str, object]:
    return {
        "pace": tried.pace,
        "stored": False,
        "status": tried.chip.code,
        "end": _text(tried.result.actual),
        "gap": _text(tried.result.gap),
        "points": tried.drawn,
        "html": render_to_string("dashboards/_what_if_answer.html", {"tried": tried, "end_year": end_year}),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
