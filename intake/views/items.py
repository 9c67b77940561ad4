"""The lists of what was read, one item beside its source lines, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.models import DoubtState
from indicators.services.errors import ServiceError
from intake.domain.edit import Item, Listing
from intake.models import Intake
from intake.presenters import pages
from intake.presenters.forms import bound, changes_of, unbound
from intake.presenters.review import SLUGS, Sources, row
from intake.selectors.review import Review, ShownItem, line_span, lines_of, review_of
from intake.services import decisions
from intake.services.decisions import At
from intake.views.common import CONFLICT, UNREADABLE, head, open_review, person

_PAGE = 100
_AROUND = 6


@require_safe
def listing(request: HttpRequest, intake_id: int, slug: str) -> HttpResponse:
    """One list: every item beside the words it was read from."""
    found, which = open_review(request, intake_id), _listing(slug)
    review = review_of(found)
    items = review.items[which]
    show = request.GET.get("show", "")
    page = Paginator(pages.kept(items, show), _PAGE).get_page(request.GET.get("page"))
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
        "query": f"show={show}" if show else "",
    }
    return render(request, "intake/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, intake_id: int, slug: str, index: int, part: int) -> HttpResponse:
    """One item beside its lines; `action`: accept, edit, drop, split, reopen."""
    found = open_review(request, intake_id)
    which = _listing(slug, particulars=True)
    if request.method == "POST":
        return _decide(request, found, which, slug, index, part)
    return _show(request, found, which, slug, index, part)


def _decide(request: HttpRequest, found: Intake, which: Listing, slug: str, index: int, part: int) -> HttpResponse:
    """Do what was asked; on any refusal the page comes back with what was typed."""
    shown = _shown(review_of(found), which, index, part)
    at = At(which, index, part, _number(request.POST.get("version")))
    action, user = request.POST.get("action", ""), person(request)
    form = None
    try:
        if action == "drop":
            decisions.drop(intake=found, at=at, reason=request.POST.get("reason", ""), by=user)
        elif action == "reopen":
            decisions.reopen(intake=found, at=at, by=user)
        elif action in ("accept", "edit", "split"):
            form = bound(which, request.POST, shown.item, review_of(found))
            if not form.is_valid():
                return _show(request, found, which, slug, index, part, form=form, status=UNREADABLE)
            changes = changes_of(form, shown.item)
            if action == "split":
                decisions.split(intake=found, at=at, pieces=[changes, changes], by=user)
                messages.success(request, _("已拆成两项，请分别修改名称和数。"))
                return redirect("intake:item", found.pk, slug, index, 1)
            decisions.decide(intake=found, at=at, changes=changes or None, by=user)
        else:
            raise ValidationError(_("请选择采纳、保存修改、拆分或不要。"))
    except ValidationError as error:
        return _refused(request, found, which, slug, index, part, form, error)
    except ServiceError as error:
        return _show(request, found, which, slug, index, part, form=form, refusal=str(error), status=CONFLICT)
    messages.success(request, _("已记下。"))
    return redirect(_after(request, found, which, slug, index, part))


def _refused(
    request: HttpRequest, found: Intake, which: Listing, slug: str, index: int, part: int, form: Any, error: ValidationError
) -> HttpResponse:  # fmt: skip
    """The service's refusal at the fields it names."""
    missing = hasattr(error, "error_dict") and "reason" in error.error_dict
    if form is not None:
        for name, problems in (error.error_dict if hasattr(error, "error_dict") else {None: error}).items():
            form.add_error(name if name in form.fields else None, problems)
    text = "" if missing or form is not None else " ".join(error.messages)
    more = {"form": form, "refusal": text, "reason_missing": missing, "status": UNREADABLE}
    return _show(request, found, which, slug, index, part, **more)


