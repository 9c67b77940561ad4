"""Files attached to figures: opening one, and adding or taking off where the form of the figure is not shown."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from entry.forms.evidence import sent_files
from entry.selectors.figures import row_for_entry
from entry.views.common import person, require_entry
from files.kinds import MEDIA_TYPES, Kind
from indicators.models import Observation
from indicators.selectors.evidence import evidence_with_figure, may_read
from indicators.services import evidence as services

log = logging.getLogger("entry.evidence")


@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> FileResponse:
    """The file as it was sent, to be saved and not shown: nothing in it can act in the name of this site."""
    found = evidence_with_figure(evidence_id)
    user = person(request)
    if found is None:
        raise Http404
    region = found.observation.row.plan.region
    access.require(access.may_see(user, region), user=user, what=f"evidence {evidence_id}")
    if found.removed_at is not None and not access.may_review(user, region):
        raise Http404
    access.require(may_read(user, found), user=user, what=f"evidence {evidence_id}")
    try:
        content = services.path_of(found).open("rb")
    except FileNotFoundError:
        log.error("evidence %s is not on the disk: %s", found.pk, found.file)
        raise Http404 from None
    answer = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=MEDIA_TYPES[Kind(found.kind)]
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def add(request: HttpRequest, row_id: int, year: int) -> HttpResponse:
    """Attach files to the newest version of a figure."""
    row = row_for_entry(row_id, year)
    if row is None:
        raise Http404
    require_entry(person(request), row, f"attach to row {row_id}")
    figure = row.observations.filter(year=year).order_by("-version").first()
    if figure is None:
        raise Http404
    try:
        new = services.change(observation=figure, added=sent_files(request.FILES), removed=(), by=person(request))
    except ValidationError as error:
        messages.error(request, _("；").join(error.messages))
    else:
        _say_how_many(request, new)
    return _back(request, figure)


@require_POST
def remove(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Take a file off its figure."""
    found = evidence_with_figure(evidence_id)
    if found is None:
        raise Http404
    services.remove(evidence=found, by=person(request))
    messages.success(request, _("材料已移除，历史中仍可查。"))
    return _back(request, found.observation)


def _say_how_many(request: HttpRequest, new: int) -> None:
    if new:
        messages.success(request, _("已附上 %(count)d 个文件。") % {"count": new})
    else:
        messages.warning(request, _("没有新的文件：请先选择文件；已附上的同一文件不重复保存。"))


def _back(request: HttpRequest, figure: Observation) -> HttpResponse:
    if request.POST.get("back") == "review":
        return redirect("entry:review-figure", figure.pk)
    return redirect("entry:figure", figure.row_id, figure.year)
