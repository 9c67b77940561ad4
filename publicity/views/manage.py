"""Administrators: what is released of which plan, looking at exactly what will go out, releasing, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from evaluations.selectors.appraisal import latest_year
from evaluations.selectors.facts import seal, waits
from indicators.services.errors import ServiceError
from plans.models import Plan
from publicity.forms.releases import ReleaseForm, WithdrawForm
from publicity.models import Release
from publicity.presenters.page import address_of, public_page
from publicity.selectors.releases import find_plan, find_release, plans_to_release, public_facts, releases_of
from publicity.services import releasing


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The plans of the scope, with what was released of each."""
    user = person(request)
    access.require(access.administers(user), user=user, what="list releases")
    return render(request, "publicity/releases.html", {"plans": plans_to_release(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Tick what goes out, look at it as everybody will see it, release it."""
    found = find_plan(plan_id)
    if found is None:
        raise Http404
    user = person(request)
    access.require(access.may_administer(user, found.region), user=user, what=f"release plan {plan_id}")
    given = {"plan": found, "this_year": timezone.localdate().year, "first": latest_year(found)}
    form, status = ReleaseForm(request.POST if request.method == "POST" else None, **given), 200
    context: dict[str, object] = {"plan": found}
    if request.method == "POST" and not form.is_valid():
        status = UNREADABLE
    elif request.method == "POST":
        made, status = _asked(request, found, form, context)
        if made is not None:
            messages.success(request, _("第 %(version)s 版已公开。") % {"version": made.version})
            return redirect("publicity:plan", plan_id)
    stored = [(one, address_of(one)) for one in releases_of(found.region.code, found.start_year, found.end_year)]
    return render(request, "publicity/plan.html", {**context, "form": form, "releases": stored}, status=status)


def _asked(
    request: HttpRequest, found: Plan, form: ReleaseForm, context: dict[str, object]
) -> tuple[Release | None, int]:
    """Show what would go out, or let out what was shown."""
    data = form.cleaned_data
    ticked = {name: data[name] for name in ("with_projects", "with_commitments")}
    facts = public_facts(found, data["year"], day=timezone.localdate(), **ticked)
    status = 200
    if request.POST.get("action") == "release":
        try:
            return releasing.release(
                plan=found, facts=facts, looked_at=data["looked_at"], words=data["words"], by=person(request), **ticked
            ), 200
        except ServiceError as error:
            form.add_error(None, str(error))
            status = CONFLICT if isinstance(error, releasing.FiguresMoved) else UNREADABLE
    context |= {"page": public_page(facts, data["words"].strip()), "seal": seal(facts), "waits": waits(facts)}
    return None, status


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a release back, with the reason."""
    found, user = find_release(pk), person(request)
    if found is None:
        raise Http404
    access.require(access.may_administer(user, found.plan.region), user=user, what=f"withdraw release {pk}")
    form, status = WithdrawForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                releasing.withdraw(release=found, reason=form.cleaned_data["reason"], by=user)
            except ValidationError as error:
                take_over(form, error)
            except ServiceError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("第 %(version)s 版已撤回。") % {"version": found.version})
                return redirect("publicity:plan", found.plan_id)
    context = {"form": form, "release": found, "address": address_of(found)}
    return render(request, "publicity/withdraw.html", context, status=status)
