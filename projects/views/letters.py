"""`/letters/`: letters to units (提示函), a new one, one with its reply."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import Unit, User
from accounts.views.asked import BadParameter, refuses_bad_parameters
from indicators.domain.stored import from_stored
from indicators.services.errors import ServiceError
from projects.domain.letters import LetterContent, said_day, said_months
from projects.forms.problems import FinishForm, LetterForm, ReplyForm, proposed_deadline
from projects.models import Letter, LetterState
from projects.presenters import problems as shown
from projects.problem_filters import LetterFilterSet
from projects.selectors import letters as selectors
from projects.selectors.problems import counts_by_unit, problems_in_sight
from projects.services import letters as services
from projects.services.errors import Stale
from projects.views.common import CONFLICT, UNREADABLE, person, refuse_as_of, take_over
from regions.filters import told_errors
from regions.models import Region

_PAGE = 50


@require_safe
@refuses_bad_parameters
def letter_list(request: HttpRequest) -> HttpResponse:
    """Letters that the person may see, those that wait for a reply first; who sends some finds the units to write to."""
    refuse_as_of(request.GET)
    user, today = person(request), timezone.localdate()
    filters = LetterFilterSet(request.GET, queryset=selectors.letters_in_sight(user))
    if not filters.is_valid():
        raise BadParameter(told_errors(filters))
    found = Paginator(selectors.in_order(filters.qs), _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    directs = access.directs_work(user)
    units = counts_by_unit(problems_in_sight(user), today) if directs else []
    context = {
        "found": found,
        "lines": [shown.letter_line(one, today) for one in found],
        "chosen": filters.form.cleaned_data,
        "states": LetterState.choices,
        "directs": directs,
        "units": [one for one in units if one.unit is not None and one.assigned],
        "query": query.urlencode(),
    }
    return render(request, "projects/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A letter to a unit: which problems, by when; POST issues it."""
    refuse_as_of(request.GET)
    user, today = person(request), timezone.localdate()
    unit, region = _asked_unit(unit_id, user)
    offered = list(selectors.problems_for_letter(unit, region))
    late = selectors.late_lines(unit, region, today=today)
    form = LetterForm(
        request.POST if request.method == "POST" else None, problems=offered, initial=_proposed(region, offered, today)
    )
    context = {
        "unit": unit, "region": region, "form": form, "late": late, "problems": [(one, shown.problem_line(one, today)) for one in offered],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "projects/letter_new.html", context)
    letter = _issued(form, unit, region, today, user) if form.is_valid() else None
    if letter is None:
        return render(request, "projects/letter_new.html", context, status=UNREADABLE)
    messages.success(request, _("提示函 %(number)s 已签发。") % {"number": letter.number})
    return redirect("projects:letter", letter.pk)


def _asked_unit(unit_id: int, user: User) -> tuple[Unit, Region]:
    """The unit written to, and the region that writes: the person's own, of somebody without one the unit's."""
    access.require(access.directs_work(user), user=user, what=f"write a letter to unit {unit_id}")
    unit = Unit.objects.select_related("region").filter(pk=unit_id).first()
    region = None if unit is None else user.region or unit.region
    if unit is None or region is None or not services.related(unit, region):
        raise Http404
    return unit, region


def _proposed(region: Region, offered: list[Any], today: date) -> dict[str, Any]:
    """Overdue problems are ticked; without any, all."""
    over = [one.pk for one in offered if one.due and one.due < today]
    return {
        "number": selectors.next_number(region, today.year),
        "sender": _("%(region)s发展和改革委员会") % {"region": region.name},
        "deadline": proposed_deadline(today),
        "problems": [str(pk) for pk in over or [one.pk for one in offered]],
        "late": True,
    }


def _issued(form: LetterForm, unit: Unit, region: Region, today: date, user: User) -> Letter | None:
    given = dict(form.cleaned_data)
    draft = services.Draft(region=region, unit=unit, problem_ids=given.pop("problems"), **given)
    try:
        return services.issue(draft=draft, today=today, by=user)
    except ValidationError as error:
        take_over(form, error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter as it was sent, with its reply; POST replies (``action=reply``) or closes it (``close``)."""
    refuse_as_of(request.GET)
    user = person(request)
    one = selectors.found_letter(user, letter_id)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _show(request, one)
    replies = request.POST.get("action") == "reply"
    form: Form = ReplyForm(request.POST, prefix="reply") if replies else FinishForm(request.POST, prefix="close")
    if not form.is_valid():
        return _show(request, one, form, UNREADABLE)
    step = services.reply if replies else services.close
    try:
        step(letter=one, by=user, **form.cleaned_data)
    except ValidationError as error:
        take_over(form, error)
        return _show(request, one, form, UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        theirs = error.theirs if isinstance(error, Stale) else None
        return _show(request, theirs if isinstance(theirs, Letter) else one, form, CONFLICT)
    messages.success(request, _("回复已记录。") if replies else _("提示函已办结。"))
    return redirect("projects:letter", one.pk)


def _show(request: HttpRequest, one: Letter, form: Form | None = None, status: int = 200) -> HttpResponse:
    user, today = person(request), timezone.localdate()
    reply = form if isinstance(form, ReplyForm) else ReplyForm(
        prefix="reply", initial={"lock": one.lock, "text": one.reply}
    )  # fmt: skip
    finish = form if isinstance(form, FinishForm) else FinishForm(prefix="close", initial={"lock": one.lock})
    may_reply = one.state != LetterState.CLOSED and services.may_reply(user, one)
    may_close = one.state == LetterState.REPLIED and access.may_direct(user, one.region)
    content = from_stored(LetterContent, one.content)
    context = {
        "letter": one,
        "line": shown.letter_line(one, today),
        "content": content,
        "issued_on": said_day(content.issued_on),
        "late": [{"line": one, "said": said_months(one.months)} for one in content.late],
        "late_number": 2 if content.problems else 1,
        "reply": reply if may_reply else None,
        "finish": finish if may_close else None,
        "problems": one.problems.select_related("project").order_by("due", "pk"),
    }
    return render(request, "projects/letter.html", context, status=status)