def _show(
    request: HttpRequest, found: Intake, which: Listing, slug: str, index: int, part: int,
    *, form: Any = None, refusal: str = "", reason_missing: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    review = review_of(found)
    shown = _shown(review, which, index, part)
    particulars = which is Listing.PLAN
    context = head(review, "" if particulars else slug) | {
        "slug": slug,
        "label": pages.label_of(which),
        "back": reverse("intake:intake", args=[found.pk]) if particulars else pages.address_of(found, which),
        "row": row(shown, Sources(found.lines)),
        "source": _source(found, review, shown.item, particulars),
        "form": form if form is not None else unbound(which, shown.item, review),
        "refusal": refusal,
        "reason_missing": reason_missing,
        "particulars": particulars,
        "splittable": part == 0 and shown.item.read is not None and which is not Listing.PLAN,
    }
    return render(request, "intake/item.html", context | _neighbours(review, which, slug, index, part), status=status)


def _source(found: Intake, review: Review, item: Item, particulars: bool) -> Any:
    """The lines of an item; of the particulars the lines on which they were read."""
    if not particulars:
        line, last_line = line_span(item)
        return lines_of(found, line=line, last_line=last_line, around=_AROUND) if line else ()
    numbers = sorted({line for _name, line in review.plan.lines})
    return [line for number in numbers for line in lines_of(found, line=number, around=0)]


@require_POST
def several(request: HttpRequest, intake_id: int, slug: str) -> HttpResponse:
    """What is done with the ticked items of a list; `action`: accept, drop, merge."""
    found, which = open_review(request, intake_id), _listing(slug)
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
    show = request.GET.get("show", "")
    address = pages.address_of(found, which) + (f"?show={show}" if show in ("doubted", "undecided", "dropped") else "")
    return redirect(address)


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
    index = _number(sent.get("index")) if sent.get("index") else None
    state = sent.get("state", "")
    if state not in DoubtState.values:
        raise Http404
    try:
        decisions.resolve_doubt(
            intake=found, index=index, part=_number(sent.get("part")), code=sent.get("code", ""),
            figure=sent.get("figure", ""), how=sent.get("how", ""), version=_number(sent.get("version")),
            state=state, by=person(request),
        )  # fmt: skip
        messages.success(request, _("已记下。"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ServiceError as error:
        messages.error(request, str(error))
    if index is None:
        return redirect(reverse("intake:intake", args=[found.pk]) + "#table-doubts")
    address = reverse("intake:item", args=[found.pk, "indicators", index, _number(sent.get("part"))])
    return redirect(f"{address}#doubts")


def _listing(slug: str, *, particulars: bool = False) -> Listing:
    which = SLUGS.get(slug)
    if which is None or (which is Listing.PLAN and not particulars):
        raise Http404
    return which


def _shown(review: Review, which: Listing, index: int, part: int) -> ShownItem:
    for one in review.items[which]:
        if (one.item.index, one.item.part) == (index, part):
            return one
    raise Http404


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _at(which: Listing, text: str) -> At:
    """The address of a ticked item: index, part, version."""
    index, part, version = ([_number(one) for one in text.split("-")] + [0, 0, 0])[:3]
    return At(which, index, part, version)


def _caption(review: Review, which: Listing, sources: Sources) -> dict[str, str]:
    proposal = review.proposal
    captions = {
        Listing.INDICATORS: (proposal.table, proposal.table_line),
        Listing.RESULTS: (proposal.results_table, proposal.results_line),
    }
    caption, line = captions.get(which, ("", None))
    return {"caption": caption, "caption_place": sources.place(line) if line else ""}


def _neighbours(review: Review, which: Listing, slug: str, index: int, part: int) -> dict[str, str]:
    """Addresses of the item before, the one behind, and the next one with an open doubt; "" where there is none."""
    items = review.items[which]
    places = [(one.item.index, one.item.part) for one in items]
    here = places.index((index, part))
    doubtful = [at for at in range(here + 1, len(items)) if items[at].open_doubts]

    def address(at: int | None) -> str:
        if at is None or not 0 <= at < len(items):
            return ""
        return reverse("intake:item", args=[review.intake.pk, slug, *places[at]])

    return {
        "previous": address(here - 1),
        "next": address(here + 1),
        "next_doubtful": address(doubtful[0] if doubtful else None),
    }


def _after(request: HttpRequest, found: Intake, which: Listing, slug: str, index: int, part: int) -> str:
    """Where to go after a decision: the particulars back to the summary, every other item stays."""
    if which is Listing.PLAN:
        return reverse("intake:intake", args=[found.pk])
    review = review_of(found)
    if (index, part) in {(one.item.index, one.item.part) for one in review.items[which]}:
        return reverse("intake:item", args=[found.pk, slug, index, part])
    return pages.address_of(found, which)
