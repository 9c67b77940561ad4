"""`/intake/`: uploading a plan document, watching its reading, the summary of what was read."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access
from indicators.services.errors import ServiceError
from intake.forms import UploadForm
from intake.models import Intake, IntakeState
from intake.presenters import pages
from intake.presenters.forms import MOST_REGIONS
from intake.presenters.notes import note_text
from intake.presenters.review import Sources
from intake.readers.open import MAX_BYTES
from intake.selectors.review import review_of
from intake.selectors.uploads import intake_with_state, intakes_for
from intake.services import uploads as services
from intake.services.words import refusal
from intake.tasks import enqueue_on_commit
from intake.views.common import REVIEWED, UNREADABLE, head, person, require_planner

_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """The uploads of the person's regions, and the form for another one."""
    user = person(request)
    access.require(access.makes_plans(user), user=user, what="intake list")
    regions = access.visible_regions(user)
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, regions=regions)
    if sent and form.is_valid():
        answer = _take(request, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "most": MAX_BYTES >> 20,
        "choose_region": user.region is None or 1 < regions.count() <= MOST_REGIONS,
        "found": Paginator(intakes_for(user), _PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "intake/list.html", context, status=UNREADABLE if form.errors else 200)


def _take(request: HttpRequest, form: UploadForm) -> HttpResponse | None:
    """Keep what was sent; None: it was refused, the form says why."""
    user, data = person(request), form.cleaned_data
    try:
        if data["file"]:
            accepted = services.accept_upload(
                chunks=data["file"].chunks(), name=data["file"].name, by=user, region=data["region"]
            )
        else:
            accepted = services.accept_pasted(text=data["text"], by=user, region=data["region"])
    except ValidationError as error:
        form.add_error("file", error)
        return None
    if not accepted.new:
        messages.info(request, _("这份文件以前上传过，没有重复读取。"))
    elif not enqueue_on_commit(accepted.intake):
        messages.warning(request, _("文件已保存。后台暂不可用，恢复后自动读取。"))
    return redirect("intake:intake", accepted.intake.pk)


@require_safe
def intake(request: HttpRequest, intake_id: int) -> HttpResponse:
    """One upload: its progress, why it was refused, or the summary of what was read."""
    found = _find(request, intake_id)
    if found.state in (IntakeState.QUEUED, IntakeState.READING):
        return render(request, "intake/progress.html", {"intake": found})
    if found.state not in REVIEWED:
        context = {
            "intake": found,
            "reason": refusal(found.why, found.detail) if found.why else "",
            "may_discard": found.state == IntakeState.REFUSED,
        }
        return render(request, "intake/refused.html", context)
    return summary(request, found)


def summary(request: HttpRequest, found: Intake, *, status: int = 200, refused: str = "") -> HttpResponse:
    """What was read, what is in the way, and what confirming would write."""
    review = review_of(found)
    sources = Sources(found.lines)
    context = head(review) | {
        "refusal": refused,
        "notes": [note_text(note) for note in review.proposal.notes],
        "particulars": pages.particulars(review.plan, sources),
        "table_doubts": review.doubts,
        "counts": pages.counts(review),
        "problems": pages.problems(review),
        "consequence": pages.consequence(review),
        "difference": review.existing is not None and review.existing.pk != found.plan_id,
    }
    return render(request, "intake/summary.html", context, status=status)


@require_safe
def state(request: HttpRequest, intake_id: int) -> JsonResponse:
    """How far the reading came: what the page that watches asks."""
    found = _find(request, intake_id)
    ended = found.state not in (IntakeState.QUEUED, IntakeState.READING)
    doing = found.doing or str(found.get_state_display())
    return JsonResponse({"ended": ended, "step": found.step, "steps": found.steps, "doing": doing})


@require_POST
def discard(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Put an upload aside."""
    found = _find(request, intake_id)
    try:
        services.discard(intake=found, by=person(request))
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("intake:intake", found.pk)
    messages.success(request, _("已作废，没有写入任何数据。"))
    return redirect("intake:list")


def _find(request: HttpRequest, intake_id: int) -> Intake:
    found = intake_with_state(intake_id)
    if found is None:
        raise Http404
    require_planner(person(request), found, "intake")
    return found
