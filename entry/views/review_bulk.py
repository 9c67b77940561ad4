"""`/review/bulk/`: the safe figures of the queue, listed once more, then approved together."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.models import User
from entry.presenters.review_queue import REASONS, queue_line
from entry.selectors import review as selectors
from entry.views.common import announce, person
from entry.views.review_filters import query_of, wanted_of
from indicators.domain.risk import RiskLevel
from indicators.selectors.risk import Weighed
from indicators.services import observations

#: More than one page of the queue is never posted.
MOST = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """One figure that is not approved with the others; ``id`` None: there is no page to open."""

    id: int | None
    name: str
    why: str


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First the list to be confirmed, then (``confirmed``) the approval; what is no longer safe is refused one by one."""
    user = person(request)
    access.require(access.reviews_figures(user), user=user, what="bulk approval")
    posted = posted_locks(request.POST.getlist("figure"))
    query = query_of(wanted_of(request.GET))
    back = f"{reverse('entry:review')}?{query}" if query else reverse("entry:review")
    if not posted:
        messages.warning(request, _("没有选中任何数据。"))
        return redirect(back)
    safe, refused = _sorted_out(user, posted)
    if not request.POST.get("confirmed"):
        lines = [queue_line(one) for one in safe]
        return render(request, "entry/review_bulk.html", {"lines": lines, "refused": refused, "query": query})
    _approve(request, safe, refused)
    return redirect(back)


def posted_locks(values: list[str]) -> dict[int, int]:
    """Lock by figure, of ``id:lock``; what cannot be read is passed over."""
    found = {}
    for value in values[:MOST]:
        figure_id, _colon, lock = value.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (figure_id, lock)):
            found[int(figure_id)] = int(lock)
    return found


def _sorted_out(user: User, posted: dict[int, int]) -> tuple[list[Weighed], list[Refused]]:
    """Which of the figures still wait, as they were looked at, and are safe; the others with the reason."""
    weighed = selectors.chosen_of(user, list(posted))
    safe, refused = [], []
    for figure_id, lock in posted.items():
        one = weighed.get(figure_id)
        why = _why_not(one, lock)
        if one is None:
            refused.append(Refused(None, _("第 %(number)d 号数据") % {"number": figure_id}, why))
        elif why:
            refused.append(Refused(figure_id, _name(one), why))
        else:
            safe.append(one)
    return safe, refused


def _why_not(one: Weighed | None, lock: int) -> str:
    """Why a figure cannot be approved with the others; "" where it can."""
    if one is None:
        return _("已不在待审核的数据里，可能他人已经处理或撤回。")
    if one.own:
        return _("这是您自己提交的数据，须由另一位审核员审核。")
    if one.figure.lock != lock:
        return _("您打开页面后有了改动，请重新核对。")
    if one.risk.level is not RiskLevel.SAFE:
        reasons = _("、").join(str(REASONS[reason]) for reason in one.risk.reasons)
        return _("现在不是无异常的数据（%(reasons)s），请单独审核。") % {"reasons": reasons}
    return ""


def _approve(request: HttpRequest, safe: list[Weighed], refused: list[Refused]) -> None:
    """Approve what is safe and say what became of each."""
    figures = {one.figure.pk: one for one in safe}
    posted = [(one.figure.pk, one.figure.lock) for one in safe]
    done = observations.approve_many(observations=posted, by=person(request))
    for decided in done.decided:
        if decided.error is not None:
            refused.append(Refused(decided.observation_id, _name(figures[decided.observation_id]), str(decided.error)))
    if done.jobs:
        number = sum(decided.approved for decided in done.decided)
        announce(request, done.jobs, _("已通过 %(number)d 条。") % {"number": number})
    for one in refused:
        messages.warning(request, _("没有通过：%(name)s。%(why)s") % {"name": one.name, "why": one.why})


def _name(one: Weighed) -> str:
    row = one.figure.row
    return f"{row.plan.region.name} {row.said_name} {one.figure.year}"
