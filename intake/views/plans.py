"""Confirming a proposal; the plan that came of it has a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.selectors.succession import plan_ahead_of
from indicators.services.errors import ServiceError
from indicators.tasks import enqueue_on_commit
from intake.services import confirm as services
from intake.services.errors import NotReady
from intake.views.common import CONFLICT, open_review, person
from intake.views.uploads import summary
from plans.models import Plan


@require_POST
def confirm(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Write the plan as a draft; what is in the way stands on the summary."""
    found = open_review(request, intake_id)
    try:
        done = services.confirm(intake=found, by=person(request))
    except NotReady:
        return summary(request, found, status=CONFLICT, refused=_("还不能确认，请先处理下面列出的各处。"))
    except ServiceError as error:
        return summary(request, found, status=CONFLICT, refused=str(error))
    for job in done.jobs:
        enqueue_on_commit(job)
    if done.new:
        messages.success(request, _("已建立规划草案。核对无误后，在这里把它设为实施中。"))
        _offer_hand_over(request, done.plan)
    for said in done.conflicts:
        messages.warning(request, said)
    return redirect("planning:plan", done.plan.pk)


def _offer_hand_over(request: HttpRequest, plan: Plan) -> None:
    """Say that the region has a plan before this one, whose rows can be linked to those just read."""
    before = plan_ahead_of(plan)
    if before is None:
        return
    said = _("本地区有上期规划（%(period)s）：可把两期的指标对应起来，并取期末值作基期值。") % {"period": before.span}
    address = reverse("planning:succeed", args=[before.pk])
    messages.info(request, format_html('{} <a href="{}">{}</a>', said, address, _("衔接上期规划")))
