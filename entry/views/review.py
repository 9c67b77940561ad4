"""`/review/`: the queue of submitted figures, and the decision about one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from entry.forms import ReviewForm
from entry.presenters.review import review_context
from entry.selectors import review as selectors
from entry.views.common import announce, person
from entry.views.figures import CONFLICT, UNREADABLE
from indicators.models import Observation
from indicators.services import observations
from indicators.services.errors import ServiceError

PER_PAGE = 50


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Figures that wait for a reviewer: binding rows first, then the oldest."""
    user = person(request)
    access.require(access.reviews_figures(user), user=user, what="review queue")
    page = Paginator(selectors.waiting(user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "entry/review_queue.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, observation_id: int) -> HttpResponse:
    """One submitted figure: what changed, what it would mean, approve or return."""
    figure = selectors.figure_for_review(observation_id)
    if figure is None:
        raise Http404
    user = person(request)
    allowed = access.may_review(user, figure.row.plan.region)
    access.require(allowed, user=user, what=f"review page of observation {observation_id}")
    if request.method == "POST":
        return _decide(request, figure)
    return _show(request, figure, ReviewForm(initial={"lock": figure.lock}))


def _decide(request: HttpRequest, figure: Observation) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _show(request, figure, form, status=UNREADABLE)
    lock, user = form.cleaned_data["lock"], person(request)
    try:
        if form.cleaned_data["action"] == "return":
            comment = form.cleaned_data["comment"]
            observations.return_to_clerk(observation=figure, comment=comment, lock=lock, by=user)
            messages.success(request, _("已退回填报人。"))
        else:
            job = observations.approve(observation=figure, lock=lock, by=user)
            announce(request, job, _("已审核通过。"))
    except (ServiceError, ValidationError) as error:
        sentence = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        form.add_error(None, sentence)
        fresh = selectors.figure_for_review(figure.pk) or figure
        return _show(request, fresh, form, status=CONFLICT)
    return redirect("entry:review")


def _show(request: HttpRequest, figure: Observation, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    context = review_context(selectors.review_page(figure), form, person(request))
    return render(request, "entry/review.html", context, status=status)
