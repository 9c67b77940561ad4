"""The lists of what was read, what is done with several of their items at once, and what is said of doubts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import DoubtState
from indicators.services.errors import ServiceError
from intake.domain.edit import Listing
from intake.models import Intake
from intake.presenters import pages
from intake.presenters.review import Sources, row
from intake.selectors.review import Review, review_of
from intake.services import decisions
from intake.services.decisions import At
from intake.views.common import head, listing_of, number_of, open_review, person


@require_safe
def listing(request: HttpRequest, intake_id: int, slug: str) -> HttpResponse:
    """One list: every item beside the words it was read from."""
    found, which = open_review(request, intake_id), listing_of(slug)
    review = review_of(found)
    items = review.items[which]
    show = request.GET.get("show", "")
    page = Paginator(pages.kept(items, show), pages.PER_PAGE).get_page(request.GET.get("page"))
    sources = Sources(found.lines)
    context = head(review, slug) | _caption(review, which, sources)
    context |= {
        "slug": slug,
        "label": pages.label_of(which),
        "explanation": pages.EXPLANATIONS[which],
        "nothing": pages.NOTHING[which],
        "filters": pages.filters(items, show),
        "shown": show,
        "doubtful": which is Listing.INDICATORS,
        "undecided": review.counts(which)["undecided"],
        "rows": [row(one, sources) for one in page],
        "found": page,
        "query": f"show={show}" if show in pages.FILTERS else "",
    }
    return render(request, "intake/listing.html", context)


@require_POST
def several(request: HttpRequest, intake_id: int, slug: str) -> HttpResponse:
    """What is done with the ticked items of a list; `action`: accept, drop, merge."""
    found, which = open_review(request, intake_id), listing_of(slug)
    ticked = [_at(which, one) for one in request.POST.getlist("item")]
    action, user = request.POST.get("action", ""), person(request)
    if action == "accept-all":
        return _accept_all(request, found, which)
    steps: dict[str, Callable[[], object]] = {
        "accept": lambda: decisions.accept_several(intake=found, at=ticked, by=user),
        "drop": lambda: decisions.drop_several(intake=found, at=ticked, reason=request.POST.get("reason", ""), by=user),
        "merge": lambda: decisions.merge(intake=found, at=ticked, by=user),
    }
    if not ticked or action not in steps:
        messages.error(request, _("请先勾选要处理的行。"))
    else:
        try:
            steps[action]()
            messages.success(request, _("已处理 %(number)d 项。") % {"number": len(ticked)})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except ServiceError as error:
            messages.error(request, str(error))
    return redirect(pages.address_of(found, which) + _same_view(request))


def _same_view(request: HttpRequest) -> str:
    """The filter and the page that the person was looking at."""
    query = {"show": request.GET.get("show", ""), "page": number_of(request.GET.get("page"))}
    kept = {name: value for name, value in query.items() if value and (name == "page" or value in pages.FILTERS)}
    return f"?{urlencode(kept)}" if kept else ""


def _accept_all(request: HttpRequest, found: Intake, which: Listing) -> HttpResponse:
    """Every undecided item of a list; rows with a doubt stay, they are looked at one by one."""
    try:
        number = decisions.accept_all(intake=found, listing=which, by=person(request))
        messages.success(request, _("已采纳 %(number)d 项。") % {"number": number})
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect(pages.address_of(found, which))


@require_POST
def doubt(request: HttpRequest, intake_id: int) -> HttpResponse:
    """What a person says of one doubt."""
    found = open_review(request, intake_id)
    sent = request.POST
    index = number_of(sent.get("index")) if sent.get("index") else None
    state = sent.get("state", "")
    if state not in DoubtState.values:
        raise Http404
    try:
        decisions.resolve_doubt(
            intake=found, index=index, part=number_of(sent.get("part")), code=sent.get("code", ""),
            figure=sent.get("figure", ""), how=sent.get("how", ""), version=number_of(sent.get("version")),
            state=state, by=person(request),
        )  # fmt: skip
        messages.success(request, _("已记下。"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ServiceError as error:
        messages.error(request, str(error))
    if index is None:
        return redirect(reverse("intake:intake", args=[found.pk]) + "#table-doubts")
    return redirect(pages.item_of(found, Listing.INDICATORS, index, number_of(sent.get("part"))) + "#doubts")


def _at(which: Listing, text: str) -> At:
    """The address of a ticked item: index, part, version."""
    index, part, version = ([number_of(one) for one in text.split("-")] + [0, 0, 0])[:3]
    return At(which, index, part, version)


def _caption(review: Review, which: Listing, sources: Sources) -> dict[str, str]:
    proposal = review.proposal
    captions = {
        Listing.INDICATORS: (proposal.table, proposal.table_line),
        Listing.RESULTS: (proposal.results_table, proposal.results_line),
    }
    caption, line = captions.get(which, ("", None))
    return {"caption": caption, "caption_place": sources.place(line) if line else ""}
