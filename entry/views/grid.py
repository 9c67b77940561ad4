"""`/entry/`: the grid of one plan and year, and the addresses its script sends rows to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import access
from entry.forms.grid import Sent, read_sent
from entry.forms.sent import Refused
from entry.presenters import grid_answers as answers
from entry.presenters.grid import GridPage, closing, payload, sheet_address
from entry.selectors import figures as figure_selectors
from entry.selectors import grid as selectors
from entry.selectors.preview import planned
from entry.views.common import person
from indicators.selectors.assessment_inputs import active_rule, inputs_of_rows
from indicators.selectors.rounds import round_of, writable
from indicators.services.entered import Entered, Outcome
from indicators.services.observations import save_many, withdraw_many
from plans.models import Plan


@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """The person's rows of a plan and year, to be filled in like a sheet."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="entry grid")
    code = request.GET.get("region", "").strip()
    plans = figure_selectors.plans_of(user, region_code=code)
    today = timezone.localdate()
    rounds = selectors.rounds_open_for(user, today=today)
    plan, year = _chosen(request, plans, rounds)
    context: dict[str, Any] = {"plans": plans, "plan": plan, "year": year, "region_code": code, "rounds": rounds}
    if plan is not None:
        rows = selectors.grid_rows(user, plan, year)
        inputs = inputs_of_rows([one.row.pk for one in rows])
        rule = active_rule() if inputs else None
        expected = {row_id: planned(one, year, rule=rule) for row_id, one in inputs.items()} if rule else {}
        page = GridPage(user, plan, year, round_of(plan, year), rows, expected)
        context |= {
            "rows": rows,
            "round": page.round,
            "untils": {one.leave.until for one in rows if one.leave.allowed and one.leave.until},
            "closing": closing(page, today),
            "sheet": sheet_address(page),
            "grid": payload(page),
            "years": range(plan.start_year, plan.end_year + 1),
        }
    return render(request, "entry/grid.html", context)


def _chosen(request: HttpRequest, plans: list[Plan], rounds: list[Any]) -> tuple[Plan | None, int]:
    """What was asked for, else the round that closes first, else the newest plan and last year."""
    asked, year = request.GET.get("plan", ""), request.GET.get("year", "")
    plan = next((one for one in plans if str(one.pk) == asked), None)
    if asked and plan is None and not request.GET.get("region"):
        raise Http404
    mine = {one.pk for one in plans}
    round_ = next((one for one in rounds if one.plan_id in mine and plan in (None, one.plan)), None)
    if plan is None:
        plan = round_.plan if round_ else selectors.usual_plan(plans)
    if plan is None:
        return None, 0
    if year.isdecimal():
        if len(year) > 4 or not plan.start_year <= int(year) <= plan.end_year:
            raise Http404
        return plan, int(year)
    return plan, round_.year if round_ else selectors.usual_year(plan, timezone.localdate())


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """What the rows would mean and what is wrong with them; nothing is written."""
    return _answer(request, None)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Keep the rows as drafts; each one that is refused says why and leaves the others alone."""
    return _answer(request, lambda sent: _write(sent, submit=False))


@require_POST
def submit(request: HttpRequest) -> JsonResponse:
    """Keep the rows and hand them to the reviewer; what stands in the way of one stays a draft."""
    return _answer(request, lambda sent: _write(sent, submit=True))


@require_POST
def withdraw(request: HttpRequest) -> JsonResponse:
    """Take submitted rows back into drafts, as long as nobody has reviewed them; cells that are sent play no part."""

    def take_back(sent: Sent) -> dict[int, Outcome]:
        entries = [
            Entered(row=one.row, year=sent.year, figures=None, lock=sent.locks[key]) for key, one in sent.rows.items()
        ]
        return dict(zip(sent.rows, withdraw_many(entries=entries, by=sent.user), strict=True))

    return _answer(request, take_back)


def _write(sent: Sent, *, submit: bool) -> dict[int, Outcome]:
    if not sent.entries:
        return {}
    done = save_many(entries=list(sent.entries.values()), by=sent.user, submit=submit)
    return dict(zip(sent.entries, done, strict=True))


def _answer(request: HttpRequest, step: Callable[[Sent], dict[int, Outcome]] | None) -> JsonResponse:
    """Do the step (None: write nothing) with the rows that were sent; one answer for each of them."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="rows of the entry grid")
    try:
        sent = read_sent(request.body, user, to_write=step is not None)
    except Refused as error:
        return JsonResponse({"message": str(error)}, status=400)
    outcomes = step(sent) if step else {}
    now = _now(sent, outcomes) if step else sent.rows
    return JsonResponse({"rows": answers.rows_payload(sent, outcomes, now), "message": _message(sent)})


def _now(sent: Sent, outcomes: dict[int, Outcome]) -> dict[int, selectors.GridRow]:
    """The rows as they stand after writing: with what was saved now, or by somebody else before."""
    latest = {row_id: one.latest for row_id, one in sent.rows.items()}
    latest |= {
        row_id: found for row_id, one in outcomes.items() if (found := one.observation or one.theirs) is not None
    }
    prefetch_related_objects([figure for figure in latest.values() if figure is not None], selectors.WARNINGS)
    leaves = {row_id: one.leave for row_id, one in outcomes.items() if one.leave is not None}
    unread = [row_id for row_id in sent.rows if row_id not in leaves]  # a form that is not valid reached no service
    leaves |= writable(sent.user, unread, sent.year) if unread else {}
    return {row_id: replace(one, latest=latest[row_id], leave=leaves[row_id]) for row_id, one in sent.rows.items()}


def _message(sent: Sent) -> str:
    return _("有 %(n)d 行不由您填报，没有保存。") % {"n": len(sent.unknown)} if sent.unknown else ""
