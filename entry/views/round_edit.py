"""`/entry/rounds/new/` and `…/<id>/edit/`: dates of a round, and which figures it asks of which units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.models import Unit
from entry.forms.rounds import Ask, ChooseForm, RoundForm, ask_word
from entry.presenters.round_form import edit_context, ticked_after
from entry.selectors import board as selectors
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from entry.views.rounds import _to_run
from indicators.models import PlanIndicator, ReportingRound
from indicators.selectors.rounds import round_of
from indicators.services import rounds
from indicators.services.errors import StaleRound
from plans.models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First the plan and the year, then what the round says and asks."""
    user = person(request)
    access.require(access.runs_rounds(user), user=user, what="new round")
    plans = selectors.plans_with_rounds(user)
    today = timezone.localdate()
    given = request.GET if "plan" in request.GET else selectors.usual_choice(user, plans, today)
    choose = ChooseForm(given or None, plans=plans)
    context: dict[str, Any] = {"choose": choose, "plans": plans}
    if not choose.is_valid():
        return render(request, "entry/round_edit.html", context, status=UNREADABLE if "plan" in request.GET else 200)
    plan, year = choose.cleaned_data["plan"], choose.cleaned_data["year"]
    context["existing"] = round_of(plan, year)
    if context["existing"] and request.method != "POST":
        return render(request, "entry/round_edit.html", context)
    rows = selectors.askable(plan)
    if request.method == "POST":
        return _write(request, rows, context, plan=plan, year=year)
    usual = [ask_word((row.pk, unit.pk if unit else None)) for row, unit in rounds.default_asks(plan)]
    title = _("%(region)s %(year)d 年度填报") % {"region": plan.region.name, "year": year}
    form = RoundForm(rows=rows, initial={"title": title, "opens_on": today, "asks": usual})
    return render(request, "entry/round_edit.html", {**context, **edit_context(form, rows, plan=plan, year=year)})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, round_id: int) -> HttpResponse:
    """The same form about a round that exists; plan and year stay."""
    one = _to_run(request, round_id, "change")
    rows = selectors.askable(one.plan)
    context: dict[str, Any] = {"round": one, "gone": selectors.asks_gone(one, rows)}
    if request.method == "POST":
        return _write(request, rows, context, plan=one.plan, year=one.year, one=one)
    stated = {name: getattr(one, name) for name in ("title", "opens_on", "closes_on", "note", "lock")}
    asks = [ask_word(ask) for ask in selectors.asks_of(one)]
    form = RoundForm(rows=rows, initial={**stated, "asks": asks})
    context |= edit_context(form, rows, plan=one.plan, year=one.year)
    return render(request, "entry/round_edit.html", context)


def _write(
    request: HttpRequest,
    rows: list[selectors.AskableRow],
    context: dict[str, Any],
    *,
    plan: Plan,
    year: int,
    one: ReportingRound | None = None,
) -> HttpResponse:
    """A button that ticks shows the form again with other ticks; the other one saves."""

    def show(form: RoundForm, status: int = 200) -> HttpResponse:
        page = {**context, **edit_context(form, rows, plan=plan, year=year)}
        return render(request, "entry/round_edit.html", page, status=status)

    if "tick" in request.POST:
        asks = ticked_after(request.POST.getlist("asks"), request.POST["tick"], rows)
        return show(RoundForm(rows=rows, initial={**request.POST.dict(), "asks": asks}))
    form = RoundForm(request.POST, rows=rows)
    if not form.is_valid():
        return show(form, UNREADABLE)
    typed = dict(form.cleaned_data)
    wanted, lock = _things(rows, typed.pop("asks")), typed.pop("lock")
    try:
        saved = _saved(request, one, wanted, lock=lock or 0, plan=plan, year=year, typed=typed)
    except ValidationError as error:
        take_over(form, error)
        return show(form, UNREADABLE)
    except StaleRound as error:
        form.add_error(None, str(error))
        context["theirs"] = error.theirs
        return show(form, CONFLICT)
    messages.success(request, _("填报任务已保存。"))
    return redirect("entry:round", saved.pk)


def _saved(
    request: HttpRequest,
    one: ReportingRound | None,
    wanted: list[tuple[PlanIndicator, Unit | None]],
    *,
    lock: int,
    plan: Plan,
    year: int,
    typed: dict[str, Any],
) -> ReportingRound:
    """Made new, or changed in what it says and what it asks: both or neither."""
    by = person(request)
    if one is None:
        return rounds.open_round(plan=plan, year=year, asks=wanted, by=by, **typed)
    with transaction.atomic():
        changed = rounds.change_round(round=one, lock=lock, by=by, **typed)
        if {(row.pk, unit.pk if unit else None) for row, unit in wanted} == selectors.asks_of(one):
            return changed
        return rounds.change_asks(round=changed, asks=wanted, lock=changed.lock, by=by)


def _things(rows: list[selectors.AskableRow], asks: list[Ask]) -> list[tuple[PlanIndicator, Unit | None]]:
    """Rows and units for the numbers that the form has checked."""
    offered: dict[Ask, tuple[PlanIndicator, Unit | None]] = {}
    for one in rows:
        offered[one.row.pk, None] = (one.row, None)
        offered.update({(one.row.pk, unit.pk): (one.row, unit) for unit in one.units})
    return [offered[ask] for ask in asks]
