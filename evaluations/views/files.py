"""Files of an evaluation: asked for, watched while they are made, downloaded."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.along import download, record_export
from evaluations.models import PaperFile, PaperFormat, PaperState
from evaluations.presenters.files import doing, ended
from evaluations.selectors.papers import find_paper
from evaluations.services import papers
from evaluations.tasks import enqueue_on_commit
from evaluations.views.common import person, seen_evaluation
from files.kinds import MEDIA_TYPES, Kind

_KINDS = {PaperFormat.WORD: Kind.WORD, PaperFormat.WORKBOOK: Kind.WORKBOOK}


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file made; back to the evaluation, where its progress is shown."""
    user = person(request)
    found = seen_evaluation(user, pk)
    format = request.POST.get("format", "")
    if format not in PaperFormat.values:
        raise Http404
    paper = papers.ask(evaluation=found, format=format, by=user)
    if not ended(paper) and not enqueue_on_commit(paper):
        messages.warning(request, _("后台暂时不可用，文件已排队，恢复后自动生成。"))
    return redirect(f"{reverse('evaluations:evaluation', args=[found.pk])}#files")


@require_safe
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the file has come, for the script that watches."""
    paper = _paper(request, pk)
    told = {"ended": ended(paper), "step": paper.step, "steps": paper.steps, "doing": doing(paper)}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, and a line in the audit log."""
    paper = _paper(request, pk)
    if paper.state != PaperState.DONE:
        raise Http404
    try:
        data = papers.path_of(paper).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    found, kind = paper.evaluation, _KINDS[PaperFormat(paper.format)]
    number = _("（%(number)s）") % {"number": found.number} if found.number else ""
    name = f"{found.title}{number}"
    record_export(request, f"{name}.{kind.value}", region=found.plan.region)
    return download(data, f"{name}.{kind.value}", MEDIA_TYPES[kind], plain=f"evaluation.{kind.value}")


def _paper(request: HttpRequest, pk: int) -> PaperFile:
    paper = find_paper(pk)
    if paper is None:
        raise Http404
    paper.evaluation = seen_evaluation(person(request), paper.evaluation_id)
    return paper
