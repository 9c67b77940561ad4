"""A later version of a plan that stands: what it has otherwise, accepted row by row."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.services.errors import ServiceError
from indicators.tasks import enqueue_on_commit
from intake.domain.edit import Listing
from intake.models import Intake
from intake.presenters import pages
from intake.presenters.differences import entry_lists, lines, particulars
from intake.presenters.review import Sources
from intake.selectors.differences import differences_of
from intake.selectors.review import review_of
from intake.services import later
from intake.services.errors import NotReady
from intake.views.common import head, open_review, person

#: Lists whose new entries are taken over together.
_NEW = {"projects": Listing.PROJECTS, "commitments": Listing.COMMITMENTS}


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The rows that differ; `action`: accept (one row), particulars, close."""
    found = open_review(request, intake_id)
    if request.method == "POST":
        return _accept(request, found)
    differences = differences_of(found)
    if differences is None:
        return redirect("intake:intake", found.pk)
    review, sources = review_of(found), Sources(found.lines)
    context = head(review, "difference") | {
        "plan": differences.plan,
        "lines": lines(differences, sources),
        "particulars": particulars(differences),
        "entries": entry_lists(differences, sources),
        "rows": len(differences.proposal.indicators),
        "problems": len(review.hindrances),
        "waiting": [
            (pages.label_of(one), pages.address_of(found, one), pages.waiting_in(review, one)) for one in _NEW.values()
        ],
    }
    return render(request, "intake/difference.html", context)


def _accept(request: HttpRequest, found: Intake) -> HttpResponse:
    """Do what was asked and come back to the rows that are left."""
    action, user = request.POST.get("action", ""), person(request)
    try:
        if action == "accept":
            reason = request.POST.get("reason", "")
            job = later.accept_difference(intake=found, key=request.POST.get("key", ""), reason=reason, by=user)
            enqueue_on_commit(job)
            messages.success(request, _("已采纳，原来的版本保留在修改历史里。"))
        elif action == "particulars":
            later.accept_particulars(intake=found, by=user)
            messages.success(request, _("已采纳标题、文号、日期。"))
        elif action in _NEW:
            later.accept_new(intake=found, listing=_NEW[action], by=user)
            messages.success(request, _("已补充到现有规划的末尾。"))
        elif action == "close":
            done = later.close_later(intake=found, by=user)
            messages.success(request, _("比较完毕。没有采纳的差异不改动现有规划。"))
            return redirect("planning:plan", done.plan.pk)
    except NotReady:
        messages.error(request, _("还有需要先处理的地方，见“确认”一节。"))
        return redirect("intake:intake", found.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("intake:difference", found.pk)
