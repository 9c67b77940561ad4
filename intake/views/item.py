"""One item beside its source lines, and what a person decides about it; an item that was not read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.services.errors import ServiceError
from intake.domain.edit import Listing, State
from intake.models import Intake
from intake.presenters import pages
from intake.presenters.forms import added, bound, changes_of, for_adding, unbound
from intake.presenters.item import answer_of, neighbours, next_to_look_at, relatives, source_of
from intake.presenters.review import Sources, row
from intake.selectors.review import Review, ShownItem, review_of
from intake.services import decisions
from intake.services.decisions import At
from intake.views.common import CONFLICT, UNREADABLE, head, listing_of, number_of, open_review, person

_MOST_LINES = 12


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, intake_id: int, slug: str, index: int, part: int) -> HttpResponse:
    """One item beside its lines; `action`: accept (and on to the next), edit, drop, split, reopen."""
    found = open_review(request, intake_id)
    at = At(listing_of(slug, particulars=True), index, part, number_of(request.POST.get("version")))
    return _decide(request, found, at) if request.method == "POST" else _show(request, found, at)


def _decide(request: HttpRequest, found: Intake, at: At) -> HttpResponse:
    """Do what was asked; on any refusal the page comes back with what was typed."""
    review = review_of(found)
    shown, action, user = _shown(review, at), request.POST.get("action", ""), person(request)
    form = None
    try:
        if action == "reopen":
            decisions.reopen(intake=found, at=at, by=user)
        elif action == "drop":
            decisions.drop(intake=found, at=at, reason=request.POST.get("reason", ""), by=user)
        elif action in ("accept", "edit", "split"):
            form = bound(at.listing, request.POST, shown.item, review)
            if not form.is_valid():
                return _show(request, found, at, form=form, status=UNREADABLE)
            changes = changes_of(form, shown.item)
            if action == "split":
                decisions.split(intake=found, at=at, pieces=[changes, changes | _second_half(at.listing)], by=user)
            else:
                decisions.decide(intake=found, at=at, changes=changes or None, by=user)
        else:
            raise ValidationError(_("请选择采纳、保存修改、拆分或不要。"))
    except ValidationError as error:
        return _refused(request, found, at, form, error)
    except ServiceError as error:
        return _show(request, found, at, form=form, refusal=str(error), status=CONFLICT)
    messages.success(request, answer_of(action, row(shown, Sources(found.lines)).title))
    return redirect(_after(found, at, action))


def _second_half(which: Listing) -> dict[str, str]:
    """What the second half of a split item has otherwise: one catalogue indicator stands in one row of a plan."""
    return {"catalogue": ""} if which in (Listing.INDICATORS, Listing.RESULTS) else {}


def _refused(request: HttpRequest, found: Intake, at: At, form: Any, error: ValidationError) -> HttpResponse:
    """The service's refusal at the fields it names."""
    missing = hasattr(error, "error_dict") and "reason" in error.error_dict
    if form is not None:
        form.refuse(error)
    text = "" if missing or form is not None else " ".join(error.messages)
    return _show(request, found, at, form=form, refusal=text, reason_missing=missing, status=UNREADABLE)


def _show(
    request: HttpRequest, found: Intake, at: At, *, form: Any = None, refusal: str = "", reason_missing: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    review = review_of(found)
    shown, which = _shown(review, at), at.listing
    particulars = which is Listing.PLAN
    sources = Sources(found.lines)
    context = head(review, "" if particulars else pages.SLUG_OF[which]) | {
        "slug": pages.SLUG_OF[which],
        "label": pages.label_of(which),
        "row": row(shown, sources),
        "source": source_of(review, shown.item, sources),
        "form": form if form is not None else unbound(which, shown.item, review),
        "refusal": refusal,
        "reason_missing": reason_missing,
        "particulars": particulars,
        "tied": shown.item.state in (State.SPLIT, State.MERGED),
        "splittable": at.part == 0 and shown.item.read is not None and not particulars,
        "relatives": relatives(review, shown.item),
    }
    return render(request, "intake/item.html", context | neighbours(review, shown.item), status=status)


def _shown(review: Review, at: At) -> ShownItem:
    for one in review.items[at.listing]:
        if (one.item.index, one.item.part) == (at.index, at.part):
            return one
    raise Http404


def _after(found: Intake, at: At, action: str) -> str:
    """Where to go after a decision. What is settled leads on to what is not; what was changed is shown as it is read now."""
    if at.listing is Listing.PLAN:
        return pages.address_of_summary(found)
    review = review_of(found)
    if action == "split":
        return pages.item_of(found, at.listing, at.index, 1)
    if action in ("accept", "drop"):
        following = next_to_look_at(review, at)
        return following or pages.address_of(found, at.listing)
    if any((one.item.index, one.item.part) == (at.index, at.part) for one in review.items[at.listing]):
        return pages.item_of(found, at.listing, at.index, at.part)
    return pages.address_of(found, at.listing)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, intake_id: int, slug: str) -> HttpResponse:
    """An item that was not read. `find`: words to look for in the document; `line`: the line that was found."""
    found, which = open_review(request, intake_id), listing_of(slug)
    review, sources = review_of(found), Sources(found.lines)
    line = number_of(request.POST.get("line") or request.GET.get("line"))
    sent = request.method == "POST"
    form = for_adding(which, review, data=request.POST if sent else None, line=line)
    status = 200
    if sent and form.is_valid():
        try:
            made = decisions.add(intake=found, listing=which, value=added(form), by=person(request))
        except ValidationError as error:
            form.refuse(error)
        except ServiceError as error:
            form.add_error(None, str(error))
            status = CONFLICT
        else:
            messages.success(request, _("已补充。"))
            return redirect(pages.item_of(found, which, made.index, made.part))
    find = request.GET.get("find", "").strip()[:60]
    context = head(review, slug) | {
        "slug": slug,
        "label": pages.label_of(which),
        "back": pages.address_of(found, which),
        "form": form,
        "find": find,
        "hits": sources.containing(find, _MOST_LINES) if find else [],
        "source": sources.beside(line, around=6) if line else [],
    }
    return render(request, "intake/add.html", context, status=UNREADABLE if form.errors and status == 200 else status)
