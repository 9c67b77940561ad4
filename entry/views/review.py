"""`/review/`: the queue of submitted figures, the riskiest first, and the decision about one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from entry.forms.review import ReviewForm
from entry.presenters.review import review_context
from entry.presenters.review_queue import queue_context
from entry.selectors import review as selectors
from entry.views.common import CONFLICT, UNREADABLE, announce, person, take_over
from entry.views.review_filters import query_of, wanted_of
from indicators.models import Observation
from indicators.services import observations
from indicators.services.errors import ServiceError

PER_PAGE = 50


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Figures that wait for a reviewer in the order of their risk, with the safe ones to be approved together."""
    user = person(request)
    access.require(access.reviews_figures(user), user=user, what="review queue")
    wanted = wanted_of(request.GET)
    found = selectors.queue_of(user, wanted)
    page = Paginator(found.items, PER_PAGE).get_page(request.GET.get("page"))
    context = queue_context(found, page, wanted, selectors.choices_of(user), query_of(wanted))
    return render(request, "entry/review_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, observation_id: int) -> HttpResponse:
    """One submitted figure: what changed, what it would mean, approve or return."""
    figure = selectors.figure_for_review(observation_id)
    if figure is None:
        raise Http404
    user = person(request)
    allowed = access.may_review(user, figure.row.plan.region)
    access.require(allowed, user=user, what=f"review page of observation {observation_id}")
    page = selectors.review_page(figure)
    if request.method == "POST":
        return _decide(request, page, ReviewForm(request.POST, must_reopen=page.must_reopen))
    return _show(request, page, ReviewForm(initial={"lock": figure.lock}, must_reopen=page.must_reopen))


def _decide(request: HttpRequest, page: selectors.ReviewPage, form: ReviewForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, page, form, status=UNREADABLE)
    figure, data = page.figure, form.cleaned_data
    onward = _onward(request, figure, to_next=data["action"] == "next")
    try:
        if data["action"] == "return":
            _return(request, figure, form)
        else:
            job = observations.approve(observation=figure, lock=data["lock"], by=person(request))
            announce(request, job, _("已审核通过：%(figure)s。") % {"figure": _name(figure)})
    except ValidationError as error:
        take_over(form, error)
        return _show(request, page, form, status=UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        fresh = selectors.figure_for_review(figure.pk) or figure
        return _show(request, selectors.review_page(fresh), form, status=CONFLICT)
    return redirect(onward)


def _return(request: HttpRequest, figure: Observation, form: ReviewForm) -> None:
    observations.return_to_clerk(
        observation=figure,
        comment=form.cleaned_data["comment"],
        cell_comments=form.cell_comments(),
        reopen_until=form.cleaned_data.get("reopen_until"),
        lock=form.cleaned_data["lock"],
        by=person(request),
    )
    messages.success(request, _("已退回填报人：%(figure)s。") % {"figure": _name(figure)})


def _onward(request: HttpRequest, figure: Observation, *, to_next: bool) -> str:
    """Where the reviewer goes: to the next figure of the queue as it was chosen, else to the queue."""
    wanted = wanted_of(request.GET)
    query = query_of(wanted)
    following = selectors.queue_of(person(request), wanted).beside(figure.pk)[1] if to_next else None
    address = reverse("entry:review-figure", args=[following]) if following else reverse("entry:review")
    return f"{address}?{query}" if query else address


def _name(figure: Observation) -> str:
    return f"{figure.row.plan.region.name} {figure.row.said_name} {figure.year}"


def _show(request: HttpRequest, page: selectors.ReviewPage, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    user, wanted = person(request), wanted_of(request.GET)
    found = selectors.queue_of(user, wanted)
    weighed = found.get(page.figure.pk) or selectors.chosen_of(user, [page.figure.pk]).get(page.figure.pk)
    context = review_context(page, weighed, form, found, query_of(wanted))
    return render(request, "entry/review.html", context, status=status)
